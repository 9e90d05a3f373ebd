/** The main job: run the notebooks of a study for one cohort, keep them executed, and have the report made. */

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { buildReport } from "../report/site.js";
import { failureText } from "./failure-text.js";
import { killAllKernels } from "./kernel-process.js";
import { doNotebook } from "./notebook-job.js";
import { findNotebooks, type NotebookFile } from "./notebooks.js";
import type { Progress } from "./progress.js";
import { runInOrder } from "./schedule.js";

export interface Study {
  /** The folder that holds `notebooks/`, and `paper/` if the study is about one. */
  readonly root: string;
  /** The folder of the cohort's report: `reports/<cohort>`. */
  readonly report: string;
  readonly cohort: string;
  /** Numbers of the notebooks to run; what else they read must be there from an earlier run. Default: all. */
  readonly only?: readonly string[];
  /** Notebooks at a time. */
  readonly jobs: number;
  /** Seconds a cell may take. */
  readonly timeLimit: number;
  /** Run what is kept and unchanged, too. */
  readonly anew?: boolean;
  /** Say of each notebook why it ran or did not. */
  readonly explain?: boolean;
  /** Whether the page is made of what was recorded; it is unless this is false. */
  readonly page?: boolean;
}

/**
 * Bring about the notebooks in the order of what they read: kept ones from the cache, the others by running them. The
 * executed notebooks are written to `notebooks/` in the report, beside what they recorded. Of a failed one the outputs
 * so far are written and nothing is kept, and the report's page is not made.
 *
 * @returns whether every notebook succeeded
 */
export async function reproduce(study: Study, progress: Progress): Promise<boolean> {
  const { root, report, cohort, jobs, timeLimit, anew = false } = study;
  const notebooks = findNotebooks(join(root, "notebooks"));
  const files = notebooksToRun(notebooks, study.only);
  const explained = new Map<string, string>();
  const succeeded = await runInOrder(files, jobs, {
    run: (file) => bringAbout(file),
    skip({ name }, because) {
      progress.ended(name, `not run: it reads ${because.name}`);
      explained.set(name, `did not run: it reads ${because.name}, which failed`);
    },
  });
  if (succeeded) {
    removeForgotten(report, notebooks);
    if (study.page !== false) await makePage(study, progress);
  }
  if (study.explain === true)
    progress.note(files.map(({ name }) => `${name} ${explained.get(name)}`).join("\n"));
  return succeeded;

  async function bringAbout(file: NotebookFile): Promise<boolean> {
    const { name } = file;
    const end = await doNotebook(
      file,
      { cohort, report, notebooks },
      {
        timeLimit,
        anew,
        started: () => progress.started(name),
        cell: (cell, cells) => progress.cell(name, cell, cells),
        step: (step) => progress.step(name, step),
      },
    ).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (end instanceof Error) {
      progress.ended(name, `could not be run: ${end.message}`);
      explained.set(name, `could not be run: ${end.message}`);
      return false;
    }
    const { why, cellsRun, failure, notKept } = end;
    explained.set(name, failure === null ? why : `${why}; it failed`);
    if (failure !== null) {
      progress.ended(name, `failed in cell ${failure.cell} of ${failure.cells}`);
      progress.note(failureText(name, failure));
      return false;
    }
    progress.ended(name, cellsRun === null ? "kept" : `${cellsRun} cells`);
    if (notKept !== null) progress.note(`${name}: ${notKept}`);
    return true;
  }
}

/** Which notebooks are asked for. */
function notebooksToRun(
  files: readonly NotebookFile[],
  only: readonly string[] | undefined,
): NotebookFile[] {
  if (files.length === 0)
    throw new RangeError("there must be notebooks to run; notebooks/ has no NN-name.ipynb");
  for (const number of only ?? []) {
    if (!files.some((file) => file.number === number)) {
      const numbers = files.map((file) => file.number).join(", ");
      throw new RangeError(`a notebook must be one of ${numbers}; got "${number}"`);
    }
  }
  return files.filter(({ number }) => only === undefined || only.includes(number));
}

/** The page of what the notebooks recorded; a study that records nothing has none. */
async function makePage({ root, cohort, report }: Study, progress: Progress): Promise<void> {
  if (!existsSync(join(report, "results"))) return;
  const page = await buildReport(root, cohort, report);
  const below = relative(root, page);
  progress.note(`the report is ${below.startsWith("..") ? page : below.replaceAll(sep, "/")}`);
}

/** Executed notebooks, and results, whose source is gone. */
function removeForgotten(report: string, files: readonly NotebookFile[]): void {
  const known = new Set(files.flatMap(({ name, number }) => [`${name}.ipynb`, `${number}.json`]));
  for (const kind of ["notebooks", "results"]) {
    const names = existsSync(join(report, kind)) ? readdirSync(join(report, kind)) : [];
    for (const name of names) {
      if (/\.(ipynb|json)$/.test(name) && !known.has(name)) rmSync(join(report, kind, name));
    }
  }
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** From now on a Ctrl-C, a closed terminal or a request to end takes the kernels along; what has finished is kept. */
export function endKernelsOnSignals(): void {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      killAllKernels();
      process.exit(code);
    });
  }
}
