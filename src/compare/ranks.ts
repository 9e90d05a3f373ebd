/** Ties: how many values share a place. */

/** The sizes of the groups of equal values, ascending by value (a value that is alone has size 1). */
export function tieSizes(values: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  const sizes: number[] = [];
  for (let start = 0, end = 1; start < sorted.length; start = end, end++) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    sizes.push(end - start);
  }
  return sizes;
}

/** Σ (t³ − t) over the groups of equal values: what ties take from the variance of a rank sum. */
export function tieSum(values: ArrayLike<number>): number {
  return tieSizes(values).reduce((sum, t) => sum + (t * t * t - t), 0);
}
