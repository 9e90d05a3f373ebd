/**
 * Correlations of ranks: Spearman's is Pearson's of the mid-ranks, Kendall's counts pairs in and out of order.
 *
 * Both P values are the large-sample ones (Spearman's by t with n − 2 degrees of freedom, Kendall's by the normal law
 * with the variance for ties), as R gives with `exact = FALSE` and no continuity correction.
 * Sources: Spearman, Am. J. Psychol. 15 (1904) 72-101; Kendall, Rank Correlation Methods, 4th ed. (1970), chapters 3-5;
 * Knight, J. Am. Stat. Assoc. 61 (1966) 436-439 (counting by merging, n log n).
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { normalUpperTail } from "../math/normal.js";
import { tUpperTail } from "../math/student-t.js";
import { midranks } from "../math/summary.js";
import { type Alternative, requireAlternative, symmetricP } from "./alternative.js";
import { correlationCoefficient } from "./correlation.js";
import { tieSizes } from "./ranks.js";
import { requirePairs } from "./sample.js";

export interface RankCorrelationOptions {
  readonly alternative?: Alternative;
}

export interface SpearmanCorrelation {
  readonly n: number;
  readonly rho: number;
  readonly pValue: number;
}

export interface KendallCorrelation {
  readonly n: number;
  /** With the correction for ties on either side. */
  readonly tauB: number;
  readonly z: number;
  readonly pValue: number;
}

/** @throws RangeError if lengths differ, there are fewer than 3 pairs, a value is not finite, or x or y is constant */
export function spearmanCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", ...others }: RankCorrelationOptions = {},
): SpearmanCorrelation {
  requireNoOtherOptions("a rank correlation", others);
  requireAlternative(alternative);
  requirePairs(x, y, 3);
  const n = x.length;
  const rho = correlationCoefficient(midranks(x), midranks(y));
  const t = rho / Math.sqrt((1 - rho * rho) / (n - 2));
  return { n, rho, pValue: symmetricP(t, alternative, (value) => tUpperTail(value, n - 2)) };
}

/** @throws RangeError as {@link spearmanCorrelation} */
export function kendallCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", ...others }: RankCorrelationOptions = {},
): KendallCorrelation {
  requireNoOtherOptions("a rank correlation", others);
  requireAlternative(alternative);
  requirePairs(x, y, 3);
  const n = x.length;
  const [tiesX, tiesY] = [tieSizes(x), tieSizes(y)];
  for (const [name, ties] of Object.entries({ x: tiesX, y: tiesY }))
    if (ties.length === 1) throw new RangeError(`${name} must vary; all ${n} values are equal`);
  const sumOf = (ties: readonly number[], term: (t: number) => number) =>
    ties.reduce((sum, t) => sum + term(t), 0);
  const pairs = (n * (n - 1)) / 2;
  const pairsOf = (ties: readonly number[]) => sumOf(ties, (t) => (t * (t - 1)) / 2);
  const score = concordanceScore(x, y, pairs - pairsOf(tiesX) - pairsOf(tiesY));
  const untied = (pairs - pairsOf(tiesX)) * (pairs - pairsOf(tiesY));
  const spread = (t: number) => t * (t - 1) * (2 * t + 5);
  const triples = (t: number) => t * (t - 1) * (t - 2);
  const variance =
    (spread(n) - sumOf(tiesX, spread) - sumOf(tiesY, spread)) / 18 +
    (pairsOf(tiesX) * 2 * pairsOf(tiesY)) / (n * (n - 1)) +
    (sumOf(tiesX, triples) * sumOf(tiesY, triples)) / (9 * n * (n - 1) * (n - 2));
  const z = score / Math.sqrt(variance);
  return {
    n,
    tauB: score / Math.sqrt(untied),
    z,
    pValue: symmetricP(z, alternative, normalUpperTail),
  };
}

/** Pairs in order minus pairs out of order. @param base all pairs, less those tied in x, less those tied in y */
function concordanceScore(x: ArrayLike<number>, y: ArrayLike<number>, base: number): number {
  const order = Uint32Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j] || y[i] - y[j]);
  let tiedInBoth = 0;
  for (let start = 0, end = 1; start < order.length; start = end, end++) {
    const same = (i: number, j: number) => x[i] === x[j] && y[i] === y[j];
    while (end < order.length && same(order[end], order[start])) end++;
    tiedInBoth += ((end - start) * (end - start - 1)) / 2;
  }
  const values = Float64Array.from(order, (i) => y[i]);
  return base + tiedInBoth - 2 * inversions(values);
}

/** Pairs in which an earlier value is larger than a later one; by merging, leaves the values sorted. */
function inversions(values: Float64Array): number {
  const spare = new Float64Array(values.length);
  let count = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let low = 0; low + width < values.length; low += 2 * width) {
      const middle = low + width;
      const high = Math.min(middle + width, values.length);
      for (let i = low, j = middle, k = low; k < high; k++) {
        if (i < middle && (j >= high || values[i] <= values[j])) spare[k] = values[i++];
        else {
          count += middle - i;
          spare[k] = values[j++];
        }
      }
      values.set(spare.subarray(low, high), low);
    }
  }
  return count;
}
