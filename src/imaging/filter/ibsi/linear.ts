/** IBSI 2's filters made of kernels along the axes: mean, Laplacian of Gaussian, Laws with energy, separable wavelets. */

import type { Triple } from "../../../io/volume.js";
import { waveletFilters } from "../wavelet.js";
import {
  type Boundary,
  convolveSeparable,
  type Pooling,
  pooled,
  rotations,
  type SeparableKernel,
  withMiddle,
} from "./convolution.js";

export type Dimensions = "2D" | "3D";

interface Image {
  readonly values: Float64Array;
  readonly size: Triple;
}

function alongAxes(kernel: Float64Array, dimensions: Dimensions): SeparableKernel {
  return [kernel, kernel, dimensions === "3D" ? kernel : null];
}

/** @param support voxels along each axis, odd */
export function meanFilter(
  { values, size }: Image,
  support: number,
  dimensions: Dimensions,
  boundary: Boundary,
): Float64Array {
  if (!Number.isInteger(support) || support < 1 || support % 2 === 0)
    throw new RangeError(
      `the support of a mean filter must be an odd number of voxels; it is ${support}`,
    );
  return convolveSeparable(
    values,
    size,
    alongAxes(new Float64Array(support).fill(1 / support), dimensions),
    boundary,
  );
}

/**
 * Second derivatives of a Gaussian, added; not scaled by σ², not shifted to a sum of zero.
 *
 * @param sigma standard deviation along each axis, voxels
 * @param cutOff kernels end this many σ from their centre
 */
export function laplacianOfGaussianKernel(
  { values, size }: Image,
  sigma: Triple,
  cutOff: number,
  dimensions: Dimensions,
  boundary: Boundary,
): Float64Array {
  const axes = dimensions === "3D" ? [0, 1, 2] : [0, 1];
  const gaussian = sigma.map((s) =>
    sampled(s, cutOff, (x) => Math.exp((-x * x) / (2 * s * s)) / Math.sqrt(2 * Math.PI * s * s)),
  );
  const curved = sigma.map((s) =>
    sampled(
      s,
      cutOff,
      (x) =>
        ((-1 / (s * s)) * (1 - (x * x) / (s * s)) * Math.exp((-x * x) / (2 * s * s))) /
        Math.sqrt(2 * Math.PI * s * s),
    ),
  );
  const kernels = axes.map(
    (axis) =>
      [0, 1, 2].map((d) =>
        axes.includes(d) ? (d === axis ? curved[d] : gaussian[d]) : null,
      ) as unknown as SeparableKernel,
  );
  const sum = new Float64Array(values.length);
  for (const kernel of kernels) {
    const part = convolveSeparable(values, size, kernel, boundary);
    for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  }
  return sum;
}

function sampled(sigma: number, cutOff: number, of: (x: number) => number): Float64Array {
  const half = Math.floor(cutOff * sigma + 0.5);
  return Float64Array.from({ length: 2 * half + 1 }, (_, k) => of(k - half));
}

const LAWS: Readonly<Record<string, readonly number[]>> = {
  L3: [1, 2, 1],
  E3: [-1, 0, 1],
  S3: [-1, 2, -1],
  L5: [1, 4, 6, 4, 1],
  E5: [-1, -2, 0, 2, 1],
  S5: [-1, 0, 2, 0, -1],
  W5: [-1, 2, 0, -2, 1],
  R5: [1, -4, 6, -4, 1],
};

export interface LawsOptions {
  /** Responses to all rotations are pooled so; null takes the kernels as they are. */
  readonly pooling: Pooling | null;
  /** The mean absolute response within this many voxels (Chebyshev); null gives the response itself. */
  readonly energyDelta: number | null;
  readonly boundary: Boundary;
}

/** @param names kernels along x, y and, in space, z: `E5L5S5` @throws RangeError for an unknown kernel */
export function lawsFilter(
  image: Image,
  names: string,
  { pooling, energyDelta, boundary }: LawsOptions,
): Float64Array {
  const parts = names.match(/[A-Z]\d/g) ?? [];
  if (
    parts.length < 2 ||
    parts.length > 3 ||
    parts.join("") !== names ||
    parts.some((name) => !(name in LAWS))
  ) {
    throw new RangeError(
      `Laws kernels must be two or three of ${Object.keys(LAWS).join(", ")}, such as L5E5; got "${names}"`,
    );
  }
  const [x, y, z] = parts.map((name) => {
    const norm = Math.sqrt(LAWS[name].reduce((sum, c) => sum + c * c, 0));
    return Float64Array.from(LAWS[name], (c) => c / norm);
  });
  const respond = (kernels: SeparableKernel): Float64Array =>
    convolveSeparable(image.values, image.size, kernels, boundary);
  const all: readonly SeparableKernel[] =
    pooling === null ? [[x, y, z ?? null]] : rotations([x, y, z ?? null]);
  const response = pooled(all.length, (i) => respond(all[i]), pooling ?? "mean");
  if (energyDelta === null) return response;
  const window = new Float64Array(2 * energyDelta + 1).fill(1 / (2 * energyDelta + 1));
  return convolveSeparable(
    response.map(Math.abs),
    image.size,
    [window, window, z === undefined ? null : window],
    boundary,
  );
}

export interface SeparableWaveletOptions {
  readonly wavelet: string;
  /** L or H along x, y and, in space, z. */
  readonly letters: string;
  readonly level: number;
  readonly pooling: Pooling | null;
  readonly boundary: Boundary;
}

/** Undecimated, filters dilated from level to level (à trous). @throws RangeError for letters other than L and H */
export function separableWavelet(
  image: Image,
  { wavelet, letters, level, pooling, boundary }: SeparableWaveletOptions,
): Float64Array {
  if (!/^[LH]{2,3}$/.test(letters))
    throw new RangeError(`a wavelet band must be two or three of L and H; got "${letters}"`);
  if (!Number.isInteger(level) || level < 1)
    throw new RangeError(`a wavelet level must be a positive whole number; got ${level}`);
  const { low, high } = waveletFilters(wavelet);
  const [l, h] = [withMiddle(low), withMiddle(high)];
  const of = (letter: string | undefined): Float64Array | null =>
    letter === undefined ? null : letter === "L" ? l : h;
  const band: SeparableKernel = [of(letters[0]), of(letters[1]), of(letters[2])];
  const lowpass: SeparableKernel = [l, l, letters.length === 3 ? l : null];
  const [bands, lowpasses] =
    pooling === null ? [[band], [lowpass]] : [rotations(band), rotations(lowpass)];
  const response = (r: number): Float64Array => {
    let values = image.values;
    for (let j = 1; j < level; j++)
      values = convolveSeparable(values, image.size, dilated(lowpasses[r], j), boundary);
    return convolveSeparable(values, image.size, dilated(bands[r], level), boundary);
  };
  return pooling === null ? response(0) : pooled(bands.length, response, pooling);
}

/** 2^(level − 1) − 1 zeros between neighbours. */
function dilated(kernels: SeparableKernel, level: number): SeparableKernel {
  return kernels.map((kernel) => {
    let current = kernel;
    for (let j = 1; j < level && current !== null; j++) {
      const wide: Float64Array = new Float64Array(2 * current.length - 1);
      current.forEach((c, k) => (wide[2 * k] = c));
      current = wide;
    }
    return current;
  }) as unknown as SeparableKernel;
}
