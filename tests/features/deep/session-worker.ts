/** A worker of session.test.ts: opens the network, gives the features of each image sent, and closes at null. */

import { parentPort, workerData } from "node:worker_threads";
import { openSession } from "dlrn/features/deep/session";

const { onnx, shape } = workerData as { onnx: Uint8Array; shape: readonly number[] };
const session = openSession(onnx, "in a worker", { threads: 1 });

parentPort?.on("message", async (image: Float32Array | null) => {
  if (image === null) {
    await (await session).close();
    parentPort?.close();
    return;
  }
  const { features } = await (await session).run(image, shape, ["features"]);
  parentPort?.postMessage(features.values);
});
