/** Filters that look at one voxel: square, square root, logarithm, exponential, scaled to the image's own range as in PyRadiomics. */

import type { Volume } from "../../io/volume.js";
import { type FilterKernel, filterKernel } from "./filter-kernel.js";

export type PointFilter = "square" | "squareroot" | "logarithm" | "exponential";

/** Voxels that are worked off at a time. */
const PART = 2 ** 15;

/**
 * Float64 levels; with m the largest absolute level: x²/m, ±√(|x| m), ± ln(|x| + 1) scaled back to m, exp(x ln(m)/m).
 *
 * @param m of the image that the volume is a part of; the volume's own unless told otherwise
 * @throws RangeError if a level is not finite, all are 0, or (exponential) m is not positive enough for a logarithm
 */
export function pointFilter(
  volume: Volume,
  filter: PointFilter,
  m: number = largestMagnitude(volume),
): Volume {
  const { values } = volume;
  if (!(m > 0 && Number.isFinite(m)))
    throw new RangeError(
      `the ${filter} filter needs finite levels that are not all 0; the largest is ${m}`,
    );
  const out = new Float64Array(values.length);
  for (let first = 0; first < values.length; first += PART) {
    const part = values.subarray(first, first + PART);
    const { kernel, take } = filterKernel.open(8 * part.length + 16);
    const levels = take(Float64Array, part.length + 1).subarray(0, part.length);
    levels.set(part);
    changeLevels(kernel, filter, levels.byteOffset, part.length, m);
    out.set(levels, first);
  }
  return { ...volume, values: out };
}

function changeLevels(
  kernel: FilterKernel,
  filter: PointFilter,
  levels: number,
  count: number,
  m: number,
): void {
  // As the source does: the coefficient is squared, 1/√m.
  if (filter === "square") kernel.square(levels, count, 1 / Math.sqrt(m));
  else if (filter === "squareroot") kernel.squareRoot(levels, count, m);
  else if (filter === "logarithm") kernel.logarithm(levels, count, m / Math.log(m + 1));
  else kernel.exponential(levels, count, Math.log(m) / m);
}

/** The largest absolute level; NaN if any level is not a number. */
export function largestMagnitude({ values }: Volume): number {
  let m = 0;
  for (let first = 0; first < values.length; first += PART) {
    const part = values.subarray(first, first + PART);
    const { kernel, take } = filterKernel.open(8 * part.length);
    const levels = take(Float64Array, part.length);
    levels.set(part);
    m = Math.max(m, kernel.largestMagnitude(levels.byteOffset, part.length));
  }
  return m;
}
