/**
 * Firth's logistic regression: finite estimates and honest intervals with few events or separated outcomes.
 *
 * Tests and limits come from the penalised likelihood, not from the standard errors: with few events it is far from
 * a parabola. Two standard errors are reported, since programs differ: from the information (Fisher), and from the
 * information with each row's weight raised by its leverage (what R's logistf prints).
 *
 * Sources: Firth, Biometrika 80 (1993) 27–38; Heinze & Schemper, Stat. Med. 21 (2002) 2409–2419.
 */

import { type FeatureTable, featureColumn, selectFeatures } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { chiSquareQuantile } from "../math/chi-square.js";
import { leastSquares } from "../math/least-squares.js";
import { expit } from "../math/logit.js";
import { inverseSpd, weightedCrossProduct } from "../math/matrix.js";
import { mean, standardDeviation } from "../math/summary.js";
import { type Design, type DesignOptions, interceptName, logisticDesign } from "./design.js";
import { type FirthPoint, firthMaximum, firthPoint } from "./firth-likelihood.js";
import { profileLimit } from "./logistic-profile.js";
import { type ChiSquareTest, chiSquareTest } from "./logistic-tests.js";

export interface FirthFit {
  readonly terms: readonly string[];
  readonly coefficients: readonly number[];
  /** From the inverse information. */
  readonly standardErrors: readonly number[];
  /** From the inverse information with leverages added to the weights. */
  readonly augmentedStandardErrors: readonly number[];
  /** Inverse information, term by term. */
  readonly covariance: readonly (readonly number[])[];
  readonly penalizedLogLikelihood: number;
  /** Of the model with the intercept alone; its penalty still uses all columns. */
  readonly penalizedLogLikelihoodNull: number;
  /** All terms together; null if there is none beside the intercept. */
  readonly likelihoodRatio: ChiSquareTest | null;
  /** Each term against its absence, by the penalised likelihood ratio. */
  readonly tests: readonly ChiSquareTest[];
  /** Profile limits of each coefficient; ±Infinity where the likelihood never falls far enough. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly confidence: number;
  readonly n: number;
  readonly events: number;
  /** Risk of each row, in (0, 1). */
  readonly fitted: readonly number[];
}

export interface FirthModel extends Omit<FirthFit, "fitted"> {
  readonly kind: "firth";
  readonly exception: string | null;
}

export interface FirthOptions extends DesignOptions {
  /** Coverage of the limits, in (0, 1); defaults to 0.95. */
  readonly confidence?: number;
}

export interface FitFirthOptions extends FitPermission {
  /** Features that enter, in this order; left out, all. */
  readonly terms?: readonly string[];
  readonly confidence?: number;
}

/** Fit on training rows; use with `predictLogistic`. @throws RangeError for rows of another role, and as {@link _fitFirth} */
export function fitFirth(training: Rows, options: FitFirthOptions = {}): FirthModel {
  const { terms = training.features.names, confidence = 0.95, ...permission } = options;
  const features = selectFeatures(training.features, terms);
  const exception = requireTraining({ ...training, features }, "Firth's regression", permission);
  const { fitted: _, ...fit } = _fitFirth(features, training.outcome, { confidence });
  return Object.freeze({ kind: "firth", ...fit, exception });
}

/** Coefficients alone, for prediction: without tests and limits, which cost a hundred times as much. Survives JSON. */
export interface FirthPredictor {
  readonly kind: "firth-predictor";
  readonly terms: readonly string[];
  readonly coefficients: readonly number[];
  readonly exception: string | null;
}

/**
 * The same coefficients as {@link fitFirth}, found on standardised features, where the search is quickest.
 *
 * @throws RangeError for rows of another role, a constant or collinear feature, or a single outcome
 */
export function fitFirthPredictor(training: Rows, permission: FitPermission = {}): FirthPredictor {
  const exception = requireTraining(training, "Firth's regression", permission);
  const table = training.features;
  const p = table.names.length;
  const scale = table.names.map((name) => {
    const column = featureColumn(table, name);
    const deviation = standardDeviation(column);
    if (!(deviation > 0))
      throw new RangeError(`every feature must vary in training; "${name}" does not; leave it out`);
    return { center: mean(column), deviation };
  });
  const values = table.values.map(
    (value, k) => (value - scale[k % p]!.center) / scale[k % p]!.deviation,
  );
  const design = logisticDesign({ ...table, values }, training.outcome, {});
  requireFullRank(design);
  const all = design.terms.map((_, j) => j);
  const found = firthMaximum(design, all, new Float64Array(design.p)).coefficients;
  const slopes = scale.map(({ deviation }, j) => found[j + 1]! / deviation);
  const intercept = slopes.reduce((sum, slope, j) => sum - slope * scale[j]!.center, found[0]!);
  return Object.freeze({
    kind: "firth-predictor",
    terms: design.terms,
    coefficients: [intercept, ...slopes],
    exception,
  });
}

