/**
 * Numbers as clinical journals print them: P values, counts with shares, means with standard deviations, estimates
 * with confidence intervals. A minus is the true minus sign; a range with a negative limit says "to".
 */

import { decimal } from "../math/decimal.js";

/** `0.485`, `−2.865`. */
export function fixed(value: number, digits = 3): string {
  return decimal(value, digits).replace("-", "−");
}

/**
 * `0.485`; below the last printed digit `<0.001`; so close to 1 that it would round to it, `>0.999`.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1
 */
export function pValue(p: number, digits = 3): string {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a P value must lie in [0, 1]; got ${p}`);
  const smallest = 10 ** -digits;
  if (p < smallest) return `<${decimal(smallest, digits)}`;
  if (p < 1 && Number(decimal(p, digits)) === 1) return `>${decimal(1 - smallest, digits)}`;
  return decimal(p, digits);
}

/** `62 (64.6%)`: how many, and their share of the group. A group of nobody has no share: `0 (–)`. */
export function countAndShare(count: number, total: number, digits = 1): string {
  return total === 0 ? `${count} (–)` : `${count} (${decimal((100 * count) / total, digits)}%)`;
}

/** `51.31 ± 18.851`; `digits` of the mean and of the standard deviation. */
export function meanAndSd(
  mean: number,
  standardDeviation: number,
  [meanDigits, sdDigits]: readonly [mean: number, sd: number] = [2, 3],
): string {
  return `${fixed(mean, meanDigits)} ± ${fixed(standardDeviation, sdDigits)}`;
}

/** `0.696 (0.564–0.827)`; with a negative number among the three, `0.011 (−0.176 to 0.198)`. */
export function estimateAndCi(
  estimate: number,
  [lower, upper]: readonly [lower: number, upper: number],
  digits = 3,
): string {
  const between = Math.min(estimate, lower, upper) < 0 ? " to " : "–";
  return `${fixed(estimate, digits)} (${fixed(lower, digits)}${between}${fixed(upper, digits)})`;
}
