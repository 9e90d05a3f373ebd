/** Probability and log odds, each without overflow. */

/** The probability whose log odds are `eta`: 1 / (1 + e^−eta). */
export function expit(eta: number): number {
  if (eta >= 0) return 1 / (1 + Math.exp(-eta));
  const odds = Math.exp(eta);
  return odds / (1 + odds);
}

/** The log odds of a probability: ln(p / (1 − p)). @throws RangeError unless 0 < p < 1 */
export function logit(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must lie in (0, 1) to have log odds; got ${p}`);
  return Math.log(p) - Math.log1p(-p);
}
