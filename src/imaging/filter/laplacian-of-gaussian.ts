/**
 * Laplacian of Gaussian by recursive filters, as ITK's LaplacianRecursiveGaussianImageFilter with normalisation
 * across scale: σ² times the Laplacian, negative at bright blobs.
 *
 * A Gaussian of σ is approximated by a sum of two damped oscillations, so that a line is filtered by one recursion
 * forward and one backward, whatever σ is. ITK stores each pass in 32-bit floats; so does this, to the same bits.
 * Source: Deriche, INRIA report 1893 (1993); Farnebäck & Westin, J. Math. Imaging Vis. 26 (2006) 293–299.
 */

import type { Triple, Volume, VoxelArray } from "../../io/volume.js";
import { lineParts, readLines, writeLines } from "../line-parts.js";
import { filterKernel } from "./filter-kernel.js";

/** Voxels that are added at a time. */
const PART = 2 ** 15;

/** Why the filter cannot be used on this grid, or null: ITK needs four voxels, PyRadiomics σ/spacing + 1, along each axis. */
export function logRefusal(size: Triple, spacing: Triple, sigma: number): string | null {
  if (!(sigma > 0)) return `sigma must be positive; it is ${sigma} mm`;
  const short = size.findIndex((n, d) => n < 4 || n < Math.ceil(sigma / spacing[d]) + 1);
  if (short < 0) return null;
  return `an image must have at least 4 voxels and sigma/spacing + 1 along each axis for a sigma of ${sigma} mm; its size is ${size.join(" x ")}`;
}

/** Float32 levels. @param sigma mm @throws RangeError where {@link logRefusal} gives a reason */
export function laplacianOfGaussian(volume: Volume, sigma: number): Volume {
  const { size, spacing } = volume;
  const refusal = logRefusal(size, spacing, sigma);
  if (refusal !== null) throw new RangeError(refusal);
  const sum = new Float32Array(volume.values.length);
  const levels = new Float32Array(sum.length);
  for (const axis of [0, 1, 2] as const) {
    filterAxis(volume.values, size, axis, recursion(sigma, spacing[axis], 2), levels);
    for (const other of [0, 1, 2] as const) {
      if (other !== axis)
        filterAxis(levels, size, other, recursion(sigma, spacing[other], 0), levels);
    }
    addMultiple(sum, 1 / spacing[axis] ** 2, levels);
  }
  return { ...volume, values: sum };
}

/** Coefficients of the forward (n) and backward (m) recursion and of their common denominator (d), and at borders. */
interface Recursion {
  readonly n: readonly number[];
  readonly m: readonly number[];
  readonly d: readonly number[];
  readonly bn: readonly number[];
  readonly bm: readonly number[];
}

