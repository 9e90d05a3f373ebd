/** IBSI 2, phase 1: response maps of digital phantoms, each voxel within 1 % of the map's range (arXiv:2006.05470). */

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { boundaryIndex, rotations } from "dlrn/imaging/filter/ibsi/convolution";
import { gaborFilter } from "dlrn/imaging/filter/ibsi/gabor";
import { lawsFilter, meanFilter, separableWavelet } from "dlrn/imaging/filter/ibsi/linear";
import { simoncelliFilter } from "dlrn/imaging/filter/ibsi/simoncelli";
import { filterResponse, responseTests } from "dlrn/imaging/filter/ibsi/tests";
import { waveletBands } from "dlrn/imaging/filter/wavelet";
import { readNifti } from "dlrn/io/nifti";
import { IDENTITY_DIRECTION, type Triple } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

const data = "../shared/data/ibsi-2";
const there = existsSync(data);

describe("reference response maps", { skip: there ? false : `${data} is not there` }, () => {
  const maps = there ? readdirSync(`${data}/response-maps`) : [];
  for (const { id, phantom, filter } of responseTests) {
    const map = maps.find((name) => name.includes(`_CT_${id}_`));
    if (map === undefined) continue;
    test(`${id}, ${phantom}`, () => {
      const image = readNifti(`${data}/phantoms/${phantom}/image/${phantom}.nii.gz`);
      const ours = filterResponse(image, filter).values;
      const reference = readNifti(`${data}/response-maps/${map}`).values;
      let [low, high, worst] = [Infinity, -Infinity, 0];
      reference.forEach((value: number, i: number) => {
        low = Math.min(low, value);
        high = Math.max(high, value);
        worst = Math.max(worst, Math.abs(value - ours[i]));
      });
      assert.ok(worst <= 1e-6 * (high - low), `${worst} of a range of ${high - low}`); // measured: below 4e-8
    });
  }
});

const size: Triple = [8, 6, 4];
const random = seededRandom(3);
const image = { values: Float64Array.from({ length: 192 }, () => random.normal()), size };

describe("obeys the laws", () => {
  test("boundaries: b a | a b c, and the others", () => {
    const at = (boundary: Parameters<typeof boundaryIndex>[2]): number[] =>
      [-2, -1, 0, 3, 4].map((i) => boundaryIndex(i, 3, boundary));
    assert.deepEqual(at("mirror"), [1, 0, 0, 2, 1]);
    assert.deepEqual(at("nearest"), [0, 0, 0, 2, 2]);
    assert.deepEqual(at("periodic"), [1, 2, 0, 0, 1]);
    assert.deepEqual(at("zero"), [-1, -1, 0, -1, -1]);
  });

  test("24 different rotations in space, 4 in the plane", () => {
    const [a, b, c] = [
      [1, 2, 4],
      [3, 5, 9],
      [7, 8, 1],
    ].map((kernel) => Float64Array.from(kernel));
    const spatial = rotations([a, b, c]).map((kernels) =>
      kernels.map((kernel) => kernel?.join()).join("|"),
    );
    assert.equal(new Set(spatial).size, 24);
    assert.equal(
      new Set(
        rotations([a, b, null]).map((kernels) => kernels.map((kernel) => kernel?.join()).join("|")),
      ).size,
      4,
    );
  });

  test("a mean filter leaves a constant; a wavelet with H takes it away", () => {
    const flat = { values: new Float64Array(192).fill(5), size };
    assertNear(meanFilter(flat, 3, "3D", "mirror"), flat.values, 1e-14);
    const band = separableWavelet(flat, {
      wavelet: "db3",
      letters: "LLH",
      level: 2,
      pooling: "mean",
      boundary: "mirror",
    });
    assertNear(band, new Float64Array(192), 0, { absolute: 1e-9 });
  });

  test("level 1 with a periodic boundary is PyRadiomics' wavelet", () => {
    const volume = {
      ...image,
      spacing: [1, 1, 1] as Triple,
      origin: [0, 0, 0] as Triple,
      direction: IDENTITY_DIRECTION,
    };
    const ours = separableWavelet(image, {
      wavelet: "coif1",
      letters: "HLH",
      level: 1,
      pooling: null,
      boundary: "periodic",
    });
    const theirs =
      waveletBands(volume).find(({ letters }) => letters === "HLH")?.volume.values ?? [];
    assertNear(ours, Array.from(theirs), 1e-12, { absolute: 1e-12 });
  });

  test("Gabor's response turns with the wave", () => {
    const plane = {
      values: Float64Array.from({ length: 225 }, (_, i) => (i === 112 ? 1 : 0)),
      size: [15, 15, 1] as Triple,
    };
    const of = (theta: number): Float64Array =>
      gaborFilter(plane, {
        sigma: 2,
        lambda: 3,
        gamma: 0.7,
        thetas: [theta],
        planes: "axial",
        boundary: "zero",
      });
    const [along, across] = [of(0), of(Math.PI / 2)];
    for (const [c, r] of [
      [3, 5],
      [9, 2],
      [7, 12],
    ])
      assertNear(across[r + 15 * c], along[c + 15 * r], 1e-12, { absolute: 1e-14 });
  });

  test("the ring of level 1 takes a constant away and is linear", () => {
    const once = simoncelliFilter(image, 1, "3D");
    const shifted = simoncelliFilter(
      { values: image.values.map((value) => 2 * value), size },
      1,
      "3D",
    );
    assertNear(
      shifted,
      once.map((value) => 2 * value),
      1e-12,
      { absolute: 1e-12 },
    );
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: RegExp][] = [
    ["an even mean", () => meanFilter(image, 4, "2D", "zero"), /odd number of voxels; it is 4$/],
    [
      "unknown kernels",
      () => lawsFilter(image, "L5X5", { pooling: null, energyDelta: null, boundary: "zero" }),
      /two or three of L3, E3, .*; got "L5X5"$/,
    ],
    [
      "a band of other letters",
      () =>
        separableWavelet(image, {
          wavelet: "haar",
          letters: "LA",
          level: 1,
          pooling: null,
          boundary: "zero",
        }),
      /two or three of L and H; got "LA"$/,
    ],
    ["a level of 0", () => simoncelliFilter(image, 0, "2D"), /positive whole number; got 0$/],
    [
      "a wave without length",
      () =>
        gaborFilter(image, {
          sigma: 2,
          lambda: 0,
          gamma: 1,
          thetas: [0],
          planes: "axial",
          boundary: "zero",
        }),
      /needs positive sigma, lambda and gamma/,
    ],
    [
      "an unknown boundary",
      () => meanFilter(image, 3, "2D", "wrap" as never),
      /must be zero, nearest, periodic or mirror; it is "wrap"$/,
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
