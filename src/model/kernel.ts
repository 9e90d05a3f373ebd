/**
 * Kernels: the inner product of two patients in a space of derived features that is never built.
 * Source: Schölkopf & Smola, Learning with Kernels (2002), chapter 2; names and parameters as in libsvm.
 */

import type { Vectors } from "../math/vectors.js";

export type KernelName = "linear" | "radial" | "polynomial" | "sigmoid";

export interface Kernel {
  readonly name: KernelName;
  /** Radial: e^(−gamma ‖u − v‖²); polynomial: (gamma u'v + coef0)^degree; sigmoid: tanh(gamma u'v + coef0). */
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
}

/** n points of p features, row after row, in a lent memory. Rows are filled up with zeros to a multiple of 8. */
export interface Points {
  readonly vectors: Vectors;
  readonly count: number;
  /** Length of a row, zeros included. */
  readonly stride: number;
  readonly values: Float64Array;
  /** ‖x‖² of each. */
  readonly squares: Float64Array;
  /** Room for one product per point. */
  readonly products: Float64Array;
}

/** How many numbers of memory points take. */
export function pointMemory(count: number, size: number): number {
  return count * strideOf(size) + count + 4;
}

export function strideOf(size: number): number {
  return 8 * Math.ceil(size / 8);
}

export function pointsOf(
  vectors: Vectors,
  rows: readonly ArrayLike<number>[],
  size: number,
): Points {
  const stride = strideOf(size);
  const values = vectors.take(rows.length * stride);
  rows.forEach((row, i) => {
    values.set(row, i * stride);
  });
  const products = vectors.take(rows.length);
  const squares = Float64Array.from(rows, (_, i) => {
    const row = values.subarray(i * stride, (i + 1) * stride);
    return vectors.dot(row, row, 0, stride);
  });
  return { vectors, count: rows.length, stride, values, squares, products };
}

/** The kernel of one point with all others. @param point in the same memory, as long as their stride */
export function kernelRow(
  kernel: Kernel,
  point: Float64Array,
  others: Points,
  into: Float64Array,
): void {
  const { vectors, stride, values, squares, products } = others;
  vectors.dots(point, values, stride, others.count, products);
  const square = vectors.dot(point, point, 0, stride);
  for (let j = 0; j < others.count; j++)
    into[j] = kernelValue(kernel, products[j], square + squares[j]);
}

/** The kernel of each point with itself. */
export function kernelDiagonal(kernel: Kernel, { squares }: Points): Float64Array {
  return squares.map((square) => kernelValue(kernel, square, 2 * square));
}

/** @param product u'v @param squares ‖u‖² + ‖v‖² */
function kernelValue(kernel: Kernel, product: number, squares: number): number {
  const { name, gamma, coef0, degree } = kernel;
  if (name === "linear") return product;
  if (name === "radial") return Math.exp(-gamma * Math.max(0, squares - 2 * product));
  const scaled = gamma * product + coef0;
  return name === "polynomial" ? wholePower(scaled, degree) : Math.tanh(scaled);
}

/** base^exponent for a whole exponent, by squaring. */
function wholePower(base: number, exponent: number): number {
  let result = 1;
  for (let rest = exponent, factor = base; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}

/** @throws RangeError for an unknown kernel or a parameter out of range */
export function checkedKernel(kernel: Kernel): Kernel {
  const { name, gamma, coef0, degree } = kernel;
  if (!["linear", "radial", "polynomial", "sigmoid"].includes(name))
    throw new RangeError(`kernel must be linear, radial, polynomial or sigmoid; got ${name}`);
  if (!(gamma > 0 && gamma < Infinity))
    throw new RangeError(`gamma must be above 0 and finite; got ${gamma}`);
  if (!Number.isFinite(coef0)) throw new RangeError(`coef0 must be finite; got ${coef0}`);
  if (!Number.isInteger(degree) || degree < 1 || degree > 100)
    throw new RangeError(`degree must be a whole number from 1 to 100; got ${degree}`);
  return kernel;
}
