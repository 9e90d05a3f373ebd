/**
 * How far the rounding of printed means and standard deviations moves a P: the smallest and the largest P of a t test
 * among all inputs that print like these.
 *
 * P falls as the means move apart and as the standard deviations shrink, so both ends lie at corners of the rounding.
 */

import type { Moments, Pair } from "../cohort/group-summary.js";
import { tTestFromSummaries } from "../compare/t-test.js";
import type { TestName } from "./candidate-tests.js";

/** Half a unit of the last printed digit. */
export interface MomentRounding {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** @returns smallest and largest two-sided P; null for a test that needs more than the moments */
export function momentRange(
  test: TestName,
  [x, y]: Pair<Moments>,
  rounding: MomentRounding,
): readonly [lowest: number, highest: number] | null {
  if (test !== "Student's t" && test !== "Welch's t") return null;
  const variances = test === "Student's t" ? "equal" : "unequal";
  const difference = Math.abs(x.mean - y.mean);
  const pAt = (apart: number, wider: number): number =>
    tTestFromSummaries(
      { ...x, mean: apart, standardDeviation: x.standardDeviation + wider },
      { ...y, mean: 0, standardDeviation: y.standardDeviation + wider },
      { variances },
    ).pValue;
  return [
    pAt(difference + 2 * rounding.mean, -rounding.standardDeviation),
    pAt(Math.max(0, difference - 2 * rounding.mean), rounding.standardDeviation),
  ];
}
