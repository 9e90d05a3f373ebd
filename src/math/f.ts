/**
 * Fisher's F distribution, for any positive degrees of freedom; infinite ones below the line give a chi-square.
 * P(F > f) is the lower tail of beta(df2/2, df1/2) at df2 / (df2 + df1 f).
 */

import { betaLogit, betaLogTailsAt, type UnitPoint } from "./beta.js";
import { chiSquareLogUpperTail, chiSquareLowerTail, chiSquareQuantile } from "./chi-square.js";
import { smallerTail, type TailProbability } from "./log-tail.js";

/** P(F > f): the P value of an F statistic. @throws RangeError unless df1, df2 > 0 */
export function fUpperTail(f: number, df1: number, df2: number): number {
  return Math.exp(fLogUpperTail(f, df1, df2));
}

/** P(F ≤ f). */
export function fLowerTail(f: number, df1: number, df2: number): number {
  requireArguments(f, df1, df2);
  if (df2 === Infinity) return chiSquareLowerTail(f * df1, df1);
  return Math.exp(betaLogTailsAt(pointOf(f, df1, df2), df2 / 2, df1 / 2).upper);
}

/** ln P(F > f), for tails below the range of doubles. */
export function fLogUpperTail(f: number, df1: number, df2: number): number {
  requireArguments(f, df1, df2);
  if (df2 === Infinity) return chiSquareLogUpperTail(f * df1, df1);
  return betaLogTailsAt(pointOf(f, df1, df2), df2 / 2, df1 / 2).lower;
}

/** The f that a variable stays below with probability p. @throws RangeError unless 0 ≤ p ≤ 1 and df1, df2 > 0 */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (df2 === Infinity) return chiSquareQuantile(p, df1) / df1;
  return quantileOf(smallerTail(p), df1, df2);
}

/** The f that a variable exceeds with probability p. */
export function fUpperQuantile(p: number, df1: number, df2: number): number {
  return quantileOf(smallerTail(p, "upper"), df1, df2);
}

function quantileOf(target: TailProbability, df1: number, df2: number): number {
  requireArguments(0, df1, df2);
  const { u, correction } = betaLogit(target, df1 / 2, df2 / 2);
  if (!Number.isFinite(u)) return u < 0 ? 0 : Infinity;
  return (df2 / df1) * Math.exp(u) * (1 + correction);
}

function pointOf(f: number, df1: number, df2: number): UnitPoint {
  if (f <= 0) return { x: 1, y: 0 };
  if (f === Infinity) return { x: 0, y: 1 };
  const ratio = (df1 / df2) * f;
  if (ratio < 1e290 && ratio > 1e-290) return { x: 1 / (1 + ratio), y: ratio / (1 + ratio) };
  const logRatio = Math.log(df1 / df2) + Math.log(f);
  return logRatio > 0
    ? { x: Math.exp(-logRatio), y: 1, logX: -logRatio, logY: 0 }
    : { x: 1, y: Math.exp(logRatio), logX: 0, logY: logRatio };
}

function requireArguments(f: number, df1: number, df2: number): void {
  if (Number.isNaN(f)) throw new RangeError("f must be a number; got NaN");
  if (!(df1 > 0 && df1 < Infinity && df2 > 0))
    throw new RangeError(`degrees of freedom must be positive; got ${df1} and ${df2}`);
}
