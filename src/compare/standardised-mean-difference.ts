/**
 * The standardised mean difference: how far two groups lie apart, in standard deviations; unlike a P value it does not
 * grow with the number of patients. Above 0.1 is commonly read as an imbalance.
 *
 * The denominator pools the variances of both groups with equal weight. For k categories it is the Mahalanobis distance
 * of the shares of k − 1 of them.
 * Sources: Austin, Stat. Med. 28 (2009) 3083-3107; Yang & Dalton, SAS Global Forum (2012), paper 335.
 */

import { solveSpd } from "../math/matrix.js";
import { mean, variance } from "../math/summary.js";
import { requireOrderedCounts } from "./ordered-counts.js";
import { requireSample } from "./sample.js";
import type { GroupSummary } from "./t-test.js";

/** Of x minus y, from data. @throws RangeError if a group has fewer than 2 values, one is not finite, or both are constant */
export function standardisedMeanDifference(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireSample(x, "x", 2);
  requireSample(y, "y", 2);
  return ratio(mean(x) - mean(y), (variance(x) + variance(y)) / 2);
}

/** The same from printed means and standard deviations. @throws RangeError if one is not finite or both groups are constant */
export function standardisedMeanDifferenceFromSummaries(
  x: Pick<GroupSummary, "mean" | "standardDeviation">,
  y: Pick<GroupSummary, "mean" | "standardDeviation">,
): number {
  for (const [name, group] of Object.entries({ x, y }))
    if (
      !Number.isFinite(group.mean) ||
      !Number.isFinite(group.standardDeviation) ||
      group.standardDeviation < 0
    )
      throw new RangeError(
        `${name} must have a mean and a standard deviation; got ${group.mean} ± ${group.standardDeviation}`,
      );
  return ratio(x.mean - y.mean, (x.standardDeviation ** 2 + y.standardDeviation ** 2) / 2);
}

/**
 * Of a yes-or-no variable: the difference of the shares of "yes", x minus y.
 *
 * @param eventsX number with "yes" among `totalX`
 * @throws RangeError on impossible counts, or if nobody or everybody has it in both groups
 */
export function standardisedProportionDifference(
  eventsX: number,
  totalX: number,
  eventsY: number,
  totalY: number,
): number {
  for (const [events, total] of [
    [eventsX, totalX],
    [eventsY, totalY],
  ] as const)
    if (
      !(
        Number.isInteger(events) &&
        Number.isInteger(total) &&
        events >= 0 &&
        total >= events &&
        total > 0
      )
    )
      throw new RangeError(`counts must be whole, with 0 to all events; got ${events} of ${total}`);
  const [p, q] = [eventsX / totalX, eventsY / totalY];
  return ratio(p - q, (p * (1 - p) + q * (1 - q)) / 2);
}

/**
 * Of a variable with several categories; never negative. With two it is the size of the one above.
 *
 * @param x counts per category in the first group
 * @param y counts per category in the second
 * @throws RangeError if categories differ, a count is not whole, a group is empty, or no category has patients of both
 */
export function standardisedCategoryDifference(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireOrderedCounts({ x, y });
  const kept = Array.from(x, (_, i) => i).filter((i) => x[i] + y[i] > 0);
  if (kept.length < 2)
    throw new RangeError(`the variable must vary; all patients are in one category`);
  if (!kept.some((i) => x[i] > 0 && y[i] > 0))
    throw new RangeError(
      "the groups must share a category; with none in common their distance is infinite",
    );
  const [shareX, shareY] = [sharesOf(x, kept), sharesOf(y, kept)];
  const size = kept.length - 1; // the first category follows from the others
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      covariance[i * size + j] =
        (multinomialCovariance(shareX, i + 1, j + 1) +
          multinomialCovariance(shareY, i + 1, j + 1)) /
        2;
  const difference = Float64Array.from({ length: size }, (_, i) => shareX[i + 1] - shareY[i + 1]);
  const solved = solveSpd(covariance, size, difference);
  return Math.sqrt(
    Math.max(
      0,
      difference.reduce((sum, value, i) => sum + value * solved[i], 0),
    ),
  );
}

function sharesOf(counts: ArrayLike<number>, kept: readonly number[]): number[] {
  const total = kept.reduce((sum, i) => sum + counts[i], 0);
  return kept.map((i) => counts[i] / total);
}

function multinomialCovariance(shares: readonly number[], i: number, j: number): number {
  return i === j ? shares[i] * (1 - shares[i]) : -shares[i] * shares[j];
}

function ratio(difference: number, meanVariance: number): number {
  if (!(meanVariance > 0))
    throw new RangeError("a group must vary; both are constant, so there is no standard deviation");
  return difference / Math.sqrt(meanVariance);
}
