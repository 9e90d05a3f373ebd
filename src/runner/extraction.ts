/**
 * A batch of extractions on all cores, never lost.
 *
 * Each case that ends is written to a journal beside the output at once; a batch that was interrupted takes from it
 * what is there for the same settings and files. A case that fails is a row with its reason. The order of the rows is
 * that of the cases, whatever the number of workers.
 */

import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { CaseResult, ExtractionCase, Naming } from "../features/case.js";
import type { PipelineSettings } from "../features/settings-file.js";

/** Features of a case, or why it has none. */
export type CaseOutcome =
  | { readonly name: string; readonly result: CaseResult; readonly reason: null }
  | { readonly name: string; readonly result: null; readonly reason: string };

export interface BatchOptions {
  readonly pipeline: PipelineSettings;
  readonly naming: Naming;
  readonly workers: number;
  /** Where finished cases are kept until the batch is done. */
  readonly journal: string;
  /** Told after each case: how many of how many are done. */
  progress(done: number, of: number, name: string, reason: string | null): void;
}

/** All cases, in their order. A worker that dies takes only its own case with it. */
export async function extractBatch(
  cases: readonly ExtractionCase[],
  options: BatchOptions,
): Promise<CaseOutcome[]> {
  const keys = cases.map((one) => keyOf(one, options));
  const kept = readJournal(options.journal);
  const outcomes: (CaseOutcome | null)[] = keys.map((key) => kept.get(key) ?? null);
  const waiting = outcomes.flatMap((outcome, index) => (outcome === null ? [index] : []));
  let done = cases.length - waiting.length;
  mkdirSync(dirname(options.journal), { recursive: true });
  const finish = (index: number, outcome: CaseOutcome): void => {
    outcomes[index] = outcome;
    if (outcome.reason === null)
      appendFileSync(options.journal, `${JSON.stringify({ key: keys[index], outcome })}\n`);
    options.progress(++done, cases.length, outcome.name, outcome.reason);
  };
  const lanes = Math.max(1, Math.min(options.workers, waiting.length));
  await Promise.all(Array.from({ length: lanes }, () => runLane(cases, waiting, options, finish)));
  return outcomes.map(
    (outcome, i) =>
      outcome ?? { name: cases[i].name, result: null, reason: "the case was not reached" },
  );
}

/** One worker after another, until no case waits: a dead one is replaced. */
async function runLane(
  cases: readonly ExtractionCase[],
  waiting: number[],
  { pipeline, naming }: BatchOptions,
  finish: (index: number, outcome: CaseOutcome) => void,
): Promise<void> {
  while (waiting.length > 0) {
    const worker = new Worker(new URL("./extraction-worker.js", import.meta.url), {
      workerData: { pipeline, naming },
    });
    await new Promise<void>((ended) => {
      let current: number | undefined;
      const next = (): void => {
        current = waiting.shift();
        if (current === undefined) void worker.terminate();
        else worker.postMessage({ index: current, one: cases[current] });
      };
      worker.on(
        "message",
        ({ index, result, reason }: { index: number; result?: CaseResult; reason?: string }) => {
          const name = cases[index].name;
          finish(
            index,
            result
              ? { name, result, reason: null }
              : { name, result: null, reason: reason ?? "no reason was given" },
          );
          next();
        },
      );
      worker.on("error", (error) => {
        if (current !== undefined)
          finish(current, {
            name: cases[current].name,
            result: null,
            reason: `the worker ended: ${error.message}`,
          });
        current = undefined;
      });
      worker.on("exit", () => ended());
      next();
    });
  }
}

/** What a case's features depend on: its files by size and time, the region, the settings and the naming. */
function keyOf(one: ExtractionCase, { pipeline, naming }: BatchOptions): string {
  const stamp = (path: string): string => {
    if (!existsSync(path)) return "absent";
    const { size, mtimeMs } = statSync(path);
    return `${size}@${mtimeMs}`;
  };
  const facts = JSON.stringify([one, stamp(one.image), stamp(one.mask), pipeline, naming]);
  return createHash("sha256").update(facts).digest("hex");
}

function readJournal(path: string): Map<string, CaseOutcome> {
  if (!existsSync(path)) return new Map();
  const entries = readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        const { key, outcome } = JSON.parse(line) as { key: string; outcome: CaseOutcome };
        return [[key, outcome] as const];
      } catch {
        return []; // the last line of an interrupted batch
      }
    });
  return new Map(entries);
}
