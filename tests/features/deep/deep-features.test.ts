/** From image and region to the network's input and its features. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { participationRatio } from "dlrn/features/deep/channel-rank";
import { deepFeatures } from "dlrn/features/deep/deep-features";
import { IMAGE_INPUT, type ImageInputSettings, imageInputs } from "dlrn/features/deep/image-input";
import { type NetworkUse, openNetwork } from "dlrn/features/deep/network";
import { RESNET20, residualGraph } from "dlrn/features/deep/residual-network";
import { untrainedParameters } from "dlrn/features/deep/untrained";
import { applyNullFeatures, fitNullFeatures } from "dlrn/features/null-features";
import { sha256OfFile } from "dlrn/io/input-file";
import type { NetworkInput } from "dlrn/io/network-entry";
import { encodeOnnx, type OnnxGraph } from "dlrn/io/onnx-write";
import { encodeMessage } from "dlrn/io/protobuf";
import type { Direction, Mask, Triple, Volume } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import { mean } from "dlrn/math/summary";
import { largestDifference } from "./weights.js";

const input = (height: number, width: number): NetworkInput => ({
  name: "image",
  size: [height, width],
  layout: "NCHW",
  mean: [0.5, 0, 0],
  standardDeviation: [2, 1, 1],
});
const settings = (changes: Partial<ImageInputSettings>): ImageInputSettings => ({
  ...IMAGE_INPUT,
  window: { levels: [0, 100] },
  ...changes,
});

/** 6 x 5 x 3 voxels of 1 x 2 x 3 mm with level 10 x + y + 100 z; the region: 2 x 2 pixels of slice 1, one of slice 2. */
function phantom(): { volume: Volume; mask: Mask } {
  const size: Triple = [6, 5, 3];
  const geometry = {
    size,
    spacing: [1, 2, 3],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const values = new Float64Array(90);
  const inside = new Uint8Array(90);
  for (let z = 0, i = 0; z < 3; z++)
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 6; x++, i++) {
        values[i] = 10 * x + y + 100 * z;
        if (z === 1 && (x === 2 || x === 3) && (y === 1 || y === 2)) inside[i] = 1;
        if (z === 2 && x === 1 && y === 1) inside[i] = 1;
      }
  return { volume: { ...geometry, values }, mask: { ...geometry, values: inside } };
}

describe("agrees with hand calculation", () => {
  const { volume, mask } = phantom();
  const levels = { levels: [100, 200] } as const;
  test("the largest slice, its box pixel by pixel, window and normalisation", () => {
    const [only, ...more] = imageInputs(volume, mask, input(2, 2), settings({ window: levels }));
    assert.equal(more.length, 0);
    assert.deepEqual([only.slice, only.area], [1, 4]);
    assert.deepEqual([...only.grey], [0.21, 0.31, 0.22, 0.32]);
    assert.deepEqual([...only.region], [1, 1, 1, 1]);
    const expected = [-0.145, -0.095, -0.14, -0.09, 0.21, 0.31, 0.22, 0.32, 0.21, 0.31, 0.22, 0.32];
    assert.ok(largestDifference(only.values, expected) < 1e-7);
  });
  test("a margin of 2 mm is two columns and one row", () => {
    const [{ grey, region }] = imageInputs(
      volume,
      mask,
      input(4, 6),
      settings({ window: levels, margin: 2 }),
    );
    const expected = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3, 4, 5].map((x) => (10 * x + y) / 100));
    assert.ok(largestDifference(grey, expected) < 1e-12);
    assert.equal(
      region.reduce((sum, one) => sum + one, 0),
      4,
    );
  });
  test("a square box is 4 mm wide and high, and beyond the image its border is repeated", () => {
    const square = settings({ window: levels, box: "square" });
    const [{ grey }] = imageInputs(volume, mask, input(2, 4), square);
    assert.ok(largestDifference(grey, [0.11, 0.21, 0.31, 0.41, 0.12, 0.22, 0.32, 0.42]) < 1e-12);
    const [wide] = imageInputs(volume, mask, input(2, 2), { ...square, margin: 100 });
    assert.ok(largestDifference(wide.grey, [0, 0.5, 0.04, 0.54]) < 1e-12);
  });
  test("surroundings removed are the window's lower end", () => {
    const removed = settings({ window: levels, margin: 2, surroundings: "remove" });
    const [{ grey, region }] = imageInputs(volume, mask, input(4, 6), removed);
    assert.ok(grey.every((level, i) => (region[i] === 1 ? level > 0.2 : level === 0)));
  });
  test("percentiles of the whole region cut both ends", () => {
    const [{ grey }] = imageInputs(
      volume,
      mask,
      input(2, 2),
      settings({ window: { percentiles: [0, 50] } }),
    );
    assert.deepEqual([...grey], [0, 1, 0.1, 1]);
  });
  test("all slices, or the n largest, in their order", () => {
    const slices = (wanted: ImageInputSettings["slices"]): number[] =>
      imageInputs(volume, mask, input(2, 2), settings({ slices: wanted })).map((one) => one.slice);
    assert.deepEqual(
      [slices("all"), slices(1), slices(2), slices(9)],
      [[1, 2], [1], [1, 2], [1, 2]],
    );
  });
  test("a participation ratio: two copies and one other channel give 9/5", () => {
    const rows = [
      [1, 2, 1],
      [2, 4, 0],
      [3, 6, 0],
      [4, 8, 1],
    ];
    assert.ok(Math.abs(participationRatio(rows) - 9 / 5) < 1e-12);
  });
});

