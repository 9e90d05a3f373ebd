/**
 * From a printed odds ratio, interval and P back to the coefficient and its standard error.
 *
 * Each printed figure says between which two lines the point (β, SE) lies: ln OR is β, the limits are β ± z SE, and P
 * is a bound on |β| / SE. Together they leave a small convex polygon. Its centre is what the builder aims at; an
 * empty polygon means that no regression prints these four figures.
 */

import { normalQuantile, normalUpperQuantile } from "../math/normal.js";
import { distanceOutside, type Printed, printedNumber } from "./printed.js";

export interface Estimate {
  readonly coefficient: number;
  readonly standardError: number;
}

/** An odds ratio with its 95 % interval and P, as printed. */
export interface PrintedEstimate {
  readonly or: string;
  readonly lower: string;
  readonly upper: string;
  readonly p: string;
}

type Point = readonly [coefficient: number, standardError: number];

const CRITICAL: number = normalQuantile(0.975);

/** Where the estimates lie that print a row's figures. */
export interface EstimateRegion {
  /** Each holds the values of exp(β + factor · SE). */
  readonly figures: readonly { readonly printed: Printed; readonly factor: number }[];
  readonly z: readonly [least: number, most: number];
}

export function estimateRegion(row: PrintedEstimate): EstimateRegion {
  const figure = (text: string, factor: number): EstimateRegion["figures"][number] => ({
    printed: printedNumber(text),
    factor,
  });
  return {
    figures: [figure(row.or, 0), figure(row.lower, -CRITICAL), figure(row.upper, CRITICAL)],
    z: zBehind(row.p),
  };
}

/** The middle of the estimates that print these figures; null if there are none. */
export function estimateBehind(row: PrintedEstimate): Estimate | null {
  const { figures, z } = estimateRegion(row);
  let polygon: Point[] = [
    [-20, 1e-6],
    [20, 1e-6],
    [20, 20],
    [-20, 20],
  ];
  for (const { printed, factor } of figures) {
    const { low, high } = printed;
    if (low > 0) polygon = clip(polygon, ([b, se]) => b + factor * se - Math.log(low));
    polygon = clip(polygon, ([b, se]) => Math.log(high) - b - factor * se);
  }
  const [least, most] = z;
  const sign = figures[0]!.printed.value < 1 ? -1 : 1;
  polygon = clip(polygon, ([b, se]) => sign * b - least * se);
  if (Number.isFinite(most)) polygon = clip(polygon, ([b, se]) => most * se - sign * b);
  const [coefficient, standardError] = centre(polygon);
  return polygon.length < 3 ? null : { coefficient, standardError };
}

/** How far an estimate is from printing as a row does, in widths of the last printed digit; 0 if it does. */
export function estimateDistance(
  { figures, z: [least, most] }: EstimateRegion,
  coefficient: number,
  standardError: number,
): number {
  const z = Math.abs(coefficient) / standardError;
  let sum = Math.max(0, least - z, z - most) / (Number.isFinite(most) ? most - least : 1);
  for (const { printed, factor } of figures) {
    const value = Math.exp(coefficient + factor * standardError);
    sum += distanceOutside(printed, value, 0.01) / (printed.high - printed.low);
  }
  return sum;
}

/** The values of |z| whose two-sided P prints so. */
export function zBehind(p: string): readonly [least: number, most: number] {
  const { low, high } = printedNumber(p);
  const z = (tail: number): number =>
    tail <= 0 ? Infinity : tail >= 1 ? 0 : normalUpperQuantile(tail / 2);
  return [z(high), z(low)];
}

/** The part of a convex polygon where `inside` is positive; `inside` is linear. */
function clip(polygon: readonly Point[], inside: (point: Point) => number): Point[] {
  return polygon.flatMap((from, i) => {
    const to = polygon[(i + 1) % polygon.length]!;
    const [a, b] = [inside(from), inside(to)];
    const kept: Point[] = a >= 0 ? [from] : [];
    if (a * b < 0) {
      const share = a / (a - b);
      kept.push([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
    }
    return kept;
  });
}

/** The mean of the corners. */
function centre(polygon: readonly Point[]): Point {
  const sum = polygon.reduce<Point>(([b, se], [c, s]) => [b + c, se + s], [0, 0]);
  return [sum[0] / polygon.length, sum[1] / polygon.length];
}
