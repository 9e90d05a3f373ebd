/** N-score normalisation of a whole image, as PyRadiomics' `normalize`. */

import type { Volume, VoxelArray } from "../io/volume.js";
import { type PreparationKernel, preparationKernel } from "./preparation-kernel.js";

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
  for (const { kernel, levels } of parts(values))
    sum = kernel.sumLevels(levels.byteOffset, levels.length, sum);
  const mean = sum / values.length;
  if (!Number.isFinite(mean))
    throw new RangeError("grey levels must be finite to be normalised; the image has others");
  let squares = 0;
  for (const { kernel, levels } of parts(values))
    squares = kernel.sumSquares(levels.byteOffset, levels.length, mean, squares);
  const standardDeviation = Math.sqrt(squares / (values.length - 1));
  if (!(standardDeviation > 0))
    throw new RangeError(`an image must vary to be normalised; all its voxels are ${mean}`);
  return { mean, standardDeviation, scale, outliers };
}

/** Normalised levels; Float64 whatever came in. */
export function applyNormalisation(norm: Normalisation, levels: VoxelArray): Float64Array {
  const normalised = new Float64Array(levels.length);
  for (const { kernel, levels: part, first } of parts(levels)) {
    normaliseInPlace(norm, kernel, part);
    normalised.set(part, first);
  }
  return normalised;
}

/** @param levels in the kernel's memory, with room for one more */
export function normaliseInPlace(
  { mean, standardDeviation, scale, outliers }: Normalisation,
  kernel: PreparationKernel,
  levels: Float64Array,
): void {
  kernel.normalise(levels.byteOffset, levels.length, mean, 1 / standardDeviation, outliers, scale);
}

/** Voxels that are in the kernel's memory at a time. */
const PART = 2 ** 15;

interface Part {
  readonly kernel: PreparationKernel;
  readonly levels: Float64Array;
  readonly first: number;
}

/** Levels part by part in the kernel's memory, each until the next is asked for. */
function* parts(values: VoxelArray): Generator<Part> {
  for (let first = 0; first < values.length; first += PART) {
    const part = values.subarray(first, first + PART);
    const { kernel, take } = preparationKernel.open(8 * part.length + 8);
    const levels = take(Float64Array, part.length + 1).subarray(0, part.length);
    levels.set(part);
    yield { kernel, levels, first };
  }
}

/**
 * (level − mean) / SD · scale over every voxel of the image, SD with n − 1; Float64 whatever came in.
 *
 * @throws RangeError if a voxel is not finite or all are equal
 */
export function normalise(volume: Volume, options: NormaliseOptions = {}): Volume {
  return { ...volume, values: applyNormalisation(normalisation(volume, options), volume.values) };
}
