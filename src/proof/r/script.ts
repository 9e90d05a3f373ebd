/**
 * A notebook's values as an R script beside its rows: for each value a line that computes it with R's own functions,
 * and prints the value, R's value and the difference.
 *
 * A notebook may judge the same patients by several scores: that of their table, and those of their images. Each such
 * study has its own rows; the lines of a second study run in an environment of its own. Values that R
 * cannot compute (how many printed numbers agree, what rests on draws of this project) are named with the reason.
 */

import type { Cohort } from "../../cohort/cohort.js";
import type { Rows } from "../../cohort/rows.js";
import { classifiersInR } from "./classifiers.js";
import { clinicalModelInR } from "./clinical-model.js";
import { countsCsv, numberColumns, patientsCsv, syntheticCsv } from "./frames.js";
import { featuresInR, harmonizationInR, signatureInR } from "./image-features.js";
import { nomogramInR } from "./nomogram.js";
import { performanceInR } from "./performance.js";
import { prelude } from "./prelude.js";
import { rangeExpression, rangesPrelude } from "./ranges.js";
import type { ExportedResult, ExportedStudy, NotebookInR } from "./results.js";
import { survivalInR } from "./survival.js";
import { groupsInR, type PrintedBeside } from "./tests-of-groups.js";
import { rName, rNumber, rText } from "./words.js";

/** What a notebook read and found. */
export interface ExportInput {
  /** Of the notebook: "01". */
  readonly number: string;
  /** The patients, with the score that the notebook uses if it uses one. */
  readonly cohort: Cohort;
  readonly results: readonly ExportedResult[];
  /** How ids of the results of these patients begin: `sts-tcia.images.` where their score is that of images. */
  readonly prefix: string;
  /** What is printed beside the cohort; null where nothing is. */
  readonly printed: PrintedBeside | null;
  /** The event that is followed; null where the notebook follows none. */
  readonly endpoint: string | null;
  /** Rows of SMOTE; null where the cohort has none. */
  readonly synthetic: Rows | null;
  /** For a constructed cohort: the table of many such cohorts, and what this one gives of the quantities in it. */
  readonly ranges: { readonly csv: string; readonly own: readonly ExportedResult[] } | null;
  /** Further files by name: random draws, features of images. */
  readonly tables: Readonly<Record<string, string>>;
  /** The same patients with other scores: name in R, and how ids of their results begin. */
  readonly versions: readonly {
    readonly name: string;
    readonly prefix: string;
    readonly cohort: Cohort;
  }[];
}

