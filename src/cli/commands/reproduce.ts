/** `dlrn reproduce`: the main job. */

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { cohortEntry, readManifest } from "../../io/manifest.js";
import { projectRoot, reportFolder } from "../../runner/environment.js";
import { showProgress } from "../../runner/progress.js";
import { endKernelsOnSignals, reproduce } from "../../runner/reproduce.js";

export const summary = "run the notebooks: every table and figure";
export const usage = `Usage: npx dlrn reproduce [--cohort ID] [--only 01[,02]] [--explain] [--force] [--jobs N] [--timeout S]

Runs notebooks/NN-name.ipynb in the order of what they read, and writes reports/<cohort>/. A notebook is not run again
while nothing changed that it depends on: its code cells, the code and packages they reach, the files it read, the
results it reads. What it gave is kept in .cache/, or in the folder DLRN_CACHE; markdown is always that of the source.

  --cohort ID    the cohort; default: twin
  --only 01,02   these notebooks only; what else they read must be there from an earlier run
  --explain      say in a sentence why each notebook ran or did not
  --force        use nothing that was kept: run every notebook, measure every image
  --jobs N       notebooks at a time; default: one a processor, at most 4
  --timeout S    seconds a cell may take, or go on without a sign of progress; default: 600

A notebook that fails stops those that read it; its outputs so far are written. Exit code 1 if one failed. After an
interruption (Ctrl-C) the same command goes on with what is not finished.`;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cohort: { type: "string", default: "twin" },
      only: { type: "string", multiple: true },
      explain: { type: "boolean", default: false },
      force: { type: "boolean", default: false },
      jobs: { type: "string", default: String(Math.min(4, availableParallelism())) },
      timeout: { type: "string", default: "600" },
    },
  });
  const root = projectRoot();
  cohortEntry(readManifest(root), values.cohort);
  const only = values.only?.flatMap((numbers) => numbers.split(","));
  if (values.force) process.env["DLRN_CACHE_SINCE"] = String(Date.now()); // the kernels inherit it
  const study = {
    root,
    report: reportFolder(values.cohort),
    cohort: values.cohort,
    anew: values.force,
    explain: values.explain,
    ...(only === undefined ? {} : { only }),
    jobs: positive("--jobs", values.jobs),
    timeLimit: positive("--timeout", values.timeout),
  };
  endKernelsOnSignals();
  const progress = showProgress(process.stdout);
  try {
    if (!(await reproduce(study, progress))) process.exitCode = 1;
  } finally {
    progress.close();
  }
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0))
    throw new RangeError(`${option} must be a positive number; got "${text}"`);
  return value;
}
