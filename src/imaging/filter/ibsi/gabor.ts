/**
 * Gabor filters of IBSI 2: a wave under a Gaussian, slice by slice; the modulus of the response, averaged over directions
 * and over the three planes where asked for. By Fourier transform of the slice with its boundary around it.
 */

import type { Triple } from "../../../io/volume.js";
import { fastLength, transform3 } from "../../../math/fft.js";
import type { Box } from "../../region.js";
import { type Boundary, boundaryIndex } from "./convolution.js";

export interface GaborOptions {
  /** Standard deviation and wavelength, voxels of the plane. */
  readonly sigma: number;
  readonly lambda: number;
  /** Aspect of the Gaussian: its width across the wave is sigma / gamma. */
  readonly gamma: number;
  /** Directions of the wave, radians; one and its half turn give the same modulus. */
  readonly thetas: readonly number[];
  /** The axial plane only, or the mean over axial, coronal and sagittal planes. */
  readonly planes: "axial" | "all";
  readonly boundary: Boundary;
}

/** @param box where the response is wanted, and all that is computed */
export function gaborFilter(
  { values, size }: { readonly values: Float64Array; readonly size: Triple },
  options: GaborOptions,
  { first, length }: Box = { first: [0, 0, 0], length: size },
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
  const sum = new Float64Array(length[0] * length[1] * length[2]);
  const sumStride = [1, length[0], length[0] * length[1]];
  for (const [column, row, across] of planes) {
    const [columns, rows] = [column, row].map((axis) => ({
      all: size[axis],
      first: first[axis],
      length: length[axis],
      stride: stride[axis],
    }));
    const respond = planeResponse(columns, rows, options);
    for (let k = 0; k < length[across]; k++) {
      const response = respond(values.subarray((first[across] + k) * stride[across]));
      for (let r = 0, from = 0; r < length[row]; r++) {
        const to = r * sumStride[row] + k * sumStride[across];
        for (let c = 0; c < length[column]; c++, from++)
          sum[to + c * sumStride[column]] += response[from] / planes.length;
      }
    }
  }
  return sum;
}

/** Along an axis of a plane: the image's length, the part that is wanted, and the step from value to value. */
interface PlaneAxis {
  readonly all: number;
  readonly first: number;
  readonly length: number;
  readonly stride: number;
}

/** The mean modulus over directions, for planes that start at a value: kernels are transformed once. */
function planeResponse(
  columns: PlaneAxis,
  rows: PlaneAxis,
  { sigma, lambda, gamma, thetas, boundary }: GaborOptions,
): (plane: Float64Array) => Float64Array {
  // Beyond nine standard deviations a Gaussian is below 3e-18 of its peak.
  const half = Math.min(
    Math.floor(Math.max(columns.all, rows.all) / 2),
    Math.ceil(9 * sigma * Math.max(1, 1 / gamma)),
  );
  const [width, height] = [columns.length + 2 * half, rows.length + 2 * half];
  const size: Triple = [fastLength(width), fastLength(height), 1];
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
  return (plane) => {
    const image = { re: new Float64Array(cells), im: new Float64Array(cells) };
    for (let y = 0; y < height; y++) {
      const r = boundaryIndex(rows.first + y - half, rows.all, boundary);
      if (r < 0) continue;
      for (let x = 0; x < width; x++) {
        const c = boundaryIndex(columns.first + x - half, columns.all, boundary);
        if (c >= 0) image.re[x + size[0] * y] = plane[c * columns.stride + r * rows.stride];
      }
    }
    transform3(image, size);
    const mean = new Float64Array(columns.length * rows.length);
    for (const kernel of kernels) {
      const product = {
        re: image.re.map((a, i) => a * kernel.re[i] - image.im[i] * kernel.im[i]),
        im: image.re.map((a, i) => a * kernel.im[i] + image.im[i] * kernel.re[i]),
      };
      transform3(product, size, true);
      for (let r = 0, to = 0; r < rows.length; r++) {
        for (let c = 0; c < columns.length; c++, to++) {
          const cell = c + half + size[0] * (r + half);
          mean[to] += Math.sqrt(product.re[cell] ** 2 + product.im[cell] ** 2) / kernels.length;
        }
      }
    }
    return mean;
  };
}
