/**
 * A notebook's values as an R script beside its rows: for each value a line that computes it with R's own functions,
 * and prints the value, R's value and the difference.
 *
 * Values that R has no function for (how many printed numbers agree) are named in the script, and not compared.
 */

import type { Cohort } from "../../cohort/cohort.js";
import type { Rows } from "../../cohort/rows.js";
import { clinicalModelInR } from "./clinical-model.js";
import { countsCsv, numberColumns, patientsCsv, syntheticCsv } from "./frames.js";
import { nomogramInR } from "./nomogram.js";
import { performanceInR } from "./performance.js";
import { prelude } from "./prelude.js";
import { rangeExpression, rangesPrelude } from "./ranges.js";
import type { ExportedResult, NotebookInR } from "./results.js";
import { survivalInR } from "./survival.js";
import { groupsInR, type PrintedBeside } from "./tests-of-groups.js";
import { rNumber, rText } from "./words.js";

/** What a notebook read and found. */
export interface ExportInput {
  /** Of the notebook: "01". */
  readonly number: string;
  readonly cohort: Cohort;
  readonly results: readonly ExportedResult[];
  /** What is printed beside the cohort; null where nothing is. */
  readonly printed: PrintedBeside | null;
  /** Rows of SMOTE; null where the cohort has none. */
  readonly synthetic: Rows | null;
  /** For a constructed cohort: the table of many such cohorts, and what this one gives of the quantities in it. */
  readonly ranges: { readonly csv: string; readonly own: readonly ExportedResult[] } | null;
  /** Files of random draws, by name. */
  readonly draws: Readonly<Record<string, string>>;
}

export interface RExport {
  /** File name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Values that the script computes anew. */
  readonly compared: number;
  /** Ids of values that it does not. */
  readonly left: readonly string[];
}

/** Each notebook that can be told in R. A further one is a further entry, and an expression for each of its ids. */
const notebooks: Readonly<Record<string, (input: ExportInput) => NotebookInR>> = {
  "01": ({ cohort, printed }) => groupsInR(cohort, printed),
  "02": ({ cohort, results, printed }) => {
    const groups = groupsInR(cohort, printed);
    const clinical = clinicalModelInR(cohort, results);
    return { ...clinical, setup: [...groups.setup, ...clinical.setup] };
  },
  "07": ({ cohort }) => nomogramInR(cohort),
  "08": ({ cohort, synthetic }) => performanceInR(cohort, synthetic !== null),
  "09": ({ cohort }) => survivalInR(cohort),
};

export const exportedNotebooks: readonly string[] = Object.keys(notebooks).sort();

/** @throws RangeError for a notebook that cannot be told in R yet */
export function notebookExport(input: ExportInput): RExport {
  const { number, cohort, printed, synthetic, ranges, draws } = input;
  if (!Object.hasOwn(notebooks, number))
    throw new RangeError(
      `the notebook must be one of ${exportedNotebooks.join(", ")}; got "${number}"`,
    );
  const results = [...input.results, ...(ranges?.own ?? [])];
  const { setup, expressionOf } = notebooks[number](input);
  const lines: string[] = [];
  const left: string[] = [];
  for (const result of results) {
    const code = rangeExpression(result) ?? expressionOf(result);
    const line = code === null ? null : checkLine(result, code);
    if (line === null) left.push(result.id);
    else lines.push(line);
  }
  const script = [
    `# Notebook ${number}, cohort ${cohort.id}: every value again, by R's own functions. Run here: Rscript notebook.R`,
    ...(cohort.constructed ? ["# Constructed data: no real patients."] : []),
    prelude,
    `patients <- read_rows("patients.csv", c("outcome", ${numberColumns(cohort).map(rText).join(", ")}))`,
    'training <- patients[patients$set == "training", ]',
    'validation <- patients[patients$set == "validation", ]',
    ...(printed === null
      ? []
      : ['counts <- read_rows("counts.csv", c("code", "outcome", "count"))']),
    ...(ranges === null ? [] : [rangesPrelude]),
    ...setup,
    "",
    ...lines,
    "",
    ...left.map((id) => `cat(${rText(`not compared: ${id}`)}, "\n")`),
    `cat(compared, "values compared,", differing, "differ; not compared:", ${left.length}, "; largest relative difference", format(largest, digits = 2), "\n")`,
    "if (differing > 0) quit(status = 1)",
    "",
  ].join("
");
  return {
    files: {
      "notebook.R": script,
      "patients.csv": patientsCsv(cohort),
      ...(printed === null ? {} : { "counts.csv": countsCsv(cohort, printed.table1) }),
      ...(synthetic === null ? {} : { "synthetic.csv": syntheticCsv(synthetic) }),
      ...(ranges === null ? {} : { "ranges.csv": ranges.csv }),
      ...draws,
    },
    compared: lines.length,
    left,
  };
}

/** One comparison; null for a value that is a word. A median that is not reached has no number. */
function checkLine({ id, value, tolerance }: ExportedResult, code: string): string | null {
  const given = value === "not reached" ? null : value;
  if (typeof given === "string" || typeof given === "boolean") return null;
  const found = given === null ? `tryCatch(${code}, error = function(e) NaN)` : code;
  // Where a value is rounding alone, only its size can be compared.
  const absolute = tolerance?.relative === undefined ? tolerance?.absolute : undefined;
  const allowed = absolute === undefined || absolute > 1e-9 ? "" : `, ${absolute}`;
  return `check(${rText(id)}, ${rNumber(given)}, ${found}${allowed})`;
}
