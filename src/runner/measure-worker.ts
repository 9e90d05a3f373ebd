/** A worker that measures patients, one at a time: their images in, their features out. */

import { parentPort, workerData } from "node:worker_threads";
import type { DeepSettings } from "../features/deep/deep-features.js";
import { openNetwork } from "../features/deep/network.js";
import type { ExtractionSettings } from "../features/settings.js";
import { measurePatient, type PatientSource } from "./measured-patient.js";
import type { NetworkFile } from "./network.js";

export interface MeasureSetting {
  readonly settings: ExtractionSettings;
  readonly network: NetworkFile | null;
  /** What the network is shown. */
  readonly shown: DeepSettings;
}

const { settings, network, shown } = workerData as MeasureSetting;
const opened =
  network === null
    ? Promise.resolve(null)
    : openNetwork(network.path, network.sha256, network.use, { threads: 1 });

parentPort?.on("message", async (source: PatientSource | null) => {
  if (source === null) {
    await (await opened)?.close();
    parentPort?.close();
    return;
  }
  try {
    const own = await opened;
    const deep = own && { network: own, settings: shown };
    parentPort?.postMessage({ result: await measurePatient(source, settings, deep) });
  } catch (error) {
    parentPort?.postMessage({ reason: error instanceof Error ? error.message : String(error) });
  }
});
