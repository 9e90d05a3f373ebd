/** From ideal grey levels to what a scanner stores: blur, coil sensitivity, Rician noise, scale, shift, whole numbers. */

import type { Geometry, Volume } from "../../io/volume.js";
import type { Random } from "../../math/random.js";
import type { Protocol } from "./scanner.js";

/** @param ideal grey levels on the grid; they are blurred in place */
export function acquired(
  ideal: Float32Array,
  grid: Geometry,
  protocol: Protocol,
  random: Random,
): Volume {
  blurSlices(ideal, grid, protocol.blur);
  const { size, spacing, origin } = grid;
  const { scale, shift, noise, bias } = protocol;
  const values = new Int16Array(ideal.length);
  let i = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const y = (origin[1] + j * spacing[1]) / 100;
      for (let h = 0; h < size[0]; h++, i++) {
        const x = (origin[0] + h * spacing[0]) / 100;
        const sensitivity = 1 + bias[0] * x + bias[1] * y + bias[2] * (x * x + y * y);
        const radius = noise * Math.sqrt(-2 * Math.log(1 - random.uniform()));
        const phase = 2 * Math.PI * random.uniform();
        const real = ideal[i] * sensitivity + radius * Math.cos(phase);
        const imaginary = radius * Math.sin(phase);
        const level = shift + scale * Math.sqrt(real * real + imaginary * imaginary);
        values[i] = Math.max(0, Math.min(32767, Math.round(level)));
      }
    }
  return { ...grid, values };
}

/** Gaussian in the slice, both axes; the border repeats. */
function blurSlices(values: Float32Array, { size, spacing }: Geometry, sigma: number): void {
  for (const axis of [0, 1] as const) {
    const kernel = gaussian(sigma / spacing[axis]);
    const reach = kernel.length - 1;
    const [n, step] = axis === 0 ? [size[0], 1] : [size[1], size[0]];
    const line = new Float64Array(n + 2 * reach);
    const lines = values.length / n;
    for (let l = 0; l < lines; l++) {
      const start =
        axis === 0 ? l * n : Math.floor(l / size[0]) * size[0] * size[1] + (l % size[0]);
      for (let i = 0; i < line.length; i++)
        line[i] = values[start + step * Math.max(0, Math.min(n - 1, i - reach))];
      for (let i = 0; i < n; i++) {
        let sum = kernel[0] * line[i + reach];
        for (let t = 1; t <= reach; t++)
          sum += kernel[t] * (line[i + reach - t] + line[i + reach + t]);
        values[start + step * i] = sum;
      }
    }
  }
}

/** Half of a Gaussian of sum 1 over its whole, cut at 2.5 standard deviations. */
function gaussian(sigma: number): number[] {
  const reach = Math.max(1, Math.round(2.5 * sigma));
  const half = Array.from({ length: reach + 1 }, (_, t) => Math.exp(-0.5 * (t / sigma) ** 2));
  const sum = half.reduce((total, w, t) => total + (t === 0 ? w : 2 * w), 0);
  return half.map((w) => w / sum);
}
