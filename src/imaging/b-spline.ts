/**
 * Cubic B-spline interpolation as ITK does it: a recursive filter turns grey levels into coefficients
 * (`splineCoefficients` in preparation-kernel.as), four coefficients an axis make a value. Beyond its ends a line is
 * mirrored about its end samples.
 * Source: Unser, IEEE Signal Process. Mag. 16 (1999) 22–38; start values and tolerance 1e-10 as in ITK 5.
 */

const POLE = Math.sqrt(3) - 2;
/** Samples after which the pole's power is below 1e-10. */
const HORIZON = 18;

/**
 * How the first coefficient of a line of n comes from its first samples: the weight of each, 1 for the first, then the
 * number by which the sum is divided. In a line longer than the horizon those beyond it do not count.
 */
export function splineStart(n: number): Float64Array {
  const powers = [1];
  for (let k = 1; k <= 2 * n - 2 || k <= HORIZON; k++) powers.push(powers[k - 1] * POLE);
  if (n > HORIZON) return Float64Array.of(...powers.slice(0, HORIZON), 1);
  return Float64Array.from({ length: n + 1 }, (_, k) => {
    if (k === n) return 1 - powers[2 * n - 2];
    return k === 0 || k === n - 1 ? powers[k] : powers[k] + powers[2 * n - 2 - k];
  });
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
