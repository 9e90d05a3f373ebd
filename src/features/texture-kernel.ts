/**
 * The loops over a region's voxels that texture spends its time in, compiled: see `texture-kernel.as`. The region that was used
 * last stays in the memory, since all texture classes look at the same one.
 */

import { type KernelRoom, kernelMemory } from "../math/kernel.js";
import type { BinnedRegion } from "./binned-region.js";
import { textureKernelCode } from "./texture-kernel-code.js";

export interface TextureKernel {
  clear(at: number, bytes: number): void;
  pairs(
    places: number,
    voxels: number,
    count: number,
    steps: number,
    stepCount: number,
    width: number,
    table: number,
  ): void;
  listPairs(table: number, n: number, symmetric: boolean, cells: number, counts: number): number;
  sortPairs(
    places: number,
    voxels: number,
    count: number,
    step: number,
    symmetric: boolean,
    keys: number,
    spare: number,
    cells: number,
    counts: number,
  ): number;
  runs(
    places: number,
    voxels: number,
    count: number,
    steps: number,
    stepCount: number,
    width: number,
    table: number,
    tableBytes: number,
    inRun: number,
    boxBytes: number,
    found: number,
  ): void;
  equals(places: number, first: number, end: number, step: number, equal: number): void;
  nearby(
    places: number,
    voxels: number,
    count: number,
    step: number,
    levels: number,
    alpha: number,
    near: number,
  ): void;
  dependences(
    places: number,
    voxels: number,
    count: number,
    near: number,
    width: number,
    table: number,
  ): void;
  listCells(table: number, rows: number, width: number, levels: number, cells: number): number;
  boxSums(
    places: number,
    nx: number,
    ny: number,
    nz: number,
    rx: number,
    ry: number,
    rz: number,
    worth: number,
    voxels: number,
    count: number,
    work: number,
    sums: number,
  ): void;
  worths(levels: number, n: number, worth: number): void;
  addNeighbours(
    places: number,
    voxels: number,
    count: number,
    step: number,
    worth: number,
    sums: number,
  ): void;
  differences(
    places: number,
    voxels: number,
    voxelCount: number,
    sums: number,
    levels: number,
    countLonely: boolean,
    count: number,
    difference: number,
  ): void;
  zones(
    left: number,
    voxels: number,
    count: number,
    rows: number,
    rowCount: number,
    wide: boolean,
    queue: number,
    zonePlaces: number,
    zoneSizes: number,
  ): number;
  zoneCells(
    places: number,
    sizes: number,
    zoneCount: number,
    few: number,
    width: number,
    table: number,
    keys: number,
    spare: number,
    levels: number,
    cells: number,
  ): number;
}

const memory = kernelMemory<TextureKernel>(textureKernelCode);
const mostBytes = 2 ** 32 - 1024; // with the gaps between arrays
let loaded: BinnedRegion | null = null;

export interface LoadedRegion {
  readonly room: KernelRoom<TextureKernel>;
  /** Addresses of the region's places, of its voxels, and of its levels. */
  readonly places: number;
  readonly voxels: number;
  readonly levels: number;
}

/** The region in memory, and `bytes` free beside it. */
export function loadRegion(region: BinnedRegion, bytes: number): LoadedRegion {
  const { places, voxels, levels } = region;
  const needed = 2 * places.length + 4 * voxels.length + 8 * levels.length + bytes;
  if (needed > mostBytes)
    throw new RangeError(
      `texture must fit into 4 GB of memory; a region of ${voxels.length} voxels with ${levels.length} levels needs ${needed} bytes; choose wider bins or a coarser spacing`,
    );
  const isLoaded = region === loaded;
  const room = memory.open(needed, isLoaded);
  loaded = region;
  return {
    room,
    places: isLoaded ? room.reserve(2 * places.length) : room.copy(places).byteOffset,
    voxels: isLoaded ? room.reserve(4 * voxels.length) : room.copy(voxels).byteOffset,
    levels: isLoaded ? room.reserve(8 * levels.length) : room.copy(levels).byteOffset,
  };
}
