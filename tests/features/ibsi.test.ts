/** Agreement with IBSI 1's reference values (Radiology 295 (2020) 328), each within its own tolerance. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { borderDistance } from "dlrn/features/ibsi/border-distance";
import { judge, parseReferences, referenceColumns } from "dlrn/features/ibsi/compliance";
import { ibsiConfigurations } from "dlrn/features/ibsi/configurations";
import { convexHull, type Point } from "dlrn/features/ibsi/convex-hull";
import { ibsiFeatures, prepareIbsi } from "dlrn/features/ibsi/extract";
import { ibsiReferences } from "dlrn/features/ibsi/reference-values";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { IDENTITY_DIRECTION, type Mask } from "dlrn/io/volume";
import { fastLength, transform3 } from "dlrn/math/fft";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

const data = "../shared/data/ibsi-1";
const skip = existsSync(data) ? false : `${data} is not there`;

describe("reference values", { skip }, () => {
  for (const [name, phantom, file, count] of [
    ["digital", "digital-phantom", "ibsi_1_dig_phantom.csv", 482],
    ["A", "ct-phantom", "ibsi_1_chest_config_a.csv", 346],
    ["B", "ct-phantom", "ibsi_1_chest_config_b.csv", 346],
  ] as const) {
    test(`${name}: ${count} of ${count}`, async () => {
      const image = await loadImage(`${data}/${phantom}/image/phantom.nii.gz`);
      const mask = await loadMask(`${data}/${phantom}/mask/mask.nii.gz`, image);
      const { features } = ibsiFeatures(image, mask, ibsiConfigurations[name]);
      const verdicts = judge(
        parseReferences(readFileSync(`${data}/${file}`, "utf8"), file),
        features,
      );
      assert.equal(verdicts.length, count);
      assert.deepEqual(
        verdicts.filter(({ meets }) => !meets),
        [],
      );
    });
  }

  for (const name of ["C", "D", "E"] as const) {
    test(`${name}: 210 of 210`, async () => {
      const image = await loadImage(`${data}/ct-phantom/image/phantom.nii.gz`);
      const mask = await loadMask(`${data}/ct-phantom/mask/mask.nii.gz`, image);
      const { features } = ibsiFeatures(image, mask, ibsiConfigurations[name]);
      const verdicts = judge(ibsiReferences[name], features);
      assert.equal(verdicts.length, 210);
      assert.deepEqual(
        verdicts.filter(({ meets }) => !meets),
        [],
      );
    });
  }

  test("C, D and E: the regions have the published numbers of voxels", async () => {
    const image = await loadImage(`${data}/ct-phantom/image/phantom.nii.gz`);
    const mask = await loadMask(`${data}/ct-phantom/mask/mask.nii.gz`, image);
    const count = (region: Mask): number => region.values.reduce((sum, value) => sum + value, 0);
    for (const [name, expected] of [
      ["C", 45981],
      ["D", 44465],
      ["E", 44484],
    ] as const) {
      const { morphological, intensity } = prepareIbsi(image, mask, ibsiConfigurations[name]);
      assert.deepEqual([count(morphological), count(intensity)], [45985, expected]);
    }
  });
});

test("a value outside its tolerance, or missing, does not meet it", () => {
  const references = parseReferences(
    "reference value;tolerance;tag\n1.23;0.01;a\n5;0;b\n;;c\n7;1;d_img\n",
    "f",
  );
  assert.deepEqual(
    judge(references, { a: 1.2449 }).map(({ meets }) => meets),
    [true, false],
  );
  assert.equal(judge(references, { a: 1.25, b: 5 })[0].meets, false);
});

test("a table of references: a column for each setting, none where there is no value", () => {
  assert.deepEqual(referenceColumns("\na -1.5±0.2 3e-5±1e-6\n\nb - 7±0\n"), [
    [{ tag: "a", value: -1.5, tolerance: 0.2 }],
    [
      { tag: "a", value: 3e-5, tolerance: 1e-6 },
      { tag: "b", value: 7, tolerance: 0 },
    ],
  ]);
});

test("the border distance of a 5 x 5 square: 1 at the edge, 3 in the middle; a slice's faces count in space only", () => {
  const mask: Mask = {
    size: [5, 5, 1],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: IDENTITY_DIRECTION,
    values: new Uint8Array(25).fill(1),
  };
  assert.deepEqual(Array.from(borderDistance(mask, true).subarray(10, 15)), [1, 2, 3, 2, 1]);
  assert.equal(Math.max(...borderDistance(mask, false)), 1);
});

test("the hull of a cube with points inside", () => {
  const corners: Point[] = [0, 1, 2, 3, 4, 5, 6, 7].map((c) => [2 * (c & 1), c & 2, (c & 4) / 2]);
  const { volume, area } = convexHull([...corners, [1, 1, 1], [0.5, 0.2, 1.9], [2, 1, 1]]);
  assertNear([volume, area], [8, 24], 1e-14);
  assert.deepEqual(
    convexHull([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]),
    { volume: 0, area: 0 },
  );
});

test("a transform of any length agrees with its definition, and comes back", () => {
  const random = seededRandom(5);
  for (const n of [1, 2, 3, 4, 5, 8, 12, 17, 25, 60, 77, 101]) {
    const re = Float64Array.from({ length: n }, () => random.normal());
    const values = { re: re.slice(), im: new Float64Array(n) };
    transform3(values, [n, 1, 1]);
    for (let k = 0; k < n; k++) {
      const expected = re.reduce(
        (sum, value, i) => sum + value * Math.cos((2 * Math.PI * i * k) / n),
        0,
      );
      assertNear(values.re[k], expected, 1e-12, { absolute: 1e-12 });
      const across = re.reduce(
        (sum, value, i) => sum - value * Math.sin((2 * Math.PI * i * k) / n),
        0,
      );
      assertNear(values.im[k], across, 1e-12, { absolute: 1e-12 });
    }
    transform3(values, [n, 1, 1], true);
    assertNear(values.re, re, 1e-12, { absolute: 1e-12 });
  }
  assert.deepEqual([1, 17, 31, 241].map(fastLength), [1, 18, 32, 243]);
});

test("along three axes: a transform is that of each axis, and comes back", () => {
  const random = seededRandom(6);
  const size = [6, 7, 20] as const;
  const re = Float64Array.from({ length: 6 * 7 * 20 }, () => random.normal());
  const values = { re: re.slice(), im: new Float64Array(re.length) };
  transform3(values, [...size]);
  for (const [a, b, c] of [
    [0, 0, 0],
    [1, 2, 3],
    [5, 6, 19],
  ]) {
    const [sum, across] = [0, 0].map((_, part) =>
      re.reduce((total, value, i) => {
        const [x, y, z] = [i % 6, Math.floor(i / 6) % 7, Math.floor(i / 42)];
        const angle = 2 * Math.PI * ((a * x) / 6 + (b * y) / 7 + (c * z) / 20);
        return total + value * (part === 0 ? Math.cos(angle) : -Math.sin(angle));
      }, 0),
    );
    const at = a + 6 * (b + 7 * c);
    assertNear([values.re[at], values.im[at]], [sum, across], 1e-11, { absolute: 1e-11 });
  }
  transform3(values, [...size], true);
  assertNear(values.re, re, 1e-12, { absolute: 1e-12 });
});
