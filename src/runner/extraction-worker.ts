/** A worker of a batch: takes one case at a time, gives back its features or the reason why there are none. */

import { parentPort, workerData } from "node:worker_threads";
import { type ExtractionCase, extractCase, type Naming } from "../features/case.js";
import type { PipelineSettings } from "../features/settings-file.js";

export interface CaseSetting {
  readonly pipeline: PipelineSettings;
  readonly naming: Naming;
}

const { pipeline, naming } = workerData as CaseSetting;

parentPort?.on("message", async (one: ExtractionCase | null) => {
  if (one === null) {
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage({ result: await extractCase(one, pipeline, naming) });
  } catch (error) {
    parentPort?.postMessage({ reason: error instanceof Error ? error.message : String(error) });
  }
});
