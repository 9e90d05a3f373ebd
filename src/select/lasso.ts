/**
 * LASSO, elastic-net and ridge logistic regression of an outcome on many features.
 *
 * A fit holds the whole path of models; which of them to use is a penalty lambda, chosen beforehand or by
 * cross-validation (`lasso-cv.ts`). Between two lambdas of the path, coefficients are interpolated linearly; beyond
 * its ends, those of the end are taken; as glmnet does.
 */

import { type FeatureTable, featureColumn, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import type { LassoOptions } from "./lasso-options.js";
import { _fitLasso, type LassoPath } from "./lasso-path.js";

/** A path with the names of its features. Survives JSON. */
export interface LassoFit extends LassoPath {
  readonly kind: "lasso";
  readonly features: readonly string[];
  readonly rowCount: number;
  /** The written reason under which rows other than training rows entered, or null. */
  readonly exception: string | null;
}

/** One model of the path. */
export interface LassoModel {
  readonly lambda: number;
  readonly intercept: number;
  /** The features with a coefficient other than 0, in the order of the training table. */
  readonly coefficients: readonly { readonly feature: string; readonly value: number }[];
}

/** @throws RangeError for rows that may not be learned from, and as {@link _fitLasso} */
export function fitLasso(training: Rows, options: LassoOptions & FitPermission = {}): LassoFit {
  const { exception: reason, synthetic, ...lassoOptions } = options;
  const exception = requireTraining(training, "LASSO", {
    ...(reason !== undefined && { exception: reason }),
    ...(synthetic !== undefined && { synthetic }),
  });
  const path = _fitLasso(tableRows(training.features), training.outcome, lassoOptions);
  return Object.freeze({
    kind: "lasso",
    ...path,
    features: training.features.names,
    rowCount: training.ids.length,
    exception,
  });
}

/** The model at a penalty. @throws RangeError unless lambda is finite and not negative */
export function lassoModel(fit: LassoFit, lambda: number): LassoModel {
  const { intercept, coefficients } = coefficientsAt(fit, lambda);
  return {
    lambda,
    intercept,
    coefficients: Array.from(coefficients, (value, j) => ({
      feature: fit.features[j],
      value,
    })).filter(({ value }) => value !== 0),
  };
}

/**
 * Linear predictors (any order of size; the signature's score) or risks (0 to 1) of the rows of a table.
 *
 * Only the features with a coefficient other than 0 need be in the table, in any order.
 *
 * @throws RangeError for a feature the table lacks, a value that is not finite, or an unknown scale
 */
export function predictLasso(
  fit: LassoFit,
  table: FeatureTable,
  { lambda, scale = "score" }: { readonly lambda: number; readonly scale?: "score" | "risk" },
): Float64Array {
  if (scale !== "score" && scale !== "risk")
    throw new RangeError(`scale must be score or risk; got ${String(scale)}`);
  const model = lassoModel(fit, lambda);
  const predictor = new Float64Array(table.rowCount).fill(model.intercept);
  for (const { feature, value } of model.coefficients) {
    const column = featureColumn(table, feature);
    column.forEach((x, i) => {
      if (!Number.isFinite(x))
        throw new RangeError(`"${feature}" must be finite; row ${i} has ${x}`);
      predictor[i] += value * x;
    });
  }
  return scale === "score" ? predictor : predictor.map((eta) => 1 / (1 + Math.exp(-eta)));
}

/** Intercept and one coefficient per column at a penalty, interpolated along the path. */
export function coefficientsAt(
  path: LassoPath,
  lambda: number,
): { readonly intercept: number; readonly coefficients: Float64Array } {
  if (!(lambda >= 0 && lambda < Infinity))
    throw new RangeError(`lambda must be finite and not negative; got ${lambda}`);
  const { left, right, share } = placeOnPath(path.lambda, lambda);
  const coefficients = new Float64Array(path.columnCount);
  const add = (l: number, factor: number) =>
    path.coefficients[l].index.forEach((j, k) => {
      coefficients[j] += factor * path.coefficients[l].value[k];
    });
  add(left, share);
  if (right !== left) add(right, 1 - share);
  const intercept =
    right === left
      ? path.intercept[left]
      : share * path.intercept[left] + (1 - share) * path.intercept[right];
  return { intercept, coefficients };
}

/** Between which two points of a falling sequence a value lies, and the share of the left one. */
export function placeOnPath(
  falling: readonly number[],
  value: number,
): { readonly left: number; readonly right: number; readonly share: number } {
  const last = falling.length - 1;
  if (value >= falling[0]) return { left: 0, right: 0, share: 1 };
  if (value <= falling[last]) return { left: last, right: last, share: 1 };
  let left = 0;
  let right = last;
  while (right - left > 1) {
    const middle = (left + right) >> 1;
    if (falling[middle] >= value) left = middle;
    else right = middle;
  }
  if (falling[left] === value) return { left, right: left, share: 1 };
  return { left, right, share: (value - falling[right]) / (falling[left] - falling[right]) };
}
