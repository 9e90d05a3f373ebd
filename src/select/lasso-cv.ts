/**
 * The penalty of a LASSO, chosen by cross-validation as cv.glmnet does.
 *
 * Each fold is left out once; a path is fitted to the rest, with its own lambdas, and read at the lambdas of the path
 * on all rows by interpolation. The loss of the left-out rows is averaged within each fold and then over folds
 * (grouped), or over rows at once; its standard error comes from the spread of the folds. `lambdaMin` has the least
 * mean loss; `lambdaOneSe`, the sparser choice, is the largest lambda within one standard error of it.
 *
 * Source: Friedman, Hastie & Tibshirani, J. Stat. Softw. 33 (2010) 1, and glmnet 4.1-6.
 */

import { tableRows } from "../cohort/feature-table.js";
import { checkedFoldNumbers, type Folds, foldNumbers } from "../cohort/folds.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import type { LassoFit } from "./lasso.js";
import { placeOnPath } from "./lasso.js";
import {
  type LassoMeasure,
  lassoMeasures,
  rowLoss,
  weightedAuc,
  weightedMean,
} from "./lasso-cv-loss.js";
import type { LassoOptions } from "./lasso-options.js";
import { _fitLasso, type LassoPath } from "./lasso-path.js";

export interface LassoCvOptions extends LassoOptions {
  /** Defaults to "deviance". */
  readonly measure?: LassoMeasure;
  /** Whether the loss is averaged within each fold first; defaults to true. */
  readonly grouped?: boolean;
}

export interface LassoCvCurve {
  /** The measure used; "auc" needs 10 rows a fold and is "deviance" below that. */
  readonly measure: LassoMeasure;
  /** False also where it was asked for, but there are fewer than 3 rows a fold. */
  readonly grouped: boolean;
  /** Falling; the lambdas of the path at which the loss could be computed. */
  readonly lambda: readonly number[];
  /** Mean loss (mean AUC for "auc"), its standard error, and coefficients other than 0, one per lambda. */
  readonly mean: readonly number[];
  readonly standardError: readonly number[];
  readonly nonzero: readonly number[];
  readonly lambdaMin: number;
  readonly lambdaOneSe: number;
  /** Zero-based positions of the two in `lambda`. */
  readonly indexMin: number;
  readonly indexOneSe: number;
  /** From 1, one per row. */
  readonly folds: readonly number[];
}

/** A path on all rows and the choice of its penalty. Survives JSON. */
export interface LassoCvFit extends LassoFit {
  readonly cv: LassoCvCurve;
}

/**
 * @param options `folds`: fold numbers per row, or their count and a seed; all readings of a patient share a fold
 * @throws RangeError for rows that may not be learned from, and as {@link _fitLassoCv}
 */
export function fitLassoCv(
  training: Rows,
  options: LassoCvOptions & FitPermission & { readonly folds: Folds },
): LassoCvFit {
  const { exception: reason, synthetic, folds, ...cvOptions } = options;
  const exception = requireTraining(training, "LASSO", {
    ...(reason !== undefined && { exception: reason }),
    ...(synthetic !== undefined && { synthetic }),
  });
  const { path, cv } = _fitLassoCv(
    tableRows(training.features),
    training.outcome,
    foldNumbers(training, folds),
    cvOptions,
  );
  return Object.freeze({
    kind: "lasso",
    ...path,
    cv,
    features: training.features.names,
    rowCount: training.ids.length,
    exception,
  });
}

/**
 * The mathematics of cross-validation with given folds.
 *
 * @param folds n fold numbers, 1 … F with F ≥ 3
 * @throws RangeError on invalid input, or if the rows outside a fold cannot be fitted
 */
