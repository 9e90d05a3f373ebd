/**
 * Local binary patterns against PyRadiomics 3.0.1 with scikit-image 0.24.0 (getLBP2DImage of radiomics.imageoperations) on
 * an image made by a formula.
 */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { derivedImages } from "dlrn/features/image-types";
import { type ExtractionSpecification, resolveSettings } from "dlrn/features/settings";
import { localBinaryPattern2D } from "dlrn/imaging/filter/local-binary-pattern";
import type { PatternMethod } from "dlrn/imaging/filter/pattern-codes";
import { IDENTITY_DIRECTION, type Volume, type VoxelArray } from "dlrn/io/volume";

/** Levels (37 i + 11 i²) mod 101 − 20 of voxel i: numpy's reshape(3, 4, 5). */
function image(kind: (levels: number[]) => VoxelArray): Volume {
  const levels = Array.from({ length: 60 }, (_, i) => ((37 * i + 11 * i * i) % 101) - 20);
  return {
    size: [5, 4, 3],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: IDENTITY_DIRECTION,
    values: kind(levels),
  };
}

// getLBP2DImage(image as int16, None, lbp2DMethod=method, force2Ddimension=axis), raveled
const wanted: readonly [PatternMethod, 0 | 1 | 2, string][] = [
  [
    "uniform",
    0,
    "8 1 7 8 1 1 8 1 1 8 1 9 8 7 9 8 0 9 0 4 0 9 0 8 0 3 6 5 1 7 8 7 6 0 5 1 1 0 8 0 0 8 1 8 0 8 9 0 9 9 9 0 9 8 9 1 8 0 9 0",
  ],
  [
    "default",
    0,
    "255 128 254 255 32 64 255 1 16 255 4 250 255 239 40 255 0 17 0 60 0 17 0 255 0 14 159 143 64 254 255 239 231 0 248 1 1 0 255 0 0 255 64 255 0 255 235 0 50 20 65 0 220 255 108 2 255 0 17 0",
  ],
  [
    "ror",
    0,
    "255 1 127 255 1 1 255 1 1 255 1 95 255 127 5 255 0 17 0 15 0 17 0 255 0 7 63 31 1 127 255 127 63 0 31 1 1 0 255 0 0 255 1 255 0 255 95 0 25 5 5 0 55 255 27 1 255 0 17 0",
  ],
  [
    "nri_uniform",
    0,
    "57 2 56 57 4 3 57 1 5 57 7 58 57 52 58 57 0 58 0 31 0 58 0 57 0 24 42 34 3 56 57 52 44 0 38 1 1 0 57 0 0 57 3 57 0 57 58 0 58 58 58 0 58 57 58 8 57 0 58 0",
  ],
  [
    "uniform",
    1,
    "8 3 7 7 2 0 8 1 1 8 0 2 8 7 1 8 0 9 0 5 1 9 0 8 1 2 9 7 2 5 8 7 5 0 5 5 9 9 8 0 0 8 2 7 0 8 3 0 9 2 1 0 1 5 1 0 8 0 9 1",
  ],
  [
    "default",
    1,
    "255 224 254 191 192 0 255 1 16 255 0 24 255 239 32 255 0 17 0 248 64 17 0 255 64 12 219 239 12 248 255 239 227 0 124 227 167 70 255 0 0 255 12 251 0 255 131 0 20 24 1 0 16 31 8 0 255 0 19 4",
  ],
  [
    "ror",
    1,
    "255 7 127 127 3 0 255 1 1 255 0 3 255 127 1 255 0 17 0 31 1 17 0 255 1 3 111 127 3 31 255 127 31 0 31 31 61 25 255 0 0 255 3 127 0 255 7 0 5 3 1 0 1 31 1 0 255 0 19 1",
  ],
  [
    "nri_uniform",
    1,
    "57 20 56 50 11 0 57 1 5 57 0 14 57 52 4 57 0 58 0 38 3 58 0 57 3 15 58 52 15 38 57 52 36 0 39 36 58 58 57 0 0 57 15 54 0 57 18 0 58 14 1 0 5 33 6 0 57 0 58 7",
  ],
  [
    "uniform",
    2,
    "8 1 8 7 3 1 7 0 0 8 1 3 8 8 1 8 0 0 0 4 1 0 0 8 1 9 5 7 9 7 8 8 7 0 6 9 9 9 8 0 0 8 3 7 0 8 9 0 2 2 1 0 9 5 9 0 8 0 0 1",
  ],
  [
    "default",
    2,
    "255 1 255 254 131 64 127 0 0 255 4 224 255 255 128 255 0 0 0 135 1 0 0 255 1 190 143 191 80 239 255 255 239 0 243 139 18 17 255 0 0 255 112 239 0 255 200 0 48 12 64 0 100 124 100 0 255 0 0 16",
  ],
  [
    "ror",
    2,
    "255 1 255 127 7 1 127 0 0 255 1 7 255 255 1 255 0 0 0 15 1 0 0 255 1 95 31 127 5 127 255 255 127 0 63 23 9 17 255 0 0 255 7 127 0 255 25 0 3 3 1 0 25 31 25 0 255 0 0 1",
  ],
  [
    "nri_uniform",
    2,
    "57 1 57 56 18 3 49 0 0 57 7 20 57 57 2 57 0 0 0 26 1 0 0 57 1 58 34 50 58 52 57 57 52 0 45 58 58 58 57 0 0 57 21 52 0 57 58 0 13 15 3 0 58 39 58 0 57 0 0 5",
  ],
];

