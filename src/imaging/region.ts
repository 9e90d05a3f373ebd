/** The box of a region, cropping, and the checks that a region is worth looking at. */

import {
  type Geometry,
  type Mask,
  patientPoint,
  type Triple,
  type Volume,
  type VoxelArray,
} from "../io/volume.js";
import { partVoxels, regionMemory } from "./region-kernel.js";

/** A box of whole voxels: first index and length along x, y, z. */
export interface Box {
  readonly first: Triple;
  readonly length: Triple;
}

/** Of a region: its box, and how many voxels it has. */
export interface RegionBox extends Box {
  readonly voxels: number;
}

/** Voxels of the region. */
export function regionSize(mask: Mask): number {
  return bounds(mask)[6];
}

/** The smallest box that holds the region. @throws RangeError if the region is empty */
export function regionBox(mask: Mask): RegionBox {
  const [x, y, z, lastX, lastY, lastZ, voxels] = bounds(mask);
  if (voxels === 0) throw new RangeError("the region must have a voxel; the mask is empty");
  return { first: [x, y, z], length: [lastX - x + 1, lastY - y + 1, lastZ - z + 1], voxels };
}

/** The lowest x, y, z of the region's voxels, the highest x, y, z, and the number of voxels. */
function bounds({ size: [nx, ny, nz], values }: Mask): Int32Array {
  const plane = nx * ny;
  const slices = slicesOfPart(plane);
  const room = regionMemory.open(slices * plane + 4 * 7);
  const part = room.take(Uint8Array, slices * plane);
  const found = room.copy(Int32Array.of(nx, ny, nz, -1, -1, -1, 0));
  for (let k = 0; k < nz; k += slices) {
    const some = values.subarray(k * plane, (k + slices) * plane);
    part.set(some);
    room.kernel.bounds(part.byteOffset, nx, ny, some.length / plane, k, found.byteOffset);
  }
  return found.slice();
}

/** Slices that are worked on at a time. */
function slicesOfPart(plane: number): number {
  return Math.max(1, Math.floor(partVoxels / plane));
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
): RegionBox {
  const box = regionBox(mask);
  const { length, voxels } = box;
  const dimensions = length.filter((n) => n > 1).length;
  if (dimensions === 0) throw new RangeError("the region must have more than one voxel; it has 1");
  if (dimensions < minimumDimensions) {
    throw new RangeError(
      `the region must extend along at least ${minimumDimensions} axes; its box is ${length.join(" x ")} voxels`,
    );
  }
  if (minimumSize > 0 && voxels <= minimumSize) {
    throw new RangeError(`the region must have more than ${minimumSize} voxels; it has ${voxels}`);
  }
  return box;
}

/**
 * Indices of the region's voxels, ascending.
 *
 * @param size of the grid that the indices count; the mask's own unless said
 * @param first where in that grid the mask's first voxel lies
 */
export function regionIndices(
  mask: Mask,
  size: Triple = mask.size,
  [x, y, z]: Triple = [0, 0, 0],
): Int32Array {
  const [nx, ny, nz] = mask.size;
  const [row, plane] = [size[0], size[0] * size[1]];
  const found = new Int32Array(regionSize(mask));
  const slices = slicesOfPart(nx * ny);
  const room = regionMemory.open(5 * (slices * nx * ny + 1));
  const part = room.take(Uint8Array, slices * nx * ny);
  const into = room.take(Int32Array, slices * nx * ny + 1);
  for (let k = 0, n = 0; k < nz; k += slices) {
    const high = Math.min(slices, nz - k);
    part.set(mask.values.subarray(k * nx * ny, (k + high) * nx * ny));
    const first = x + row * y + plane * (z + k);
    const { byteOffset } = part;
    const more = room.kernel.indices(byteOffset, nx, ny, high, first, row, plane, into.byteOffset);
    found.set(into.subarray(0, more), n);
    n += more;
  }
  return found;
}

/** Grey levels of the region, in the order of the voxels. @throws RangeError at a level that is not finite */
export function regionLevels(volume: Volume, mask: Mask): Float64Array {
  return levelsAt(volume, regionIndices(mask));
}

/**
 * Grey levels of a region's voxels.
 *
 * @param indices ascending
 * @throws RangeError at a level that is not finite
 */
export function levelsAt({ values }: Volume, indices: Int32Array): Float64Array {
  const levels = new Float64Array(indices.length);
  const room = regionMemory.open(20 * partVoxels);
  const part = room.take(Float64Array, partVoxels);
  const places = room.take(Int32Array, partVoxels);
  const into = room.take(Float64Array, partVoxels);
  for (let n = 0; n < levels.length; ) {
    const first = indices[n];
    const end = Math.min(first + partVoxels, indices[indices.length - 1] + 1);
    const count = Math.min(partVoxels, levels.length - n);
    part.set(values.subarray(first, end));
    places.set(indices.subarray(n, n + count));
    const [from, at, to] = [part.byteOffset, places.byteOffset, into.byteOffset];
    const done = room.kernel.gather(from, first, end, at, count, to);
    levels.set(into.subarray(0, done), n);
    n += done;
    if (done < count && indices[n] < end) {
      throw new RangeError(
        `grey levels of the region must be finite; voxel ${indices[n]} has ${values[indices[n]]}; mend the image or the region`,
      );
    }
  }
  return levels;
}
