/** What is kept of features is used again only for the same network, given the same image, asked for the same output. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readManifest } from "dlrn/io/manifest";
import type { NetworkEntry } from "dlrn/io/network-entry";
import { projectRoot } from "dlrn/runner/environment";
import { networkKey } from "dlrn/runner/network";

const [entry] = readManifest(projectRoot()).networks as [NetworkEntry];
const keyOf = (change: Partial<NetworkEntry>, sha256 = "0".repeat(64)): string =>
  JSON.stringify(
    networkKey({ id: "mine", path: "mine.onnx", sha256, use: { ...entry, ...change } }),
  );

test("other bytes, another normalisation, size, layout or output is another key", () => {
  const { input } = entry;
  const keys = [
    keyOf({}),
    keyOf({}, "1".repeat(64)),
    keyOf({ input: { ...input, mean: [0, 0, 0] } }),
    keyOf({ input: { ...input, standardDeviation: [1, 1, 1] } }),
    keyOf({ input: { ...input, size: [224, 192] } }),
    keyOf({ input: { ...input, layout: "NHWC" } }),
    keyOf({ outputs: { features: "pooled" } }),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("another title, licence or place is the same key", () => {
  assert.equal(keyOf({ title: "ours", licence: "ours", path: "ours.onnx" }), keyOf({}));
});
