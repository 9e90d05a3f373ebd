/**
 * Student's t distribution, for any positive degrees of freedom; infinitely many give the normal distribution.
 * Its tail is half a beta tail: P(|T| > t) is the lower tail of beta(df/2, 1/2) at df / (df + t²).
 */

import { betaLogit, betaLogTailsAt, type UnitPoint } from "./beta.js";
import type { LogTails } from "./log-tail.js";
import { normalLogUpperTail, normalQuantile, normalTwoSidedP, normalUpperTail } from "./normal.js";

/** P(T > t): the one-sided P value. @throws RangeError unless df > 0 */
export function tUpperTail(t: number, df: number): number {
  requireArguments(t, df);
  if (df === Infinity) return normalUpperTail(t);
  const outer = Math.exp(tailsOfSquare(t, df).lower) / 2;
  return t < 0 ? 1 - outer : outer;
}

/** ln P(T > t), for tails below the range of doubles. */
export function tLogUpperTail(t: number, df: number): number {
  requireArguments(t, df);
  if (df === Infinity) return normalLogUpperTail(t);
  const outer = tailsOfSquare(t, df).lower - Math.LN2;
  return t < 0 ? Math.log1p(-Math.exp(outer)) : outer;
}

/** P(|T| > |t|): the two-sided P value. */
export function tTwoSidedP(t: number, df: number): number {
  requireArguments(t, df);
  if (df === Infinity) return normalTwoSidedP(t);
  return Math.exp(tailsOfSquare(t, df).lower);
}

/** The t that a variable stays below with probability p. @throws RangeError unless 0 ≤ p ≤ 1 and df > 0 */
export function tQuantile(p: number, df: number): number {
  requireArguments(0, df);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
  if (p === 0.5) return 0;
  if (df === Infinity) return normalQuantile(p);
  const sign = p < 0.5 ? -1 : 1;
  const outer = 2 * Math.min(p, 1 - p);
  // On beta(1/2, df/2) the central mass is the lower tail; each half keeps the tail that is small.
  const { u, correction } =
    outer < 0.5
      ? betaLogit({ tail: "upper", p: outer }, 0.5, df / 2)
      : betaLogit({ tail: "lower", p: 2 * Math.abs(p - 0.5) }, 0.5, df / 2);
  return sign * Math.sqrt(df) * Math.exp(u / 2) * (1 + correction / 2 || 1);
}

/** The t that a variable exceeds with probability p. */
export function tUpperQuantile(p: number, df: number): number {
  return -tQuantile(p, df) + 0;
}

/** Beta(df/2, 1/2) tails at df / (df + t²); `lower` is the two-sided P. */
function tailsOfSquare(t: number, df: number): LogTails {
  return betaLogTailsAt(pointOf(Math.abs(t), df), df / 2, 0.5);
}

function pointOf(t: number, df: number): UnitPoint {
  if (t === Infinity) return { x: 0, y: 1 };
  const square = t * t;
  if (square < 1e290) return { x: df / (df + square), y: square / (df + square) };
  const logX = Math.log(df) - 2 * Math.log(t);
  return { x: Math.exp(logX), y: 1, logX, logY: 0 };
}

function requireArguments(t: number, df: number): void {
  if (Number.isNaN(t)) throw new RangeError("t must be a number; got NaN");
  if (!(df > 0)) throw new RangeError(`degrees of freedom must be positive; got ${df}`);
}
