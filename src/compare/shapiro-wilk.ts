/**
 * Shapiro and Wilk's test of normality: the squared correlation of the sorted sample with what a normal sample of that
 * size would give. Source: Royston, Appl. Stat. 44 (1995) 547-551 (algorithm AS R94).
 */

import { normalQuantile, normalUpperTail } from "../math/normal.js";
import { mean } from "../math/summary.js";
import { requireSample } from "./sample.js";

export interface ShapiroWilk {
  /** 1 for a sample that looks perfectly normal, less the farther it is from that. */
  readonly w: number;
  readonly pValue: number;
}

/**
 * @param values 3 to 5000 numbers, not all equal
 * @throws RangeError otherwise
 */
export function shapiroWilkTest(values: ArrayLike<number>): ShapiroWilk {
  requireSample(values, "values", 0);
  const n = values.length;
  if (n < 3 || n > 5000)
    throw new RangeError(`sample size must be between 3 and 5000; got ${n} values`);
  const sorted = Float64Array.from(values).sort();
  const range = sorted[n - 1] - sorted[0];
  if (range < 1e-19 * Math.max(1, Math.abs(sorted[0])))
    throw new RangeError(`all values are identical (${sorted[0]}); normality cannot be judged`);
  const scaled = sorted.map((value) => value / range);
  const center = mean(scaled);
  let spread = 0;
  for (const value of scaled) spread += (value - center) ** 2;
  const weights = royston(n);
  let contrast = 0;
  for (let i = 0; i < weights.length; i++) contrast += weights[i] * (scaled[n - 1 - i] - scaled[i]);
  const w = Math.min(1, contrast ** 2 / spread);
  return { w, pValue: pValueOf(w, complementOf(scaled, weights, center, spread), n) };
}

/** 1 − W from the residuals, so that a W near 1 loses no digits. */
function complementOf(
  scaled: Float64Array,
  weights: Float64Array,
  center: number,
  spread: number,
): number {
  const n = scaled.length;
  let [product, squares] = [0, 0];
  const weightAt = (i: number) =>
    i < weights.length ? -weights[i] : n - 1 - i < weights.length ? weights[n - 1 - i] : 0;
  for (let i = 0; i < n; i++) {
    product += weightAt(i) * (scaled[i] - center);
    squares += weightAt(i) ** 2;
  }
  const length = Math.sqrt(squares * spread);
  return ((length - product) * (length + product)) / (squares * spread);
}

/** The weights of the upper half, largest first. */
function royston(n: number): Float64Array {
  const half = Math.floor(n / 2);
  if (n === 3) return Float64Array.of(Math.SQRT1_2);
  const m = Float64Array.from({ length: half }, (_, i) =>
    normalQuantile((i + 1 - 0.375) / (n + 0.25)),
  );
  let squares = 0;
  for (const value of m) squares += 2 * value ** 2;
  const u = 1 / Math.sqrt(n);
  const first =
    polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u) -
    m[0] / Math.sqrt(squares);
  if (n <= 5) {
    const factor = Math.sqrt((squares - 2 * m[0] ** 2) / (1 - 2 * first ** 2));
    return m.map((value, i) => (i === 0 ? first : -value / factor));
  }
  const second =
    polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u) -
    m[1] / Math.sqrt(squares);
  const factor = Math.sqrt(
    (squares - 2 * m[0] ** 2 - 2 * m[1] ** 2) / (1 - 2 * first ** 2 - 2 * second ** 2),
  );
  return m.map((value, i) => (i === 0 ? first : i === 1 ? second : -value / factor));
}

function pValueOf(w: number, complement: number, n: number): number {
  if (n === 3) {
    const p = (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(0.75)));
    return Math.min(1, Math.max(0, p));
  }
  const y = Math.log(complement);
  const logN = Math.log(n);
  if (n <= 11) {
    const gamma = -2.273 + 0.459 * n;
    if (y >= gamma) return 1e-99;
    const center = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const spread = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalUpperTail((-Math.log(gamma - y) - center) / spread);
  }
  const center = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], logN);
  const spread = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], logN));
  return normalUpperTail((y - center) / spread);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