export interface RExport {
  /** File name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Values that the script computes anew. */
  readonly compared: number;
  /** Values that it does not, and why. */
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

/** Each notebook that can be told in R. A further one is a further entry, and an expression for each of its ids. */
const notebooks: Readonly<Record<string, (study: ExportedStudy) => NotebookInR>> = {
  "01": ({ cohort, printed }) => groupsInR(cohort, printed),
  "02": ({ cohort, results, printed }) => {
    const groups = groupsInR(cohort, printed);
    const clinical = clinicalModelInR(cohort, results);
    return { ...clinical, setup: [...groups.setup, ...clinical.setup] };
  },
  "03": featuresInR,
  "04": harmonizationInR,
  "05": signatureInR,
  "06": classifiersInR,
  "07": nomogramInR,
  "08": performanceInR,
  "09": survivalInR,
};

export const exportedNotebooks: readonly string[] = Object.keys(notebooks).sort();

/** @throws RangeError for a notebook that cannot be told in R yet */
export function notebookExport(input: ExportInput): RExport {
  const { number, cohort, prefix, printed, synthetic, ranges, tables, versions } = input;
  if (!Object.hasOwn(notebooks, number))
    throw new RangeError(
      `the notebook must be one of ${exportedNotebooks.join(", ")}; got "${number}"`,
    );
  const results = [...input.results, ...(ranges?.own ?? [])];
  const tell = notebooks[number];
  // Behind their prefix the ids of every score are the same.
  const plain = (id: string, start: string): string =>
    id.startsWith(start) ? `${cohort.id}.${id.slice(start.length)}` : id;
  const named = results.map((result) => ({ ...result, id: plain(result.id, prefix) }));
  const whole = { ...input, results: named, isWhole: true };
  const main = tell(whole);
  const others = versions.map((version) => {
    const own = results
      .filter(({ id }) => id.startsWith(version.prefix))
      .map((result) => ({ ...result, id: plain(result.id, version.prefix) }));
    const patients = { ...version.cohort, id: cohort.id };
    const study = { ...whole, cohort: patients, results: own, printed: null, isWhole: false };
    return { ...version, told: tell(study) };
  });
  const codeOf = (result: ExportedResult): string | null => {
    const version = others.find(({ prefix }) => result.id.startsWith(prefix));
    if (version === undefined)
      return (
        rangeExpression(result) ?? main.expressionOf({ ...result, id: plain(result.id, prefix) })
      );
    const code = version.told.expressionOf({
      ...result,
      id: plain(result.id, version.prefix),
    });
    return code === null ? null : `with(${rName(version.name)}, ${code})`;
  };
  const lines: string[] = [];
  const left: { id: string; reason: string }[] = [];
  for (const result of results) {
    const code = codeOf(result);
    const line = code === null ? null : checkLine(result, code);
    if (line === null) left.push({ id: result.id, reason: reasonOf(result, main) });
    else lines.push(line);
  }
  const script = [
    `# Notebook ${number}, cohort ${cohort.id}: every value again, by R's own functions. Run here: Rscript notebook.R`,
    ...(cohort.constructed ? ["# Constructed data: no real patients."] : []),
    prelude,
    ...(main.functions ?? []),
    ...patientsInR("patients.csv", cohort),
    ...(printed === null
      ? []
      : ['counts <- read_rows("counts.csv", c("code", "outcome", "count"))']),
    ...(ranges === null ? [] : [rangesPrelude]),
    ...main.setup,
    ...others.flatMap(({ name, cohort: study, told }) => [
      "",
      `${rName(name)} <- local({`,
      ...[...patientsInR(`${name}.csv`, study), ...told.setup, "environment()"].map(
        (line) => `  ${line}`,
      ),
      "})",
    ]),
    "",
    ...lines,
    "",
    ...left.map(({ id, reason }) => `cat(${rText(`not compared: ${id}: ${reason}`)}, "\\n")`),
    `cat("Of ${results.length} values of notebook ${number}", compared, "compared,", differing, "differ, ${left.length} not compared (reasons above); largest relative difference", format(largest, digits = 2), "\\n")`,
    "if (differing > 0) quit(status = 1)",
    "",
  ].join("\n");
  return {
    files: {
      "notebook.R": script,
      "patients.csv": patientsCsv(cohort),
      ...Object.fromEntries(
        versions.map(({ name, cohort: study }) => [`${name}.csv`, patientsCsv(study)]),
      ),
      ...(printed === null ? {} : { "counts.csv": countsCsv(cohort, printed.table1) }),
      ...(synthetic === null ? {} : { "synthetic.csv": syntheticCsv(synthetic) }),
      ...(ranges === null ? {} : { "ranges.csv": ranges.csv }),
      ...tables,
    },
    compared: lines.length,
    left,
  };
}

function patientsInR(file: string, cohort: Cohort): string[] {
  return [
    `patients <- read_rows(${rText(file)}, c("outcome", ${numberColumns(cohort).map(rText).join(", ")}))`,
    'training <- patients[patients$set == "training", ]',
    'validation <- patients[patients$set == "validation", ]',
  ];
}

function reasonOf(result: ExportedResult, { reasonOf: own }: NotebookInR): string {
  if (typeof result.value === "string" || typeof result.value === "boolean")
    return "a word, no number";
  return own?.(result) ?? "counts how many printed numbers agree: no statistic";
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
