/** The graph, beside torchvision and beside networks that others trained. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, test } from "node:test";
import { importWeights } from "dlrn/features/deep/import-weights";
import { openNetwork } from "dlrn/features/deep/network";
import { RESNET20, RESNET34, residualGraph } from "dlrn/features/deep/residual-network";
import { openSession } from "dlrn/features/deep/session";
import { sha256OfFile } from "dlrn/io/input-file";
import { readManifest } from "dlrn/io/manifest";
import { encodeOnnx } from "dlrn/io/onnx-write";
import { projectRoot } from "dlrn/runner/environment";
import { formulaImage, formulaWeights, largestDifference } from "./weights.js";

const data = "../shared/data/onnx";
const skip = existsSync(data) ? false : `${data} is not there`;

interface Reference {
  readonly largestMap: number;
  readonly features: readonly number[];
  readonly maps: Readonly<Record<string, readonly number[]>>;
}

describe("agrees with torchvision's ResNet34 to 1e-5 of the largest activation", async () => {
  // torch 1.13.0a0, torchvision 0.14.1a0: python3 tests/fixtures/networks/torchvision-resnet34.py tests/fixtures/networks
  const reference = JSON.parse(
    readFileSync("tests/fixtures/networks/torchvision-resnet34.json", "utf8"),
  ) as Reference;
  const onnx = encodeOnnx(residualGraph(RESNET34, formulaWeights(RESNET34), {}));
  const session = await openSession(onnx, "formula");
  const image = formulaImage(224);
  const { maps, features } = await session.run(image, [1, 3, 224, 224]);

  test("the 512 features", () => {
    assert.deepEqual(features.shape, [1, 512]);
    assert.ok(largestDifference(features.values, reference.features) < 1e-5 * reference.largestMap);
  });
  for (const [channel, expected] of Object.entries(reference.maps))
    test(`the map of channel ${channel}`, () => {
      assert.deepEqual(maps.shape, [1, 512, 7, 7]);
      const map = maps.values.subarray(49 * Number(channel), 49 * (Number(channel) + 1));
      assert.ok(largestDifference(map, expected) < 1e-5 * reference.largestMap);
    });
  test("the same bits again, in a batch, and with another number of threads", async () => {
    const three = new Float32Array(3 * image.length);
    for (let n = 0; n < 3; n++) three.set(image, n * image.length);
    const batch = await session.run(three, [3, 3, 224, 224], ["features"]);
    for (let n = 0; n < 3; n++)
      assert.deepEqual(batch.features.values.slice(512 * n, 512 * (n + 1)), features.values);
    const single = await openSession(onnx, "formula", { threads: 1 });
    const again = await single.run(image, [1, 3, 224, 224], ["features"]);
    assert.deepEqual(again.features.values, features.values);
  });
});

function image(name: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(`${data}/${name}`)).buffer);
}

describe("agrees with trained networks", { skip }, () => {
  const golden = (name: string): Record<"features" | "logits", number[]> =>
    JSON.parse(readFileSync(`${data}/${name}`, "utf8"));
  for (const [file, name, size, input] of [
    ["mobilenet_v1_0.25_128_w8.onnx", "mobilenet_v1_0.25_128_cat.json", 128, "cat_128.f32"],
    ["resnet20_cifar10.onnx", "resnet20_cat.json", 32, "cat_32.f32"],
  ] as const)
    test(`${file}: onnxruntime-web's outputs to 1e-5 of the largest`, async () => {
      const session = await openSession(`${data}/${file}`, file);
      const found = await session.run(image(input), [1, 3, size, size]);
      for (const key of ["features", "logits"] as const) {
        const expected = golden(name)[key];
        const largest = Math.max(...expected.map(Math.abs));
        assert.ok(largestDifference(found[key].values, expected) < 1e-5 * largest);
      }
    });
  test("MobileNet by its entry of the manifest: the same features, levels from −1 to 127/128", async () => {
    const { networks } = readManifest(projectRoot());
    const entry = networks.find(({ id }) => id === "mobilenet-imagenet")!;
    const path = `${data}/${basename(entry.path)}`;
    assert.equal(sha256OfFile(path), entry.sha256);
    const network = await openNetwork(path, entry.sha256, entry);
    const { features, maps } = await network.run(image("cat_128.f32"));
    const expected = golden("mobilenet_v1_0.25_128_cat.json").features;
    assert.ok(largestDifference(features, expected) < 1e-5 * Math.max(...expected));
    assert.deepEqual([maps, network.hasMaps], [null, false]);
    await assert.rejects(network.run(image("cat_128.f32"), { maps: true }), /names none$/);
    const level = (grey: number): number =>
      (grey - entry.input.mean[0]) / entry.input.standardDeviation[0];
    assert.ok(Math.abs(level(0) + 1) < 1e-15 && Math.abs(level(1) - 127 / 128) < 1e-15);
    await network.close();
  });
  test("ResNet-20 imported from its .th equals its ONNX file", async () => {
    const { onnx, unused } = importWeights(`${data}/resnet20-12fca82f.th`, RESNET20);
    assert.deepEqual(unused, ["linear.weight", "linear.bias"]);
    const ours = await openSession(onnx, "ours");
    const theirs = await openSession(`${data}/resnet20_cifar10.onnx`, "theirs");
    const cat = image("cat_32.f32");
    const a = await ours.run(cat, [1, 3, 32, 32], ["features"]);
    const b = await theirs.run(cat, [1, 3, 32, 32], ["features"]);
    const largest = Math.max(...b.features.values);
    assert.ok(largestDifference(a.features.values, b.features.values) < 1e-5 * largest);
  });
});
