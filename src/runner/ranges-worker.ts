/** A worker of the ranges: takes one seed at a time, gives back what its cohort leaves open, or why there is none. */

import { parentPort } from "node:worker_threads";
import { measuredSeed } from "../report/construct-ranges.js";
import { projectRoot } from "./environment.js";

parentPort?.on("message", (seed: number) => {
  try {
    parentPort?.postMessage({ found: measuredSeed(projectRoot(), seed) });
  } catch (error) {
    parentPort?.postMessage({ reason: error instanceof Error ? error.message : String(error) });
  }
});
