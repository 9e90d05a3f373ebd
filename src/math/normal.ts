/** The standard normal distribution. */

/** Two-sided p-value of a standard normal test statistic. */
export function normalTwoSidedP(z: number): number {
  return 2 * normalUpperTail(Math.abs(z));
}

/**
 * The `z` that a standard normal variable stays below with probability `p`. By bisection: slow, short, and as exact as the tail.
 *
 * @throws RangeError unless 0 < p < 1
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must lie in (0, 1); got ${p}`);
  const tail = Math.min(p, 1 - p);
  let [low, high] = [0, 40];
  for (let middle = 20; low < middle && middle < high; middle = (low + high) / 2) {
    if (normalUpperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return p < 0.5 ? -high : high;
}

/**
 * P(Z > z), with relative error below 2e-13 up to z = 37.
 * Source: Abramowitz & Stegun (1964), series 26.2.11 and continued fraction 26.2.14.
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 2) {
    let sum = 0;
    for (let term = z, k = 3; sum + term !== sum; term *= (z * z) / k, k += 2) sum += term;
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 100; k > 0; k--) fraction = z + k / fraction;
  return density / fraction;
}
