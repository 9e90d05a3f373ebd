/** Gradient magnitude by central differences, borders replicated, in 32-bit floats: ITK's GradientMagnitudeImageFilter. */

import type { Volume } from "../../io/volume.js";
import { filterKernel } from "./filter-kernel.js";

/** @param useSpacing per mm (the default) or per voxel */
export function gradientMagnitude(volume: Volume, useSpacing: boolean = true): Volume {
  const { values, size, spacing } = volume;
  const [nx, ny, nz] = size;
  const sheet = nx * ny;
  const [scaleX, scaleY, scaleZ] = spacing.map((s) => 0.5 / (useSpacing ? s : 1));
  const out = new Float32Array(values.length);
  const { kernel, take } = filterKernel.open(sheet * (3 * 8 + 4));
  const slices = [0, 1, 2].map(() => take(Float64Array, sheet));
  const magnitudes = take(Float32Array, sheet);
  const load = (k: number): void => slices[k % 3].set(values.subarray(k * sheet, (k + 1) * sheet));
  load(0);
  for (let k = 0; k < nz; k++) {
    if (k + 1 < nz) load(k + 1);
    kernel.gradientSlice(
      slices[k % 3].byteOffset,
      slices[Math.max(0, k - 1) % 3].byteOffset,
      slices[Math.min(nz - 1, k + 1) % 3].byteOffset,
      nx,
      ny,
      scaleX,
      scaleY,
      scaleZ,
      magnitudes.byteOffset,
    );
    out.set(magnitudes, k * sheet);
  }
  return { ...volume, values: out };
}
