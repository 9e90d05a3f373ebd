/**
 * How much of each feature the batch explains, and how much the outcome does: what harmonising is to take away, and what
 * it is to leave.
 *
 * Per feature the Kruskal-Wallis test asks whether the batches differ at all; the correlation ratio η² is the share of
 * the feature's variance that lies between the batches' means (for two groups it is R²). The number of features below a
 * limit is counted as it is and after Benjamini and Hochberg's correction for the number of features. It describes the
 * rows that are given; nothing is learned from them.
 *
 * Sources: Kruskal & Wallis, J. Am. Stat. Assoc. 47 (1952) 583-621; Benjamini & Hochberg, J. R. Stat. Soc. B 57 (1995)
 * 289-300.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { featureColumn } from "../cohort/feature-table.js";
import { kruskalWallisTest } from "../compare/kruskal-wallis.js";
import { adjustedPValues } from "../compare/p-adjustment.js";

export interface BatchEffect {
  /** Features that vary: those that are tested. */
  readonly features: readonly string[];
  /** Features that are the same in all rows. */
  readonly constant: readonly string[];
  /** By feature, of the Kruskal-Wallis test between batches. */
  readonly pValues: readonly number[];
  /** How many have P below the limit, as it is and after Benjamini-Hochberg. */
  readonly below: number;
  readonly belowAdjusted: number;
  /** By feature, the share of its variance between batches, and between outcomes. */
  readonly byBatch: readonly number[];
  readonly byOutcome: readonly number[];
}

/**
 * @param batch one name per row
 * @param outcome 0 or 1 per row
 * @param limit of P
 * @throws RangeError for fewer than two batches or outcomes, a wrong length, or features that are all constant
 */
export function batchEffect(
  table: FeatureTable,
  batch: readonly string[],
  outcome: readonly number[],
  limit = 0.05,
): BatchEffect {
  const batches = groupsOf(batch, table.rowCount, "batch");
  const outcomes = groupsOf(outcome.map(String), table.rowCount, "outcome");
  const features: string[] = [];
  const constant: string[] = [];
  const found = table.names.flatMap((name) => {
    const values = featureColumn(table, name);
    const varies = values.some((value) => value !== values[0]);
    (varies ? features : constant).push(name);
    if (!varies) return [];
    const groups = batches.map((at) => Float64Array.from(at, (i) => values[i]));
    return [
      {
        pValue: kruskalWallisTest(groups).pValue,
        byBatch: correlationRatio(values, batches),
        byOutcome: correlationRatio(values, outcomes),
      },
    ];
  });
  if (features.length === 0) throw new RangeError("a feature must vary; none does");
  const pValues = found.map(({ pValue }) => pValue);
  const adjusted = adjustedPValues(pValues, "benjamini-hochberg");
  return {
    features,
    constant,
    pValues,
    below: pValues.filter((p) => p < limit).length,
    belowAdjusted: adjusted.filter((p) => p! < limit).length,
    byBatch: found.map((own) => own.byBatch),
    byOutcome: found.map((own) => own.byOutcome),
  };
}

/**
 * η²: the share of the variance that lies between the groups' means, from 0 to 1.
 *
 * @param groups places of the values of each group; every value belongs to one
 */
export function correlationRatio(
  values: ArrayLike<number>,
  groups: readonly (readonly number[])[],
): number {
  const meanAt = (at: readonly number[]): number =>
    at.reduce((sum, i) => sum + values[i], 0) / at.length;
  const all = meanAt(groups.flat());
  let [between, total] = [0, 0];
  for (const at of groups) {
    between += at.length * (meanAt(at) - all) ** 2;
    for (const i of at) total += (values[i] - all) ** 2;
  }
  return Math.min(1, between / total);
}

/** Places of the rows of each name. */
function groupsOf(names: readonly string[], rowCount: number, what: string): number[][] {
  if (names.length !== rowCount)
    throw new RangeError(`need one ${what} per row; got ${names.length} for ${rowCount} rows`);
  const groups = new Map<string, number[]>();
  names.forEach((name, i) => {
    groups.set(name, [...(groups.get(name) ?? []), i]);
  });
  if (groups.size < 2)
    throw new RangeError(`there must be two kinds of ${what} or more; got ${groups.size}`);
  return [...groups.values()];
}
