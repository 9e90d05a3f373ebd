/**
 * Kernels: the inner product of two patients in a space of derived features that is never built.
 * Source: Schölkopf & Smola, Learning with Kernels (2002), chapter 2; names and parameters as in libsvm.
 */

import { dot } from "../math/dot.js";

export type KernelName = "linear" | "radial" | "polynomial" | "sigmoid";

export interface Kernel {
  readonly name: KernelName;
  /** Radial: e^(−gamma ‖u − v‖²); polynomial: (gamma u'v + coef0)^degree; sigmoid: tanh(gamma u'v + coef0). */
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
}

/** n points of p features, row after row. */
export interface Points {
  readonly count: number;
  readonly size: number;
  readonly values: Float64Array;
  /** ‖x‖² of each. */
  readonly squares: Float64Array;
}

export function pointsOf(rows: readonly ArrayLike<number>[], size: number): Points {
  const values = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    for (let j = 0; j < size; j++) values[i * size + j] = row[j];
  });
  const squares = Float64Array.from(rows, (_, i) => {
    const row = values.subarray(i * size, (i + 1) * size);
    return dot(row, row, 0, size);
  });
  return { count: rows.length, size, values, squares };
}

/** The kernel of one point with all others, or with the first `count` of them. */
export function kernelRow(
  kernel: Kernel,
  point: Float64Array,
  others: Points,
  into: Float64Array,
  count: number = others.count,
): void {
  const { size, values, squares } = others;
  for (let j = 0; j < count; j++) into[j] = dot(point, values, j * size, size);
  if (kernel.name === "linear") return;
  const { gamma, coef0, degree } = kernel;
  if (kernel.name === "radial") {
    const square = dot(point, point, 0, size);
    for (let j = 0; j < count; j++)
      into[j] = Math.exp(-gamma * Math.max(0, square + squares[j] - 2 * into[j]));
  } else if (kernel.name === "polynomial") {
    for (let j = 0; j < count; j++) into[j] = wholePower(gamma * into[j] + coef0, degree);
  } else {
    for (let j = 0; j < count; j++) into[j] = Math.tanh(gamma * into[j] + coef0);
  }
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
