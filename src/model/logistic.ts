/**
 * Logistic regression by maximum likelihood: the log odds of the outcome are a sum of terms.
 *
 * A coefficient is the change of the log odds for one unit of its term, the others held fixed; its exponential is
 * the odds ratio. Estimates, standard errors, deviances and information criteria are those of R's glm, with its
 * conventions: a term that earlier terms already explain is *aliased* and has no coefficient; with weights, n is
 * still the number of rows. Where the outcomes are separated no estimate exists, and the fit says by which terms.
 *
 * Source: McCullagh & Nelder, Generalized Linear Models, 2nd ed. (1989), chapter 4.
 */

import { type FeatureTable, featureColumn, selectFeatures } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { inverseCrossProduct } from "../math/least-squares.js";
import { expit } from "../math/logit.js";
import { type Design, type DesignOptions, interceptName, logisticDesign } from "./design.js";
import { type IrlsResult, irls, logisticDeviance } from "./irls.js";
import { separation } from "./separation.js";

export interface LogisticFit {
  /** "(Intercept)" first. */
  readonly terms: readonly string[];
  /** Log odds per unit; null for an aliased term. */
  readonly coefficients: readonly (number | null)[];
  readonly standardErrors: readonly (number | null)[];
  /** Covariance of the coefficients, term by term; null in the row and column of an aliased term. */
  readonly covariance: readonly (readonly (number | null)[])[];
  /** Terms without a coefficient, because earlier terms explain them. */
  readonly aliased: readonly string[];
  /** Rows of positive weight. */
  readonly n: number;
  /** Those of them with the event. */
  readonly events: number;
  /** Sum of the weights of all rows, and of those with the event: the patients, if the rows are counts. */
  readonly totalWeight: number;
  readonly eventWeight: number;
  readonly rank: number;
  readonly residualDf: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  /** As R's logLik: weights that are not whole are rounded here, though not in the deviance. */
  readonly logLikelihood: number;
  readonly logLikelihoodNull: number;
  readonly aic: number;
  readonly bic: number;
  readonly iterations: number;
}

/** A saved model. Survives JSON. */
export interface LogisticModel extends LogisticFit {
  readonly kind: "logistic";
  /** The written reason if it was not fitted on training rows alone; to be printed with every result. */
  readonly exception: string | null;
}

export interface FitLogisticOptions extends FitPermission {
  /** Features that enter, in this order; left out, all. */
  readonly terms?: readonly string[];
  /** As in {@link DesignOptions}, one per row. */
  readonly weights?: ArrayLike<number>;
  readonly offset?: ArrayLike<number>;
}

export interface LogisticOptions extends DesignOptions {
  /** Relative change of the deviance that ends the iteration (glm's epsilon). Left out, until nothing moves. */
  readonly epsilon?: number;
}

/**
 * Fit on training rows.
 *
 * @throws RangeError for rows of another role without a written exception, and as {@link _fitLogistic}
 */
export function fitLogistic(training: Rows, options: FitLogisticOptions = {}): LogisticModel {
  const { terms = training.features.names, weights, offset, ...permission } = options;
  const features = selectFeatures(training.features, terms);
  const exception = requireTraining({ ...training, features }, "logistic regression", permission);
  const fit = _fitLogistic(features, training.outcome, {
    ...(weights && { weights }),
    ...(offset && { offset }),
  });
  return Object.freeze({ kind: "logistic", ...fit, exception });
}

/**
 * The model for each row of a table: the risk, in (0, 1).
 *
 * @throws RangeError if the table lacks a term of the model
 */
export function predictLogistic(
  model: Pick<LogisticFit, "terms" | "coefficients">,
  table: FeatureTable,
  offset?: ArrayLike<number>,
): Float64Array {
  return logisticPredictor(model, table, offset).map(expit);
}

