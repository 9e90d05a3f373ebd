/**
 * How the cost of an operation grows with the number of patients.
 *
 * A file of `bench/` exports `growth`, a {@link Growth}: the same work at rising sizes. What is shown is the time per
 * step of the growth it claims; it stays level where the claim holds, apart from what memory costs beyond the caches.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { timesOf } from "./bench.js";

export interface Growth {
  /** "delong-growth" */
  readonly name: string;
  /** How the cost should grow. */
  readonly claim: "n" | "n log n";
  /** Rising numbers of patients. */
  readonly sizes: readonly number[];
  /** Make the inputs of one size; what it returns is timed. */
  prepare(n: number): () => unknown;
}

export interface GrowthPoint {
  readonly n: number;
  /** Median. */
  readonly seconds: number;
  /** Nanoseconds a step: seconds / n, or seconds / (n log2 n). */
  readonly perStep: number;
}

/** Every growth below a folder of compiled files whose file or name contains one of the words. */
export async function readGrowths(folder: string, words: readonly string[]): Promise<Growth[]> {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .sort();
  const growths: Growth[] = [];
  for (const file of files) {
    const { growth } = (await import(pathToFileURL(join(folder, file)).href)) as {
      growth?: Growth;
    };
    if (growth === undefined) continue;
    if (
      words.length === 0 ||
      words.some((word) => file.includes(word) || growth.name.includes(word))
    )
      growths.push(growth);
  }
  return growths;
}

/** The time at each size. */
export function measureGrowth({ claim, sizes, prepare }: Growth): GrowthPoint[] {
  return sizes.map((n) => {
    const work = prepare(n);
    work();
    const { seconds } = timesOf(work);
    const steps = claim === "n" ? n : n * Math.log2(n);
    return { n, seconds, perStep: (seconds / steps) * 1e9 };
  });
}
