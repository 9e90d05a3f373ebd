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
  const fitted = new Float64Array(n);
  const range = points.x[n - 1] - points.x[0];
  _lowessOfCounted(points, n, span, delta ?? 0.01 * range, fitted, new Uint32Array(n));
  return { x: points.x, y: fitted };
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

/**
 * {@link lowess} of counted points, as if each were written out; allocates nothing.
 *
 * @param total the sum of the counts
 * @param fitted receives the height at each entry
 * @param entryOf room for `total` numbers
 */
export function _lowessOfCounted(
  points: CountedPoints,
  total: number,
  span: number,
  delta: number,
  fitted: Float64Array,
  entryOf: Uint32Array,
): void {
  const { size, x, counts } = points;
  for (let entry = 0, at = 0; entry < size; entry++)
    for (let c = counts[entry]; c > 0; c--) entryOf[at++] = entry;
  const windowSize = Math.max(2, Math.min(total, Math.floor(span * total + 1e-7)));
  const flat = 0.001 * (x[size - 1] - x[0]);
  let left = 0;
  let right = Math.min(windowSize, total) - 1;
  let last = -1;
  for (let i = 0; ; ) {
    while (right < total - 1 && x[i] - x[entryOf[left]] > x[entryOf[right + 1]] - x[i]) {
      left++;
      right++;
    }
    const first = entryOf[left];
    let inside = 1; // how many of the first entry's points the window takes in
    while (left + inside < total && entryOf[left + inside] === first) inside++;
    fitted[i] = heightAt(points, i, first, inside, entryOf[right], flat);
    for (let j = last + 1; j < i; j++) {
      const share = (x[j] - x[last]) / (x[i] - x[last]);
      fitted[j] = share * fitted[i] + (1 - share) * fitted[last];
    }
    last = i;
    const cut = x[last] + delta;
    for (i = last + 1; i < size && x[i] <= cut; i++) {
      if (x[i] === x[last]) {
        fitted[i] = fitted[last];
        last = i;
      }
    }
    i = Math.max(last + 1, i - 1);
    if (last >= size - 1) return;
  }
}

/** The weighted line at x[i]. Sums are taken of distances from x[i], which keeps them accurate. */
function heightAt(
  { size, x, y, counts }: CountedPoints,
  i: number,
  first: number,
  inside: number,
  right: number,
  flat: number,
): number {
  const at = x[i];
  const reach = Math.max(at - x[first], x[right] - at);
  const outer = 0.999 * reach;
  const inner = 0.001 * reach;
  const inverse = 1 / reach;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let t0 = 0;
  let t1 = 0;
  let start = first;
  while (at - x[start] > outer) start++;
  for (let j = start; j < size; j++) {
    const offset = x[j] - at;
    if (offset > outer) break;
    const distance = Math.abs(offset);
    const ratio = distance * inverse;
    const rest = 1 - ratio * ratio * ratio;
    const kernel = distance > inner ? rest * rest * rest : 1;
    const weight = kernel * (j === first ? inside : counts[j]);
    const moment = weight * offset;
    s0 += weight;
    s1 += moment;
    s2 += moment * offset;
    t0 += weight * y[j];
    t1 += moment * y[j];
  }
  if (s0 <= 0) return y[i];
  const center = s1 / s0;
  const spread = s2 / s0 - center * center;
  const level = t0 / s0;
  if (reach <= 0 || !(spread > flat * flat)) return level;
  return level - (center / spread) * (t1 / s0 - center * level);
}
