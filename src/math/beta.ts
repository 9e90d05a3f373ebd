/**
 * The beta distribution: tails and quantiles.
 *
 * The tail on the near side of the mean is the factor x^a (1 − x)^b / B(a, b) times a continued fraction; the other one
 * is its complement. x and y = 1 − x are carried as two numbers, so neither end loses digits.
 * Relative error below 1e-12 down to 1e-300, for shapes from 0.5 to 5,000.
 *
 * Source: Abramowitz & Stegun (1964) 26.5.8, by Lentz's method as modified by Thompson & Barnett (1986).
 */

import {
  type LogTails,
  smallerTail,
  solveTail,
  type TailProbability,
  tailsFromLower,
  tailsFromUpper,
} from "./log-tail.js";
import { devianceTerm, stirlingError } from "./stirling.js";

/** P(X ≤ x) for a beta variable with shapes a and b. @throws RangeError unless a, b > 0 */
export function betaLowerTail(x: number, a: number, b: number): number {
  return Math.exp(betaLogTails(x, a, b).lower);
}

/** P(X > x) for a beta variable with shapes a and b. @throws RangeError unless a, b > 0 */
export function betaUpperTail(x: number, a: number, b: number): number {
  return Math.exp(betaLogTails(x, a, b).upper);
}

/** The x that a beta variable stays below with probability p. @throws RangeError unless 0 ≤ p ≤ 1 and a, b > 0 */
export function betaQuantile(p: number, a: number, b: number): number {
  return fromLogit(betaLogit(smallerTail(p), a, b));
}

/** The x that a beta variable exceeds with probability p. */
export function betaUpperQuantile(p: number, a: number, b: number): number {
  return fromLogit(betaLogit(smallerTail(p, "upper"), a, b));
}

/** Logarithms of both tails. */
export function betaLogTails(x: number, a: number, b: number): LogTails {
  if (Number.isNaN(x)) throw new RangeError("x must be a number; got NaN");
  return betaLogTailsAt({ x, y: 1 - x }, a, b);
}

/** A point of (0, 1) by both of its distances from the ends; their logarithms where these underflow. */
export interface UnitPoint {
  readonly x: number;
  readonly y: number;
  readonly logX?: number;
  readonly logY?: number;
}

/** {@link betaLogTails} at a point whose distance from either end is known to full precision. */
export function betaLogTailsAt(point: UnitPoint, a: number, b: number): LogTails {
  requireShapes(a, b);
  const { x, y } = point;
  if (!(x > 0) && point.logX === undefined) return { lower: -Infinity, upper: 0 };
  if (!(y > 0) && point.logY === undefined) return { lower: 0, upper: -Infinity };
  const prefactor = logPrefactor(point, a, b);
  return x < (a + 1) / (a + b + 2)
    ? tailsFromLower(prefactor + Math.log(continuedFraction(x, y, a, b) / a))
    : tailsFromUpper(prefactor + Math.log(continuedFraction(y, x, b, a) / b));
}

/** The quantile on the scale ln(x / y), and the correction that is lost in rounding it. */
export interface LogitQuantile {
  readonly u: number;
  readonly correction: number;
}

/** The logit of the beta quantile, from which those of F and t follow without loss. */
export function betaLogit(target: TailProbability, a: number, b: number): LogitQuantile {
  requireShapes(a, b);
  if (target.p === 0) return { u: target.tail === "lower" ? -Infinity : Infinity, correction: 0 };
  const tails = (u: number) => {
    const point = pointOfLogit(u);
    return { ...betaLogTailsAt(point, a, b), logDensity: logPrefactor(point, a, b) };
  };
  return solveTail(target, tails, Math.log(a / b), -1600, 1600);
}

function pointOfLogit(u: number): UnitPoint {
  const odds = Math.exp(-Math.abs(u));
  const near = odds / (1 + odds);
  const far = 1 / (1 + odds);
  const logNear = -Math.abs(u) - Math.log1p(odds);
  return u < 0
    ? { x: near, y: far, logX: logNear, logY: -Math.log1p(odds) }
    : { x: far, y: near, logX: -Math.log1p(odds), logY: logNear };
}

function fromLogit({ u, correction }: LogitQuantile): number {
  if (u === Infinity) return 1;
  if (u === -Infinity) return 0;
  const { x, y } = pointOfLogit(u);
  return x * (1 + y * correction);
}

/** ln of x^a y^b / B(a, b). */
function logPrefactor({ x, y, logX, logY }: UnitPoint, a: number, b: number): number {
  const n = a + b;
  return (
    Math.log((a * b) / n) +
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    devianceTerm(a, n * x, Math.log(n) + (logX ?? Math.log(x))) -
    devianceTerm(b, n * y, Math.log(n) + (logY ?? Math.log(y))) +
    0.5 * Math.log(n / (2 * Math.PI * a * b))
  );
}

/**
 * The contracted fraction of DiDonato & Morris: its leading term holds the distance from the mean, a y − b x,
 * as a difference of two exact products, so a large shape beside a small one costs no digits.
 */
function continuedFraction(x: number, y: number, a: number, b: number): number {
  const distance = a * y - b * x;
  let denominator = (a / (a + 1)) * (distance + 1);
  let c = denominator;
  let d = 0;
  let fraction = denominator;
  for (let n = 1; n < 1e6; n++) {
    const middle = a + 2 * n - 1;
    const numerator = (((a + n - 1) * (a + b + n - 1)) / middle) * ((n * (b - n)) / middle) * x * x;
    denominator =
      n + (n * (b - n) * x) / middle + ((a + n) / (a + 2 * n + 1)) * (distance + 1 + n * (1 + y));
    d = 1 / nonZero(denominator + numerator * d);
    c = nonZero(denominator + numerator / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) break;
  }
  return a / fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

function requireShapes(a: number, b: number): void {
  if (!(a > 0 && b > 0 && a + b < Infinity))
    throw new RangeError(`the shapes of a beta variable must be positive; got ${a} and ${b}`);
}
