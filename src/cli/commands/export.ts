/** `dlrn export r`: what a notebook computed, for R to compute again. */

import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { InputError } from "../../io/input-error.js";
import { writeWhole } from "../../io/write-whole.js";
import { exportedNotebooks, notebookExport } from "../../proof/r/script.js";
import { readResults } from "../../report/results.js";
import { openCohort, projectRoot, reportFolder } from "../../runner/environment.js";
import { exportInput } from "../../runner/r-export.js";

export const summary = "rows and an R script that computes a notebook's values again";
export const usage: string = `Usage: npx dlrn export r --notebook NN [--cohort ID] [--out DIR]

Writes the rows a notebook used as CSV, and notebook.R, which computes each value of its results with R's own functions
and prints the value, R's value and the relative difference; it exits 1 if one differs. Patients are numbered rows
without their ids. Run it with: cd DIR && Rscript notebook.R (R with pROC; 04 also sva, 05 glmnet, 06 e1071; from 07 on
rms, Hmisc, survival).

--notebook NN  one of ${exportedNotebooks.join(", ")}
--cohort ID    the cohort; default: twin. Its results must be there: npx dlrn reproduce --cohort ID
--out DIR      where to write; default: data/r/ID-NN, which git ignores`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      notebook: { type: "string" },
      cohort: { type: "string", default: "twin" },
      out: { type: "string" },
    },
  });
  if (positionals.join(" ") !== "r")
    throw new RangeError(
      `the target must be r; got "${positionals.join(" ")}"; try: npx dlrn export --help`,
    );
  const { notebook: number = "", cohort: id } = values;
  if (!exportedNotebooks.includes(number))
    throw new RangeError(
      `--notebook must be one of ${exportedNotebooks.join(", ")}; got "${number}"`,
    );
  const root = projectRoot();
  const cohort = openCohort(id);
  const folder = reportFolder(id);
  const found = readResults(folder).find(({ notebook }) => notebook.startsWith(number));
  if (found === undefined)
    throw new InputError(
      `there must be results of notebook ${number}; run: npx dlrn reproduce --cohort ${id}`,
      folder,
    );
  const { files, compared, left } = notebookExport(
    await exportInput(number, cohort, found.results),
  );
  const out = resolve(values.out ?? join(root, "data", "r", `${id}-${number}`));
  for (const [file, text] of Object.entries(files)) writeWhole(join(out, file), text);
  console.log(
    `${compared} values to compare, ${left.length} that R cannot compute (the script says why); run:`,
  );
  console.log(`cd ${out} && Rscript notebook.R`);
}
