/**
 * The exact law of a rank sum: every division of the pooled values into groups of the given sizes is equally likely.
 *
 * Tied values share a doubled mid-rank, which is a whole number; the law is built value by value, choosing how many of
 * the tied ones fall to x. Counts are scaled to probabilities on the way, so nothing overflows.
 * Source: Streitberg & Röhmel, Stat. Softw. Newsl. 12 (1986) 10-17 (the shift algorithm).
 */

import { binomialPmf } from "../math/binomial.js";
import type { Alternative } from "./alternative.js";
import type { OrderedCounts } from "./ordered-counts.js";

/** The exact law is refused beyond this many additions (some seconds). */
const LIMIT = 1e9;

/**
 * P value of the rank sum of x; two-sided: the share of divisions whose rank sum lies at least as far from its mean.
 *
 * @throws RangeError if the law would take more than 1e9 steps
 */
export function exactRankSumP(counts: OrderedCounts, alternative: Alternative): number {
  const { nX, n, sum } = doubledRankSum(counts);
  const law = rankSumLaw(counts, nX, n);
  const mean = nX * (n + 1); // of the doubled rank sum
  const distance = Math.abs(sum - mean);
  let [total, tail] = [0, 0];
  law.forEach((probability, s) => {
    total += probability;
    const counted =
      alternative === "two-sided"
        ? Math.abs(s - mean) >= distance
        : alternative === "greater"
          ? s >= sum
          : s <= sum;
    if (counted) tail += probability;
  });
  return Math.min(1, tail / total);
}

function doubledRankSum({ x, y }: OrderedCounts): { nX: number; n: number; sum: number } {
  let [nX, n, sum] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const size = x[i] + y[i];
    sum += x[i] * (2 * n + size + 1);
    nX += x[i];
    n += size;
  }
  return { nX, n, sum };
}

/** Element s: probability (up to a common factor) that the doubled rank sum of x is s. */
function rankSumLaw({ x, y }: OrderedCounts, nX: number, n: number): Float64Array {
  const largest = nX * (2 * n - nX + 1);
  const width = largest + 1;
  const steps = width * (nX + 1) * n;
  if (steps > LIMIT)
    throw new RangeError(
      `the exact law for ${nX} and ${n - nX} values needs ${steps.toExponential(1)} steps, more than ${LIMIT.toExponential(0)}; use the normal law`,
    );
  // Row j: of the values so far, j fell to x. Weighing each with chance nX/n keeps the numbers near one.
  const rows = Array.from({ length: nX + 1 }, () => new Float64Array(width));
  rows[0][0] = 1;
  let seen = 0;
  for (let i = 0; i < x.length; i++) {
    const size = x[i] + y[i];
    if (size === 0) continue;
    const rank = 2 * seen + size + 1;
    const weights = Float64Array.from({ length: size + 1 }, (_, k) => binomialPmf(k, size, nX / n));
    for (let j = Math.min(nX, seen + size); j >= 0; j--) {
      const row = rows[j];
      scale(row, weights[0]);
      for (let k = 1; k <= Math.min(size, j); k++)
        addShifted(row, rows[j - k], k * rank, weights[k]);
    }
    seen += size;
  }
  return rows[nX];
}

function scale(row: Float64Array, factor: number): void {
  for (let s = 0; s < row.length; s++) row[s] *= factor;
}

function addShifted(row: Float64Array, from: Float64Array, shift: number, factor: number): void {
  for (let s = shift; s < row.length; s++) row[s] += factor * from[s - shift];
}
