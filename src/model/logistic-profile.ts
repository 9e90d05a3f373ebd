/**
 * Confidence limits from the profile likelihood: the values of a coefficient that the data do not contradict.
 *
 * For each value of one coefficient the others are fitted anew; the interval holds the values whose deviance exceeds
 * the smallest by at most the chi-square quantile with one degree of freedom. The limits are exact roots of that
 * condition, not read off an interpolated curve (R's confint, which interpolates, agrees to about 2e-4).
 *
 * Source: Venzon & Moolgavkar, Appl. Stat. 37 (1988) 87–94.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { chiSquareQuantile } from "../math/chi-square.js";
import { inverseCrossProduct } from "../math/least-squares.js";
import { findRoot } from "../math/root.js";
import { type Design, type DesignOptions, logisticDesign } from "./design.js";
import { irls } from "./irls.js";
import { requireMaximum } from "./logistic.js";
import { withColumns } from "./logistic-tests.js";

export interface ProfileInterval {
  readonly term: string;
  /** Limits of the coefficient (log odds); null for an aliased term. */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface ProfileOptions extends DesignOptions {
  /** Coverage, in (0, 1); defaults to 0.95. */
  readonly confidence?: number;
}

/**
 * Profile-likelihood limits of every coefficient.
 *
 * @throws RangeError as the fit itself, and unless confidence lies in (0, 1)
 */
export function _profileIntervals(
  table: FeatureTable,
  outcome: ArrayLike<number>,
  options: ProfileOptions = {},
): ProfileInterval[] {
  const { confidence = 0.95 } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  const design = logisticDesign(table, outcome, options);
  const fit = irls(design);
  requireMaximum(design, fit);
  const { rank, order } = fit.factor;
  const covariance = inverseCrossProduct(fit.factor);
  const target = chiSquareQuantile(confidence, 1);
  const intervals: ProfileInterval[] = design.terms.map((term) => ({
    term,
    lower: null,
    upper: null,
  }));
  for (let a = 0; a < rank; a++) {
    const j = order[a];
    const estimate = fit.coefficients[j];
    const error = Math.sqrt(covariance[a * rank + a]);
    const excess = profileDeviance(design, Array.from(order.subarray(0, rank)), j, fit);
    intervals[j] = {
      term: design.terms[j],
      lower: profileLimit((b) => excess(b) - target, estimate, -error * Math.sqrt(target)),
      upper: profileLimit((b) => excess(b) - target, estimate, error * Math.sqrt(target)),
    };
  }
  return intervals;
}

/**
 * Where a function that is negative at `estimate` crosses 0 in the direction of `step`, to 1e-12 of the step;
 * ±Infinity when it does not within 2³⁰ steps.
 */
export function profileLimit(f: (b: number) => number, estimate: number, step: number): number {
  // Values are kept: a likelihood with several hills may be climbed from another side when it is asked for again.
  const values = new Map<number, number>();
  const value = (b: number): number => {
    const known = values.get(b) ?? f(b);
    values.set(b, known);
    return known;
  };
  let near = estimate;
  values.set(near, Math.min(0, f(near)));
  for (let width = step; Math.abs(width) <= 2 ** 30 * Math.abs(step); width *= 2) {
    const far = estimate + width;
    if (value(far) > 0) return findRoot(value, near, far, { tolerance: 1e-12 * Math.abs(step) });
    near = far;
  }
  return step < 0 ? -Infinity : Infinity;
}

/** The deviance above the smallest, as a function of coefficient j, the others fitted anew. */
function profileDeviance(
  design: Design,
  kept: readonly number[],
  j: number,
  { linearPredictor, deviance }: { linearPredictor: Float64Array; deviance: number },
): (b: number) => number {
  const others = withColumns(
    design,
    kept.filter((k) => k !== j),
  );
  const { n, p, x, offset } = design;
  let start = linearPredictor;
  return (b) => {
    const fixed = new Float64Array(n);
    for (let i = 0; i < n; i++) fixed[i] = b * x[i * p + j] + (offset?.[i] ?? 0);
    const fit = irls({ ...others, offset: fixed, start });
    start = fit.linearPredictor;
    return fit.deviance - deviance;
  };
}
