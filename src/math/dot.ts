/**
 * Sums of products over a stretch of a block.
 *
 * The loops that selection and models spend their time in. Two things make them fast: positions are kept as 32-bit
 * integers (`| 0`), and sums run in several parts, so that additions do not wait for each other.
 */

/** Σ a[i] · b[start + i] over i = 0 … count − 1. */
export function dot(a: Float64Array, b: Float64Array, start: number, count: number): number {
  const end = count | 0;
  let at = start | 0;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; ((i + 3) | 0) < end; i = (i + 4) | 0) {
    sum0 += a[i] * b[at];
    sum1 += a[(i + 1) | 0] * b[(at + 1) | 0];
    sum2 += a[(i + 2) | 0] * b[(at + 2) | 0];
    sum3 += a[(i + 3) | 0] * b[(at + 3) | 0];
    at = (at + 4) | 0;
  }
  for (; i < end; i++) {
    sum0 += a[i] * b[at];
    at = (at + 1) | 0;
  }
  return sum0 + sum1 + (sum2 + sum3);
}

/** Σ a[i] · b[start + i]² over i = 0 … count − 1. */
export function weightedSquares(
  a: Float64Array,
  b: Float64Array,
  start: number,
  count: number,
): number {
  let at = start | 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = b[at];
    sum += a[i] * value * value;
    at = (at + 1) | 0;
  }
  return sum;
}

/** target[i] −= factor · a[i] · b[start + i] for i = 0 … count − 1. */
export function subtractProducts(
  target: Float64Array,
  factor: number,
  a: Float64Array,
  b: Float64Array,
  start: number,
  count: number,
): void {
  let at = start | 0;
  for (let i = 0; i < count; i++) {
    target[i] = target[i] - factor * a[i] * b[at];
    at = (at + 1) | 0;
  }
}

/** target[i] += factor · b[start + i] for i = 0 … count − 1. */
export function addMultiple(
  target: Float64Array,
  factor: number,
  b: Float64Array,
  start: number,
  count: number,
): void {
  let at = start | 0;
  for (let i = 0; i < count; i++) {
    target[i] = target[i] + factor * b[at];
    at = (at + 1) | 0;
  }
}
