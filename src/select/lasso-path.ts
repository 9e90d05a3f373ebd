/**
 * The path of LASSO, elastic-net and ridge logistic models over a falling sequence of penalties, as glmnet's.
 *
 * Minimised at each lambda: − Σ w [y η − ln(1 + e^η)] + lambda Σ f [(1 − alpha) b²/2 + alpha |b|], over weights w
 * that sum to 1 and penalty factors f that sum to the number of columns. The sequence starts where the first
 * column enters and falls by equal ratios; it ends early when the fit hardly gains any more or is nearly perfect.
 *
 * Source: Friedman, Hastie & Tibshirani, J. Stat. Softw. 33 (2010) 1; agrees with glmnet 4.1-6 in the number of
 * lambdas and, at equal tolerance, to about 1e-12 in the coefficients.
 */

import { power } from "../math/power.js";
import { type Vectors, withVectors } from "../math/vectors.js";
import {
  type DescentSettings,
  type DescentState,
  descend,
  descentMemory,
  smallestProbability,
  startDescent,
} from "./lasso-descent.js";
import { designMemory, type LassoDesign, lassoDesign } from "./lasso-design.js";
import {
  type LassoOptions,
  type ResolvedLassoOptions,
  resolvedLassoOptions,
} from "./lasso-options.js";
import { allGradients } from "./lasso-screen.js";

/** Coefficients that are not 0, by zero-based column, ascending. */
export interface SparseCoefficients {
  readonly index: readonly number[];
  readonly value: readonly number[];
}

export interface LassoPath {
  readonly alpha: number;
  /** Falling. */
  readonly lambda: readonly number[];
  /** One per lambda, on the scale of x as given; so are the coefficients. */
  readonly intercept: readonly number[];
  readonly coefficients: readonly SparseCoefficients[];
  /** Share of the null deviance that the model explains, one per lambda. */
  readonly devianceRatio: readonly number[];
  /** Deviance of the model with the intercept only; weights count as given. */
  readonly nullDeviance: number;
  readonly columnCount: number;
  /** Cycles over columns, in all. */
  readonly cycles: number;
  /** Why the path is shorter than asked for by a limit (of cycles, of columns); null when no limit was met. */
  readonly flag: string | null;
}

const beforeTheFirst = 9.9e35; // a lambda at which nothing that is penalised can enter
const fewestLambdas = 5;
const smallestGain = 1e-5;
const largestDevianceRatio = 0.999;
const smallestRatio = 1e-6;
const smallestAlpha = 1e-3;

/**
 * The mathematics of the path.
 *
 * @param x n rows of p ≥ 2 finite numbers; a constant column never enters
 * @param y n outcomes: 1 = event, 0 = non-event, at least two of each
 * @throws RangeError on invalid input or options
 */
export function _fitLasso(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: LassoOptions = {},
): LassoPath {
  const resolved = resolvedLassoOptions(options, x.length, x[0]?.length || 1);
  const [rows, columns] = [x.length, x[0]?.length ?? 0];
  const needed = designMemory(rows, columns) + descentMemory(rows, columns);
  return withVectors(needed, (vectors) => pathIn(vectors, x, y, options, resolved));
}

function pathIn(
  vectors: Vectors,
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: LassoOptions,
  resolved: ResolvedLassoOptions,
): LassoPath {
  const design = lassoDesign(vectors, x, y, {
    standardize: resolved.standardize,
    weights: options.weights,
    penaltyFactor: options.penaltyFactor,
  });
  const state = startDescent(design);
  const nullDeviance = logLoss(state);
  const settings: DescentSettings = { ...resolved, threshold: resolved.tolerance * nullDeviance };
  const given = resolved.lambda;
  const count = given?.length ?? resolved.lambdaCount;
  const ratio = power(Math.max(smallestRatio, resolved.lambdaMinRatio), 1 / (count - 1));

  const lambdas: number[] = [];
  const intercept: number[] = [];
  const coefficients: SparseCoefficients[] = [];
  const devianceRatio: number[] = [];
  let flag: string | null = null;
  let lambda = 0;
  for (let l = 0; l < count; l++) {
    let previous = lambda;
    if (given !== null) lambda = given[l];
    else if (l === 0) lambda = beforeTheFirst;
    else if (l === 1) {
      previous = largestUsefulLambda(state, resolved.alpha);
      lambda = ratio * previous;
    } else lambda *= ratio;

    const end = descend(state, lambda, previous, settings);
    if (end === "too many active" || end === "too many cycles") {
      flag = `the path ends after ${l} of ${count} lambdas: ${end} (limit ${end === "too many active" ? resolved.maxActive : resolved.maxCycles})`;
      break;
    }
    const point = onGivenScale(design, state);
    const explained = (nullDeviance - logLoss(state)) / nullDeviance;
    if (lambda === beforeTheFirst && (end === "saturated" || explained > largestDevianceRatio))
      throw new RangeError(
        "features without a penalty must leave something to explain; these alone predict every outcome; give them a penalty",
      );
    lambdas.push(lambda);
    intercept.push(point.intercept);
    coefficients.push(point.coefficients);
    devianceRatio.push(explained);
    if (end === "saturated") break;
    if (given !== null || l + 1 < Math.min(fewestLambdas, count)) continue;
    if (point.coefficients.index.length > resolved.maxNonzero) break;
    if (devianceRatio[l] - devianceRatio[l - 1] < smallestGain) break;
    if (devianceRatio[l] > largestDevianceRatio) break;
  }
  if (lambdas.length === 0)
    throw new RangeError(
      `the limits must allow at least one lambda; ${flag}; raise maxCycles or maxActive`,
    );
  if (given === null && lambdas.length > 2)
    lambdas[0] = Math.exp(2 * Math.log(lambdas[1]) - Math.log(lambdas[2]));
  return {
    alpha: resolved.alpha,
    lambda: lambdas,
    intercept,
    coefficients,
    devianceRatio,
    nullDeviance: 2 * design.totalWeight * nullDeviance,
    columnCount: design.columnCount,
    cycles: state.cycles,
    flag,
  };
}

/** The lambda at which the first penalised column would enter. */
function largestUsefulLambda({ design, residuals }: DescentState, alpha: number): number {
  const gradient = allGradients(design, residuals);
  let largest = 0;
  for (const j of design.usable)
    if (design.penalty[j] > 0) largest = Math.max(largest, gradient[j] / design.penalty[j]);
  return largest / Math.max(alpha, smallestAlpha);
}

/** − Σ w ln(probability of what happened). */
function logLoss({ design, probabilities }: DescentState): number {
  let sum = 0;
  for (let i = 0; i < design.rowCount; i++) {
    const risk = Math.min(Math.max(probabilities[i], smallestProbability), 1 - smallestProbability);
    sum -= design.weights[i] * Math.log(design.outcome[i] === 1 ? risk : 1 - risk);
  }
  return sum;
}

function onGivenScale(
  { center, scale }: LassoDesign,
  { coefficients, active, vectors: { activeCount }, intercept }: DescentState,
): { intercept: number; coefficients: SparseCoefficients } {
  const index = Array.from(active.subarray(0, activeCount[0]))
    .filter((j) => coefficients[j] !== 0)
    .sort((a, b) => a - b);
  const value = index.map((j) => coefficients[j] / scale[j]);
  let shift = 0;
  index.forEach((j, k) => {
    shift += value[k] * center[j];
  });
  return { intercept: intercept - shift, coefficients: { index, value } };
}
