/**
 * Sums of products over long vectors, two numbers at a time (WebAssembly with SIMD): the loops that penalised
 * regression, kernels and smoothers spend their time in, three to four times faster than the same loops in JavaScript.
 *
 * Vectors live in a memory that is lent for the length of one computation. A vector is taken once and never given
 * back; at the end the whole memory is free again. Sums run in eight parts, so they may differ from a plain loop in
 * the last digit.
 */

import { vectorKernelCode } from "./vector-kernel-code.js";

/** A lent memory: vectors to take, and the operations on them. Every vector must have been taken from it. */
export interface Vectors {
  /** `count` numbers, all 0. */
  take(count: number): Float64Array;
  /** `count` whole numbers, all 0; they take the room of half as many numbers, rounded up. */
  takeIndices(count: number): Int32Array;
  /** Σ a[i] · b[start + i], i = 0 … count − 1; so too below. */
  dot(a: Float64Array, b: Float64Array, start: number, count: number): number;
  /** into[k] = Σ a[i] · b[k · count + i] for the first `rows` rows of b. */
  dots(a: Float64Array, b: Float64Array, count: number, rows: number, into: Float64Array): void;
  /** Σ a[i] · b[start + i]² */
  weightedSquares(a: Float64Array, b: Float64Array, start: number, count: number): number;
  /** target[i] −= factor · a[i] · b[start + i] */
  subtractProducts(
    target: Float64Array,
    factor: number,
    a: Float64Array,
    b: Float64Array,
    start: number,
    count: number,
  ): void;
  /** target[i] += factor · b[start + i] */
  addMultiple(
    target: Float64Array,
    factor: number,
    b: Float64Array,
    start: number,
    count: number,
  ): void;
  /** The height at point `entry` of a line through the points of its window, near ones counting most: see `lowess.ts`. */
  lowessHeight(
    points: LowessVectors,
    size: number,
    entry: number,
    left: number,
    right: number,
  ): number;
  /** One pass over the first `visits` listed columns; the largest weighted squared change of a coefficient. */
  descentCycle(descent: DescentVectors, columns: Int32Array, visits: number): number;
}

/** Points in ascending order of x that count several times each. */
export interface LowessVectors {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly counts: Float64Array;
}

/** What a pass of coordinate descent works on; see `vector-kernel.as`. */
export interface DescentVectors {
  /** Column after column, `rowCount` numbers each. */
  readonly values: Float64Array;
  readonly rowCount: number;
  /** One per row. */
  readonly residuals: Float64Array;
  readonly variances: Float64Array;
  /** One per column; of a column whose curvature Σ variances x² is not known yet, it is below 0. */
  readonly coefficients: Float64Array;
  readonly curvature: Float64Array;
  readonly penalty: Float64Array;
  /** Times a column's penalty: what its slope must exceed, and what is added to its curvature. */
  slopeLimit: number;
  bendShift: number;
  /** Whether a column ever had a coefficient; those that had, in the order of entry; and how many, at 0. */
  readonly isActive: Int32Array;
  readonly active: Int32Array;
  readonly activeCount: Int32Array;
}

interface Kernel {
  dot(a: number, b: number, count: number): number;
  dots(a: number, b: number, count: number, rows: number, into: number): void;
  weightedSquares(a: number, b: number, count: number): number;
  subtractProducts(target: number, factor: number, a: number, b: number, count: number): void;
  addMultiple(target: number, factor: number, b: number, count: number): void;
  lowessHeight(
    x: number,
    y: number,
    counts: number,
    size: number,
    entry: number,
    left: number,
    right: number,
  ): number;
  descentCycle(
    columns: number,
    visits: number,
    count: number,
    values: number,
    residuals: number,
    variances: number,
    coefficients: number,
    curvature: number,
    penalty: number,
    slopeLimit: number,
    bendShift: number,
    entered: number,
    active: number,
    activeCount: number,
  ): number;
}

interface Memory {
  readonly numbers: Float64Array;
  readonly kernel: Kernel;
}

/** The part of the standard WebAssembly object that is used; Node's types leave it to the browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

const pageBytes = 65536;
const mostPages = 65536; // 4 GB
const keptPages = 1024; // a larger memory is let go after use

let compiled: object | null = null;
let idle: Memory | null = null;

/**
 * Lend a memory for `count` numbers to a computation.
 *
 * @throws RangeError if that is more than 4 GB
 */
export function withVectors<T>(count: number, use: (vectors: Vectors) => T): T {
  const memory = idle !== null && idle.numbers.length >= count ? idle : newMemory(count);
  idle = null; // a computation within this one gets its own
  try {
    return use(vectorsIn(memory));
  } finally {
    if (memory.numbers.length * 8 <= keptPages * pageBytes) idle = memory;
  }
}

function newMemory(count: number): Memory {
  const pages = Math.max(1, Math.ceil((count * 8) / pageBytes));
  if (pages > mostPages)
    throw new RangeError(
      `at most ${(mostPages * pageBytes) / 8} numbers fit into memory; got ${count}; use fewer rows or columns`,
    );
  const memory = new WebAssembly.Memory({ initial: pages });
  compiled ??= new WebAssembly.Module(Buffer.from(vectorKernelCode, "base64"));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { numbers: new Float64Array(memory.buffer), kernel: exports as Kernel };
}

function vectorsIn({ numbers, kernel }: Memory): Vectors {
  let taken = 0;
  const take = (count: number): Float64Array => {
    const start = taken;
    taken += count + (count % 2); // each starts at a multiple of 16 bytes
    if (taken > numbers.length + 1)
      throw new RangeError(`a memory of ${numbers.length} numbers is full; cannot take ${count}`);
    return numbers.subarray(start, start + count).fill(0);
  };
  return {
    take,
    takeIndices(count) {
      const room = take(Math.ceil(count / 2));
      return new Int32Array(room.buffer, room.byteOffset, count);
    },
    dot: (a, b, start, count) => kernel.dot(a.byteOffset, b.byteOffset + start * 8, count),
    dots: (a, b, count, rows, into) =>
      kernel.dots(a.byteOffset, b.byteOffset, count, rows, into.byteOffset),
    weightedSquares: (a, b, start, count) =>
      kernel.weightedSquares(a.byteOffset, b.byteOffset + start * 8, count),
    subtractProducts: (target, factor, a, b, start, count) =>
      kernel.subtractProducts(
        target.byteOffset,
        factor,
        a.byteOffset,
        b.byteOffset + start * 8,
        count,
      ),
    addMultiple: (target, factor, b, start, count) =>
      kernel.addMultiple(target.byteOffset, factor, b.byteOffset + start * 8, count),
    lowessHeight: ({ x, y, counts }, size, entry, left, right) =>
      kernel.lowessHeight(x.byteOffset, y.byteOffset, counts.byteOffset, size, entry, left, right),
    descentCycle: (descent, columns, visits) =>
      kernel.descentCycle(
        columns.byteOffset,
        visits,
        descent.rowCount,
        descent.values.byteOffset,
        descent.residuals.byteOffset,
        descent.variances.byteOffset,
        descent.coefficients.byteOffset,
        descent.curvature.byteOffset,
        descent.penalty.byteOffset,
        descent.slopeLimit,
        descent.bendShift,
        descent.isActive.byteOffset,
        descent.active.byteOffset,
        descent.activeCount.byteOffset,
      ),
  };
}
