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
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (a, b) => x[a] - x[b] || a - b,
  );
  const sortedX = Float64Array.from(order, (i) => x[i]);
  const sortedY = Float64Array.from(order, (i) => y[i]);
  const fitted = new Float64Array(x.length);
  const range = sortedX[x.length - 1] - sortedX[0];
  _lowessSorted(sortedX, sortedY, x.length, span, delta ?? 0.01 * range, fitted);
  return { x: sortedX, y: fitted };
}

/** {@link lowess} of the first n points, already ascending, written to `fitted`; allocates nothing. */
export function _lowessSorted(
  x: Float64Array,
  y: Float64Array,
  n: number,
  span: number,
  delta: number,
  fitted: Float64Array,
): void {
  const windowSize = Math.max(2, Math.min(n, Math.floor(span * n + 1e-7)));
  if (n === 1) {
    fitted[0] = y[0];
    return;
  }
  const flat = 0.001 * (x[n - 1] - x[0]);
  let [left, right, last] = [0, windowSize - 1, -1];
  for (let i = 0; ; ) {
    while (right < n - 1 && x[i] - x[left] > x[right + 1] - x[i]) {
      left++;
      right++;
    }
    fitted[i] = heightAt(x, y, n, i, left, right, flat);
    for (let j = last + 1; j < i; j++) {
      const share = (x[j] - x[last]) / (x[i] - x[last]);
      fitted[j] = share * fitted[i] + (1 - share) * fitted[last];
    }
    last = i;
    const cut = x[last] + delta;
    for (i = last + 1; i < n && x[i] <= cut; i++) {
      if (x[i] === x[last]) {
        fitted[i] = fitted[last];
        last = i;
      }
    }
    i = Math.max(last + 1, i - 1);
    if (last >= n - 1) return;
  }
}

/** The weighted line at x[i]. Sums are taken of distances from x[i], which keeps them accurate. */
function heightAt(
  x: Float64Array,
  y: Float64Array,
  n: number,
  i: number,
  left: number,
  right: number,
  flat: number,
): number {
  const at = x[i];
  const reach = Math.max(at - x[left], x[right] - at);
  const outer = 0.999 * reach;
  const inner = 0.001 * reach;
  let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
  for (let j = left; j < n; j++) {
    const offset = x[j] - at;
    const distance = Math.abs(offset);
    if (distance > outer) {
      if (offset > 0) break;
      continue;
    }
    let weight = 1;
    if (distance > inner) {
      const ratio = distance / reach;
      const rest = 1 - ratio * ratio * ratio;
      weight = rest * rest * rest;
    }
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
