/**
 * The point of a ROC curve to work at: Youden's index, or the point closest to the corner of a perfect test.
 *
 * Both weigh a missed event against a false alarm equally unless a cost and a prevalence are given. Ties are
 * real on small data and decide which threshold is printed, so points are compared by their counts, exactly,
 * and all that tie are returned.
 * Sources: Youden, Cancer 3 (1950) 32–35; Perkins & Schisterman, Am. J. Epidemiol. 163 (2006) 670–675; weights as pROC 1.18.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import type { RocPoint } from "./roc.js";

export interface OperatingPointOptions {
  /** How much worse a missed event is than a false alarm; defaults to 1. */
  readonly cost?: number;
  /** Share of events where the test is to be used, in (0, 1); defaults to 0.5. */
  readonly prevalence?: number;
}

/**
 * The points of the greatest sensitivity + specificity − 1.
 *
 * @param points a whole curve, as `rocCurve` gives it
 * @returns every point that ties, in the order of the curve
 * @throws RangeError for a cost or a prevalence that makes no sense
 */
export function youdenPoints(
  points: readonly RocPoint[],
  options: OperatingPointOptions = {},
): RocPoint[] {
  const weight = weightOf(options);
  const { m, n } = sizesOf(points);
  const gain = ({ truePositives, trueNegatives }: RocPoint): number =>
    weight === 1
      ? truePositives * n + trueNegatives * m
      : truePositives / m + weight * (trueNegatives / n);
  const best = points.reduce((greatest, point) => Math.max(greatest, gain(point)), -Infinity);
  return points.filter((point) => gain(point) === best);
}

/** The points nearest to sensitivity 1 and specificity 1. As {@link youdenPoints} otherwise. */
export function closestTopLeftPoints(
  points: readonly RocPoint[],
  options: OperatingPointOptions = {},
): RocPoint[] {
  const weight = weightOf(options);
  const { m, n } = sizesOf(points);
  const distance = ({ truePositives, trueNegatives }: RocPoint): number =>
    (1 - truePositives / m) ** 2 + weight * (1 - trueNegatives / n) ** 2;
  const least = points.reduce((smallest, point) => Math.min(smallest, distance(point)), Infinity);
  if (weight !== 1) return points.filter((point) => distance(point) === least);
  const near = points.filter((point) => distance(point) <= least * (1 + 1e-12));
  const exact = near.map(({ truePositives, trueNegatives }) => {
    const missed = BigInt(m - truePositives) * BigInt(n);
    const alarms = BigInt(n - trueNegatives) * BigInt(m);
    return missed * missed + alarms * alarms;
  });
  const smallest = exact.reduce((a, b) => (b < a ? b : a));
  return near.filter((_, i) => exact[i] === smallest);
}

function sizesOf(points: readonly RocPoint[]): { m: number; n: number } {
  if (points.length < 2)
    throw new RangeError(`need the points of a whole ROC curve; got ${points.length}`);
  return { m: points[0].truePositives, n: points[points.length - 1].trueNegatives };
}

/** (1 − prevalence) / (cost x prevalence): what a false alarm weighs beside a missed event. */
function weightOf({ cost = 1, prevalence = 0.5, ...others }: OperatingPointOptions): number {
  requireNoOtherOptions("an operating point", others);
  if (!(cost > 0 && Number.isFinite(cost)))
    throw new RangeError(`cost must be a number above 0; got ${cost}`);
  if (!(prevalence > 0 && prevalence < 1))
    throw new RangeError(`prevalence must lie in (0, 1); got ${prevalence}`);
  return (1 - prevalence) / (cost * prevalence);
}
