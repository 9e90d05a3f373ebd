/** The direction of a test, and the P value and interval that belong to it. */

/** What is tested against "no difference": any difference, x below y, or x above y. */
export type Alternative = "two-sided" | "less" | "greater";

/** An interval; an end of a one-sided interval is infinite. */
export type Interval = readonly [lower: number, upper: number];

/** @throws RangeError on any other word */
export function requireAlternative(alternative: string): Alternative {
  if (alternative === "two-sided" || alternative === "less" || alternative === "greater")
    return alternative;
  throw new RangeError(
    `alternative must be "two-sided", "less" or "greater"; got ${JSON.stringify(alternative)}`,
  );
}

/** @throws RangeError unless 0 < confidence < 1 */
export function requireConfidence(confidence: number): number {
  if (confidence > 0 && confidence < 1) return confidence;
  throw new RangeError(`confidence must lie between 0 and 1, as 0.95; got ${confidence}`);
}

/**
 * The P value of a statistic with a symmetric law.
 *
 * @param upperTail P(T > t), precise for large t
 */
export function symmetricP(
  statistic: number,
  alternative: Alternative,
  upperTail: (statistic: number) => number,
): number {
  if (alternative === "greater") return upperTail(statistic);
  if (alternative === "less") return upperTail(-statistic);
  return Math.min(1, 2 * upperTail(Math.abs(statistic)));
}

/**
 * estimate ± margin, or the one-sided interval of the alternative.
 *
 * @param quantile the quantile function of the symmetric law of the standardised estimate
 */
export function symmetricInterval(
  estimate: number,
  standardError: number,
  alternative: Alternative,
  confidence: number,
  quantile: (p: number) => number,
): Interval {
  if (alternative === "less") return [-Infinity, estimate + standardError * quantile(confidence)];
  if (alternative === "greater") return [estimate - standardError * quantile(confidence), Infinity];
  const margin = standardError * quantile((1 + confidence) / 2);
  return [estimate - margin, estimate + margin];
}
