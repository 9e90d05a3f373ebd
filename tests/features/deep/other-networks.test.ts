/** Networks of another program: used by what the entry says of them, or refused before the first image. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { type NetworkUse, openNetwork } from "dlrn/features/deep/network";
import { readOnnxHeader } from "dlrn/io/onnx-read";
import { largestDifference } from "./weights.js";

const folder = "tests/fixtures/networks";
const image = Float32Array.from({ length: 3 * 20 * 40 }, (_, i) => Math.sin(i));
const use = (layout: "NCHW" | "NHWC", outputs: NetworkUse["outputs"]): NetworkUse => ({
  title: "a network",
  input: { name: "x", size: [20, 40], layout, mean: [0, 0, 0], standardDeviation: [1, 1, 1] },
  outputs,
});
const open = (name: string, wanted: NetworkUse): ReturnType<typeof openNetwork> =>
  openNetwork(`${folder}/${name}.onnx`, "0".repeat(64), wanted);

test("channels last, not square, weights in a file beside it: numpy's features and maps (other-networks.py)", async () => {
  const expected = JSON.parse(readFileSync(`${folder}/beside.json`, "utf8")) as {
    features: number[];
    map: number[];
  };
  assert.deepEqual(readOnnxHeader(`${folder}/beside.onnx`).externalFiles, ["beside.bin"]);
  const network = await open("beside", use("NHWC", { features: "f", maps: "maps" }));
  const { features, maps } = await network.run(image, { maps: true });
  assert.ok(largestDifference(features, expected.features) < 1e-6);
  assert.deepEqual(maps!.shape, [5, 10, 20]);
  assert.ok(largestDifference(maps!.values.subarray(600, 800), expected.map) < 1e-5);
  await network.close();
});

describe("refuses", () => {
  const outside = /must lie in the network's folder; it refers to "\.\.\/away\.bin"$/;
  for (const [what, name, wanted, message] of [
    ["weights outside, in a function", "away-function", use("NCHW", { features: "f" }), outside],
    ["weights outside, sparse", "away-sparse", use("NCHW", { features: "f" }), outside],
    ["weights outside, in a branch", "away-branch", use("NCHW", { features: "f" }), outside],
    [
      "features that are maps",
      "beside",
      use("NHWC", { features: "maps" }),
      /features must be one number each; the output "maps" is 1 x 5 x 10 x 20; name a pooled one$/,
    ],
    [
      "maps of another number",
      "beside",
      use("NHWC", { features: "f", maps: "first" }),
      /maps must be 1 x 5 x height x width, one a feature; the output "first" is 1 x 3 x 20 x 40; leave maps out of the entry$/,
    ],
  ] as const)
    test(`${what}, when it is opened`, async () => {
      await assert.rejects(open(name, wanted), { name: "InputError", message });
    });
  test("a feature that is no number, with its place, and not before it comes", async () => {
    const network = await open("logarithm", use("NCHW", { features: "f" }));
    const bright = await network.run(image.map((value) => value + 2));
    assert.ok(bright.features.every(Number.isFinite));
    const dark = image.map((value, i) => (i < 800 ? value + 2 : value - 2));
    await assert.rejects(network.run(dark), {
      name: "RangeError",
      message: 'features must be finite; "a network" gives NaN for feature 1',
    });
    await network.close();
  });
});
