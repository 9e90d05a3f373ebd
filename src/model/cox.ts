/**
 * Cox's proportional-hazards model: how covariates multiply the hazard, whatever its course in time.
 *
 * Newton's method on the partial likelihood, halving steps that overshoot. A covariate that is a combination of earlier
 * ones is named and left out; coefficients that run off to infinity are flagged, and then there are no numbers.
 * Source: Therneau & Grambsch, Modeling Survival Data (2000); conventions as R's `coxph` (survival 3.5).
 */

import { type FitPermission, permissionOf, type Rows, requireTraining } from "../cohort/rows.js";
import { chiSquareUpperTail } from "../math/chi-square.js";
import { requireKnownOptions } from "../math/known-options.js";
import { cholesky, inverseCholesky } from "../math/matrix.js";
import { normalQuantile, normalTwoSidedP } from "../math/normal.js";
import { coxData, independentColumns, withColumns } from "./cox-data.js";
import { type CoxData, type CoxLikelihood, type CoxTies, coxLikelihood } from "./cox-likelihood.js";

export interface CoxOptions {
  /** Names of the p columns; defaults to x1, x2, … */
  readonly names?: readonly string[];
  /** Defaults to "efron". */
  readonly ties?: CoxTies;
  /** n names: each stratum has a baseline hazard of its own. */
  readonly strata?: readonly string[];
  /** Coverage of the intervals, in (0, 1); defaults to 0.95. */
  readonly confidence?: number;
}

export interface CoxTerm {
  readonly name: string;
  /** Log hazard ratio per unit. */
  readonly coefficient: number;
  readonly standardError: number;
  readonly hazardRatio: number;
  readonly ci: readonly [lower: number, upper: number];
  readonly z: number;
  readonly pValue: number;
}

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

export interface CoxFit {
  readonly terms: readonly CoxTerm[];
  /** Names of columns that are combinations of earlier ones; they have no coefficient. */
  readonly aliased: readonly string[];
  /** p x p without the aliased ones, one row a term. */
  readonly covariance: readonly (readonly number[])[];
  readonly patients: number;
  readonly events: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly likelihoodRatio: ChiSquareTest;
  readonly wald: ChiSquareTest;
  readonly score: ChiSquareTest;
  readonly ties: CoxTies;
}

export interface CoxModel extends CoxFit {
  /** Why the fit went ahead on rows that it would refuse, or null. */
  readonly exception: string | null;
}

/** Times and event marks of the rows, in their order. */
export interface SurvivalOutcome {
  readonly times: readonly number[];
  readonly events: readonly number[];
}

/**
 * Fit on training rows; the features are the covariates.
 *
 * @throws RangeError for validation or synthetic rows without a written exception, or where {@link _fitCox} refuses
 */
export function fitCox(
  training: Rows,
  outcome: SurvivalOutcome,
  options: Omit<CoxOptions, "names"> & FitPermission = {},
): CoxModel {
  const exception = requireTraining(training, "Cox regression", permissionOf(options));
  const { names, values } = training.features;
  const x = training.ids.map((_, i) =>
    Array.from(values.subarray(i * names.length, (i + 1) * names.length)),
  );
  const { exception: _reason, synthetic: _synthetic, ...rest } = options;
  return Object.freeze({
    ..._fitCox(outcome.times, outcome.events, x, { ...rest, names }),
    exception,
  });
}

/** Linear predictor of each row: Σ coefficient · value, on the covariates' own scale. @throws RangeError for a missing column */
export function predictCox(fit: CoxFit, rows: Pick<Rows, "features">): Float64Array {
  const { names, values, rowCount } = rows.features;
  const columns = fit.terms.map(({ name }) => {
    const column = names.indexOf(name);
    if (column < 0)
      throw new RangeError(
        `the rows must have the covariate "${name}"; they have ${names.join(", ")}`,
      );
    return column;
  });
  return Float64Array.from({ length: rowCount }, (_, i) =>
    fit.terms.reduce(
      (sum, { coefficient }, t) => sum + coefficient * values[i * names.length + columns[t]],
      0,
    ),
  );
}

/**
 * @param times n times ≥ 0
 * @param events n marks: 1 = event, 0 = censored
 * @param x n rows of p finite covariates
 * @throws RangeError on invalid input, no event, no usable covariate, or a likelihood without a maximum
 */
