/** The percentile interval of a bootstrap. Source: Efron & Tibshirani (1993), chapter 13; quantiles of type 7, as in pROC. */

import { quantileOfSorted, standardDeviation } from "../math/summary.js";
import { requireConfidence } from "./outcome.js";

export interface PercentileInterval {
  readonly ci: readonly [lower: number, upper: number];
  readonly median: number;
  /** Spread of the replicates: the bootstrap standard error; null for a single replicate. */
  readonly standardDeviation: number | null;
  /** Replicates in which the statistic could be computed. */
  readonly used: number;
  /** Replicates left out because it could not (a resample without one of the outcomes). */
  readonly dropped: number;
}

/**
 * @param values one per replicate; NaN where the statistic could not be computed
 * @throws RangeError if no replicate could be computed
 */
export function percentileInterval(
  values: ArrayLike<number>,
  confidence: number = 0.95,
): PercentileInterval {
  const tail = (1 - requireConfidence(confidence)) / 2;
  const sorted = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  if (sorted.length === 0)
    throw new RangeError(
      `an interval needs at least one replicate that can be computed; none of ${values.length} could`,
    );
  sorted.sort();
  return {
    ci: [quantileOfSorted(sorted, tail), quantileOfSorted(sorted, 1 - tail)],
    median: quantileOfSorted(sorted, 0.5),
    standardDeviation: sorted.length > 1 ? standardDeviation(sorted) : null,
    used: sorted.length,
    dropped: values.length - sorted.length,
  };
}
