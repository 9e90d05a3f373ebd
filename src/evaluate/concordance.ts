/**
 * The concordance index: among pairs of patients whose order of events is known, how often the one with the higher risk
 * had the event first.
 *
 * A pair counts when the earlier time is an event; two events at one time do not, an event and a censoring at one time do.
 * Source: Harrell et al., J. Am. Med. Assoc. 247 (1982) 2543–2546; pairs as R's `concordance`. O(n log n).
 */

import { followUp, groupsOf } from "../cohort/follow-up.js";

export interface Concordance {
  /** (concordant + tied / 2) / pairs, in [0, 1]. */
  readonly index: number;
  readonly concordant: number;
  readonly discordant: number;
  /** Pairs with equal scores. */
  readonly tied: number;
}

/**
 * @param scores n finite numbers; higher means an earlier event
 * @param strata n names: pairs are made within strata only
 * @throws RangeError on invalid input, or when no pair can be ordered
 */
export function concordanceIndex(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  scores: ArrayLike<number>,
  strata?: readonly string[],
): Concordance {
  const data = followUp(times, events);
  const n = data.at.length;
  if (scores.length !== n)
    throw new RangeError(`need one score per time; got ${scores.length} for ${n} times`);
  for (let i = 0; i < n; i++)
    if (!Number.isFinite(scores[i]))
      throw new RangeError(`scores must be finite; scores[${i}] is ${scores[i]}`);
  const groups =
    strata === undefined ? { names: [""], of: new Uint32Array(n) } : groupsOf(strata, n, "stratum");
  const distinct = Float64Array.from(new Set(Array.from(scores))).sort();
  const ranks = new Map(Array.from(distinct, (score, r) => [score, r + 1]));
  const counts = { concordant: 0, discordant: 0, tied: 0 };
  for (let g = 0; g < groups.names.length; g++) {
    const members = Array.from(data.at.keys()).filter((i) => groups.of[i] === g);
    countPairs(members, data, scores, ranks, counts);
  }
  const pairs = counts.concordant + counts.discordant + counts.tied;
  if (pairs === 0)
    throw new RangeError("concordance needs a pair whose order of events is known; there is none");
  return { index: (counts.concordant + counts.tied / 2) / pairs, ...counts };
}

/** From the last time to the first: each event meets those still there, held in a tree of counts by rank of score. */
function countPairs(
  members: readonly number[],
  { at, events }: ReturnType<typeof followUp>,
  scores: ArrayLike<number>,
  ranks: ReadonlyMap<number, number>,
  counts: { concordant: number; discordant: number; tied: number },
): void {
  const size = ranks.size;
  const tree = new Float64Array(size + 1);
  const exact = new Float64Array(size + 1);
  let inside = 0;
  const insert = (i: number): void => {
    const rank = ranks.get(scores[i])!;
    exact[rank]++;
    inside++;
    for (let r = rank; r <= size; r += r & -r) tree[r]++;
  };
  const atMost = (rank: number): number => {
    let sum = 0;
    for (let r = rank; r > 0; r -= r & -r) sum += tree[r];
    return sum;
  };
  const order = [...members].sort((a, b) => at[b] - at[a] || events[a] - events[b]); // censored first at one time
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (
      end < order.length &&
      at[order[end]] === at[order[start]] &&
      events[order[end]] === events[order[start]]
    )
      end++;
    const same = order.slice(start, end);
    if (events[order[start]] === 1) {
      for (const i of same) {
        const rank = ranks.get(scores[i])!;
        const below = atMost(rank - 1);
        counts.concordant += below;
        counts.tied += exact[rank];
        counts.discordant += inside - below - exact[rank];
      }
    }
    for (const i of same) insert(i);
    start = end;
  }
}
