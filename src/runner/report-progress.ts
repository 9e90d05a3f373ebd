/**
 * Progress of a long step inside a cell, told to `dlrn reproduce` by a file that it names in `DLRN_PROGRESS`, never by
 * what the cell prints: the notebook stays the same, however fast it ran. Elsewhere, as in JupyterLab, nothing is told.
 */

import { readFileSync, statSync, writeFileSync } from "node:fs";

/** How far a step is. */
export interface Step {
  /** What is counted: "patients measured". */
  readonly what: string;
  readonly done: number;
  /** 0 where nothing is counted. */
  readonly of: number;
}

const MILLISECONDS_BETWEEN = 250;
let lastTold: number = Number.NEGATIVE_INFINITY;

/** @param what is counted: "patients measured" */
export function reportProgress(what: string, done: number, of: number): void {
  const file = process.env["DLRN_PROGRESS"];
  const now = performance.now();
  if (!file || (done > 0 && done < of && now - lastTold < MILLISECONDS_BETWEEN)) return;
  lastTold = now;
  writeFileSync(file, `${JSON.stringify({ what, done, of } satisfies Step)}\n`);
}

/** That the cell goes on, though it only waits for what another process does; to be told again and again. */
export function reportWaiting(): void {
  const file = process.env["DLRN_PROGRESS"];
  const waiting: Step = { what: "waits for another process with the same work", done: 0, of: 0 };
  if (file) writeFileSync(file, `${JSON.stringify(waiting)}\n`);
}

/** What was last told through a file; null if nothing was, or it is being written. */
export function readProgress(file: string): Step | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Step;
  } catch {
    return null;
  }
}

/** When something was last told through a file, in milliseconds since 1970; 0 if nothing was. */
export function progressTime(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
