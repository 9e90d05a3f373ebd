/** The box of a region, cropping, and the checks that a region is worth looking at. */

import {
  type Geometry,
  type Mask,
  patientPoint,
  type Triple,
  type Volume,
  type VoxelArray,
} from "../io/volume.js";

/** A box of whole voxels: first index and length along x, y, z. */
export interface Box {
  readonly first: Triple;
  readonly length: Triple;
}

/** Voxels of the region. */
export function regionSize({ values }: Mask): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) count += values[i];
  return count;
}

/** The smallest box that holds the region. @throws RangeError if the region is empty */
export function regionBox({ size, values }: Mask): Box {
  const [nx, ny, nz] = size;
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  // From row to row of those that hold a voxel of the region.
  for (let at = values.indexOf(1); at >= 0; ) {
    const row = Math.floor(at / nx);
    const [j, k] = [row % ny, Math.floor(row / ny)];
    low[0] = Math.min(low[0], at - row * nx);
    low[1] = Math.min(low[1], j);
    high[1] = Math.max(high[1], j);
    low[2] = Math.min(low[2], k);
    high[2] = k;
    let last = nx - 1;
    while (last > high[0] && values[row * nx + last] === 0) last--;
    high[0] = last;
    at = values.indexOf(1, (row + 1) * nx);
  }
  if (high[0] < 0) throw new RangeError("the region must have a voxel; the mask is empty");
  return {
    first: low as unknown as Triple,
    length: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1],
  };
}

/** The box widened on each side and clipped to the grid. */
export function widenBox({ first, length }: Box, by: Triple, grid: Geometry): Box {
  const low = first.map((f, d) => Math.max(0, f - by[d]));
  const high = first.map((f, d) => Math.min(grid.size[d], f + length[d] + by[d]));
  return {
    first: low as unknown as Triple,
    length: high.map((h, d) => h - low[d]) as unknown as Triple,
  };
}

/** The part of a volume or mask inside a box, itself if that is all of it; the origin moves along. */
export function crop<V extends Volume | Mask>(volume: V, { first, length }: Box): V {
  if (length.every((n, d) => n === volume.size[d])) return volume;
  const [nx, ny] = volume.size;
  const Kind = volume.values.constructor as new (n: number) => VoxelArray;
  const values = new Kind(length[0] * length[1] * length[2]);
  let to = 0;
  for (let k = 0; k < length[2]; k++) {
    for (let j = 0; j < length[1]; j++) {
      const from = first[0] + nx * (first[1] + j + ny * (first[2] + k));
      values.set(volume.values.subarray(from, from + length[0]) as never, to);
      to += length[0];
    }
  }
  const { spacing, direction } = volume;
  return {
    ...volume,
    size: length,
    spacing,
    direction,
    origin: patientPoint(volume, first),
    values,
  };
}

/**
 * Refuse a region from which no feature can be computed, as PyRadiomics does.
 *
 * @param minimumDimensions least number of axes along which the region is longer than one voxel
 * @param minimumSize the region must have more voxels than this
 * @throws RangeError naming what it has
 */
export function checkRegion(
  mask: Mask,
  minimumDimensions: number = 2,
  minimumSize: number = 0,
): void {
  const { length } = regionBox(mask);
  const dimensions = length.filter((n) => n > 1).length;
  if (length.every((n) => n === 1))
    throw new RangeError("the region must have more than one voxel; it has 1");
  if (dimensions < minimumDimensions) {
    throw new RangeError(
      `the region must extend along at least ${minimumDimensions} axes; its box is ${length.join(" x ")} voxels`,
    );
  }
  if (minimumSize <= 0) return;
  const voxels = regionSize(mask);
  if (voxels <= minimumSize) {
    throw new RangeError(`the region must have more than ${minimumSize} voxels; it has ${voxels}`);
  }
}

/** Indices of the region's voxels, ascending. */
export function regionIndices(mask: Mask): Int32Array {
  const indices = new Int32Array(regionSize(mask));
  for (let i = 0, n = 0; i < mask.values.length; i++) if (mask.values[i] !== 0) indices[n++] = i;
  return indices;
}

/**
 * Grey levels of the region, in the order of the voxels.
 *
 * @param indices of its voxels, where they are known
 * @throws RangeError at a level that is not finite
 */
export function regionLevels(
  { values }: Volume,
  mask: Mask,
  indices: Int32Array = regionIndices(mask),
): Float64Array {
  const levels = new Float64Array(indices.length);
  for (let n = 0; n < levels.length; n++) {
    const level = values[indices[n]];
    if (!Number.isFinite(level)) {
      throw new RangeError(
        `grey levels of the region must be finite; voxel ${indices[n]} has ${level}; mend the image or the region`,
      );
    }
    levels[n] = level;
  }
  return levels;
}
