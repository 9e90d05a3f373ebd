/** Means, variances, quantiles and ranks of plain number arrays. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Unbiased sample variance (divisor n − 1), in two passes for accuracy. */
export function variance(values: ArrayLike<number>): number {
  const center = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center) ** 2;
  return sum / (values.length - 1);
}

/** Square root of the unbiased variance. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/** The value below which a share `p` of the sample lies, by linear interpolation (type 7, R's default). */
export function quantile(values: ArrayLike<number>, p: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** {@link quantile} of values that are already in ascending order. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
  const position = 1 + (sorted.length - 1) * p; // counted from 1, so that it rounds as R's
  const below = Math.floor(position);
  const share = position - below;
  const low = sorted[below - 1]!;
  const high = sorted[Math.min(below, sorted.length - 1)]!;
  return low === high ? low : (1 - share) * low + share * high;
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Ranks from 1 to n; tied values share the mean of their ranks. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 1; start < order.length; start = end, end++) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
  }
  return ranks;
}
