/**
 * The loops over a region's voxels that texture spends its time in, compiled (WebAssembly with SIMD): they count, so
 * their results are exact, and they are fast from the first call on.
 *
 * The region that was used last stays in the memory, since all texture classes look at the same one. What a function
 * gives back lies in that memory and holds until the next call of any.
 */

import type { BinnedRegion } from "./binned-region.js";
import { textureKernelCode } from "./texture-kernel-code.js";

interface Kernel {
  pairs(
    places: number,
    voxels: number,
    count: number,
    step: number,
    width: number,
    table: number,
  ): void;
  runs(
    places: number,
    voxels: number,
    count: number,
    step: number,
    width: number,
    table: number,
    inRun: number,
  ): number;
  equals(places: number, first: number, end: number, step: number, equal: number): void;
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
  zones(
    left: number,
    voxels: number,
    count: number,
    around: number,
    directions: number,
    queue: number,
    places: number,
    sizes: number,
  ): number;
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The part of the standard WebAssembly object that is used; Node's types leave it to the browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

const pageBytes = 65536;
const mostBytes = 2 ** 32;
const keptBytes = 2 ** 26; // a larger memory is let go when another region comes

let opened: { readonly memory: Memory; readonly kernel: Kernel } | null = null;
let loaded: BinnedRegion | null = null;

/** How often each pair of places stands one step apart, (n + 1) x (n + 1) with the outside as place 0. */
export function countPairs(region: BinnedRegion, step: number): Uint32Array {
  const width = region.levels.length + 1;
  const { kernel, buffer, places, voxels, free } = open(region, 4 * width * width);
  const table = new Uint32Array(buffer, free, width * width).fill(0);
  kernel.pairs(places, voxels, region.voxels.length, step, width, free);
  return table;
}

export interface RunCounts {
  /** [l · (n + 1) + place]: voxels at place l of their run, l up to `longest`. */
  readonly counts: Uint32Array;
  readonly longest: number;
  /** Whether any two voxels of the region are neighbours along the step. */
  readonly touched: boolean;
}

/** @param most no run is longer */
export function countRuns(region: BinnedRegion, step: number, most: number): RunCounts {
  const width = region.levels.length + 1;
  const cells = (most + 2) * width;
  const inRun = 2 * region.places.length;
  const { kernel, buffer, places, voxels, free } = open(region, 4 * cells + 16 + inRun);
  const table = new Uint32Array(buffer, free, cells).fill(0);
  const scratch = aligned(free + 4 * cells);
  const found = kernel.runs(places, voxels, region.voxels.length, step, width, free, scratch);
  const longest = found % 65536;
  return {
    counts: table.subarray(0, (longest + 2) * width),
    longest,
    touched: found >= 65536,
  };
}

/** At each place of the box the number of neighbours in the region with the same level. @param steps forward ones */
export function countEqual(region: BinnedRegion, steps: Int32Array): Uint16Array {
  const { kernel, buffer, places, free } = open(region, 2 * region.places.length);
  const equal = new Uint16Array(buffer, free, region.places.length).fill(0);
  const [first, last] = [region.voxels[0], region.voxels[region.voxels.length - 1]];
  for (const step of steps) kernel.equals(places, first, last + 1, step, free);
  return equal;
}

/**
 * For each voxel the sum of what its neighbours in a box are worth.
 *
 * @param reach of the box along x, y, z, at most the region's margin
 * @param worth by place, 0 for the outside
 */
export function sumBoxes(
  region: BinnedRegion,
  [rx, ry, rz]: readonly number[],
  worth: Float64Array,
): Float64Array {
  const [nx, ny, nz] = region.size;
  const count = region.voxels.length;
  const work = 8 * nx * ny * (2 * rz + 3);
  const { kernel, buffer, places, voxels, free } = open(
    region,
    8 * worth.length + work + 8 * count + 48,
  );
  new Float64Array(buffer, free, worth.length).set(worth);
  const planes = aligned(free + 8 * worth.length);
  const sums = aligned(planes + work);
  new Float64Array(buffer, planes, work / 8).fill(0);
  kernel.boxSums(places, nx, ny, nz, rx, ry, rz, free, voxels, count, planes, sums);
  return new Float64Array(buffer, sums, count);
}

export interface FilledZones {
  /** 1 + place of the level of each zone. */
  readonly places: Uint16Array;
  readonly sizes: Uint32Array;
  /** Places in the box of the voxels, one zone after another. */
  readonly voxels: Uint32Array;
}

/** @param around steps to all neighbours */
export function fillZones(region: BinnedRegion, around: Int32Array): FilledZones {
  const count = region.voxels.length;
  const left = 2 * region.places.length;
  const { kernel, buffer, voxels, free } = open(
    region,
    left + 4 * around.length + 4 * count + 2 * count + 4 * count + 80,
  );
  new Uint16Array(buffer, free, region.places.length).set(region.places);
  const steps = aligned(free + left);
  const queue = aligned(steps + 4 * around.length);
  const zonePlaces = aligned(queue + 4 * count);
  const zoneSizes = aligned(zonePlaces + 2 * count);
  new Int32Array(buffer, steps, around.length).set(around);
  const found = kernel.zones(
    free,
    voxels,
    count,
    steps,
    around.length,
    queue,
    zonePlaces,
    zoneSizes,
  );
  return {
    places: new Uint16Array(buffer, zonePlaces, found),
    sizes: new Uint32Array(buffer, zoneSizes, found),
    voxels: new Uint32Array(buffer, queue, count),
  };
}

interface Room {
  readonly kernel: Kernel;
  readonly buffer: ArrayBuffer;
  /** Addresses of the region's places, of its voxels, and of what is free. */
  readonly places: number;
  readonly voxels: number;
  readonly free: number;
}

/** The region in memory, and `bytes` free beside it. The first bytes stay free, so that a step back finds room. */
function open(region: BinnedRegion, bytes: number): Room {
  const places = 64;
  const voxels = aligned(places + 2 * region.places.length + 16);
  const free = aligned(voxels + 4 * region.voxels.length);
  const needed = free + bytes + 64;
  if (needed > mostBytes)
    throw new RangeError(
      `texture must fit into 4 GB of memory; a region of ${region.voxels.length} voxels with ${region.levels.length} levels needs ${needed} bytes; choose wider bins or a coarser spacing`,
    );
  if (loaded !== region) {
    loaded = null;
    if (opened !== null && opened.memory.buffer.byteLength > keptBytes) opened = null;
  }
  opened ??= newMemory();
  const { memory, kernel } = opened;
  const missing = Math.ceil((needed - memory.buffer.byteLength) / pageBytes);
  if (missing > 0) memory.grow(missing);
  const { buffer } = memory;
  if (loaded !== region) {
    new Uint16Array(buffer, places, region.places.length).set(region.places);
    new Uint32Array(buffer, voxels, region.voxels.length).set(region.voxels);
    loaded = region;
  }
  return { kernel, buffer, places, voxels, free };
}

function newMemory(): { memory: Memory; kernel: Kernel } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(Buffer.from(textureKernelCode, "base64"));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, kernel: exports as Kernel };
}

function aligned(address: number): number {
  return Math.ceil(address / 16) * 16;
}
