/**
 * The hypergeometric distribution: successes among `drawn` items taken without return from `successes` + `failures`.
 * A tail is its end point's probability times a sum of ratios, each below the one before.
 */

import { binomialPmf } from "./binomial.js";

export interface Urn {
  readonly successes: number;
  readonly failures: number;
  readonly drawn: number;
}

/** P(X = k); 0 outside the support. @throws RangeError on an impossible urn */
export function hypergeometricPmf(k: number, urn: Urn): number {
  const { successes, failures, drawn } = urn;
  const [low, high] = hypergeometricSupport(urn);
  if (!Number.isInteger(k)) throw new RangeError(`k must be a whole number; got ${k}`);
  if (k < low || k > high) return 0;
  if (drawn === 0) return 1;
  const total = successes + failures;
  const p = drawn / total;
  if (p === 1) return 1;
  return (
    (binomialPmf(k, successes, p) * binomialPmf(drawn - k, failures, p)) /
    binomialPmf(drawn, total, p)
  );
}

/** The smallest and the largest possible count. */
export function hypergeometricSupport({
  successes,
  failures,
  drawn,
}: Urn): readonly [low: number, high: number] {
  for (const [name, value] of Object.entries({ successes, failures, drawn }))
    if (!Number.isInteger(value) || value < 0)
      throw new RangeError(`${name} must be a whole number of items; got ${value}`);
  if (drawn > successes + failures)
    throw new RangeError(`cannot draw ${drawn} items from ${successes + failures}`);
  return [Math.max(0, drawn - failures), Math.min(drawn, successes)];
}

/** P(X ≤ k). */
export function hypergeometricLowerTail(k: number, urn: Urn): number {
  const [low, high] = hypergeometricSupport(urn);
  if (k < low) return 0;
  if (k >= high) return 1;
  return k < meanOf(urn) ? downwardSum(k, urn) : 1 - upwardSum(k + 1, urn);
}

/** P(X ≥ k): the point k belongs to the upper tail. */
export function hypergeometricUpperTail(k: number, urn: Urn): number {
  const [low, high] = hypergeometricSupport(urn);
  if (k <= low) return 1;
  if (k > high) return 0;
  return k > meanOf(urn) ? upwardSum(k, urn) : 1 - downwardSum(k - 1, urn);
}

/** The smallest k with P(X ≤ k) ≥ `probability`; a difference of some last bits counts as reached. */
export function hypergeometricQuantile(probability: number, urn: Urn): number {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability must lie in [0, 1]; got ${probability}`);
  const reached = probability * (1 - 64 * Number.EPSILON);
  const [first, last] = hypergeometricSupport(urn);
  let [low, high] = [first - 1, last];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (hypergeometricLowerTail(middle, urn) >= reached) high = middle;
    else low = middle;
  }
  return high;
}

function meanOf({ successes, failures, drawn }: Urn): number {
  return (drawn * successes) / (successes + failures);
}

function downwardSum(k: number, urn: Urn): number {
  const { successes, failures, drawn } = urn;
  let sum = 1;
  for (let i = k, term = 1; term > 1e-18 * sum; i--) {
    term *= (i * (failures - drawn + i)) / ((successes - i + 1) * (drawn - i + 1));
    sum += term;
  }
  return hypergeometricPmf(k, urn) * sum;
}

function upwardSum(k: number, urn: Urn): number {
  const { successes, failures, drawn } = urn;
  let sum = 1;
  for (let i = k, term = 1; term > 1e-18 * sum; i++) {
    term *= ((successes - i) * (drawn - i)) / ((i + 1) * (failures - drawn + i + 1));
    sum += term;
  }
  return hypergeometricPmf(k, urn) * sum;
}
