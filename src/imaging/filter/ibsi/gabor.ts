/**
 * Gabor filters of IBSI 2: a wave under a Gaussian, slice by slice; the modulus of the response, averaged over directions
 * and over the three planes where asked for. By Fourier transform of the slice with its boundary around it.
 */

import type { Triple } from "../../../io/volume.js";
import { fastLength, transform3 } from "../../../math/fft.js";
import { type Boundary, boundaryIndex } from "./convolution.js";

export interface GaborOptions {
  /** Standard deviation and wavelength, voxels of the plane. */
  readonly sigma: number;
  readonly lambda: number;
  /** Aspect of the Gaussian: its width across the wave is sigma / gamma. */
  readonly gamma: number;
  /** Directions of the wave, radians. */
  readonly thetas: readonly number[];
  /** The axial plane only, or the mean over axial, coronal and sagittal planes. */
  readonly planes: "axial" | "all";
  readonly boundary: Boundary;
}

export function gaborFilter(
  { values, size }: { readonly values: Float64Array; readonly size: Triple },
  options: GaborOptions,
): Float64Array {
  if (
    !(options.sigma > 0 && options.lambda > 0 && options.gamma > 0) ||
    options.thetas.length === 0
  ) {
    throw new RangeError(
      `a Gabor filter needs positive sigma, lambda and gamma and a direction; got ${options.sigma}, ${options.lambda}, ${options.gamma} and ${options.thetas.length} directions`,
    );
  }
  const stride = [1, size[0], size[0] * size[1]];
  const planes =
    options.planes === "axial"
      ? [[0, 1, 2]]
      : [
          [0, 1, 2],
          [0, 2, 1],
          [1, 2, 0],
        ];
  const sum = new Float64Array(values.length);
  for (const [column, row, across] of planes) {
    const respond = planeResponse(size[column], size[row], options);
    const slice = new Float64Array(size[column] * size[row]);
    for (let k = 0; k < size[across]; k++) {
      const at = (c: number, r: number): number =>
        c * stride[column] + r * stride[row] + k * stride[across];
      for (let r = 0; r < size[row]; r++)
        for (let c = 0; c < size[column]; c++) slice[r * size[column] + c] = values[at(c, r)];
      const response = respond(slice);
      for (let r = 0; r < size[row]; r++)
        for (let c = 0; c < size[column]; c++)
          sum[at(c, r)] += response[r * size[column] + c] / planes.length;
    }
  }
  return sum;
}

/** The mean modulus over directions, for slices of one size: kernels are transformed once. */
function planeResponse(
  columns: number,
  rows: number,
  { sigma, lambda, gamma, thetas, boundary }: GaborOptions,
): (slice: Float64Array) => Float64Array {
  // Beyond nine standard deviations a Gaussian is below 3e-18 of its peak.
  const half = Math.min(
    Math.floor(Math.max(columns, rows) / 2),
    Math.ceil(9 * sigma * Math.max(1, 1 / gamma)),
  );
  const size: Triple = [fastLength(columns + 2 * half), fastLength(rows + 2 * half), 1];
  const cells = size[0] * size[1];
  const kernels = thetas.map((theta) => {
    const kernel = { re: new Float64Array(cells), im: new Float64Array(cells) };
    for (let y = -half; y <= half; y++) {
      for (let x = -half; x <= half; x++) {
        const u = x * Math.cos(theta) + y * Math.sin(theta);
        const v = -x * Math.sin(theta) + y * Math.cos(theta);
        const envelope = Math.exp(-(u * u + gamma * gamma * v * v) / (2 * sigma * sigma));
        const cell = ((x + size[0]) % size[0]) + size[0] * ((y + size[1]) % size[1]);
        kernel.re[cell] = envelope * Math.cos((2 * Math.PI * u) / lambda);
        kernel.im[cell] = envelope * Math.sin((2 * Math.PI * u) / lambda);
      }
    }
    transform3(kernel, size);
    return kernel;
  });
  return (slice) => {
    const image = { re: new Float64Array(cells), im: new Float64Array(cells) };
    for (let y = 0; y < rows + 2 * half; y++) {
      const r = boundaryIndex(y - half, rows, boundary);
      if (r < 0) continue;
      for (let x = 0; x < columns + 2 * half; x++) {
        const c = boundaryIndex(x - half, columns, boundary);
        if (c >= 0) image.re[x + size[0] * y] = slice[c + columns * r];
      }
    }
    transform3(image, size);
    const mean = new Float64Array(columns * rows);
    for (const kernel of kernels) {
      const product = {
        re: image.re.map((a, i) => a * kernel.re[i] - image.im[i] * kernel.im[i]),
        im: image.re.map((a, i) => a * kernel.im[i] + image.im[i] * kernel.re[i]),
      };
      transform3(product, size, true);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const cell = c + half + size[0] * (r + half);
          mean[c + columns * r] +=
            Math.sqrt(product.re[cell] ** 2 + product.im[cell] ** 2) / kernels.length;
        }
      }
    }
    return mean;
  };
}
