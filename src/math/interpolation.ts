/** Straight lines between given points. */

/**
 * The height at `at` of the line through the points (x, y); NaN outside their range (R's `approx`, rule 1).
 *
 * @param x rising, without repeats
 * @param y as long as x
 */
export function interpolate(x: ArrayLike<number>, y: ArrayLike<number>, at: number): number {
  let low = 0;
  let high = x.length - 1;
  if (!(at >= x[low] && at <= x[high])) return Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (at < x[middle]) high = middle;
    else low = middle;
  }
  if (at === x[high]) return y[high];
  if (at === x[low]) return y[low];
  return y[low] + (y[high] - y[low]) * ((at - x[low]) / (x[high] - x[low]));
}

/** The points with x rising and each x once; of points that share an x the first is kept. */
export function firstOfTied(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (a, b) => x[a] - x[b] || a - b,
  );
  const kept = order.filter((i, k) => k === 0 || x[i] !== x[order[k - 1]]);
  return { x: Float64Array.from(kept, (i) => x[i]), y: Float64Array.from(kept, (i) => y[i]) };
}
