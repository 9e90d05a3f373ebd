/**
 * What texture counts in a region: pairs, runs and neighbours of its levels, exactly (zones: `zone-counts.ts`). The
 * loops are compiled: see `texture-kernel.as`.
 */

import type { BinnedRegion } from "./binned-region.js";
import { type LoadedRegion, loadRegion } from "./texture-kernel.js";

/** Pairs of levels that occur, row by row. */
export interface PairCounts {
  /** Their rows and columns, 2¹⁶ row + column: the place of a level, and of that one step on. */
  readonly cells: Uint32Array;
  /** How often each occurs. */
  readonly counts: Float64Array;
  readonly total: number;
}

/** One a step. @param symmetric whether each pair counts both ways */
export function* countPairs(
  region: BinnedRegion,
  steps: Int32Array,
  symmetric: boolean,
): Generator<PairCounts> {
  const n = region.levels.length;
  const most = (symmetric ? 2 : 1) * region.voxels.length; // pairs in a direction
  if ((n + 1) ** 2 > Math.max(2 ** 16, 4 * most))
    for (const step of steps) yield sortedPairs(region, step, most, symmetric);
  else {
    const tableBytes = 4 * (n + 1) ** 2;
    for (const some of inGroups(steps, tableBytes))
      yield* countSomePairs(region, some, tableBytes, Math.min(n ** 2, most), symmetric);
  }
}

/** In tables of a level against a level. */
function countSomePairs(
  region: BinnedRegion,
  steps: Int32Array,
  tableBytes: number,
  most: number,
  symmetric: boolean,
): PairCounts[] {
  const bytes = (tableBytes + 4) * steps.length;
  const { room, places, voxels } = loadRegion(region, bytes + 12 * (most + 1));
  const table = room.reserve(tableBytes * steps.length);
  const list = pairList(room, most);
  const at = room.copy(steps).byteOffset;
  const n = region.levels.length;
  room.kernel.clear(table, tableBytes * steps.length);
  room.kernel.pairs(places, voxels, region.voxels.length, at, steps.length, n + 1, table);
  return Array.from(steps, (_, s) =>
    listedPairs(list, (cells, counts) =>
      room.kernel.listPairs(table + s * tableBytes, n, symmetric, cells, counts),
    ),
  );
}

/** Where levels are so many that a table would be all but empty. */
function sortedPairs(
  region: BinnedRegion,
  step: number,
  most: number,
  symmetric: boolean,
): PairCounts {
  const { room, places, voxels } = loadRegion(region, 8 * (2 * most + 128) + 12 * (most + 1));
  const keys = room.reserve(8 * most);
  const spare = room.reserve(8 * (most + 128));
  const { length } = region.voxels;
  return listedPairs(pairList(room, most), (cells, counts) =>
    room.kernel.sortPairs(places, voxels, length, step, symmetric, keys, spare, cells, counts),
  );
}

type PairList = Pick<PairCounts, "cells" | "counts">;

function pairList(room: LoadedRegion["room"], most: number): PairList {
  return { cells: room.take(Uint32Array, most + 1), counts: room.take(Float64Array, most + 1) };
}

/** @param list writes the list and gives its length; the total stands after the counts */
function listedPairs(
  { cells, counts }: PairList,
  list: (cells: number, counts: number) => number,
): PairCounts {
  const filled = list(cells.byteOffset, counts.byteOffset);
  return {
    cells: cells.slice(0, filled),
    counts: counts.slice(0, filled),
    total: counts[filled],
  };
}

/** Four by four, which is faster; one by one where each takes much memory. */
function* inGroups(steps: Int32Array, bytesEach: number): Generator<Int32Array> {
  const size = bytesEach > 2 ** 22 ? 1 : 4;
  for (let s = 0; s < steps.length; s += size) yield steps.subarray(s, s + size);
}

/**
 * Cells of a level and a size that are not empty, by size, then level: the levels of all, then their sizes, then their
 * counts.
 */
export type Cells = Float64Array;

export interface RunCells {
  readonly cells: Cells;
  /** Whether any two voxels of the region are neighbours along the step. */
  readonly touched: boolean;
}

/** Cells of a level and the length of its runs along a step, one a step. @param most no run is longer */
export function* countRuns(
  region: BinnedRegion,
  steps: Int32Array,
  most: number,
): Generator<RunCells> {
  for (const some of inGroups(steps, 2 * region.places.length))
    yield* countSomeRuns(region, some, most);
}

