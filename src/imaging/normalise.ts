/** N-score normalisation of a whole image, as PyRadiomics' `normalize`. */

import type { Volume } from "../io/volume.js";

export interface NormaliseOptions {
  /** The standard deviation becomes this; defaults to 1. */
  readonly scale?: number;
  /** z-scores beyond ± this many standard deviations are moved there; without it none are. */
  readonly outliers?: number;
}

/**
 * (level − mean) / SD · scale over every voxel of the image, SD with n − 1; Float64 whatever came in.
 *
 * @throws RangeError if a voxel is not finite or all are equal
 */
export function normalise(volume: Volume, { scale = 1, outliers }: NormaliseOptions = {}): Volume {
  const { values } = volume;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  if (!Number.isFinite(mean))
    throw new RangeError("grey levels must be finite to be normalised; the image has others");
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / (values.length - 1));
  if (!(deviation > 0))
    throw new RangeError(`an image must vary to be normalised; all its voxels are ${mean}`);
  const inverse = 1 / deviation;
  const result = new Float64Array(values.length);
  if (outliers === undefined) {
    for (let i = 0; i < values.length; i++) result[i] = (values[i] - mean) * inverse * scale;
  } else {
    for (let i = 0; i < values.length; i++) {
      const z = (values[i] - mean) * inverse;
      result[i] = (z > outliers ? outliers : z < -outliers ? -outliers : z) * scale;
    }
  }
  return { ...volume, values: result };
}
