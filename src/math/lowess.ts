/**
 * Lowess without robustness rounds: a straight line fitted around each point, near points counting most.
 *
 * Around x the nearest share `span` of the points enters, weighted by the tricube (1 − (d/h)³)³ of their distance
 * over that of the farthest; the fit is the height of the weighted line at x. To save work, points closer than
 * `delta` to the last fitted one are put on the straight line between the fitted ones. For an outcome of 0 and 1
 * the robust rounds of the original would throw the events away, so there are none (R: `iter = 0`).
 *
 * Source: Cleveland, J. Am. Stat. Assoc. 74 (1979) 829–836; conventions as R's `lowess`. Agrees with it to 1e-13.
 */

import { interpolate } from "./interpolation.js";
import { type LowessVectors, type Vectors, withVectors } from "./vectors.js";

export interface LowessOptions {
  /** Share of the points around each, in (0, 1]; defaults to 2/3. */
  readonly span?: number;
  /** Distance below which points are interpolated; defaults to a hundredth of the range of x. */
  readonly delta?: number;
}

export interface SmoothedPoints {
  /** Ascending. */
  readonly x: Float64Array;
  /** The smoothed height at each x. */
  readonly y: Float64Array;
}

/**
 * @param x n finite numbers, in any order
 * @param y n finite numbers
 * @throws RangeError if the lengths differ, there is no point, or the span makes no sense
 */
export function lowess(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { span = 2 / 3, delta }: LowessOptions = {},
): SmoothedPoints {
  if (x.length !== y.length || x.length === 0)
    throw new RangeError(`need as many y as x, at least one; got ${x.length} and ${y.length}`);
  if (!(span > 0 && span <= 1)) throw new RangeError(`span must lie in (0, 1]; got ${span}`);
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a] - x[b] || a - b);
  return withVectors(_lowessRoom(n), (vectors) => {
    const points = _roomForPoints(n, vectors);
    points.size = n;
    order.forEach((i, at) => {
      points.x[at] = x[i];
      points.y[at] = y[i];
      points.counts[at] = 1;
    });
    const knots = _roomForKnots(n);
    const range = points.x[n - 1] - points.x[0];
    _placeKnots(points, span, delta ?? 0.01 * range, knots);
    const heights = Float64Array.from({ length: knots.count }, (_, k) =>
      _heightAtKnot(points, knots, k),
    );
    const knotX = heights.map((_, k) => points.x[knots.entry[k]]);
    const sorted = points.x.slice();
    return { x: sorted, y: sorted.map((at) => interpolate(knotX, heights, at)) };
  });
}

/** Points in ascending order of x, each standing for `counts` equal ones; a resample without writing it out. */
export interface CountedPoints extends LowessVectors {
  /** How many entries of the arrays are used; `counts` are whole numbers from 1. */
  size: number;
  /** The memory they lie in. */
  readonly vectors: Vectors;
}

/** Where the weighted lines are fitted: rising in x; between them the curve is straight. */
export interface LowessKnots {
  count: number;
  /** The entry of each knot, and the first and last entry of its window. */
  readonly entry: Uint32Array;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Which entry each point written out belongs to. */
  readonly entryOf: Uint32Array;
}

/** How many numbers {@link _roomForPoints} takes. */
export function _lowessRoom(total: number): number {
  return 3 * (total + 1);
}

/** Room for as many points. */
export function _roomForPoints(total: number, vectors: Vectors): CountedPoints {
  const room = (): Float64Array => vectors.take(total);
  return { size: 0, x: room(), y: room(), counts: room(), vectors };
}

/** Room for the knots of as many points, written out. */
export function _roomForKnots(total: number): LowessKnots {
  const room = (): Uint32Array => new Uint32Array(total);
  return { count: 0, entry: room(), left: room(), right: room(), entryOf: room() };
}

/** Choose the knots of counted points, as if each were written out; allocates nothing. */
export function _placeKnots(
  { size, x, counts }: CountedPoints,
  span: number,
  delta: number,
  knots: LowessKnots,
): void {
  const { entryOf } = knots;
  let total = 0;
  for (let entry = 0; entry < size; entry++)
    for (let c = counts[entry]; c > 0; c--) entryOf[total++] = entry;
  const windowSize = Math.min(total, Math.max(2, Math.floor(span * total + 1e-7)));
  let left = 0;
  let right = windowSize - 1;
  let last = -1;
  knots.count = 0;
  for (let i = 0; last < size - 1; ) {
    while (right < total - 1 && x[i] - x[entryOf[left]] > x[entryOf[right + 1]] - x[i]) {
      left++;
      right++;
    }
    knots.entry[knots.count] = i;
    knots.left[knots.count] = entryOf[left];
    knots.right[knots.count++] = entryOf[right];
    last = i;
    const cut = x[last] + delta;
    for (i = last + 1; i < size && x[i] <= cut; i++) if (x[i] === x[last]) last = i;
    i = Math.max(last + 1, i - 1);
  }
}

/** The height of the weighted line at knot k. Sums are of distances from it, which keeps them accurate. */
export function _heightAtKnot(
  points: CountedPoints,
  { entry, left, right }: LowessKnots,
  k: number,
): number {
  return points.vectors.lowessHeight(points, points.size, entry[k], left[k], right[k]);
}
