/** A worker of the validation study: takes one patient at a time, gives back its features, or why there are none. */

import { parentPort, workerData } from "node:worker_threads";
import { patientFeatures } from "./ibsi-study.js";

const { data } = workerData as { readonly data: string };

parentPort?.on("message", async (patient: string | null) => {
  if (patient === null) {
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage({ result: await patientFeatures(data, patient) });
  } catch (error) {
    parentPort?.postMessage({ reason: error instanceof Error ? error.message : String(error) });
  }
});