function countSomeRuns(region: BinnedRegion, steps: Int32Array, most: number): RunCells[] {
  const width = region.levels.length + 1;
  const tableBytes = 4 * (most + 2) * width;
  const boxBytes = 2 * region.places.length;
  const cellCount = Math.min((most + 2) * width, region.voxels.length);
  const bytes = (tableBytes + boxBytes + 8) * steps.length;
  const inMemory = loadRegion(region, bytes + 24 * cellCount);
  const { room, places, voxels } = inMemory;
  const table = room.reserve(tableBytes * steps.length);
  const inRun = room.reserve(boxBytes * steps.length);
  const found = room.take(Int32Array, steps.length);
  room.kernel.clear(table, tableBytes * steps.length);
  room.kernel.runs(
    places,
    voxels,
    region.voxels.length,
    room.copy(steps).byteOffset,
    steps.length,
    width,
    table,
    tableBytes,
    inRun,
    boxBytes,
    found.byteOffset,
  );
  const cells = room.take(Float64Array, 3 * cellCount);
  return Array.from(steps, (_, s) => ({
    cells: listed(region, inMemory, table + s * tableBytes, (found[s] % 65536) + 1, cells),
    touched: found[s] >= 65536,
  }));
}

/**
 * Cells of a level and 1 + the number of neighbours whose level differs by at most alpha.
 *
 * @param steps forward ones
 */
export function countDependences(region: BinnedRegion, steps: Int32Array, alpha: number): Cells {
  const width = region.levels.length + 1;
  const rows = 2 * steps.length + 2;
  const count = region.voxels.length;
  const tableBytes = 4 * rows * width;
  const boxBytes = 2 * region.places.length;
  const cellCount = Math.min(rows * width, count);
  const inMemory = loadRegion(region, tableBytes + boxBytes + 24 * cellCount);
  const { room, places, voxels, levels } = inMemory;
  const table = room.reserve(tableBytes);
  const near = room.reserve(boxBytes);
  room.kernel.clear(table, tableBytes);
  room.kernel.clear(near, boxBytes);
  const [first, last] = [region.voxels[0], region.voxels[count - 1]];
  for (const step of steps) {
    if (alpha < 1)
      room.kernel.equals(places, first, last + 1, step, near); // levels are whole numbers: only the same one is near enough
    else
      for (const way of [step, -step])
        room.kernel.nearby(places, voxels, count, way, levels, alpha, near);
  }
  room.kernel.dependences(places, voxels, count, near, width, table);
  const cells = room.take(Float64Array, 3 * cellCount);
  return listed(region, inMemory, table, rows, cells);
}

export interface Differences {
  /** Of each level its voxels, and the sum of their differences from the mean of their neighbours. */
  readonly count: Float64Array;
  readonly difference: Float64Array;
}

/**
 * @param steps to all neighbours; or the reach along x, y, z, at most the region's margin, of a box of them
 * @param countLonely whether voxels without a neighbour count
 */
export function sumDifferences(
  region: BinnedRegion,
  neighbours: { readonly steps: Int32Array } | { readonly reach: readonly number[] },
  countLonely: boolean,
): Differences {
  const [nx, ny, nz] = region.size;
  const n = region.levels.length;
  const voxelCount = region.voxels.length;
  const [rx, ry, rz] = "reach" in neighbours ? neighbours.reach : [0, 0, 0];
  const work = "reach" in neighbours ? nx * ny * (2 * rz + 3) : 0;
  const { room, places, voxels, levels } = loadRegion(region, 8 * (3 * n + 1 + work + voxelCount));
  const { kernel } = room;
  const count = room.take(Float64Array, n).fill(0);
  const difference = room.take(Float64Array, n).fill(0);
  const worth = room.reserve(8 * (n + 1));
  const sums = room.reserve(8 * voxelCount);
  kernel.clear(sums, 8 * voxelCount);
  kernel.worths(levels, n, worth);
  if ("steps" in neighbours)
    for (const step of neighbours.steps)
      kernel.addNeighbours(places, voxels, voxelCount, step, worth, sums);
  else {
    const planes = room.reserve(8 * work);
    kernel.clear(planes, 8 * work);
    kernel.boxSums(places, nx, ny, nz, rx, ry, rz, worth, voxels, voxelCount, planes, sums);
  }
  kernel.differences(
    places,
    voxels,
    voxelCount,
    sums,
    levels,
    countLonely,
    count.byteOffset,
    difference.byteOffset,
  );
  return { count: count.slice(), difference: difference.slice() };
}

/** The cells of a table of size against place that are not 0. @param cells room for them */
function listed(
  region: BinnedRegion,
  { room, levels }: LoadedRegion,
  table: number,
  rows: number,
  cells: Float64Array,
): Cells {
  const width = region.levels.length + 1;
  const filled = room.kernel.listCells(table, rows, width, levels, cells.byteOffset);
  return cells.slice(0, 3 * filled);
}
