/**
 * How two groups of values lie to each other: placements, and the area under the ROC curve.
 *
 * The *placement* of a value is the share of the other group that lies on its far side (a tie counts half).
 * Placements are kept as whole numbers, twice the count, so that ties, complements and differences are exact;
 * the area under the curve is their sum over all pairs. All values are put in order once and counted from below.
 * Source: Hanley & McNeil, Radiology 143 (1982) 29–36; placements from one sorting: Sun & Xu, IEEE Signal Process.
 * Lett. 21 (2014) 1389–1393.
 */

import { ascendingOrder } from "../math/order.js";

/** Twice the number of the other group's values on the far side of each value; a tie adds one. */
export interface Placements {
  /** For each upper value: 2 x (lower values below it) + (lower values equal to it); from 0 to 2 n. */
  readonly upper: Float64Array;
  /** For each lower value: 2 x (upper values above it) + (upper values equal to it); from 0 to 2 m. */
  readonly lower: Float64Array;
}

/** The placements of each value, in the order given. Values must be finite. */
export function placements(upper: Float64Array, lower: Float64Array): Placements {
  const [m, n] = [upper.length, lower.length];
  const all = new Float64Array(m + n);
  all.set(upper);
  all.set(lower, m);
  const order = ascendingOrder(all);
  const placed = { upper: new Float64Array(m), lower: new Float64Array(n) };
  let upperBelow = 0;
  let lowerBelow = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = all[order[start]];
    let upperTied = 0;
    for (; end < order.length && all[order[end]] === value; end++) if (order[end] < m) upperTied++;
    const lowerTied = end - start - upperTied;
    for (let k = start; k < end; k++) {
      const at = order[k];
      if (at < m) placed.upper[at] = 2 * lowerBelow + lowerTied;
      else placed.lower[at - m] = 2 * (m - upperBelow) - upperTied;
    }
    upperBelow += upperTied;
    lowerBelow += lowerTied;
  }
  return placed;
}

/**
 * The chance that a random upper value exceeds a random lower one, a tie counting half: the AUC.
 *
 * @param upper m finite values (the scores of the events)
 * @param lower n finite values (the scores of the non-events)
 */
export function areaUnderCurve(upper: Float64Array, lower: Float64Array): number {
  const above = upper.slice().sort();
  const below = lower.slice().sort();
  let doubled = 0;
  for (let i = 0, smaller = 0, upTo = 0; i < above.length; i++) {
    while (smaller < below.length && below[smaller] < above[i]) smaller++;
    while (upTo < below.length && below[upTo] <= above[i]) upTo++;
    doubled += smaller + upTo;
  }
  return doubled / (2 * upper.length * lower.length);
}
