/**
 * Features that say nothing: zero, constant or nearly so in the training rows.
 *
 * A rectifier leaves many channels of a network at zero for one kind of image. The rule, in this order: "zero" if every
 * training value is 0; "constant" if all are equal; "near-null" if one value is shared by at least a stated share of
 * the training rows, or if the whole range is at most a millionth of the largest absolute value.
 */

import { type FeatureTable, featureColumn, selectFeatures } from "../cohort/feature-table.js";
import { type FitPermission, permissionOf, type Rows, requireTraining } from "../cohort/rows.js";

export interface NullFeatures {
  readonly kind: "null-features";
  /** In the order of the table. */
  readonly kept: readonly string[];
  readonly removed: readonly { readonly name: string; readonly reason: NullReason }[];
  readonly share: number;
  readonly exception: string | null;
}

export type NullReason = "zero" | "constant" | "near-null";

export interface NullFeatureOptions {
  /** A feature goes if one value has at least this share of the training rows; above 0.5, at most 1. */
  readonly share?: number;
}

/** A range below this part of the largest absolute value is rounding. */
const RELATIVE_RANGE = 1e-6;

/** @throws RangeError for rows of another role without a written exception, and as {@link _fitNullFeatures} */
export function fitNullFeatures(
  training: Rows,
  options: NullFeatureOptions & FitPermission = {},
): NullFeatures {
  const exception = requireTraining(
    training,
    "the removal of null features",
    permissionOf(options),
  );
  return Object.freeze({ ..._fitNullFeatures(training.features, options), exception });
}

/** @throws RangeError for fewer than two rows, a value that is not finite, or a share outside (0.5, 1] */
export function _fitNullFeatures(
  table: FeatureTable,
  { share = 0.95 }: NullFeatureOptions = {},
): NullFeatures {
  if (!(share > 0.5 && share <= 1))
    throw new RangeError(`the share must be above 0.5 and at most 1; got ${share}`);
  if (table.rowCount < 2)
    throw new RangeError(`null features need two rows or more; got ${table.rowCount}`);
  const kept: string[] = [];
  const removed: { name: string; reason: NullReason }[] = [];
  for (const name of table.names) {
    const reason = reasonOf(featureColumn(table, name), name, share);
    if (reason === null) kept.push(name);
    else removed.push({ name, reason });
  }
  return { kind: "null-features", kept, removed, share, exception: null };
}

/** The features that were kept. @throws RangeError for one that the table lacks */
export function applyNullFeatures({ kept }: NullFeatures, table: FeatureTable): FeatureTable {
  return selectFeatures(table, kept);
}

function reasonOf(values: Float64Array, name: string, share: number): NullReason | null {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) throw new RangeError(`"${name}" must be finite; row ${row} has ${values[row]}`);
  const sorted = values.slice().sort();
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  if (low === high) return low === 0 ? "zero" : "constant";
  if (high - low <= RELATIVE_RANGE * Math.max(Math.abs(low), Math.abs(high))) return "near-null";
  let longest = 1;
  for (let i = 1, run = 1; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest >= share * sorted.length ? "near-null" : null;
}
