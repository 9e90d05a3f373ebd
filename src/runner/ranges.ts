/** Cohorts of several seeds, constructed and measured on a few threads; their order is that of the seeds. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { MeasuredSeed } from "../report/construct-ranges.js";
import { parseRanges, type Ranges } from "../report/ranges.js";
import { openEntry, projectRoot } from "./environment.js";

/** Where the committed table is, in the repository. */
export const RANGES_FILE: string = "cohorts/twin/ranges.csv";

/** The committed ranges, for a cell of a notebook; null for a cohort that is not constructed from the paper's tables. @throws InputError if it is not in its form */
export function openRanges(cohort: string): Ranges | null {
  if (openEntry(cohort).fromPaper !== true) return null;
  return parseRanges(cohort, readFileSync(join(projectRoot(), RANGES_FILE)), RANGES_FILE);
}

/**
 * @param workers how many threads; the result does not depend on it
 * @param progress told after each seed
 * @throws RangeError for the first seed, in their order, that misses a target
 */
export async function measuredSeeds(
  seeds: readonly number[],
  workers: number,
  progress: (done: number, seed: number) => void,
): Promise<MeasuredSeed[]> {
  const waiting = [...seeds.keys()];
  const found: (MeasuredSeed | string)[] = seeds.map((seed) => `seed ${seed} was not reached`);
  let done = 0;
  const lane = (): Promise<void> =>
    new Promise((ended) => {
      const worker = new Worker(new URL("./ranges-worker.js", import.meta.url));
      let current: number | undefined;
      const next = (): void => {
        current = waiting.shift();
        if (current === undefined) void worker.terminate();
        else worker.postMessage(seeds[current]);
      };
      worker.on("message", (answer: { found?: MeasuredSeed; reason?: string }) => {
        found[current!] = answer.found ?? answer.reason ?? "no reason was given";
        progress(++done, seeds[current!]);
        next();
      });
      worker.on("error", (error) => {
        if (current !== undefined) found[current] = `the worker ended: ${error.message}`;
      });
      worker.on("exit", () => ended());
      next();
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, seeds.length)) }, lane));
  return found.map((one) => {
    if (typeof one === "string") throw new RangeError(one);
    return one;
  });
}
