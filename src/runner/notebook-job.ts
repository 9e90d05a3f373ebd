/**
 * One notebook of a study: taken from the cache if nothing changed that it depends on; else run, and kept if it
 * succeeded. Either way what it wrote joins the report, and its text is that of the source.
 */

import { notebookText } from "../io/notebook.js";
import { saveReportFile } from "../report/save-file.js";
import { type Dependencies, type StudyPlace, statedDependencies } from "./dependencies.js";
import { changesInWords } from "./explain.js";
import { type Found, findRun, type KeptRun, keepRun } from "./notebook-cache.js";
import { openRoom, type Room } from "./notebook-room.js";
import type { NotebookFile } from "./notebooks.js";
import { injectParameters } from "./parameters.js";
import type { Step } from "./report-progress.js";
import { type CellFailure, type NotebookRun, runNotebook, withOutputs } from "./run-notebook.js";
import { changedSince } from "./traced-reads.js";

export interface JobOptions {
  /** Seconds a cell may take, or go on without a sign of progress. */
  readonly timeLimit: number;
  /** Run it even if nothing changed. */
  readonly anew: boolean;
  started(): void;
  cell(cell: number, cells: number): void;
  step(step: Step): void;
}

/** How it went. */
export interface JobEnd {
  /** "kept: nothing it depends on changed", "ran: cell 4 changed". */
  readonly why: string;
  /** Code cells that were run; null if it was kept. */
  readonly cellsRun: number | null;
  readonly failure: CellFailure | null;
  /** Why a run that succeeded was not kept, in a sentence. */
  readonly notKept: string | null;
}

const MILLISECONDS_BETWEEN_STEPS = 500;

/** @throws Error if the kernel does not start */
export async function doNotebook(
  file: NotebookFile,
  study: StudyPlace,
  options: JobOptions,
): Promise<JobEnd> {
  const { cohort, report } = study;
  const stated = statedDependencies(file, study);
  const found = options.anew ? "anew" : findRun(cohort, file.name, stated);
  if (typeof found === "object" && "run" in found) {
    publish(file, study, found.run);
    const why = "kept: nothing it depends on changed";
    return { why, cellsRun: null, failure: null, notKept: null };
  }
  options.started();
  const began = Date.now();
  const room = openRoom(report, cohort, file.reads);
  try {
    const run = await runIn(room, file, cohort, options);
    const end = { why: `ran: ${reason(found, file, cohort)}`, cellsRun: run.cellsRun };
    if (run.failure !== null) {
      saveReportFile(report, `notebooks/${file.name}.ipynb`, notebookText(run.notebook));
      return { ...end, failure: run.failure, notKept: null };
    }
    const kept = keptRun(run.notebook, room);
    const reads = room.reads(stated);
    const changed = changedMeanwhile(file, study, stated) ?? changedSince(reads, began);
    if (changed === null) keepRun(cohort, file.name, stated, reads, kept);
    publish(file, study, kept);
    const notKept = changed && `its results are not kept: ${changed} changed while it ran`;
    return { ...end, failure: null, notKept };
  } finally {
    room.close();
  }
}

async function runIn(
  room: Room,
  { notebook }: NotebookFile,
  cohort: string,
  { timeLimit, cell, step }: JobOptions,
): Promise<NotebookRun> {
  const look = setInterval(() => {
    const present = room.step();
    if (present !== null) step(present);
  }, MILLISECONDS_BETWEEN_STEPS);
  try {
    const parameters = { cohort };
    return await runNotebook(notebook, { ...room.options, parameters, timeLimit, onCell: cell });
  } finally {
    clearInterval(look);
  }
}

function keptRun({ cells, metadata }: NotebookRun["notebook"], room: Room): KeptRun {
  return {
    cells: cells.flatMap((cell) =>
      cell.cell_type === "code"
        ? [{ outputs: cell.outputs, execution_count: cell.execution_count }]
        : [],
    ),
    languageInfo: metadata["language_info"] as KeptRun["languageInfo"],
    files: room.files(),
  };
}

/** What a run gave, into the report. */
function publish(
  { name, notebook }: NotebookFile,
  { cohort, report }: StudyPlace,
  run: KeptRun,
): void {
  for (const [path, content, encoding] of run.files)
    saveReportFile(report, path, encoding === "utf8" ? content : Buffer.from(content, encoding));
  const executed = withOutputs(injectParameters(notebook, { cohort }), run.cells, run.languageInfo);
  saveReportFile(report, `notebooks/${name}.ipynb`, notebookText(executed));
}

/** What is known before a run and is not as it was then: the first of it, or null. */
function changedMeanwhile(
  file: NotebookFile,
  study: StudyPlace,
  before: Dependencies,
): string | null {
  const now = statedDependencies(file, study);
  const names = [...before.keys(), ...now.keys()];
  return names.find((name) => before.get(name) !== now.get(name)) ?? null;
}

function reason(found: Found | "anew", { notebook }: NotebookFile, cohort: string): string {
  if (found === "anew") return "--force";
  if ("missing" in found)
    return found.missing === "damaged" ? "what was kept of it is damaged" : "nothing is kept of it";
  const { before, now } = found as Extract<Found, { before: Dependencies }>;
  return changesInWords(before, now, injectParameters(notebook, { cohort }));
}
