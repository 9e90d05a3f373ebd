import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contourMask } from "dlrn/imaging/contour-mask";
import { maskContours } from "dlrn/imaging/mask-contours";
import type { Mask } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";

const [c, s] = [Math.cos(0.3), Math.sin(0.3)];

/** Rows of one slice; # is inside. */
function maskOf(...slices: string[][]): Mask {
  return {
    size: [slices[0][0].length, slices[0].length, slices.length],
    spacing: [0.7, 0.9, 5.2],
    origin: [3, -4, 5],
    direction: [c, -s, 0, s, c, 0, 0, 0, 1],
    values: Uint8Array.from(
      slices.flat().flatMap((row) => [...row].map((one) => Number(one === "#"))),
    ),
  };
}

function readBack(mask: Mask): Mask {
  const contours = maskContours(mask).map((points) => ({ points, sopInstanceUid: null }));
  return contourMask({ names: ["r"], contours: [contours], seriesInstanceUids: [] }, mask, "r");
}

describe("agrees with hand calculation", () => {
  test("a rectangle has four corners, on the pixels' edges", () => {
    const mask = { ...maskOf(["....", ".##.", "...."]), direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
    const [outline, ...others] = maskContours(mask as unknown as Mask);
    assert.equal(others.length, 0);
    const inPixels = outline.map(([x, y]) =>
      [(x - 3) / 0.7, (y + 4) / 0.9].map((v) => +v.toFixed(9)),
    );
    assert.deepEqual(inPixels, [
      [2.5, 0.5],
      [2.5, 1.5],
      [0.5, 1.5],
      [0.5, 0.5],
    ]);
  });

  test("a hole is an outline of its own; pixels that touch by a corner are parted", () => {
    assert.equal(maskContours(maskOf(["###", "#.#", "###"])).length, 2);
    assert.equal(maskContours(maskOf(["#.", ".#"])).length, 2);
  });
});

describe("obeys the laws", () => {
  test("contours give back their mask: a region in a hole, the image's border, several slices", () => {
    const mask = maskOf(
      ["#######", "#.....#", "#.###.#", "#.#.#.#", "#.###.#", "#.....#", "#######"],
      [".......", ".#.#...", "..#.#..", ".#.#...", ".......", "......#", "#.....#"],
    );
    assert.deepEqual(readBack(mask).values, mask.values);
  });

  test("so do random masks, where corners touch everywhere", () => {
    const random = seededRandom(1);
    for (let n = 0; n < 50; n++) {
      const mask = {
        ...maskOf(["...........", ...Array<string>(8).fill("...........")]),
        values: Uint8Array.from({ length: 99 }, () => random.integer(2)),
      };
      assert.deepEqual(readBack(mask).values, mask.values);
    }
  });
});
