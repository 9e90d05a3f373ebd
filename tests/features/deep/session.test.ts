/** Sessions in several workers at once: the main thread's bits, and workers that end by themselves. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { RESNET20, residualGraph } from "dlrn/features/deep/residual-network";
import { openSession } from "dlrn/features/deep/session";
import { encodeOnnx } from "dlrn/io/onnx-write";
import { formulaImage, formulaWeights } from "./weights.js";

const onnx = encodeOnnx(residualGraph(RESNET20, formulaWeights(RESNET20), {}));
const shape = [1, 3, 32, 32];
const images = [1, 2, 3, 4].map((factor) => formulaImage(32).map((value) => value / factor));

describe("three workers, each with a session of its own, while the main thread has one too", async () => {
  const session = await openSession(onnx, "in the main thread", { threads: 2 });
  const expected = await Promise.all(
    images.map(async (image) => (await session.run(image, shape, ["features"])).features.values),
  );
  const answers = await Promise.all(
    [0, 1, 2].map(async () => {
      const worker = new Worker(new URL("./session-worker.js", import.meta.url), {
        workerData: { onnx, shape },
      });
      const ended = once(worker, "exit");
      const features: Float32Array[] = [];
      for (const image of images) {
        worker.postMessage(image);
        features.push((await once(worker, "message"))[0]);
      }
      worker.postMessage(null);
      return { features, code: (await ended)[0] };
    }),
  );
  const again = (await session.run(images[0], shape, ["features"])).features.values;
  await session.close();

  test("images differ, so that equal features mean something", () => {
    assert.notDeepEqual(expected[0], expected[1]);
  });
  test("each gives the main thread's bits, image by image", () => {
    for (const { features } of answers) assert.deepEqual(features, expected);
  });
  test("each ends by itself with code 0 once its session is closed", () => {
    assert.deepEqual(
      answers.map(({ code }) => code),
      [0, 0, 0],
    );
  });
  test("the main thread's session works on after they have ended", () => {
    assert.deepEqual(again, expected[0]);
  });
});

test("a number of threads that is none is refused", async () => {
  await assert.rejects(openSession(onnx, "n", { threads: 0 }), {
    name: "RangeError",
    message: "threads must be a positive whole number; got 0",
  });
});
