/** `dlrn verify`: are the committed results what the code gives? Compared by value, each with its own tolerance. */

import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { resultDifferences } from "../../report/compare-results.js";
import { type NotebookResults, readResults } from "../../report/results.js";
import { projectRoot, reportFolder } from "../../runner/environment.js";
import { showProgress } from "../../runner/progress.js";
import { endKernelsOnSignals, reproduce } from "../../runner/reproduce.js";

export const summary = "run the notebooks elsewhere and compare the committed results by value";
export const usage = `Usage: npx dlrn verify [--cohort ID] [--fresh DIR] [--jobs N] [--timeout S]

Runs the notebooks into a temporary folder and compares every value of reports/<cohort>/results/ with the fresh one,
each within its own tolerance. Names each value that differs, is missing or is new. Exit code 1 if one does.

  --cohort ID    the cohort; default: twin
  --fresh DIR    run nothing: compare with the results in DIR, a report made elsewhere
  --jobs N       notebooks at a time; default: one a processor, at most 4
  --timeout S    seconds a cell may take, or go on without a sign of progress; default: 600`;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cohort: { type: "string", default: "twin" },
      fresh: { type: "string" },
      jobs: { type: "string", default: String(Math.min(4, availableParallelism())) },
      timeout: { type: "string", default: "600" },
    },
  });
  const { cohort } = values;
  const expected = readResults(reportFolder(cohort));
  const found =
    values.fresh === undefined
      ? await freshResults(cohort, Number(values.jobs), Number(values.timeout))
      : readResults(values.fresh);
  const count = expected.reduce((sum, { results }) => sum + results.length, 0);
  const differences = resultDifferences(expected, found);
  for (const { notebook, cell, id, what } of differences)
    console.log(`${notebook}, cell ${cell}: ${id} ${what}`);
  if (differences.length > 0) process.exitCode = 1;
  console.log(
    differences.length === 0
      ? `${cohort}: all ${count} values agree`
      : `${cohort}: ${differences.length} differences among ${count} values`,
  );
}

/** Results of a run in a folder of its own, which is taken away again. */
async function freshResults(
  cohort: string,
  jobs: number,
  timeLimit: number,
): Promise<NotebookResults[]> {
  const report = mkdtempSync(join(tmpdir(), "dlrn-verify-"));
  process.on("exit", () => rmSync(report, { recursive: true, force: true }));
  endKernelsOnSignals();
  const progress = showProgress(process.stdout);
  const study = { root: projectRoot(), report, cohort, jobs, timeLimit, anew: true, page: false };
  try {
    if (!(await reproduce(study, progress)))
      throw new RangeError("every notebook must run before its results can be compared");
    return readResults(report);
  } finally {
    progress.close();
  }
}
