/** Rows of a kernel matrix, computed when first asked for and kept while there is room. */

import { type Kernel, kernelDiagonal, kernelRow, type Points } from "./kernel.js";

const roomInNumbers = 2 ** 25; // 256 MB

export interface KernelRowCache {
  /** K(x, x) of each point. */
  readonly diagonal: Float64Array;
  /** Row i; not to be written to, nor kept. */
  row(i: number): Float64Array;
}

/** @param limit how many numbers may be kept; at least two rows always are */
export function kernelRows(
  kernel: Kernel,
  points: Points,
  limit: number = roomInNumbers,
): KernelRowCache {
  const n = points.count;
  const kept = new Map<number, Float64Array>(); // in the order of last use
  const room = Math.max(2, Math.floor(limit / n));
  const full = n <= room; // then nothing is ever thrown out, and the order does not matter
  const at: (Float64Array | undefined)[] = new Array(n).fill(undefined);
  const pointAt = (i: number) => points.values.subarray(i * points.stride, (i + 1) * points.stride);
  const diagonal = kernelDiagonal(kernel, points);
  const infinite = diagonal.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0)
    throw new RangeError(
      `the kernel must be finite; that of a row with itself is ${diagonal[infinite]}; scale the features, or lower gamma or degree`,
    );

  const row = (i: number): Float64Array => {
    const known = at[i];
    if (known !== undefined) {
      if (!full) {
        kept.delete(i);
        kept.set(i, known);
      }
      return known;
    }
    let values: Float64Array | undefined;
    if (!full && kept.size >= room) {
      const oldest = kept.keys().next().value as number;
      values = kept.get(oldest);
      kept.delete(oldest);
      at[oldest] = undefined;
    }
    values ??= new Float64Array(n);
    kernelRow(kernel, pointAt(i), points, values);
    at[i] = values;
    if (!full) kept.set(i, values);
    return values;
  };
  return { diagonal, row };
}
