/** N-score normalisation of a whole image, as PyRadiomics' `normalize`. */

import type { Volume, VoxelArray } from "../io/volume.js";

export interface NormaliseOptions {
  /** The standard deviation becomes this; defaults to 1. */
  readonly scale?: number;
  /** z-scores beyond ± this many standard deviations are moved there; without it none are. */
  readonly outliers?: number;
}

/** A normalisation learned from all voxels of an image; applied to whatever part of it is needed. */
export interface Normalisation {
  readonly mean: number;
  /** n − 1. */
  readonly standardDeviation: number;
  readonly scale: number;
  /** Largest |z|, or Infinity. */
  readonly outliers: number;
}

/** @throws RangeError if a voxel is not finite or all are equal */
export function normalisation(
  { values }: Volume,
  { scale = 1, outliers = Infinity }: NormaliseOptions = {},
): Normalisation {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  if (!Number.isFinite(mean))
    throw new RangeError("grey levels must be finite to be normalised; the image has others");
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  const standardDeviation = Math.sqrt(squares / (values.length - 1));
  if (!(standardDeviation > 0))
    throw new RangeError(`an image must vary to be normalised; all its voxels are ${mean}`);
  return { mean, standardDeviation, scale, outliers };
}

/** Normalised levels; Float64 whatever came in. @param to where they go, which may be `levels` itself */
export function applyNormalisation(
  { mean, standardDeviation, scale, outliers }: Normalisation,
  levels: VoxelArray,
  to: Float64Array = new Float64Array(levels.length),
): Float64Array {
  const inverse = 1 / standardDeviation;
  for (let i = 0; i < levels.length; i++) {
    const z = (levels[i] - mean) * inverse;
    to[i] = (z > outliers ? outliers : z < -outliers ? -outliers : z) * scale;
  }
  return to;
}

/**
 * (level − mean) / SD · scale over every voxel of the image, SD with n − 1; Float64 whatever came in.
 *
 * @throws RangeError if a voxel is not finite or all are equal
 */
export function normalise(volume: Volume, options: NormaliseOptions = {}): Volume {
  return { ...volume, values: applyNormalisation(normalisation(volume, options), volume.values) };
}