/** The mathematics of {@link fitFirth}. @throws RangeError on invalid input, collinear terms or a single outcome */
export function _fitFirth(
  table: FeatureTable,
  outcome: ArrayLike<number>,
  options: FirthOptions = {},
): FirthFit {
  const { confidence = 0.95 } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  const design = logisticDesign(table, outcome, options);
  requireFullRank(design);
  const { terms, n, p, x, y, weights } = design;
  const all = terms.map((_, j) => j);
  const best = firthMaximum(design, all, new Float64Array(p));
  const intercept = all.filter((j) => terms[j] === interceptName);
  const none = firthMaximum(design, intercept, new Float64Array(p));
  const tests = all.map((j) => {
    const without = firthMaximum(
      design,
      all.filter((k) => k !== j),
      withZero(best.coefficients, j),
    );
    return chiSquareTest(2 * (best.logLikelihood - without.logLikelihood), 1);
  });
  const standardErrors = all.map((j) => Math.sqrt(best.inverse[j * p + j]));
  const target = chiSquareQuantile(confidence, 1);
  const limit = (j: number, sign: number): number =>
    profileLimit(
      penalizedExcess(design, best, j, target),
      best.coefficients[j],
      sign * Math.sqrt(target) * standardErrors[j],
    );
  const augmented = inverseSpd(
    weightedCrossProduct(
      x,
      n,
      p,
      best.leverages.map((h, i) => {
        const risk = expit(best.linearPredictor[i]);
        return ((weights?.[i] ?? 1) + h) * risk * (1 - risk);
      }),
    ),
    p,
  );
  return {
    terms,
    coefficients: Array.from(best.coefficients),
    standardErrors,
    augmentedStandardErrors: all.map((j) => Math.sqrt(augmented[j * p + j])),
    covariance: all.map((j) => Array.from(best.inverse.subarray(j * p, (j + 1) * p))),
    penalizedLogLikelihood: best.logLikelihood,
    penalizedLogLikelihoodNull: none.logLikelihood,
    likelihoodRatio:
      p > intercept.length
        ? chiSquareTest(2 * (best.logLikelihood - none.logLikelihood), p - intercept.length)
        : null,
    tests,
    lower: all.map((j) => limit(j, -1)),
    upper: all.map((j) => limit(j, 1)),
    confidence,
    n,
    events: y.reduce((sum, value) => sum + value, 0),
    fitted: Array.from(best.linearPredictor, expit),
  };
}

/** Twice the fall of the penalised likelihood below its maximum, less `target`, when coefficient j is held at b. */
function penalizedExcess(
  design: Design,
  best: FirthPoint,
  j: number,
  target: number,
): (b: number) => number {
  const others = design.terms.map((_, k) => k).filter((k) => k !== j);
  let previous = best.coefficients;
  return (b) => {
    // From the last point and from the maximum, whichever leads higher: the answer must not depend on the way to it.
    let highest: FirthPoint | null = null;
    for (const start of previous === best.coefficients
      ? [previous]
      : [previous, best.coefficients]) {
      const from = Float64Array.from(start);
      from[j] = b;
      if (firthPoint(design, from) === null) continue; // risks of 0 and 1 throughout
      const point = firthMaximum(design, others, from);
      if (highest === null || point.logLikelihood > highest.logLikelihood) highest = point;
    }
    if (highest === null) return Infinity;
    previous = highest.coefficients;
    return 2 * (best.logLikelihood - highest.logLikelihood) - target;
  };
}

function requireFullRank({ x, n, p, terms }: Design): void {
  const { rank, order } = leastSquares(x, n, p, new Float64Array(n));
  if (rank === p) return;
  const names = Array.from(order.subarray(rank), (j) => `"${terms[j]}"`).join(", ");
  throw new RangeError(
    `Firth's likelihood needs terms that are not collinear; ${names} follow from the terms before; leave them out`,
  );
}

function withZero(values: Float64Array, j: number): Float64Array {
  const copy = Float64Array.from(values);
  copy[j] = 0;
  return copy;
}
