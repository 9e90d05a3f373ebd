/**
 * Simoncelli's non-separable wavelet of IBSI 2: a ring of spatial frequencies, the same in every direction, so that nothing
 * has to be rotated. The image is taken as periodic. The grid of frequencies is the one of IBSI's reference responses, which
 * for even sizes lies half a step beside the transform's own.
 */

import type { Triple } from "../../../io/volume.js";
import { transform3 } from "../../../math/fft.js";

/** @param level 1 is the finest ring; each further level halves the frequencies */
export function simoncelliFilter(
  { values, size }: { readonly values: Float64Array; readonly size: Triple },
  level: number,
  dimensions: "2D" | "3D",
): Float64Array {
  if (!Number.isInteger(level) || level < 1)
    throw new RangeError(`a wavelet level must be a positive whole number; got ${level}`);
  return dimensions === "3D" ? ring(values, size, level) : bySlice(values, size, level);
}

function bySlice(values: Float64Array, size: Triple, level: number): Float64Array {
  const slice = size[0] * size[1];
  const out = new Float64Array(values.length);
  for (let k = 0; k < size[2]; k++)
    out.set(
      ring(values.subarray(k * slice, (k + 1) * slice), [size[0], size[1], 1], level),
      k * slice,
    );
  return out;
}

function ring(values: Float64Array, size: Triple, level: number): Float64Array {
  const image = { re: Float64Array.from(values), im: new Float64Array(values.length) };
  transform3(image, size);
  const [fx, fy, fz] = size.map(frequencies);
  let highest = 2;
  for (let j = 0; j < level; j++) highest /= 2;
  for (let k = 0, at = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, at++) {
        const r = Math.sqrt(fx[i] ** 2 + fy[j] ** 2 + fz[k] ** 2);
        const gain =
          r >= highest / 4 && r <= highest
            ? Math.cos((Math.PI / 2) * Math.log2((2 * r) / highest))
            : 0;
        image.re[at] *= gain;
        image.im[at] *= gain;
      }
    }
  }
  transform3(image, size, true);
  return image.re;
}

/** (k − (n − 1)/2) / ((n − 1)/2), shifted so that the middle comes first. */
function frequencies(n: number): Float64Array {
  if (n === 1) return new Float64Array(1);
  const shift = Math.floor(n / 2);
  return Float64Array.from(
    { length: n },
    (_, k) => (((k + shift) % n) - (n - 1) / 2) / ((n - 1) / 2),
  );
}
