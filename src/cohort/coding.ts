/**
 * From variables to the columns of a model: which number stands for which level.
 *
 * An odds ratio means nothing without its coding: of a number, per one step of it; of an indicator, of its level
 * against the reference. Each coded column says which it is, and a table prints it.
 */

import { type Cohort, numbersOf } from "./cohort.js";
import { type Dictionary, variableNamed } from "./dictionary.js";
import { type FeatureTable, featureTable, joinFeatures } from "./feature-table.js";
import { makeRows, type Rows } from "./rows.js";

/**
 * How one variable enters. A name alone means: as a number, if it is continuous or ordinal; as indicators against
 * the dictionary's reference, if it is nominal. `as: "number"` gives a nominal variable's codes to the model, which
 * only makes sense to repeat what others did.
 */
export type Coding =
  | string
  | { readonly variable: string; readonly as: "number" }
  | { readonly variable: string; readonly as: "indicators"; readonly reference?: string };

/** The variable that a coding is of. */
export function codedVariable(coding: Coding): string {
  return typeof coding === "string" ? coding : coding.variable;
}

export interface CodedColumn {
  /** Name in the feature table: `age`, or `gender=Female`. */
  readonly name: string;
  readonly variable: string;
  /** As a reader sees it: "Age", or "Gender: Female vs Male". */
  readonly label: string;
  /** The level that is 1, and the one that is 0; null for a variable that enters as a number. */
  readonly level: string | null;
  readonly reference: string | null;
}

/**
 * The columns that a coding gives, in order: one for a number, one less than there are levels for indicators.
 *
 * @throws RangeError for an unknown variable, text, or a reference that is not a level
 */
export function codedColumns(dictionary: Dictionary, codings: readonly Coding[]): CodedColumn[] {
  return codings.flatMap((coding): CodedColumn[] => {
    const variable = variableNamed(dictionary, codedVariable(coding));
    const { name, label, kind, levels } = variable;
    if (kind === "text")
      throw new RangeError(
        `a variable must have numbers or levels to enter a model; "${name}" is text`,
      );
    const as =
      typeof coding === "string" ? (kind === "nominal" ? "indicators" : "number") : coding.as;
    if (as === "number") return [{ name, variable: name, label, level: null, reference: null }];
    if (levels.length === 0) throw new RangeError(`indicators need levels; "${name}" is ${kind}`);
    const asked =
      typeof coding === "string" || coding.as !== "indicators" ? undefined : coding.reference;
    const reference = levels.find(({ value }) => value === (asked ?? variable.reference));
    if (reference === undefined) {
      throw new RangeError(
        `the reference of "${name}" must be one of ${levels.map(({ value }) => value).join(", ")}; got "${asked}"`,
      );
    }
    return levels
      .filter((level) => level !== reference)
      .map((level) => ({
        name: `${name}=${level.value}`,
        variable: name,
        label: `${label}: ${level.label} vs ${reference.label}`,
        level: level.value,
        reference: reference.value,
      }));
  });
}

/** The coded values: patients x columns. @throws RangeError if a value is missing */
export function codedTable(cohort: Cohort, codings: readonly Coding[]): FeatureTable {
  const columns = codedColumns(cohort.dictionary, codings);
  const values = columns.map(({ variable, level }) =>
    level === null
      ? numbersOf(cohort, variable)
      : cohort.columns[variable]!.values.map((value) => (value === level ? 1 : 0)),
  );
  for (const { variable } of columns) numbersOf(cohort, variable); // a missing level must not become a 0
  return featureTable(
    columns.map(({ name }) => name),
    cohort.ids.map((_, i) => values.map((column) => column[i]!)),
  );
}

export interface CohortRowsOptions {
  /** More columns, after the coded ones: a feature table with a row per patient of the cohort, in its order. */
  readonly features?: FeatureTable;
}

/**
 * Rows for a fit: chosen variables, coded, with the roles and the outcome of their patients. A score that was
 * learned on the training patients says so, and a fit on them needs a written exception.
 *
 * @throws RangeError if a value is missing (take `completeCases` first, or impute), or `features` has other rows
 * @example cohortRows(cohort, ["radi_score", "t_stage", { variable: "gender", as: "indicators", reference: "Female" }])
 */
export function cohortRows(
  cohort: Cohort,
  codings: readonly Coding[],
  { features }: CohortRowsOptions = {},
): Rows {
  const coded = codedTable(cohort, codings);
  const training = cohort.ids.filter((_, i) => cohort.roles[i] === "training");
  const learned = cohort.dictionary.variables.filter(
    ({ name, learnedOn }) => learnedOn === "training" && coded.names.includes(name),
  );
  return makeRows({
    ids: cohort.ids,
    roles: cohort.roles,
    features: features === undefined ? coded : joinFeatures(coded, features),
    outcome: cohort.outcome,
    inSample: Object.fromEntries(learned.map(({ name }) => [name, training])),
  });
}
