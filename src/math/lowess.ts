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
  const points: CountedPoints = {
    size: n,
    x: Float64Array.from(order, (i) => x[i]),
    y: Float64Array.from(order, (i) => y[i]),
    counts: new Float64Array(n).fill(1),
  };
  const knots = _roomForKnots(n);
  const range = points.x[n - 1] - points.x[0];
  _placeKnots(points, span, delta ?? 0.01 * range, knots);
  const heights = Float64Array.from({ length: knots.count }, (_, k) =>
    _heightAtKnot(points, knots, k),
  );
  const knotX = heights.map((_, k) => points.x[knots.entry[k]]);
  return { x: points.x, y: points.x.map((at) => interpolate(knotX, heights, at)) };
}

/** Points in ascending order of x, each standing for `counts` equal ones; a resample without writing it out. */
export interface CountedPoints {
  /** How many entries of the arrays are used. */
  size: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Whole numbers from 1. */
  readonly counts: Float64Array;
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
  { size, x, y, counts }: CountedPoints,
  knots: LowessKnots,
  k: number,
): number {
  const at = x[knots.entry[k]];
  const left = knots.left[k];
  const reach = Math.max(at - x[left], x[knots.right[k]] - at);
  const flat = 0.001 * (x[size - 1] - x[0]);
  const outer = 0.999 * reach;
  const inner = 0.001 * reach;
  const inverse = 1 / reach;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let t0 = 0;
  let t1 = 0;
  // A window that takes in only some of the equal points at its left end reaches just as far as they lie, so
  // none of them counts: points of one x count all or not at all.
  let start = left;
  while (at - x[start] > outer) start++;
  for (let j = start; j < size; j++) {
    const offset = x[j] - at;
    if (offset > outer) break;
    const distance = Math.abs(offset);
    const ratio = distance * inverse;
    const rest = 1 - ratio * ratio * ratio;
    const kernel = distance > inner ? rest * rest * rest : 1;
    const weight = kernel * counts[j];
    const moment = weight * offset;
    s0 += weight;
    s1 += moment;
    s2 += moment * offset;
    t0 += weight * y[j];
    t1 += moment * y[j];
  }
  const center = s1 / s0;
  const spread = s2 / s0 - center * center;
  const level = t0 / s0;
  if (reach <= 0 || !(spread > flat * flat)) return level;
  return level - (center / spread) * (t1 / s0 - center * level);
}
