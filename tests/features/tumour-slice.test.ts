/** The slice of a tumour for the eye. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tumourSlice } from "dlrn/features/tumour-slice";
import type { Mask, Triple, Volume } from "dlrn/io/volume";

const size: Triple = [6, 5, 3];
const geometry = {
  size,
  spacing: [1, 2, 3],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
} as const;

function maskOf(inside: (x: number, y: number, z: number) => boolean): Mask {
  const values = new Uint8Array(90);
  for (let z = 0, i = 0; z < 3; z++)
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 6; x++, i++) values[i] = inside(x, y, z) ? 1 : 0;
  return { ...geometry, values };
}

const volume: Volume = {
  ...geometry,
  values: Float64Array.from({ length: 90 }, (_, i) => i),
};
const first = maskOf(
  (x, y, z) => (z === 1 && x >= 2 && x <= 3 && y === 2) || (z === 2 && x === 1 && y === 1),
);
const second = maskOf((x, y, z) => z === 1 && x >= 2 && x <= 4 && y === 2);

describe("agrees with hand calculation", () => {
  test("the slice with most of the first region, a square in mm around both, pixels as they are", () => {
    const found = tumourSlice(volume, [first, second], 0.5);
    assert.deepEqual([found.slice, found.width, found.height, found.spacing], [1, 4, 2, [1, 2]]);
    // Box: columns 2 to 4 and row 2; 4 mm a side are columns 2 to 5 (rounded up) and rows 2 and 3 of slice 1.
    const levels = [44, 45, 46, 47, 50, 51, 52, 53];
    const [low, high] = [44 + 0.005 * 7, 53 - 0.005 * 7];
    const expected = levels.map((level) => Math.min(1, Math.max(0, (level - low) / (high - low))));
    assert.ok(found.grey.every((level, i) => Math.abs(level - expected[i]) < 1e-12));
    assert.deepEqual(
      found.regions.map((region) => [...region]),
      [
        [1, 1, 0, 0, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0, 0, 0],
      ],
    );
  });
  test("beyond the image it is black and no region", () => {
    const { width, height, grey, regions } = tumourSlice(volume, [first], 10);
    assert.deepEqual([width, height], [22, 11]);
    assert.equal(grey[0], 0);
    assert.equal(
      regions[0].reduce((sum, one) => sum + one, 0),
      2,
    );
    assert.ok(grey.some((level) => level === 1));
  });
});

describe("refuses", () => {
  for (const [what, masks, message] of [
    ["no mask", [], "a slice is chosen by a region; there is no mask"],
    ["an empty mask", [maskOf(() => false)], "the region must have a voxel; the mask is empty"],
    [
      "a mask of another grid",
      [{ ...first, spacing: [1, 2, 4] as const }],
      /^image and region must be on the same grid; /,
    ],
  ] as const)
    test(what, () => {
      assert.throws(() => tumourSlice(volume, masks), { name: "RangeError", message });
    });
});
