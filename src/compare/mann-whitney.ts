/**
 * The Mann-Whitney (Wilcoxon rank sum) test: does a value of x tend to exceed a value of y?
 *
 * U counts the pairs in which x exceeds y, ties half; over all pairs it is the area under the ROC curve. Under "no
 * difference" every choice of ranks for x is equally likely: the exact law counts them, also with ties, and the normal
 * law takes their mean and variance.
 * Sources: Mann & Whitney, Ann. Math. Stat. 18 (1947) 50-60; Lehmann, Nonparametrics (1975), sections 1.1-1.4.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { normalUpperTail } from "../math/normal.js";
import { type Alternative, requireAlternative, symmetricP } from "./alternative.js";
import { type OrderedCounts, orderedCounts, requireOrderedCounts } from "./ordered-counts.js";
import { exactRankSumP } from "./rank-sum-law.js";

export interface MannWhitneyStatistic {
  /** Pairs in which x exceeds y, ties half; R calls it W. */
  readonly u: number;
  /** Sum of the mid-ranks of x. */
  readonly rankSum: number;
  /** u over all pairs: the chance that a random x exceeds a random y. */
  readonly auc: number;
  /** Whether any two values are equal. */
  readonly ties: boolean;
}

export interface MannWhitneyTest extends MannWhitneyStatistic {
  /** u less its mean, over its standard error, with the correction if one was asked for; null for the exact law. */
  readonly z: number | null;
  readonly pValue: number;
}

export interface MannWhitneyOptions {
  readonly alternative?: Alternative;
  /** "exact" counts all divisions of the (tied) ranks; "normal" approximates. */
  readonly law: "exact" | "normal";
  /** Move u half a pair towards its mean; for the normal law only, and then it must be said. */
  readonly continuityCorrection?: boolean;
}

/** @throws RangeError if a group is empty or a value is not finite */
export function mannWhitneyStatistic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): MannWhitneyStatistic {
  return statisticOf(momentsOf(orderedCounts(x, y)));
}

/**
 * Do x and y come from one distribution?
 *
 * @throws RangeError if a group is empty, a value is not finite, all values are tied, or the exact law would take too long
 */
export function mannWhitneyTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: MannWhitneyOptions,
): MannWhitneyTest {
  return testOf(orderedCounts(x, y), options);
}

/** The same for an ordinal variable, from the counts of each group per category, in ascending order. */
export function mannWhitneyTestOfCounts(
  counts: OrderedCounts,
  options: MannWhitneyOptions,
): MannWhitneyTest {
  requireOrderedCounts(counts);
  return testOf(counts, options);
}

interface Moments {
  readonly u: number;
  readonly nX: number;
  readonly nY: number;
  /** Of u, under "no difference". */
  readonly variance: number;
  readonly ties: boolean;
}

function momentsOf({ x, y }: OrderedCounts): Moments {
  let [u, nX, nY, tied] = [0, 0, 0, 0];
  let ties = false;
  for (let i = 0; i < x.length; i++) {
    u += x[i] * (nY + y[i] / 2);
    nX += x[i];
    nY += y[i];
    const size = x[i] + y[i];
    tied += size * size * size - size;
    ties ||= size > 1;
  }
  const n = nX + nY;
  const allTied = tied === n * n * n - n;
  const variance = allTied ? 0 : ((nX * nY) / 12) * (n + 1 - tied / (n * (n - 1)));
  return { u, nX, nY, variance, ties };
}

function statisticOf({ u, nX, nY, ties }: Moments): MannWhitneyStatistic {
  return { u, rankSum: u + (nX * (nX + 1)) / 2, auc: u / (nX * nY), ties };
}

function testOf(
  counts: OrderedCounts,
  { alternative = "two-sided", law, continuityCorrection, ...others }: MannWhitneyOptions,
): MannWhitneyTest {
  requireNoOtherOptions("the Mann-Whitney test", others);
  requireAlternative(alternative);
  const moments = momentsOf(counts);
  if (moments.variance === 0)
    throw new RangeError(
      `the values must vary; all ${moments.nX + moments.nY} are tied, so ranks say nothing`,
    );
  if (law === "exact") {
    if (continuityCorrection)
      throw new RangeError("the exact law needs no continuity correction; leave it out");
    return { ...statisticOf(moments), z: null, pValue: exactRankSumP(counts, alternative) };
  }
  if (law !== "normal")
    throw new RangeError(`law must be "exact" or "normal"; got ${JSON.stringify(law)}`);
  if (continuityCorrection === undefined)
    throw new RangeError("say whether the normal law is corrected for continuity: true or false");
  const distance = moments.u - (moments.nX * moments.nY) / 2;
  const shift = { "two-sided": 0.5 * Math.sign(distance), greater: 0.5, less: -0.5 }[alternative];
  const z = (distance - (continuityCorrection ? shift : 0)) / Math.sqrt(moments.variance);
  return { ...statisticOf(moments), z, pValue: symmetricP(z, alternative, normalUpperTail) };
}
