/**
 * Quantiles of many values without sorting them: quickselect puts the one value that is wanted in its place.
 * Source: Hoare, Algorithm 65: FIND, Commun ACM 4:321 (1961), with the median of three as pivot.
 */

import { quantileOfSorted } from "./summary.js";

/**
 * Quantiles of type 7, as R's default, the same bits as of the sorted values (0 and −0 are one value); `values` is left in another order.
 *
 * @param values finite numbers, at least one
 * @param shares each in [0, 1]
 * @throws RangeError for a share outside
 */
export function quantilesInPlace(values: Float64Array, shares: readonly number[]): number[] {
  let placed = 0; // a rank whose value is in its place: those of higher ranks lie behind it
  return shares.map((share) => {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${share}`);
    const below = Math.floor(1 + (values.length - 1) * share);
    for (const rank of [below - 1, Math.min(below, values.length - 1)]) {
      select(values, rank, rank >= placed ? placed : 0);
      placed = rank;
    }
    return quantileOfSorted(values, share);
  });
}

/** Reorder from `low` on so that the value of this rank (from 0) stands at it, none greater before and none smaller behind. */
function select(values: Float64Array, rank: number, low: number): void {
  let high = values.length - 1;
  while (low < high) {
    const [a, b, c] = [values[low], values[(low + high) >>> 1], values[high]];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const held = values[i];
      values[i++] = values[j];
      values[j--] = held;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return;
  }
}