export function _fitCox(
  times: readonly number[],
  events: readonly number[],
  x: readonly (readonly number[])[],
  options: CoxOptions = {},
): CoxFit {
  const { confidence = 0.95, ties = "efron" } = options;
  requireKnownOptions("a Cox model", options, ["names", "ties", "strata", "confidence"]);
  const names = options.names ?? (x[0] ?? []).map((_, j) => `x${j + 1}`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  if (ties !== "efron" && ties !== "breslow")
    throw new RangeError(`ties must be efron or breslow; got "${String(ties)}"`);
  const all = coxData(times, events, x, names, options.strata, ties);
  const { kept, aliased } = independentColumns(all, names);
  if (kept.length === 0)
    throw new RangeError(
      `a Cox model needs a covariate that varies; got ${names.join(", ") || "none"}`,
    );
  const data = aliased.length === 0 ? all : withColumns(all, kept);
  const start = coxLikelihood(data, new Float64Array(kept.length));
  const { b, at, covariance } = maximise(
    data,
    start,
    kept.map((j) => names[j]),
  );
  const z = normalQuantile((1 + confidence) / 2);
  const p = kept.length;
  const terms = kept.map((j, k): CoxTerm => {
    const standardError = Math.sqrt(covariance[k * p + k]);
    return {
      name: names[j],
      coefficient: b[k],
      standardError,
      hazardRatio: Math.exp(b[k]),
      ci: [Math.exp(b[k] - z * standardError), Math.exp(b[k] + z * standardError)],
      z: b[k] / standardError,
      pValue: normalTwoSidedP(b[k] / standardError),
    };
  });
  const startInverse = inverseCholesky(cholesky(start.information, p, 1e-13), p);
  return {
    terms,
    aliased: aliased.map((j) => names[j]),
    covariance: Array.from({ length: p }, (_, k) =>
      Array.from(covariance.subarray(k * p, (k + 1) * p)),
    ),
    patients: times.length,
    events: data.followUp.events.reduce((sum, event) => sum + event, 0),
    logLikelihood: at.logLikelihood,
    nullLogLikelihood: start.logLikelihood,
    likelihoodRatio: tested(2 * (at.logLikelihood - start.logLikelihood), p),
    wald: tested(quadratic(b, at.information, p), p),
    score: tested(quadratic(start.score, startInverse, p), p),
    ties,
  };
}

function maximise(
  data: CoxData,
  start: CoxLikelihood,
  names: readonly string[],
): { b: Float64Array; at: CoxLikelihood; covariance: Float64Array } {
  const p = data.p;
  let b = new Float64Array(p);
  let at = start;
  const deaths = data.followUp.events.reduce((sum, event) => sum + event, 0);
  for (let iteration = 0; iteration < 40; iteration++) {
    let inverse: Float64Array;
    try {
      inverse = inverseCholesky(cholesky(at.information, p, 1e-13), p);
    } catch {
      break; // the information has vanished: the likelihood is flat at infinity
    }
    const step = Float64Array.from({ length: p }, (_, j) =>
      at.score.reduce((sum, u, k) => sum + inverse[j * p + k] * u, 0),
    );
    let share = 1;
    let next = b.map((value, j) => value + step[j]);
    let there = coxLikelihood(data, next);
    while (
      !(there.logLikelihood >= at.logLikelihood - 1e-12 * Math.abs(at.logLikelihood)) &&
      share > 1e-6
    ) {
      share /= 2;
      next = b.map((value, j) => value + share * step[j]);
      there = coxLikelihood(data, next);
    }
    // In standard deviations of the covariate: a step that stays long while the information vanishes is no convergence.
    const moved = Math.max(
      ...step.map((s, j) => Math.abs(s) * Math.sqrt(start.information[j * p + j] / deaths)),
    );
    b = next;
    at = there;
    const flat = step.some(
      (_, j) => at.information[j * p + j] < 1e-8 * start.information[j * p + j],
    );
    if (flat) break;
    if (moved < 1e-9) {
      return { b, at, covariance: inverseCholesky(cholesky(at.information, p, 1e-13), p) };
    }
  }
  const runaway = names.filter(
    (_, j) => Math.abs(b[j]) * Math.sqrt(start.information[j * p + j]) > 10,
  );
  throw new RangeError(
    `the likelihood must have a maximum; the coefficient of ${(runaway.length ? runaway : names).join(", ")} runs off to infinity: the covariate orders the events perfectly; leave it out or group its values`,
  );
}

function tested(chiSquare: number, degreesOfFreedom: number): ChiSquareTest {
  return {
    chiSquare,
    degreesOfFreedom,
    pValue: chiSquareUpperTail(Math.max(0, chiSquare), degreesOfFreedom),
  };
}

function quadratic(v: Float64Array, matrix: Float64Array, p: number): number {
  let sum = 0;
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) sum += v[j] * matrix[j * p + k] * v[k];
  return sum;
}
