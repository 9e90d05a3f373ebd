/** The main job: run the notebooks of a study for one cohort, keep them executed, and have the report made. */

import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { notebookText } from "../io/notebook.js";
import { sameValues } from "../io/same-values.js";
import { writeWhole } from "../io/write-whole.js";
import { buildReport } from "../report/site.js";
import { failureText } from "./failure-text.js";
import { killAllKernels } from "./kernel-process.js";
import { findNotebooks, type NotebookFile } from "./notebooks.js";
import type { Progress } from "./progress.js";
import { runNotebook } from "./run-notebook.js";
import { runInOrder } from "./schedule.js";

export interface Study {
  /** The folder that holds `notebooks/` and `reports/`. */
  readonly root: string;
  readonly cohort: string;
  /** Numbers of the notebooks to run; what else they read must be there from an earlier run. Default: all. */
  readonly only?: readonly string[];
  /** Notebooks at a time. */
  readonly jobs: number;
  /** Seconds a cell may take. */
  readonly timeLimit: number;
}

/**
 * Run the notebooks in the order of what they read. Executed notebooks are written to `reports/<cohort>/notebooks/`;
 * one whose values agree with what is there is left alone. Of a failed one the outputs so far are written, and the
 * report is not made.
 *
 * @returns whether every notebook succeeded
 */
export async function reproduce(study: Study, progress: Progress): Promise<boolean> {
  const { root, cohort, jobs, timeLimit } = study;
  const all = findNotebooks(join(root, "notebooks"));
  const files = notebooksToRun(all, study.only);
  const succeeded = await runInOrder(files, jobs, {
    run: (file) => runAndSave(file),
    skip: ({ name }, because) => progress.ended(name, `not run: it reads ${because.name}`),
  });
  if (succeeded) {
    removeForgotten(study, all);
    await makeReport(study, progress);
  }
  return succeeded;

  async function runAndSave({ name, notebook }: NotebookFile): Promise<boolean> {
    progress.started(name);
    const onCell = (cell: number, cells: number): void => progress.cell(name, cell, cells);
    const run = await runNotebook(notebook, { parameters: { cohort }, timeLimit, onCell }).catch(
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    if (run instanceof Error) {
      progress.ended(name, `could not be run: ${run.message}`);
      return false;
    }
    saveByValue(
      join(root, "reports", cohort, "notebooks", `${name}.ipynb`),
      notebookText(run.notebook),
    );
    if (run.failure === null) {
      progress.ended(name, `${run.cellsRun} cells`);
      return true;
    }
    progress.ended(name, `failed in cell ${run.failure.cell} of ${run.failure.cells}`);
    progress.note(failureText(name, run.failure));
    return false;
  }
}

/** Which notebooks need to run. Nothing is remembered from run to run: those that are asked for. */
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

function saveByValue(path: string, text: string): void {
  if (existsSync(path) && sameValues(readFileSync(path, "utf8"), text)) return;
  writeWhole(path, text);
}

/** The page of what the notebooks recorded; a study that records nothing has none. */
async function makeReport({ root, cohort }: Study, progress: Progress): Promise<void> {
  if (!existsSync(join(root, "reports", cohort, "results"))) return;
  progress.note(`the report is ${relative(root, await buildReport(root, cohort))}`);
}

/** Executed notebooks whose source is gone. */
function removeForgotten({ root, cohort }: Study, files: readonly NotebookFile[]): void {
  const folder = join(root, "reports", cohort, "notebooks");
  for (const name of readdirSync(folder)) {
    const known = files.some((file) => `${file.name}.ipynb` === name);
    if (name.endsWith(".ipynb") && !known) rmSync(join(folder, name));
  }
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** From now on a Ctrl-C, a closed terminal or a request to end takes the kernels along. */
export function endKernelsOnSignals(): void {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      killAllKernels();
      process.exit(code);
    });
  }
}
