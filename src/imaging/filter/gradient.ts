/** Gradient magnitude by central differences, borders replicated, in 32-bit floats: ITK's GradientMagnitudeImageFilter. */

import type { Volume } from "../../io/volume.js";

/** @param useSpacing per mm (the default) or per voxel */
export function gradientMagnitude(volume: Volume, useSpacing: boolean = true): Volume {
  const { values, size, spacing } = volume;
  const out = new Float32Array(values.length);
  const stride = [1, size[0], size[0] * size[1]];
  const scale = spacing.map((s) => 0.5 / (useSpacing ? s : 1));
  for (let k = 0, i = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let x = 0; x < size[0]; x++, i++) {
        const at = [x, j, k];
        let sum = 0;
        for (let d = 0; d < 3; d++) {
          const after = at[d] + 1 < size[d] ? values[i + stride[d]] : values[i];
          const before = at[d] > 0 ? values[i - stride[d]] : values[i];
          sum += ((after - before) * scale[d]) ** 2;
        }
        out[i] = Math.sqrt(sum);
      }
    }
  }
  return { ...volume, values: out };
}
