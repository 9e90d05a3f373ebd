/** The chi-square distribution: a gamma variable of half the degrees of freedom, doubled. */

import { gammaLogTails, gammaQuantile, gammaUpperQuantile } from "./gamma.js";

/** P(X > x): the P value of a chi-square statistic. @throws RangeError unless df > 0 */
export function chiSquareUpperTail(x: number, df: number): number {
  return Math.exp(chiSquareLogUpperTail(x, df));
}

/** P(X ≤ x). @throws RangeError unless df > 0 */
export function chiSquareLowerTail(x: number, df: number): number {
  requireDf(df);
  return Math.exp(gammaLogTails(x / 2, df / 2).lower);
}

/** ln P(X > x), for tails below the range of doubles. @throws RangeError unless df > 0 */
export function chiSquareLogUpperTail(x: number, df: number): number {
  requireDf(df);
  return gammaLogTails(x / 2, df / 2).upper;
}

/** The x that a chi-square variable stays below with probability p. @throws RangeError unless 0 ≤ p ≤ 1 and df > 0 */
export function chiSquareQuantile(p: number, df: number): number {
  requireDf(df);
  return 2 * gammaQuantile(p, df / 2);
}

/** The x that a chi-square variable exceeds with probability p. */
export function chiSquareUpperQuantile(p: number, df: number): number {
  requireDf(df);
  return 2 * gammaUpperQuantile(p, df / 2);
}

function requireDf(df: number): void {
  if (!(df > 0 && df < Infinity))
    throw new RangeError(`degrees of freedom must be positive and finite; got ${df}`);
}
