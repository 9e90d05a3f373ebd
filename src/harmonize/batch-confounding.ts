/**
 * Whether the batches differ in what is to be kept: outcome, grade, age.
 *
 * Harmonising takes away whatever differs between batches. Where the outcome or a covariate differs too, part of the
 * signal goes with the noise (or, if the covariate is protected, part of the noise stays), and no method can tell which.
 * This table is to be printed before harmonising; it decides nothing.
 *
 * Source: Nygaard, Rødland & Hovig, Biostatistics 17 (2016) 29–39.
 */

import { oneWayAnova } from "../compare/anova.js";
import { cramersV, pearsonChiSquareTest } from "../compare/contingency.js";

export interface BatchAssociation {
  readonly variable: string;
  readonly kind: "category" | "measurement";
  readonly batches: readonly string[];
  /** Levels of a category in string order (numbers in their own order); empty for a measurement. */
  readonly levels: readonly string[];
  /** Patients per batch, and of those per level; for a measurement its means per batch. */
  readonly sizes: readonly number[];
  readonly counts: readonly (readonly number[])[];
  readonly means: readonly number[];
  /** Pearson's chi-square for a category, F for a measurement; null where flagged. */
  readonly statistic: number | null;
  readonly degreesOfFreedom: readonly number[];
  readonly pValue: number | null;
  /** Cramér's V for a category; for a measurement the correlation ratio η. From 0 to 1, null where flagged. */
  readonly strength: number | null;
  /** Batches that lack a level which others have: there the level and the batch cannot be told apart. */
  readonly lacking: readonly { readonly batch: string; readonly level: string }[];
  /** Whether the variable is settled by the batch: any difference may be either's. */
  readonly confounded: boolean;
  /** Why there is no statistic; null if there is one. */
  readonly flag: string | null;
}

/**
 * One entry per variable, in the order given.
 *
 * @param batch one name per patient
 * @param variables categories (text or codes, e.g. the outcome) and measurements (numbers), one value per patient
 * @throws RangeError for fewer than two batches, a wrong length, or a measurement that is not finite
 */
export function batchConfounding(
  batch: readonly string[],
  variables: {
    readonly categories?: Readonly<Record<string, readonly (string | number)[]>>;
    readonly measurements?: Readonly<Record<string, readonly number[]>>;
  },
): BatchAssociation[] {
  const batches = [...new Set(batch)].sort();
  if (batches.length < 2)
    throw new RangeError(`confounding needs two batches or more; got ${batches.length}`);
  const members = batches.map((name) => batch.flatMap((of, i) => (of === name ? [i] : [])));
  const requireLength = (name: string, values: readonly unknown[]): void => {
    if (values.length !== batch.length)
      throw new RangeError(
        `"${name}" needs one value per patient; got ${values.length} for ${batch.length}`,
      );
  };
  return [
    ...Object.entries(variables.categories ?? {}).map(([name, values]) => {
      requireLength(name, values);
      return categoryByBatch(name, batches, members, values);
    }),
    ...Object.entries(variables.measurements ?? {}).map(([name, values]) => {
      requireLength(name, values);
      return measurementByBatch(name, batches, members, values);
    }),
  ];
}

function categoryByBatch(
  variable: string,
  batches: readonly string[],
  members: readonly (readonly number[])[],
  values: readonly (string | number)[],
): BatchAssociation {
  const distinct = [...new Set(values)];
  distinct.sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : a < b ? -1 : 1,
  );
  const counts = members.map((at) =>
    distinct.map((level) => at.filter((i) => values[i] === level).length),
  );
  const levels = distinct.map(String);
  const table = {
    variable,
    kind: "category" as const,
    batches,
    levels,
    sizes: members.map((at) => at.length),
    counts,
    means: [],
    lacking: batches.flatMap((name, b) =>
      levels.flatMap((level, k) => (counts[b][k] === 0 ? [{ batch: name, level }] : [])),
    ),
  };
  if (levels.length < 2) return { ...table, ...nothing("every patient has the same value") };
  const { chiSquare, degreesOfFreedom, pValue } = pearsonChiSquareTest(counts);
  return {
    ...table,
    statistic: chiSquare,
    degreesOfFreedom: [degreesOfFreedom],
    pValue,
    strength: cramersV(counts),
    confounded: counts.every((row) => row.filter((count) => count > 0).length === 1),
    flag: null,
  };
}

function measurementByBatch(
  variable: string,
  batches: readonly string[],
  members: readonly (readonly number[])[],
  values: readonly number[],
): BatchAssociation {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`"${variable}" must be finite; patient ${bad} has ${values[bad]}`);
  const groups = members.map((at) => at.map((i) => values[i]));
  const table = {
    variable,
    kind: "measurement" as const,
    batches,
    levels: [],
    sizes: groups.map((group) => group.length),
    counts: [],
    means: groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length),
    lacking: [],
  };
  if (values.every((value) => value === values[0]))
    return { ...table, ...nothing("every patient has the same value") };
  if (values.length <= batches.length)
    return { ...table, ...nothing("there are no more patients than batches") };
  const { f, df1, df2, pValue, betweenSquares, withinSquares } = oneWayAnova(groups);
  const settled = groups.every((group) => group.every((value) => value === group[0]));
  return {
    ...table,
    statistic: settled ? null : f,
    degreesOfFreedom: [df1, df2],
    pValue: settled ? 0 : pValue,
    strength: settled ? 1 : Math.sqrt(betweenSquares / (betweenSquares + withinSquares)),
    confounded: settled,
    flag: settled ? "each batch has a single value" : null,
  };
}

function nothing(flag: string) {
  return {
    statistic: null,
    degreesOfFreedom: [],
    pValue: null,
    strength: null,
    confounded: false,
    flag,
  };
}
