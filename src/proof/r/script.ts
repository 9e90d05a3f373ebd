/**
 * A notebook's values as an R script beside its rows: for each value a line that computes it with R's own functions,
 * and prints the value, R's value and the difference.
 *
 * Values that R has no function for (how many printed numbers agree) are named in the script, and not compared.
 */

import type { Cohort } from "../../cohort/cohort.js";
import { clinicalModelInR } from "./clinical-model.js";
import { countsCsv, numberColumns, patientsCsv } from "./frames.js";
import { prelude } from "./prelude.js";
import type { ExportedResult, NotebookInR } from "./results.js";
import { groupsInR, type PrintedBeside } from "./tests-of-groups.js";
import { rNumber, rText } from "./words.js";

export interface RExport {
  /** File name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Values that the script computes anew. */
  readonly compared: number;
  /** Ids of values that it does not. */
  readonly left: readonly string[];
}

/** Notebooks that can be told in R. */
export const exportedNotebooks: readonly string[] = ["01", "02"];

/**
 * @param number of the notebook: "01"
 * @param printed what is printed beside the cohort; null where nothing is
 * @throws RangeError for a notebook that cannot be told in R yet
 */
export function notebookExport(
  number: string,
  cohort: Cohort,
  results: readonly ExportedResult[],
  printed: PrintedBeside | null,
): RExport {
  const { setup, expressionOf } = notebookInR(number, cohort, results, printed);
  const lines: string[] = [];
  const left: string[] = [];
  for (const result of results) {
    const { id, value } = result;
    const code =
      typeof value === "string" || typeof value === "boolean" ? null : expressionOf(result);
    if (code === null) left.push(id);
    else
      lines.push(
        `check(${rText(id)}, ${rNumber(value as number | null)}, ${value === null ? `tryCatch(${code}, error = function(e) NaN)` : code})`,
      );
  }
  const counts =
    printed === null ? [] : ['counts <- read_rows("counts.csv", c("code", "outcome", "count"))'];
  const script = [
    `# Notebook ${number}, cohort ${cohort.id}: every value again, by R's own functions. Run here: Rscript notebook.R`,
    ...(cohort.constructed ? ["# Constructed data: no real patients."] : []),
    prelude,
    `patients <- read_rows("patients.csv", c("outcome", ${numberColumns(cohort).map(rText).join(", ")}))`,
    'training <- patients[patients$set == "training", ]',
    'validation <- patients[patients$set == "validation", ]',
    ...counts,
    ...setup,
    "",
    ...lines,
    "",
    ...left.map((id) => `cat(${rText(`not compared: ${id}`)}, "\\n")`),
    `cat(compared, "values compared,", differing, "differ; not compared:", ${left.length}, "; largest relative difference", format(largest, digits = 2), "\\n")`,
    "if (differing > 0) quit(status = 1)",
    "",
  ].join("\n");
  return {
    files: {
      "notebook.R": script,
      "patients.csv": patientsCsv(cohort),
      ...(printed === null ? {} : { "counts.csv": countsCsv(cohort, printed.table1) }),
    },
    compared: lines.length,
    left,
  };
}

function notebookInR(
  number: string,
  cohort: Cohort,
  results: readonly ExportedResult[],
  printed: PrintedBeside | null,
): NotebookInR {
  const groups = groupsInR(cohort, printed);
  if (number === "01") return groups;
  if (number !== "02")
    throw new RangeError(
      `the notebook must be one of ${exportedNotebooks.join(", ")}; got "${number}"`,
    );
  const clinical = clinicalModelInR(cohort, results);
  return { ...clinical, setup: [...groups.setup, ...clinical.setup] };
}