export function _fitLassoCv(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  folds: readonly number[],
  { measure: asked = "deviance", grouped: askedGrouped = true, ...options }: LassoCvOptions = {},
): { readonly path: LassoPath; readonly cv: LassoCvCurve } {
  const foldCount = checkedFoldNumbers(folds, x.length);
  if (foldCount < 3)
    throw new RangeError(`cross-validated LASSO needs at least 3 folds; got ${foldCount}`);
  if (!lassoMeasures.includes(asked))
    throw new RangeError(
      `measure must be one of ${lassoMeasures.join(", ")}; got ${String(asked)}`,
    );
  if (options.lambda && options.lambda.length < 2)
    throw new RangeError("cross-validation must have at least 2 lambdas to choose from; got 1");
  const path = _fitLasso(x, y, options);
  const risks = leftOutRisks(x, y, folds, foldCount, path.lambda, options);
  const measure = asked === "auc" && x.length / foldCount < 10 ? "deviance" : asked;
  const grouped = measure !== "auc" && askedGrouped && x.length / foldCount >= 3;
  const weights = options.weights ?? new Float64Array(x.length).fill(1);
  const foldRows = Array.from({ length: foldCount }, (_, f) => rowsWhere(folds, f + 1));
  const foldWeights = foldRows.map((rows) => rows.reduce((sum, i) => sum + weights[i], 0));

  const lambda: number[] = [];
  const mean: number[] = [];
  const standardError: number[] = [];
  const nonzero: number[] = [];
  path.lambda.forEach((value, l) => {
    const [losses, lossWeights] =
      measure !== "auc" && !grouped
        ? [Array.from(y, (label, i) => rowLoss(measure, label, risks[l][i])), weights]
        : [foldRows.map((rows) => foldLoss(measure, rows, y, risks[l], weights)), foldWeights];
    const center = weightedMean(losses, lossWeights);
    const spread = weightedMean(
      losses.map((loss) => (loss - center) ** 2),
      lossWeights,
    );
    if (Number.isNaN(spread)) return;
    lambda.push(value);
    mean.push(center);
    standardError.push(Math.sqrt(spread / (losses.length - 1)));
    nonzero.push(path.coefficients[l].index.length);
  });
  if (lambda.length === 0)
    throw new RangeError(
      `the ${measure} must be computable in at least one fold; every fold has one outcome only`,
    );
  const choice = chosen(lambda, mean, standardError, measure === "auc");
  return {
    path,
    cv: { measure, grouped, lambda, mean, standardError, nonzero, ...choice, folds: [...folds] },
  };
}

function chosen(
  lambda: readonly number[],
  mean: readonly number[],
  standardError: readonly number[],
  higherIsBetter: boolean,
): Pick<LassoCvCurve, "lambdaMin" | "lambdaOneSe" | "indexMin" | "indexOneSe"> {
  const loss = higherIsBetter ? mean.map((value) => -value) : mean;
  const indexMin = loss.indexOf(Math.min(...loss)); // lambda falls, so the first is the largest
  const limit = loss[indexMin] + standardError[indexMin];
  const indexOneSe = loss.findIndex((value) => value <= limit);
  return { lambdaMin: lambda[indexMin], lambdaOneSe: lambda[indexOneSe], indexMin, indexOneSe };
}

function foldLoss(
  measure: LassoMeasure,
  rows: readonly number[],
  y: ArrayLike<number>,
  risks: Float64Array,
  weights: ArrayLike<number>,
): number {
  const outcome = rows.map((i) => y[i]);
  const foldWeights = rows.map((i) => weights[i]);
  const foldRisks = rows.map((i) => risks[i]);
  if (measure === "auc") return weightedAuc(outcome, foldRisks, foldWeights);
  return weightedMean(
    outcome.map((label, k) => rowLoss(measure, label, foldRisks[k])),
    foldWeights,
  );
}

/** Risks of each row from the path fitted without its fold: one array of n per lambda. */
function leftOutRisks(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  folds: readonly number[],
  foldCount: number,
  lambda: readonly number[],
  options: LassoOptions,
): Float64Array[] {
  const risks = lambda.map(() => new Float64Array(x.length));
  for (let fold = 1; fold <= foldCount; fold++) {
    const kept = rowsWhere(folds, fold, false);
    const path = pathWithout(fold, x, y, kept, options);
    for (const i of rowsWhere(folds, fold)) {
      const predictors = path.coefficients.map(({ index, value }, l) => {
        let sum = 0;
        for (let k = 0; k < index.length; k++) sum += value[k] * x[i][index[k]];
        return path.intercept[l] + sum;
      });
      lambda.forEach((at, l) => {
        const { left, right, share } = placeOnPath(path.lambda, at);
        const predictor =
          left === right
            ? predictors[left]
            : share * predictors[left] + (1 - share) * predictors[right];
        risks[l][i] = 1 / (1 + Math.exp(-predictor));
      });
    }
  }
  return risks;
}

function pathWithout(
  fold: number,
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  kept: readonly number[],
  options: LassoOptions,
): LassoPath {
  const { weights } = options;
  try {
    return _fitLasso(
      kept.map((i) => x[i]),
      kept.map((i) => y[i]),
      { ...options, ...(weights && { weights: kept.map((i) => weights[i]) }) },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`without fold ${fold}: ${error.message}`);
  }
}

function rowsWhere(folds: readonly number[], fold: number, inside = true): number[] {
  return folds.flatMap((number, i) => ((number === fold) === inside ? [i] : []));
}
