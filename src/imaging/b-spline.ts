/**
 * Cubic B-spline interpolation as ITK does it: a recursive filter turns grey levels into coefficients, four
 * coefficients an axis make a value. Beyond its ends a line is mirrored about its end samples.
 * Source: Unser, IEEE Signal Process. Mag. 16 (1999) 22–38; start values and tolerance 1e-10 as in ITK 5.
 */

const POLE = Math.sqrt(3) - 2;
/** Samples after which the pole's power is below 1e-10. */
const HORIZON = 18;

/** Turn levels into coefficients along one axis (0 = x), in place; an axis of one sample stays as it is. */
export function splineCoefficients(
  levels: Float64Array,
  size: readonly number[],
  axis: 0 | 1 | 2,
): void {
  const [nx, ny] = size;
  const n = size[axis];
  if (n === 1) return;
  if (axis === 0)
    for (let line = 0; line < levels.length; line += nx) filterLine(levels, line, 1, nx);
  else if (axis === 1)
    for (let sheet = 0; sheet < levels.length; sheet += nx * ny)
      filterSheet(levels, sheet, nx, ny, nx);
  else filterSheet(levels, 0, nx * ny, n, nx * ny);
}

/** The four weights at a fraction `w` beyond the second of four coefficients, into `out`. */
export function splineWeights(w: number, out: Float64Array): void {
  const w3 = (w * w * w) / 6;
  out[3] = w3;
  out[0] = 1 / 6 + (w * (w - 1)) / 2 - w3;
  out[2] = w + out[0] - 2 * w3;
  out[1] = 1 - out[0] - out[2] - w3;
}

/** An index mirrored about the end samples of a line of n. */
export function mirrored(index: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * n - 2;
  const i = ((index % period) + period) % period;
  return i < n ? i : period - i;
}

function filterLine(c: Float64Array, start: number, step: number, n: number): void {
  const end = start + (n - 1) * step;
  for (let i = start; i <= end; i += step) c[i] *= 6;
  c[start] = causalStart(n, (k) => c[start + k * step]);
  for (let i = start + step; i <= end; i += step) c[i] += POLE * c[i - step];
  c[end] = (POLE / (POLE * POLE - 1)) * (POLE * c[end - step] + c[end]);
  for (let i = end - step; i >= start; i -= step) c[i] = POLE * (c[i + step] - c[i]);
}

/** The same along the slower axis of a sheet: `width` neighbouring lines at once, `n` rows `stride` apart. */
function filterSheet(
  c: Float64Array,
  start: number,
  width: number,
  n: number,
  stride: number,
): void {
  const last = start + (n - 1) * stride;
  for (let row = start; row <= last; row += stride)
    for (let i = row; i < row + width; i++) c[i] *= 6;
  for (let i = 0; i < width; i++) c[start + i] = causalStart(n, (k) => c[start + i + k * stride]);
  for (let row = start + stride; row <= last; row += stride) {
    for (let i = row; i < row + width; i++) c[i] += POLE * c[i - stride];
  }
  const factor = POLE / (POLE * POLE - 1);
  for (let i = last; i < last + width; i++) c[i] = factor * (POLE * c[i - stride] + c[i]);
  for (let row = last - stride; row >= start; row -= stride) {
    for (let i = row; i < row + width; i++) c[i] = POLE * (c[i + stride] - c[i]);
  }
}

function causalStart(n: number, at: (k: number) => number): number {
  let sum = at(0);
  let z = POLE;
  if (n > HORIZON) {
    for (let k = 1; k < HORIZON; k++, z *= POLE) sum += z * at(k);
    return sum;
  }
  const powers = [1];
  for (let k = 1; k <= 2 * n - 2; k++) powers.push(powers[k - 1] * POLE);
  sum += powers[n - 1] * at(n - 1);
  for (let k = 1; k < n - 1; k++) sum += (powers[k] + powers[2 * n - 2 - k]) * at(k);
  return sum / (1 - powers[2 * n - 2]);
}
