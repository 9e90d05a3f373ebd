/** What covering a part of the image takes from a score. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { NetworkOutputs } from "dlrn/features/deep/network";
import { occlusionMap } from "dlrn/features/deep/occlusion";
import { largestDifference } from "./weights.js";

/** A network that can be computed by hand: the mean square of each of its three planes, of 4 x 6. */
const network = {
  input: {
    name: "image",
    size: [4, 6],
    layout: "NCHW",
    mean: [0, 0, 0],
    standardDeviation: [1, 1, 1],
  },
  run: async (image: Float32Array): Promise<NetworkOutputs> => ({
    features: Float32Array.from(
      [0, 1, 2],
      (c) => image.subarray(24 * c, 24 * c + 24).reduce((sum, v) => sum + v * v, 0) / 24,
    ),
    maps: null,
  }),
} as const;

/** Plane 0: 1 in its upper right cell of 2 x 3 pixels, 0 elsewhere; plane 1: 4 everywhere; plane 2: 0. */
const image = Float32Array.from({ length: 72 }, (_, i) =>
  i < 24 ? (i < 12 && i % 6 >= 3 ? 1 : 0) : i < 48 ? 4 : 0,
);

describe("agrees with hand calculation", () => {
  test("a cell is covered by the plane's mean, 1/4", async () => {
    const map = await occlusionMap(network, image, [{ channel: 0, coefficient: 2 }], 2);
    assert.deepEqual([map.width, map.height], [2, 2]);
    const covered = (-2 * (6 * (1 / 16))) / 24; // a dark cell gains
    const bright = (2 * (6 - 6 / 16)) / 24;
    assert.ok(largestDifference(map.values, [covered, bright, covered, covered]) < 1e-7);
  });
  test("covering what is even anyway takes nothing; coefficients add up", async () => {
    const even = await occlusionMap(network, image, [{ channel: 1, coefficient: 3 }], 2);
    assert.deepEqual([...even.values], [0, 0, 0, 0]);
    const weights = [
      { channel: 0, coefficient: 2 },
      { channel: 1, coefficient: 3 },
    ];
    const both = await occlusionMap(network, image, weights, 2);
    const one = await occlusionMap(network, image, weights.slice(0, 1), 2);
    assert.ok(largestDifference(both.values, one.values) < 1e-5);
  });
  test("cells of unequal size cover the whole image once", async () => {
    const map = await occlusionMap(network, image, [{ channel: 0, coefficient: 1 }], 4);
    assert.equal(map.values.length, 16);
    const bright = [2, 3, 6, 7].map((cell) => map.values[cell]);
    assert.ok(bright.every((value) => value > 0));
  });
});

describe("refuses", () => {
  for (const [what, weights, cells, message] of [
    ["no channel", [], 2, "a score needs a channel; it has none"],
    [
      "a channel that is not there",
      [{ channel: 3, coefficient: 1 }],
      2,
      "a channel must be from 0 to 2; got 3",
    ],
    [
      "more cells than pixels",
      [{ channel: 0, coefficient: 1 }],
      5,
      "cells must be a whole number from 1 to 4; got 5",
    ],
  ] as const)
    test(what, async () => {
      await assert.rejects(occlusionMap(network, image, weights, cells), {
        name: "RangeError",
        message,
      });
    });
});
