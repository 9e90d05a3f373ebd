/**
 * The cut of a score that separates survival best, and what that choice costs in evidence.
 *
 * Every cut that leaves enough patients on both sides is tried; the largest standardised log-rank statistic wins. Its P
 * must allow for the search: by the approximation of Lausen & Schumacher, or by permuting the outcome.
 *
 * Sources: Lausen & Schumacher, Biometrics 48 (1992) 73–85; Hothorn & Lausen, Comput. Stat. Data Anal. 43 (2003) 121–137
 * (scores and statistic as R's maxstat).
 */

import { followUp } from "../cohort/follow-up.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { normalTwoSidedP } from "../math/normal.js";
import { seededRandom } from "../math/random.js";

export interface MaximallySelectedOptions {
  /** Least and largest share of patients at or below a cut; defaults to 0.1 and 0.9. */
  readonly shares?: readonly [number, number];
  /** Permutations for the exact P; 0 (the default) gives the approximation alone. */
  readonly permutations?: number;
  readonly seed?: number;
}

export interface MaximallySelectedTest {
  /** Patients with a score above this are one group, the others the other. */
  readonly cut: number;
  /** Standardised log-rank statistic at the cut, absolute. */
  readonly statistic: number;
  /** P as if the cut had been known beforehand: what must not be reported alone. */
  readonly naiveP: number;
  /** P that allows for the search, by Lausen & Schumacher's approximation. */
  readonly pValue: number;
  /** The same by permutation, (1 + more extreme) / (1 + permutations); null without permutations. */
  readonly permutationP: number | null;
  /** Every cut tried, with its statistic. */
  readonly cuts: readonly { readonly cut: number; readonly statistic: number }[];
}

/**
 * @param scores n finite numbers
 * @throws RangeError on invalid input, no event, or no cut within the shares
 */
export function maximallySelectedLogRank(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  scores: ArrayLike<number>,
  { shares = [0.1, 0.9], permutations = 0, seed = 1, ...others }: MaximallySelectedOptions = {},
): MaximallySelectedTest {
  requireNoOtherOptions("the maximally selected log-rank test", others);
  const [least, most] = shares;
  if (!(least > 0 && least < most && most < 1))
    throw new RangeError(`shares must satisfy 0 < least < largest < 1; got ${least} and ${most}`);
  const values = logRankScores(times, events);
  const n = values.length;
  if (scores.length !== n)
    throw new RangeError(`need one score per time; got ${scores.length} for ${n} times`);
  const bad = Array.from(scores).findIndex((score) => !Number.isFinite(score));
  if (bad >= 0) throw new RangeError(`scores must be finite; scores[${bad}] is ${scores[bad]}`);
  const order = Array.from(values.keys()).sort((a, b) => scores[a] - scores[b]);
  const ends = order
    .flatMap((i, k) => (k + 1 < n && scores[order[k + 1]] === scores[i] ? [] : [k + 1]))
    .filter((m) => m >= least * n && m <= most * n && m < n);
  if (ends.length === 0)
    throw new RangeError(
      `a cut must leave ${least} to ${most} of the patients below it; the ${n} scores have none such`,
    );
  const statistics = standardised(
    order.map((i) => values[i]),
    ends,
  );
  let best = 0;
  statistics.forEach((statistic, c) => {
    if (statistic > statistics[best]) best = c;
  });
  const statistic = statistics[best];
  return {
    cut: scores[order[ends[best] - 1]],
    statistic,
    naiveP: normalTwoSidedP(statistic),
    pValue: lausenSchumacher(statistic, least, most),
    permutationP:
      permutations === 0 ? null : permuted(Array.from(values), ends, statistic, permutations, seed),
    cuts: ends.map((m, c) => ({ cut: scores[order[m - 1]], statistic: statistics[c] })),
  };
}

/** Event mark minus the events expected until then: event − Σ_{t_j ≤ t} event_j / (patients at risk at t_j). */
export function logRankScores(times: ArrayLike<number>, events: ArrayLike<number>): Float64Array {
  const { times: distinct, at, events: marks } = followUp(times, events);
  const [deaths, leaving] = [new Float64Array(distinct.length), new Float64Array(distinct.length)];
  at.forEach((k, i) => {
    leaving[k]++;
    deaths[k] += marks[i];
  });
  let [left, hazard] = [at.length, 0];
  const expected = distinct.map((_, k) => {
    hazard += deaths[k] / left;
    left -= leaving[k];
    return hazard;
  });
  if (hazard === 0)
    throw new RangeError("survival must have an event to be compared; there is none");
  return Float64Array.from(at, (k, i) => marks[i] - expected[k]);
}

/** |T − E| / SD of the sum of the first m values, for each m, under permutation. */
function standardised(values: readonly number[], ends: readonly number[]): number[] {
  const n = values.length;
  const total = values.reduce((a, b) => a + b, 0);
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  let [sum, k] = [0, 0];
  return ends.map((m) => {
    for (; k < m; k++) sum += values[k];
    const variance = ((m * (n - m)) / (n * n * (n - 1))) * (n * squares - total * total);
    return Math.abs(sum - (m / n) * total) / Math.sqrt(variance);
  });
}

function lausenSchumacher(b: number, least: number, most: number): number {
  if (b < 1) return 1;
  const density = Math.exp((-b * b) / 2) / Math.sqrt(2 * Math.PI);
  const search = Math.log((most * (1 - least)) / ((1 - most) * least));
  return Math.min(1, Math.max(0, (4 * density) / b + density * (b - 1 / b) * search));
}

function permuted(
  values: readonly number[],
  ends: readonly number[],
  statistic: number,
  permutations: number,
  seed: number,
): number {
  const random = seededRandom(seed);
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    const order = random.permutation(values.length);
    const largest = Math.max(
      ...standardised(
        Array.from(order, (i) => values[i]),
        ends,
      ),
    );
    if (largest >= statistic * (1 - 1e-12)) extreme++;
  }
  return (1 + extreme) / (1 + permutations);
}
