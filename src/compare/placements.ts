/**
 * How two groups of values lie to each other: placements, and the area under the ROC curve.
 *
 * The *placement* of a value is the share of the other group that lies on its far side (a tie counts half).
 * Placements are kept as whole numbers, twice the count, so that ties, complements and differences are exact;
 * the area under the curve is their sum over all pairs. Each group is sorted once and the other one looked up
 * in it: n log n.
 * Source: Hanley & McNeil, Radiology 143 (1982) 29-36.
 */

/** Twice the number of the other group's values on the far side of each value; a tie adds one. */
export interface Placements {
  /** For each upper value: 2 x (lower values below it) + (lower values equal to it); from 0 to 2 n. */
  readonly upper: Float64Array;
  /** For each lower value: 2 x (upper values above it) + (upper values equal to it); from 0 to 2 m. */
  readonly lower: Float64Array;
}

/** The placements of each value, in the order given. Values must be finite. */
export function placements(upper: Float64Array, lower: Float64Array): Placements {
  const sortedUpper = upper.slice().sort();
  const sortedLower = lower.slice().sort();
  const total = 2 * upper.length;
  return {
    upper: upper.map((value) => countBelow(sortedLower, value) + countUpTo(sortedLower, value)),
    lower: lower.map(
      (value) => total - countBelow(sortedUpper, value) - countUpTo(sortedUpper, value),
    ),
  };
}

/**
 * The chance that a random upper value exceeds a random lower one, a tie counting half: the AUC.
 *
 * @param upper m finite values (the scores of the events)
 * @param lower n finite values (the scores of the non-events)
 */
export function areaUnderCurve(upper: Float64Array, lower: Float64Array): number {
  const sorted = lower.slice().sort();
  let doubled = 0;
  for (const value of upper) doubled += countBelow(sorted, value) + countUpTo(sorted, value);
  return doubled / (2 * upper.length * lower.length);
}

/** How many sorted values are smaller than `value`. */
function countBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many sorted values are smaller than or equal to `value`. */
function countUpTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
