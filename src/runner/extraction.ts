/**
 * A batch of extractions on all cores, never lost.
 *
 * Each case that ends is written to a journal beside the output at once; a batch that was interrupted takes from it
 * what is there for the same settings and files. A case that fails is a row with its reason. The order of the rows is
 * that of the cases, whatever the number of workers.
 */

import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { CaseResult, ExtractionCase, Naming } from "../features/case.js";
import type { PipelineSettings } from "../features/settings-file.js";
import { codeKey } from "./code-key.js";
import type { CaseSetting } from "./extraction-worker.js";
import { inLanes } from "./lanes.js";

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
  appendFileSync(options.journal, "\n"); // after a line that an interruption cut short
  const finish = (index: number, outcome: CaseOutcome): void => {
    outcomes[index] = outcome;
    if (outcome.reason === null)
      appendFileSync(options.journal, `${JSON.stringify({ key: keys[index], outcome })}\n`);
    options.progress(++done, cases.length, outcome.name, outcome.reason);
  };
  await inLanes<ExtractionCase, CaseResult>(
    waiting.map((index) => cases[index]),
    {
      module: new URL("./extraction-worker.js", import.meta.url),
      workerData: { pipeline: options.pipeline, naming: options.naming } satisfies CaseSetting,
      workers: options.workers,
      ended: (job, answer) => {
        const { name } = cases[waiting[job]];
        finish(
          waiting[job],
          "result" in answer
            ? { name, result: answer.result, reason: null }
            : { name, result: null, reason: answer.reason },
        );
      },
    },
  );
  return outcomes.map(
    (outcome, i) =>
      outcome ?? { name: cases[i].name, result: null, reason: "the case was not reached" },
  );
}

/** What a case's features depend on: the code, its files by size and time, the region, the settings and the naming. */
function keyOf(one: ExtractionCase, { pipeline, naming }: BatchOptions): string {
  const code = codeKey(["dlrn/features/case"]);
  const facts = JSON.stringify([code, one, stamp(one.image), stamp(one.mask), pipeline, naming]);
  return createHash("sha256").update(facts).digest("hex");
}

/** Size and time of a file, or of all in a folder. */
function stamp(path: string): string {
  if (!existsSync(path)) return "absent";
  const { size, mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return `${size}@${mtimeMs}`;
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  return names
    .map((name) => {
      const entry = statSync(join(path, name));
      return entry.isDirectory() ? name : `${name} ${entry.size}@${entry.mtimeMs}`;
    })
    .join("\n");
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
