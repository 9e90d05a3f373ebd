/** `dlrn reproduce`: the main job. */

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { cohortEntry, readManifest } from "../../io/manifest.js";
import { projectRoot } from "../../runner/environment.js";
import { showProgress } from "../../runner/progress.js";
import { endKernelsOnSignals, reproduce } from "../../runner/reproduce.js";

export const summary = "run the notebooks: every table and figure, anew";
export const usage = `Usage: npx dlrn reproduce [--cohort ID] [--only 01[,02]] [--jobs N] [--timeout S]

Runs notebooks/NN-name.ipynb in the order of what they read, and writes reports/<cohort>/.

  --cohort ID    the cohort; default: twin
  --only 01,02   these notebooks only; what else they read must be there from an earlier run
  --jobs N       notebooks at a time; default: one a processor, at most 4
  --timeout S    seconds a cell may take; default: 600

A notebook that fails stops those that read it; its outputs so far are kept. Exit code 1 if one failed.`;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cohort: { type: "string", default: "twin" },
      only: { type: "string", multiple: true },
      jobs: { type: "string", default: String(Math.min(4, availableParallelism())) },
      timeout: { type: "string", default: "600" },
    },
  });
  const root = projectRoot();
  cohortEntry(readManifest(root), values.cohort);
  const only = values.only?.flatMap((numbers) => numbers.split(","));
  const study = {
    root,
    cohort: values.cohort,
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
