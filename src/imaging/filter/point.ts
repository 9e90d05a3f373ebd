/** Filters that look at one voxel: square, square root, logarithm, exponential, scaled to the image's own range as in PyRadiomics. */

import type { Volume } from "../../io/volume.js";

export type PointFilter = "square" | "squareroot" | "logarithm" | "exponential";

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
  if (filter === "square") {
    // As the source does: the coefficient is squared, 1/√m.
    const c = 1 / Math.sqrt(m);
    for (let i = 0; i < out.length; i++) out[i] = (c * values[i]) ** 2;
  } else if (filter === "squareroot") {
    for (let i = 0; i < out.length; i++)
      out[i] = values[i] > 0 ? Math.sqrt(values[i] * m) : -Math.sqrt(-values[i] * m) + 0;
  } else if (filter === "logarithm") {
    const scale = m / Math.log(m + 1);
    for (let i = 0; i < out.length; i++) {
      const log = values[i] > 0 ? Math.log(values[i] + 1) : -Math.log(-values[i] + 1) + 0;
      out[i] = log * scale;
    }
  } else {
    const c = Math.log(m) / m;
    for (let i = 0; i < out.length; i++) out[i] = Math.exp(c * values[i]);
  }
  return { ...volume, values: out };
}

/** The largest absolute level; NaN if any level is not a number. */
export function largestMagnitude({ values }: Volume): number {
  let m = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (!(magnitude <= m)) m = magnitude;
    if (Number.isNaN(m)) return m;
  }
  return m;
}