describe("local binary patterns in planes agree with PyRadiomics 3.0.1", () => {
  const whole = image((levels) => Int16Array.from(levels));

  for (const [method, axis, codes] of wanted) {
    test(`method ${method} in planes across axis ${axis}, from the settings on`, () => {
      const got = patterns(whole, { lbp2DMethod: method, force2Ddimension: axis });
      assert.equal(got.join(" "), codes);
    });
  }

  test("without settings: axial and uniform, whether or not texture is held to planes", () => {
    assert.equal(patterns(whole, {}).join(" "), wanted[0][2]);
    assert.equal(patterns(whole, { force2D: true }).join(" "), wanted[0][2]);
  });

  test("the variance of twelve samples at radius 1.3, to the last bit", () => {
    const { values } = localBinaryPattern2D(
      image((levels) => Float64Array.from(levels)),
      { samples: 12, radius: 1.3, method: "var", across: 1 },
    );
    assert.deepEqual(
      Array.from(values.subarray(0, 8)),
      [
        564.3878055628646, 589.6529676301349, 445.39948213933036, 204.6389375716451,
        198.01433497101368, 21.018802716366604, 407.58353438129535, 337.4215114992681,
      ],
    );
  });

  test("codes beyond the image's number type wrap, as NumPy's do", () => {
    const { values } = localBinaryPattern2D(whole, { samples: 17, radius: 1.3, method: "default" });
    assert.deepEqual(
      Array.from(values.subarray(0, 10)),
      [-1, -16384, -4, -1, 15872, 0, -65, 0, 0, -65],
    );
  });
});

describe("local binary patterns in planes refuse", () => {
  test("settings that no pattern has", () => {
    const refused = (setting: object, reason: RegExp): void =>
      assert.throws(() => resolveSettings({ imageType: { LBP2D: setting } }), reason);
    refused(
      { lbp2DMethod: "rotated" },
      /^RangeError: lbp2DMethod must be one of default, ror, uniform, nri_uniform, var; it is "rotated"$/,
    );
    refused(
      { lbp2DSamples: 32, lbp2DMethod: "ror" },
      /lbp2DSamples must be a whole number from 1 to 31; it is 32$/,
    );
    refused(
      { lbp2DSamples: 8.5 },
      /lbp2DSamples must be a whole number from 1 to 1024; it is 8.5$/,
    );
    refused({ lbp2DRadius: 0 }, /lbp2DRadius must be positive, in voxels; it is 0$/);
    refused({ force2Ddimension: 3 }, /force2Ddimension must be 0, 1 or 2; it is 3$/);
    refused(
      { lbp3DIcosphereSubdivision: 12 },
      /lbp3DIcosphereSubdivision must be a whole number from 0 to 4; it is 12$/,
    );
  });

  test("a radius that leaves the slice, by name and reason", () => {
    const [refused] = derived({ lbp2DRadius: 5 });
    assert.equal(refused.volume, null);
    assert.equal(
      refused.reason,
      "lbp2DRadius must be less than the longer side of a slice; the radius is 5 voxels, the slice has 4 x 5",
    );
    assert.notEqual(derived({ lbp2DRadius: 4.5 })[0].volume, null);
    assert.equal(derived({ lbp2DRadius: 4.5, force2Ddimension: 2 })[0].volume, null); // 4 x 3
  });

  function derived(setting: object): ReturnType<typeof derivedImages> {
    const [own] = resolveSettings({ imageType: { LBP2D: setting } }).images;
    return derivedImages(
      image((levels) => Int16Array.from(levels)),
      own,
      1,
    );
  }
});

function patterns(volume: Volume, setting: ExtractionSpecification): VoxelArray {
  const [own] = resolveSettings({ setting, imageType: { LBP2D: {} } }).images;
  const [{ volume: derived }] = derivedImages(volume, own, 1);
  assert.ok(derived);
  return derived.values;
}