describe("obeys the laws", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-deep-"));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "network.onnx");
  writeFileSync(path, encodeOnnx(residualGraph(RESNET20, await untrainedParameters(RESNET20), {})));
  const use: NetworkUse = {
    title: "untrained ResNet-20 (random weights)",
    input: { ...input(32, 32) },
    outputs: { features: "features", maps: "maps" },
  };
  const network = await openNetwork(path, sha256OfFile(path), use);
  const { volume, mask } = phantom();

  test("another order and direction of the file's axes gives the same input", () => {
    const size: Triple = [3, 6, 5];
    const direction: Direction = [0, -1, 0, 0, 0, 1, -1, 0, 0]; // z backwards, x backwards, y
    const turned = new Float64Array(90);
    const inside = new Uint8Array(90);
    for (let a = 0; a < 3; a++)
      for (let b = 0; b < 6; b++)
        for (let c = 0; c < 5; c++) {
          const from = 5 - b + 6 * (c + 5 * (2 - a));
          turned[a + 3 * (b + 6 * c)] = volume.values[from];
          inside[a + 3 * (b + 6 * c)] = mask.values[from];
        }
    const geometry = { size, spacing: [3, 1, 2], origin: [5, 0, 6], direction } as const;
    const one = imageInputs(volume, mask, input(7, 9), settings({ slices: "all" }));
    const other = imageInputs(
      { ...geometry, values: turned },
      { ...geometry, values: inside },
      input(7, 9),
      settings({ slices: "all" }),
    );
    assert.deepEqual(other, one);
  });
  test("the same seed gives the same network, its features twice the same bits, and the label tells what it is", async () => {
    const again = encodeOnnx(residualGraph(RESNET20, await untrainedParameters(RESNET20), {}));
    const other = join(folder, "again.onnx");
    writeFileSync(other, again);
    assert.equal(sha256OfFile(other), network.sha256);
    const deep = { image: settings({}), pooling: "mean" } as const;
    const first = await deepFeatures(network, volume, mask, deep);
    assert.deepEqual(await deepFeatures(network, volume, mask, deep), first);
    assert.deepEqual(Object.keys(first.features).slice(0, 2), ["deep_000", "deep_001"]);
    assert.equal(Object.keys(first.features).length, 64);
    assert.equal(first.network, `${use.title}, SHA-256 ${network.sha256.slice(0, 12)}`);
  });
  test("calibration keeps activations of unit size: each normalised layer has mean 0 and variance 1 on its noise", async () => {
    const parameters = await untrainedParameters(RESNET20);
    const variance = parameters.get("layer3.2.bn2.running_var")?.values ?? new Float32Array(0);
    assert.ok(variance.every((v) => v > 0.05 && v < 20));
  });
  test("pooling over slices is the mean, or the maximum, of each slice's features", async () => {
    const one = async (pooling: "mean" | "max"): Promise<number[]> =>
      Object.values(
        (await deepFeatures(network, volume, mask, { image: settings({ slices: "all" }), pooling }))
          .features,
      );
    const parts = await Promise.all(
      imageInputs(volume, mask, use.input, settings({ slices: "all" })).map(
        async ({ values }) => (await network.run(values)).features,
      ),
    );
    const [average, largest] = [await one("mean"), await one("max")];
    assert.ok(
      largestDifference(
        average,
        Float64Array.from(parts[0], (v, j) => (v + parts[1][j]) / 2),
      ) < 1e-12,
    );
    assert.deepEqual(
      largest,
      Array.from(parts[0], (v, j) => Math.max(v, parts[1][j])),
    );
  });
  test("features are the average of the maps", async () => {
    const image = Float32Array.from(
      { length: 3072 },
      (
        (r) => () =>
          r.normal()
      )(seededRandom(1)),
    );
    const { features, maps } = await network.run(image, { maps: true });
    const map = maps?.values ?? new Float32Array(0);
    const averages = Array.from(features, (_, c) => mean(map.subarray(64 * c, 64 * (c + 1))));
    assert.ok(largestDifference(features, averages) < 1e-5);
  });

  test("a network with the channels last sees the same image: here it gives its means by channel, 4-dimensional", async () => {
    const graph: OnnxGraph = {
      name: "means",
      nodes: [
        {
          operator: "Transpose",
          inputs: ["x"],
          outputs: ["first"],
          attributes: { perm: [0, 3, 1, 2] },
        },
        { operator: "GlobalAveragePool", inputs: ["first"], outputs: ["means"] },
      ],
      inputs: [{ name: "x", shape: ["batch", 2, 3, 3] }],
      outputs: [{ name: "means", shape: ["batch", 3, 1, 1] }],
      constants: new Map(),
    };
    const file = join(folder, "last.onnx");
    writeFileSync(file, encodeOnnx(graph));
    const last = await openNetwork(file, sha256OfFile(file), {
      title: "means",
      input: { ...input(2, 3), name: "x", layout: "NHWC" },
      outputs: { features: "means" },
    });
    const image = Float32Array.from({ length: 18 }, (_, i) => 10 * Math.floor(i / 6) + (i % 6));
    assert.deepEqual([...(await last.run(image)).features], [2.5, 12.5, 22.5]);
    await last.close();
  });

  const broken = (change: Partial<OnnxGraph>): Uint8Array => {
    const graph = residualGraph(RESNET20, new Map([...parameters]), {});
    return encodeOnnx({ ...graph, ...change });
  };
  const parameters = await untrainedParameters(RESNET20);
  const external = (location: string): Uint8Array =>
    encodeMessage([
      [1, 8],
      [
        7,
        [
          [
            5,
            [
              [1, 1],
              [2, 1],
              [8, "w"],
              [
                13,
                [
                  [1, "location"],
                  [2, location],
                ],
              ],
              [14, 1],
            ],
          ],
        ],
      ],
    ]);
  describe("refuses", () => {
    const good = broken({});
    for (const [what, bytes, change, message] of [
      [
        "a network without the named output",
        good,
        { outputs: { features: "pool5" } },
        /must have the output "pool5"; it has maps, features$/,
      ],
      [
        "a network without the named input",
        good,
        { input: { ...use.input, name: "data" } },
        /must have the input "data"; it has image$/,
      ],
      [
        "another input size",
        good,
        { input: { ...use.input, size: [224, 224] as const } },
        /must take 1 x 3 x 224 x 224 \(NCHW\); the file has N x 3 x 32 x 32$/,
      ],
      [
        "another layout",
        good,
        { input: { ...use.input, layout: "NHWC" as const } },
        /must take 1 x 32 x 32 x 3 \(NHWC\)/,
      ],
      [
        "external data in a folder above",
        external("../w.bin"),
        {},
        /must lie in the network's folder; it refers to "\.\.\/w\.bin"$/,
      ],
      [
        "external data by an absolute path",
        external("/etc/hostname"),
        {},
        /must lie in the network's folder; it refers to "\/etc\/hostname"$/,
      ],
      [
        "external data that are missing",
        external("w.bin"),
        {},
        /must be there; it refers to "w\.bin"$/,
      ],
      ["a truncated file", good.slice(0, 9000), {}, /it is truncated or something else$/],
      [
        "a text",
        new TextEncoder().encode("no network"),
        {},
        /truncated or something else|a graph; it has none/,
      ],
    ] as const)
      test(what, async () => {
        const file = join(folder, "broken.onnx");
        writeFileSync(file, bytes);
        await assert.rejects(openNetwork(file, "0".repeat(64), { ...use, ...change }), {
          name: "InputError",
          message,
        });
      });
    const empty = { ...mask, values: new Uint8Array(90) };
    for (const [what, call, message] of [
      [
        "an empty region",
        () => imageInputs(volume, empty, use.input),
        "the region must have a voxel; the mask is empty",
      ],
      [
        "a region on another grid",
        () => imageInputs(volume, { ...mask, origin: [0, 0, 9] }, use.input),
        "image and region must be on the same grid; their origins are 0, 0, 0 and 0, 0, 9 mm",
      ],
      [
        "a region of one level",
        () => imageInputs({ ...volume, values: new Float64Array(90) }, mask, use.input),
        "the region's grey levels must spread over the window; its percentiles are 0 and 0",
      ],
      [
        "no slices",
        () => imageInputs(volume, mask, use.input, settings({ slices: 0 })),
        'slices must be "largest", "all" or a positive whole number; got 0',
      ],
      [
        "a negative margin",
        () => imageInputs(volume, mask, use.input, settings({ margin: -1 })),
        "the margin must be 0 mm or more; got -1",
      ],
      [
        "a falling window",
        () => imageInputs(volume, mask, use.input, settings({ window: { levels: [5, 5] } })),
        "the window's levels must rise; got 5, 5",
      ],
    ] as const)
      test(what, () => {
        assert.throws(call, { name: "RangeError", message });
      });
    test("an image of another size", async () => {
      await assert.rejects(network.run(new Float32Array(5)), {
        message: "an image must be 3 x 32 x 32; it has 5 values",
      });
    });
  });
});

