/**
 * Do a ratio, its 95 % interval and its P belong together?
 *
 * A Wald interval is symmetric on the log scale around the estimate, and its width gives the standard error, hence z and
 * P. Each of the printed numbers stands for all that round to it; they are consistent if some choice of them fits.
 */

import { normalQuantile, normalTwoSidedP } from "../math/normal.js";
import { type EstimateKnown, exactly, type Known, overlap, throughout } from "./known.js";

export interface IntervalConsistency {
  /** Square root of the product of the limits: where a symmetric interval has its middle. */
  readonly middle: Known;
  readonly symmetric: boolean;
  /** Standard error of the logarithm. */
  readonly standardError: Known;
  /** Wald's P. */
  readonly p: Known;
}

/** @throws RangeError if a limit is not above 0, or the limits are not in order */
export function intervalConsistency({
  estimate,
  lower,
  upper,
}: EstimateKnown): IntervalConsistency {
  if (!(lower.value > 0 && upper.value > lower.value))
    throw new RangeError(
      `limits of a ratio must be above 0 and in order; got ${lower.value} and ${upper.value}`,
    );
  const positive = (known: Known): Known => ({ ...known, low: Math.max(known.low, 1e-12) });
  const limits = [positive(lower), positive(upper)];
  const middle = throughout(limits, ([l, u]) => Math.sqrt(l! * u!));
  const symmetric = overlap(middle, estimate);
  const quantile = normalQuantile(0.975);
  const standardError = throughout(limits, ([l, u]) => Math.log(u! / l!) / (2 * quantile));
  // Any estimate that both the printed one and the middle of the interval allow.
  const shared: Known = symmetric
    ? {
        value: estimate.value,
        low: Math.max(estimate.low, middle.low),
        high: Math.min(estimate.high, middle.high),
      }
    : estimate;
  const p = throughout([shared, standardError], ([ratio, error]) =>
    normalTwoSidedP(Math.log(ratio!) / error!),
  );
  const crossesOne = shared.low < 1 && shared.high > 1;
  return { middle, symmetric, standardError, p: crossesOne ? { ...p, high: 1 } : p };
}

/** Wald's P of an estimate known exactly. */
export function waldP(estimate: number, lower: number, upper: number): number {
  return intervalConsistency({
    estimate: exactly(estimate),
    lower: exactly(lower),
    upper: exactly(upper),
  }).p.value;
}