/** The linear predictor (log odds) of each row. @throws RangeError if the table lacks a term of the model */
export function logisticPredictor(
  model: Pick<LogisticFit, "terms" | "coefficients">,
  table: FeatureTable,
  offset?: ArrayLike<number>,
): Float64Array {
  const predictor = offset ? Float64Array.from(offset) : new Float64Array(table.rowCount);
  model.terms.forEach((term, j) => {
    const coefficient = model.coefficients[j];
    if (coefficient === null) return;
    if (term === interceptName) {
      for (let i = 0; i < predictor.length; i++) predictor[i] += coefficient;
      return;
    }
    const column = featureColumn(table, term);
    for (let i = 0; i < predictor.length; i++) predictor[i] += coefficient * column[i];
  });
  return predictor;
}

/**
 * The mathematics of {@link fitLogistic}: n rows x named terms, and n outcomes.
 *
 * @throws RangeError on invalid input, when only one outcome occurs, and when the outcomes are separated
 */
export function _fitLogistic(
  table: FeatureTable,
  outcome: ArrayLike<number>,
  options: LogisticOptions = {},
): LogisticFit {
  return fitDesign(logisticDesign(table, outcome, options), options.epsilon);
}

/** The fit of a checked design. @throws RangeError when the outcomes are separated */
export function fitDesign(design: Design, epsilon?: number): LogisticFit {
  const { terms, n, p, intercept, y, eventWeight, totalWeight } = design;
  const fit = irls({ ...design, epsilon });
  requireMaximum(design, fit);
  const { rank, order } = fit.factor;
  const packed = inverseCrossProduct(fit.factor);
  const covariance = terms.map(() => new Array<number | null>(p).fill(null));
  for (let a = 0; a < rank; a++)
    for (let b = 0; b < rank; b++) covariance[order[a]][order[b]] = packed[a * rank + b];
  const nullFit = nullPredictor(design);
  const logLikelihood = roundedLogLikelihood(fit.linearPredictor, design);
  return {
    terms,
    coefficients: Array.from(fit.coefficients, (b) => (Number.isNaN(b) ? null : b)),
    standardErrors: covariance.map((row, j) => (row[j] === null ? null : Math.sqrt(row[j]))),
    covariance,
    aliased: Array.from(order.subarray(rank), (j) => terms[j]),
    n,
    events: y.reduce((sum, value) => sum + value, 0),
    totalWeight,
    eventWeight,
    rank,
    residualDf: n - rank,
    deviance: fit.deviance,
    nullDeviance: logisticDeviance(nullFit, y, design.weights),
    logLikelihood,
    logLikelihoodNull: roundedLogLikelihood(nullFit, design),
    aic: -2 * logLikelihood + 2 * rank,
    bic: -2 * logLikelihood + rank * Math.log(n),
    iterations: fit.iterations,
  };

  /** Linear predictor of the model without terms: intercept and offset only. */
  function nullPredictor({ weights, offset }: Design): Float64Array {
    if (!intercept) return offset ?? new Float64Array(n);
    if (!offset)
      return new Float64Array(n).fill(Math.log(eventWeight / (totalWeight - eventWeight)));
    return irls({ x: new Float64Array(n).fill(1), n, p: 1, y, weights, offset }).linearPredictor;
  }
}

/** Refuse a fit that ran away. The search is made only where a fitted risk is nearly 0 or 1. */
export function requireMaximum(design: Design, fit: IrlsResult): void {
  if (fit.converged && !fit.linearPredictor.some((eta) => Math.abs(eta) > 12)) return;
  const found = separation(design);
  if (found.kind !== "none") {
    const how = found.kind === "complete" ? "completely" : "in part";
    const by = found.terms.map((name) => `"${name}"`).join(", ");
    throw new RangeError(
      `a logistic model needs outcomes that overlap; ${by} separate${found.terms.length > 1 ? "" : "s"} them ${how} (${found.separatedRows.length} of ${design.n} rows; the deviance falls to ${Number(found.limitingDeviance.toPrecision(6))} as the coefficients grow without end); use Firth's penalised likelihood, or leave the term out`,
    );
  }
  if (!fit.converged)
    throw new RangeError(
      `the logistic fit must converge; it did not in ${fit.iterations} iterations`,
    );
}

function roundedLogLikelihood(eta: Float64Array, { y, weights }: Design): number {
  return -logisticDeviance(eta, y, weights?.map(roundHalfEven)) / 2;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
