/**
 * Do a ratio, its 95 % interval and its P belong together?
 *
 * A Wald interval is symmetric on the log scale around the estimate, and its width gives the standard error, hence z and
 * P. Each of the printed numbers stands for all that round to it; they are consistent if some choice of them fits.
 */

import { normalQuantile, normalTwoSidedP } from "../math/normal.js";
import { type EstimateKnown, type Known, overlap, throughout } from "./known.js";

export interface IntervalConsistency {
  /** Square root of the product of the limits: where a symmetric interval has its middle. */
  readonly middle: Known;
  readonly symmetric: boolean;
  /** Standard error of the logarithm. */
  readonly standardError: Known;
  /** Wald's P, with all that the rounding leaves open. */
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
  const limits = [positive(lower), positive(upper)] as const;
  const middle = throughout(limits, ([l, u]) => Math.sqrt(l! * u!));
  const symmetric = overlap(middle, estimate);
  const quantile = normalQuantile(0.975);
  const standardError = throughout(limits, ([l, u]) => Math.log(u! / l!) / (2 * quantile));
  const p = throughout([positive(estimate), standardError], ([ratio, error]) =>
    normalTwoSidedP(Math.log(ratio!) / error!),
  );
  if (symmetric) return { middle, symmetric, standardError, p: sharedP(p.value, estimate, limits) };
  const crossesOne = estimate.low < 1 && estimate.high > 1;
  return { middle, symmetric, standardError, p: crossesOne ? { ...p, high: 1 } : p };
}

/**
 * P of every pair of limits that rounds to the printed one and has its middle where the estimate may be. On the log
 * scale these pairs fill a rectangle cut by two lines, and z is a quotient of linear functions: its ends are at corners.
 */
function sharedP(value: number, estimate: Known, limits: readonly [Known, Known]): Known {
  const ends = ({ low, high }: Known): number[] => [Math.log(low), Math.log(high)];
  const [[l0, l1], [u0, u1], [m0, m1]] = [ends(limits[0]), ends(limits[1]), ends(estimate)];
  const corners = [l0!, l1!].flatMap((l) => [u0!, u1!].map((u) => [l, u] as const));
  const cuts = [m0!, m1!].flatMap((m) => [
    ...[l0!, l1!].map((l) => [l, 2 * m - l] as const),
    ...[u0!, u1!].map((u) => [2 * m - u, u] as const),
  ]);
  const slack = 1e-12;
  const within = (at: number, low: number, high: number): boolean =>
    at >= low - slack && at <= high + slack;
  const z = [...corners, ...cuts]
    .filter(([l, u]) => within(l, l0!, l1!) && within(u, u0!, u1!) && within((l + u) / 2, m0!, m1!))
    .map(([l, u]) => ((l + u) * normalQuantile(0.975)) / (u - l));
  const sizes = z.map(Math.abs);
  const low = normalTwoSidedP(Math.max(...sizes));
  const oneSided = z.every((at) => at > 0) || z.every((at) => at < 0);
  const high = oneSided ? normalTwoSidedP(Math.min(...sizes)) : 1;
  return { value: Math.min(high, Math.max(low, value)), low, high };
}
