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
  const [low, high] = quantileRanks(sorted.length, p);
  return quantileBetween(sorted[low]!, sorted[high]!, sorted.length, p);
}

/** The ranks, from 0, between which the quantile of `count` values lies. @throws RangeError as {@link quantile} */
export function quantileRanks(count: number, p: number): [low: number, high: number] {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
  const below = Math.floor(quantilePosition(count, p));
  return [below - 1, Math.min(below, count - 1)];
}

/** The quantile of `count` values from those at its ranks. */
export function quantileBetween(low: number, high: number, count: number, p: number): number {
  const position = quantilePosition(count, p);
  const share = position - Math.floor(position);
  return low === high ? low : (1 - share) * low + share * high;
}

/** Counted from 1, so that it rounds as R's. */
function quantilePosition(count: number, p: number): number {
  return 1 + (count - 1) * p;
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
