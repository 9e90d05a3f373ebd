/** Round numbers for an axis, as R's `pretty`: about n + 1 equally spaced values that cover a range. */

import { power } from "./power.js";

/**
 * @param low and high the range to be covered, finite, low ≤ high
 * @param n intervals wanted
 * @throws RangeError for a range that is not finite or is upside down
 */
export function pretty(low: number, high: number, n: number = 5): number[] {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
    throw new RangeError(`a range must be finite and ascending; got ${low} to ${high}`);
  }
  const [h, h5, least] = [1.5, 2.75, Math.floor(n / 3)];
  const width = high - low;
  let cell: number;
  let small: boolean;
  if (width === 0 && high === 0) [cell, small] = [1, true];
  else {
    cell = Math.max(Math.abs(low), Math.abs(high));
    small = width < cell * (1 + 1 / (1 + h)) * Math.max(1, n) * Number.EPSILON * 3;
  }
  if (small) {
    if (cell > 10) cell = 9 + cell / 10;
    cell *= 0.75;
    if (least > 1) cell /= least;
  } else cell = width / n;
  const base = power(10, Math.floor(Math.log10(cell)));
  let unit = base;
  if (2 * base - cell < h * (cell - unit)) {
    unit = 2 * base;
    if (5 * base - cell < h5 * (cell - unit)) {
      unit = 5 * base;
      if (10 * base - cell < h * (cell - unit)) unit = 10 * base;
    }
  }
  let from = Math.floor(low / unit + 1e-10);
  let to = Math.ceil(high / unit - 1e-10);
  while (from * unit > low + 1e-10 * unit) from--;
  while (to * unit < high - 1e-10 * unit) to++;
  const missing = least - (to - from);
  if (missing > 0) {
    if (low === 0 && from === 0 && high !== 0) to += missing;
    else if (high === 0 && to === 0 && low !== 0) from -= missing;
    else if (from >= 0) {
      to += Math.floor(missing / 2);
      from -= Math.floor(missing / 2) + (missing % 2);
    } else {
      from -= Math.floor(missing / 2);
      to += Math.floor(missing / 2) + (missing % 2);
    }
  }
  const [start, end] = [Math.min(low, from * unit), Math.max(high, to * unit)];
  const step = (end - start) / (to - from);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const tick = i === to - from ? end : start + i * step;
    return Math.abs(tick) < 1e-14 * step ? 0 : tick;
  });
}
