/** A worker of a batch: takes one case at a time, gives back its features or the reason why there are none. */

import { parentPort, workerData } from "node:worker_threads";
import { type ExtractionCase, extractCase, type Naming } from "../features/case.js";
import type { PipelineSettings } from "../features/settings-file.js";

const { pipeline, naming } = workerData as { pipeline: PipelineSettings; naming: Naming };

parentPort?.on("message", async ({ index, one }: { index: number; one: ExtractionCase }) => {
  try {
    parentPort?.postMessage({ index, result: await extractCase(one, pipeline, naming) });
  } catch (error) {
    parentPort?.postMessage({
      index,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
});