/** @param order 0 for the Gaussian, 2 for its second derivative times σ² */
export function recursion(sigma: number, spacing: number, order: 0 | 2): Recursion {
  const u = sigma / spacing;
  const [W1, L1, W2, L2] = [0.6681, -1.3932, 2.0787, -1.3732];
  const [S1, C1, E1] = [Math.sin(W1 / u), Math.cos(W1 / u), Math.exp(L1 / u)];
  const [S2, C2, E2] = [Math.sin(W2 / u), Math.cos(W2 / u), Math.exp(L2 / u)];
  const d = [
    -2 * (E2 * C2 + E1 * C1),
    4 * C2 * C1 * E1 * E2 + E1 * E1 + E2 * E2,
    -2 * C1 * E1 * E2 * E2 - 2 * C2 * E2 * E1 * E1,
    E1 * E1 * E2 * E2,
  ];
  const numerator = (A1: number, B1: number, A2: number, B2: number): number[] => [
    A1 + A2,
    E2 * (B2 * S2 - (A2 + 2 * A1) * C2) + E1 * (B1 * S1 - (A1 + 2 * A2) * C1),
    2 * E1 * E2 * ((A1 + A2) * C2 * C1 - B1 * C2 * S1 - B2 * C1 * S2) + A2 * E1 * E1 + A1 * E2 * E2,
    E2 * E1 * E1 * (B2 * S2 - A2 * C2) + E1 * E2 * E2 * (B1 * S1 - A1 * C1),
  ];
  const sums = ([n0, n1, n2, n3]: readonly number[]): [number, number, number] => [
    n0 + n1 + n2 + n3,
    n1 + 2 * n2 + 3 * n3,
    n1 + 4 * n2 + 9 * n3,
  ];
  const SD = 1 + d[0] + d[1] + d[2] + d[3];
  const DD = d[0] + 2 * d[1] + 3 * d[2] + 4 * d[3];
  const ED = d[0] + 4 * d[1] + 9 * d[2] + 16 * d[3];
  const n0 = numerator(1.353, 1.8151, -0.3531, 0.0902);
  const [SN0] = sums(n0);
  let n: number[];
  if (order === 0) {
    const alpha = (2 * SN0) / SD - n0[0];
    n = n0.map((value) => value / alpha);
  } else {
    const n2 = numerator(-1.3563, 5.2318, 0.3446, -2.2355);
    const [SN2] = sums(n2);
    const beta = -(2 * SN2 - SD * n2[0]) / (2 * SN0 - SD * n0[0]);
    const mixed = n2.map((value, i) => value + beta * n0[i]);
    const [SN, DN, EN] = sums(mixed);
    const alpha =
      (EN * SD * SD - ED * SN * SD - 2 * DN * DD * SD + 2 * DD * DD * SN) / (SD * SD * SD);
    n = mixed.map((value) => (value * sigma ** 2) / alpha);
  }
  const m = [n[1] - d[0] * n[0], n[2] - d[1] * n[0], n[3] - d[2] * n[0], -d[3] * n[0]];
  const [sn, sm] = [n[0] + n[1] + n[2] + n[3], m[0] + m[1] + m[2] + m[3]];
  return {
    n,
    m,
    d,
    bn: d.map((value) => (value * sn) / SD),
    bm: d.map((value) => (value * sm) / SD),
  };
}

/** One pass along an axis, borders replicated, in Float64 and stored as Float32. @param to may be `levels` itself */
function filterAxis(
  levels: VoxelArray,
  size: Triple,
  axis: 0 | 1 | 2,
  filter: Recursion,
  to: Float32Array,
): void {
  const n = size[axis];
  for (const part of lineParts(size, axis)) {
    const { groups, width } = part;
    const count = groups * width * n;
    const { kernel, take } = filterKernel.open(12 * count + 8 * (20 + 3 * 8 * n));
    const values = take(Float64Array, count);
    const coefficients = take(Float64Array, 20);
    const out = take(Float32Array, count);
    const work = take(Float64Array, 3 * 8 * n);
    readLines(levels, n, part, values);
    coefficients.set([...filter.n, ...filter.m, ...filter.d, ...filter.bn, ...filter.bm]);
    // Along x a group is a single line.
    const [sheets, lines, apart] = axis === 0 ? [1, groups, n] : [groups, width, 1];
    for (let sheet = 0; sheet < sheets; sheet++)
      kernel.recursiveGaussian(
        values.byteOffset + 8 * sheet * width * n,
        lines,
        apart,
        n,
        width,
        coefficients.byteOffset,
        out.byteOffset + 4 * sheet * width * n,
        work.byteOffset,
      );
    writeLines(out, n, part, to);
  }
}

/** sum += factor · levels */
function addMultiple(sum: Float32Array, factor: number, levels: Float32Array): void {
  for (let first = 0; first < sum.length; first += PART) {
    const { kernel, copy } = filterKernel.open(8 * PART);
    const part = copy(sum.subarray(first, first + PART));
    const more = copy(levels.subarray(first, first + PART));
    kernel.addMultiple(part.byteOffset, factor, more.byteOffset, part.length);
    sum.set(part, first);
  }
}