describe("null features", () => {
  const rowCount = 40;
  const columns = {
    good: Array.from({ length: rowCount }, (_, i) => i),
    zero: new Array<number>(rowCount).fill(0),
    constant: new Array<number>(rowCount).fill(3),
    rare: Array.from({ length: rowCount }, (_, i) => (i < 2 ? i + 1 : 0)),
    sparse: Array.from({ length: rowCount }, (_, i) => (i < 3 ? i + 1 : 0)),
    rounding: Array.from({ length: rowCount }, (_, i) => 1 + i * 1e-9),
  };
  const names = Object.keys(columns);
  const values = Array.from({ length: rowCount }, (_, i) =>
    Object.values(columns).map((c) => c[i]),
  );
  const rows = (role: "training" | "validation"): ReturnType<typeof makeRows> =>
    makeRows({
      ids: values.map((_, i) => `P${i}`),
      roles: values.map((_, i) => (i === 0 ? role : "training")),
      features: featureTable(names, values),
      outcome: values.map((_, i) => i % 2),
    });
  test("zero, constant and near-null go; one value in 38 of 40 rows is 95 %", () => {
    const fitted = fitNullFeatures(rows("training"));
    assert.deepEqual(fitted.kept, ["good", "sparse"]);
    assert.deepEqual(fitted.removed, [
      { name: "zero", reason: "zero" },
      { name: "constant", reason: "constant" },
      { name: "rare", reason: "near-null" },
      { name: "rounding", reason: "near-null" },
    ]);
    const table = applyNullFeatures(fitted, featureTable(names, [[1, 2, 3, 4, 5, 6]]));
    assert.deepEqual(
      [table.names, [...table.values]],
      [
        ["good", "sparse"],
        [1, 5],
      ],
    );
  });
  test("validation rows are refused", () => {
    assert.throws(
      () => fitNullFeatures(rows("validation")),
      /must be fitted on training rows only; got 1 validation rows \(P0\)/,
    );
  });
  test("a share of a half or less is refused", () => {
    assert.throws(() => fitNullFeatures(rows("training"), { share: 0.5 }), {
      message: "the share must be above 0.5 and at most 1; got 0.5",
    });
  });
});
