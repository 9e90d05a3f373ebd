/**
 * The binomial distribution: point probabilities, both tails, quantiles.
 * The tails are those of a beta variable: P(X ≤ k) = P(beta(k + 1, n − k) > p).
 */

import { betaLowerTail, betaUpperTail } from "./beta.js";
import { devianceTerm, stirlingError } from "./stirling.js";

/** P(X = k) in n trials of success probability p; 0 outside 0 … n. @throws RangeError on an impossible n or p */
export function binomialPmf(k: number, n: number, p: number): number {
  requireArguments(k, n, p);
  if (k < 0 || k > n) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const q = 1 - p;
  return (
    Math.exp(
      stirlingError(n) -
        stirlingError(k) -
        stirlingError(n - k) -
        devianceTerm(k, n * p) -
        devianceTerm(n - k, n * q),
    ) * Math.sqrt(n / (2 * Math.PI * k * (n - k)))
  );
}

/** P(X ≤ k). */
export function binomialLowerTail(k: number, n: number, p: number): number {
  requireArguments(k, n, p);
  if (k < 0) return 0;
  return k >= n ? 1 : betaUpperTail(p, k + 1, n - k);
}

/** P(X ≥ k): the point k belongs to the upper tail. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  requireArguments(k, n, p);
  if (k <= 0) return 1;
  return k > n ? 0 : betaLowerTail(p, k, n - k + 1);
}

/**
 * The smallest k with P(X ≤ k) ≥ `probability`; a difference of some last bits counts as reached.
 *
 * @throws RangeError unless 0 ≤ probability ≤ 1
 */
export function binomialQuantile(probability: number, n: number, p: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability must lie in [0, 1]; got ${probability}`);
  requireArguments(0, n, p);
  const reached = probability * (1 - 64 * Number.EPSILON);
  let [low, high] = [-1, n];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialLowerTail(middle, n, p) >= reached) high = middle;
    else low = middle;
  }
  return high;
}

function requireArguments(k: number, n: number, p: number): void {
  if (!Number.isInteger(n) || n < 0)
    throw new RangeError(`n must be a whole number of trials; got ${n}`);
  if (!Number.isInteger(k)) throw new RangeError(`k must be a whole number of events; got ${k}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
}
