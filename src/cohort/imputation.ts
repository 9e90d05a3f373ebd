/**
 * Filling missing values inside a fold: the median of a continuous variable, the most frequent level of another.
 *
 * What is filled in is learned, so it is learned on training patients only, like any other step. Only variables whose
 * dictionary says "impute inside the fold" are filled; how many values were missing stays a count of the cohort.
 */

import { median } from "../math/summary.js";
import type { Cohort } from "./cohort.js";
import { variableNamed } from "./dictionary.js";
import { featureTable } from "./feature-table.js";
import type { PatientColumn } from "./patients.js";
import { type FitPermission, makeRows, requireTraining } from "./rows.js";

export interface Imputation {
  /** What a missing value becomes, by variable name. */
  readonly values: Readonly<Record<string, number | string>>;
  /** The reason under which it was learned on rows other than training rows, or null. */
  readonly exception: string | null;
}

/**
 * Learn what to fill in.
 *
 * @param training patients of role training
 * @param names of variables whose policy is "impute inside the fold"
 * @returns a median (mean of the middle two), or the most frequent level; of equally frequent ones the first listed
 * @throws RangeError for patients of another role, a variable of another policy, or one without any known value
 */
export function fitImputation(
  training: Cohort,
  names: readonly string[],
  permission: FitPermission = {},
): Imputation {
  const exception = requireTraining(
    makeRows({
      ids: training.ids,
      roles: training.roles,
      outcome: training.outcome,
      features: featureTable(
        [],
        training.ids.map(() => []),
      ),
    }),
    "imputation",
    permission,
  );
  const values = Object.fromEntries(
    names.map((name) => {
      const { missing, levels } = variableNamed(training.dictionary, name);
      if (missing !== "impute inside the fold") {
        throw new RangeError(
          `a variable must have the policy "impute inside the fold" to be imputed; "${name}" has "${missing}"`,
        );
      }
      const known = (training.columns[name]!.values as (number | string | null)[]).filter(
        (value) => value !== null,
      );
      if (known.length === 0)
        throw new RangeError(`imputation needs a known value; "${name}" has none`);
      if (levels.length === 0) return [name, median(known as number[])];
      const counts = levels.map(({ value }) => known.filter((other) => other === value).length);
      return [name, levels[counts.indexOf(Math.max(...counts))]!.value];
    }),
  );
  return Object.freeze({ values: Object.freeze(values), exception });
}

/** The cohort with missing values filled in. Its counts of missing values then are 0 for these variables. */
export function applyImputation({ values }: Imputation, cohort: Cohort): Cohort {
  const columns: Record<string, PatientColumn> = { ...cohort.columns };
  for (const [name, fill] of Object.entries(values)) {
    const column = cohort.columns[variableNamed(cohort.dictionary, name).name]!;
    columns[name] = {
      ...column,
      values: (column.values as (number | string | null)[]).map((value) => value ?? fill),
    } as PatientColumn;
  }
  const none = Object.fromEntries(Object.keys(values).map((name) => [name, 0]));
  return { ...cohort, columns, missing: { ...cohort.missing, ...none } };
}
