/**
 * Standardising features: how many training standard deviations a value lies from the training mean.
 *
 * The divisor of the variance is n − 1, as in R's scale; scikit-learn's StandardScaler divides by n. A feature that is
 * constant in training is centred and otherwise left as it is. Missing values (NaN) take no part and stay missing.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";

/** Mean and standard deviation of each feature in training. Survives JSON. */
export interface ZScore {
  readonly kind: "z-score";
  readonly features: readonly string[];
  readonly means: readonly number[];
  /** 0 for a constant feature. */
  readonly standardDeviations: readonly number[];
  readonly exception: string | null;
}

/** @throws RangeError for rows of another role without a written exception, and as {@link _fitZScore} */
export function fitZScore(training: Rows, permission: FitPermission = {}): ZScore {
  const exception = requireTraining(training, "z-score", permission);
  return Object.freeze({ ..._fitZScore(training.features), exception });
}

/**
 * The mathematics of {@link fitZScore}.
 *
 * @throws RangeError for an infinite value, or a feature with fewer than two values
 */
export function _fitZScore({ names, rowCount, values }: FeatureTable): ZScore {
  const p = names.length;
  const counts = new Float64Array(p);
  const means = new Float64Array(p);
  for (let i = 0, at = 0; i < rowCount; i++) {
    for (let j = 0; j < p; j++, at++) {
      if (Number.isNaN(values[at])) continue;
      if (!Number.isFinite(values[at]))
        throw new RangeError(`"${names[j]}" must be finite; row ${i} has ${values[at]}`);
      counts[j]++;
      means[j] += values[at];
    }
  }
  for (let j = 0; j < p; j++) {
    if (counts[j] < 2)
      throw new RangeError(
        `a z-score needs two values or more of each feature; "${names[j]}" has ${counts[j]}`,
      );
    means[j] /= counts[j];
  }
  const squares = new Float64Array(p);
  const constant = new Uint8Array(p).fill(1);
  const first = new Float64Array(p).fill(Number.NaN);
  for (let i = 0, at = 0; i < rowCount; i++) {
    for (let j = 0; j < p; j++, at++) {
      const value = values[at];
      if (Number.isNaN(value)) continue;
      if (Number.isNaN(first[j])) first[j] = value;
      else if (value !== first[j]) constant[j] = 0;
      squares[j] += (value - means[j]) ** 2;
    }
  }
  return {
    kind: "z-score",
    features: names,
    means: Array.from(means, (mean, j) => (constant[j] === 1 ? first[j] : mean)),
    standardDeviations: Array.from(squares, (sum, j) =>
      constant[j] === 1 ? 0 : Math.sqrt(sum / (counts[j] - 1)),
    ),
    exception: null,
  };
}

/**
 * The same features of any patients, in training standard deviations.
 *
 * @throws RangeError if the table's features are not those of training, in their order
 */
export function applyZScore(scaler: ZScore, table: FeatureTable): FeatureTable {
  requireSameFeatures(scaler.features, table.names);
  const { means, standardDeviations } = scaler;
  const p = table.names.length;
  const values = new Float64Array(table.values.length);
  for (let i = 0, at = 0; i < table.rowCount; i++)
    for (let j = 0; j < p; j++, at++)
      values[at] = (table.values[at] - means[j]) / (standardDeviations[j] || 1);
  return { names: table.names, rowCount: table.rowCount, values };
}

/** @throws RangeError naming the first feature that differs */
export function requireSameFeatures(fitted: readonly string[], given: readonly string[]): void {
  const at = fitted.findIndex((name, j) => name !== given[j]);
  if (at < 0 && fitted.length === given.length) return;
  const place = at < 0 ? fitted.length : at;
  throw new RangeError(
    `the features must be those of training, in their order; feature ${place} was ${shown(fitted[place])} and is ${shown(given[place])}`,
  );
}

function shown(name: string | undefined): string {
  return name === undefined ? "not there" : `"${name}"`;
}
