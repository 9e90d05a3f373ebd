/**
 * The data behind a notebook's values, as R reads it: patients as CSV, without the names of the patients, and the counts
 * of the printed Table 1 where they stand beside the cohort.
 *
 * Each variable with levels has two columns: its levels, and beside them its codes, `t_stage` and `t_stage.code`.
 */

import type { Cohort } from "../../cohort/cohort.js";
import { type Variable, variablesOfRole } from "../../cohort/dictionary.js";
import type { Rows } from "../../cohort/rows.js";
import { type CsvCell, formatCsv } from "../../io/csv.js";
import type { PublishedTable1 } from "../../io/paper/table-1.js";

/** Variables that enter analyses: covariates, scores, what is only described, centres and follow-up. */
export function exportedVariables({ dictionary }: Cohort): Variable[] {
  return (["covariate", "score", "description", "centre", "time", "event"] as const)
    .flatMap((role) => variablesOfRole(dictionary, role))
    .filter(({ kind }) => kind !== "text");
}

/** Patients as numbered rows: set, outcome (1 = event), then each variable; an empty cell is a missing value. */
export function patientsCsv(cohort: Cohort): string {
  const columns = exportedVariables(cohort).flatMap(({ name, levels }) => {
    const values = cohort.columns[name].values as readonly CsvCell[];
    const codes = new Map<CsvCell, number>(levels.map(({ value, code }) => [value, code]));
    return [
      { name, values },
      ...(levels.length === 0
        ? []
        : [{ name: codeColumn(name), values: values.map((value) => codes.get(value) ?? null) }]),
    ];
  });
  return formatCsv(
    ["row", "set", "outcome", ...columns.map(({ name }) => name)],
    cohort.ids.map((_, i) => [
      i + 1,
      cohort.roles[i],
      cohort.outcome[i],
      ...columns.map(({ values }) => values[i]),
    ]),
  );
}

/** Synthetic rows: outcome and features. */
export function syntheticCsv({ outcome, features }: Rows): string {
  const p = features.names.length;
  return formatCsv(
    ["outcome", ...features.names],
    outcome.map((label, i) => [label, ...features.values.subarray(i * p, (i + 1) * p)]),
  );
}

/** The printed counts, a line a level, set and outcome; misprints as they are read. */
export function countsCsv(cohort: Cohort, table: PublishedTable1): string {
  const rows = table.rows.flatMap((row) =>
    row.kind !== "counts"
      ? []
      : (["training", "validation"] as const).flatMap((set) =>
          ([0, 1] as const).flatMap((outcome) =>
            (outcome === 1 ? row[set].metastasis : row[set].nonMetastasis).map(
              ({ count }, level): CsvCell[] => {
                const { value, code } = cohort.columns[row.variable].variable.levels[level];
                return [set, row.variable, value, code, outcome, count];
              },
            ),
          ),
        ),
  );
  return formatCsv(["set", "variable", "level", "code", "outcome", "count"], rows);
}

/** Name of the column of codes. */
export function codeColumn(name: string): string {
  return `${name}.code`;
}

/** Names of the columns that hold numbers. */
export function numberColumns(cohort: Cohort): string[] {
  return exportedVariables(cohort).map(({ name, levels }) =>
    levels.length === 0 ? name : codeColumn(name),
  );
}
