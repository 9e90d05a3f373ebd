/**
 * Wilcoxon's signed rank test: does a second measurement of the same patients tend to differ from the first?
 *
 * Differences are ranked by size; V is the sum of the ranks of the positive ones. Zero differences are dropped.
 * Under "no difference" each rank is positive or negative with chance one half, which gives the exact law, also with ties.
 * Sources: Wilcoxon, Biometrics Bull. 1 (1945) 80-83; Lehmann, Nonparametrics (1975), sections 3.1-3.3.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { normalUpperTail } from "../math/normal.js";
import { midranks } from "../math/summary.js";
import { type Alternative, requireAlternative, symmetricP } from "./alternative.js";
import { tieSum } from "./ranks.js";
import { requirePairs } from "./sample.js";

export interface WilcoxonSignedRankOptions {
  readonly alternative?: Alternative;
  readonly law: "exact" | "normal";
  /** Move V half a rank towards its mean; for the normal law only, and then it must be said. */
  readonly continuityCorrection?: boolean;
}

export interface WilcoxonSignedRank {
  /** Sum of the ranks of the positive differences x − y. */
  readonly v: number;
  /** Differences that are not zero. */
  readonly n: number;
  readonly z: number | null;
  readonly pValue: number;
}

/**
 * @throws RangeError if lengths differ, a value is not finite, all differences are zero, or there are more than 1000
 *   differences for the exact law
 */
export function wilcoxonSignedRankTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", law, continuityCorrection, ...others }: WilcoxonSignedRankOptions,
): WilcoxonSignedRank {
  requireNoOtherOptions("the signed rank test", others);
  requireAlternative(alternative);
  requirePairs(x, y, 1);
  const differences = Array.from(x, (value, i) => value - y[i]).filter((value) => value !== 0);
  const n = differences.length;
  if (n === 0) throw new RangeError(`some pair must differ; all ${x.length} differences are zero`);
  const sizes = differences.map(Math.abs);
  const ranks = midranks(sizes);
  const v = ranks.reduce((sum, rank, i) => (differences[i] > 0 ? sum + rank : sum), 0);
  if (law === "exact") {
    if (continuityCorrection)
      throw new RangeError("the exact law needs no continuity correction; leave it out");
    return { v, n, z: null, pValue: exactP(ranks, v, alternative) };
  }
  if (law !== "normal")
    throw new RangeError(`law must be "exact" or "normal"; got ${JSON.stringify(law)}`);
  if (continuityCorrection === undefined)
    throw new RangeError("say whether the normal law is corrected for continuity: true or false");
  const distance = v - (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieSum(sizes) / 48;
  const shift = { "two-sided": 0.5 * Math.sign(distance), greater: 0.5, less: -0.5 }[alternative];
  const z = (distance - (continuityCorrection ? shift : 0)) / Math.sqrt(variance);
  return { v, n, z, pValue: symmetricP(z, alternative, normalUpperTail) };
}

/** All 2ⁿ signs of the doubled ranks, as probabilities of their sum. */
function exactP(ranks: Float64Array, v: number, alternative: Alternative): number {
  const n = ranks.length;
  if (n > 1000)
    throw new RangeError(
      `the exact law is for at most 1000 differences; got ${n}; use the normal law`,
    );
  const largest = n * (n + 1);
  const law = new Float64Array(largest + 1);
  law[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    const shift = 2 * rank;
    reached += shift;
    for (let s = reached; s >= 0; s--) law[s] = (law[s] + (s >= shift ? law[s - shift] : 0)) / 2;
  }
  const sum = 2 * v;
  const distance = Math.abs(sum - largest / 2);
  return Math.min(
    1,
    law.reduce((tail, probability, s) => {
      const counted =
        alternative === "two-sided"
          ? Math.abs(s - largest / 2) >= distance
          : alternative === "greater"
            ? s >= sum
            : s <= sum;
      return counted ? tail + probability : tail;
    }, 0),
  );
}
