/** The loops over a region's grey levels, compiled: see `grey-level-kernel.as`. Arguments are addresses in the memory, and counts. */

import { partVoxels } from "../imaging/region-kernel.js";
import { type KernelMemory, type KernelRoom, kernelMemory } from "../math/kernel.js";
import { greyLevelKernelCode } from "./grey-level-kernel-code.js";

export interface GreyLevelKernel {
  sums(levels: number, count: number, shift: number, low: number, high: number, sums: number): void;
  deviations(
    levels: number,
    count: number,
    mean: number,
    robustMean: number,
    low: number,
    high: number,
    sums: number,
  ): void;
  countBins(bins: number, count: number, counts: number): void;
  uncertainty(counts: number, length: number, total: number, epsilon: number, sums: number): void;
  listBins(counts: number, length: number, placeOf: number, into: number): number;
  spread(
    bins: number,
    voxels: number,
    count: number,
    placeOf: number,
    first: number,
    places: number,
  ): void;
}

export const greyLevelMemory: KernelMemory<GreyLevelKernel> = kernelMemory(greyLevelKernelCode, {
  log2: Math.log2,
});

/** What {@link countedBins} takes of the memory. */
export function histogramBytes(bins: Int32Array, highest: number): number {
  return 4 * (Math.min(bins.length, partVoxels) + highest + 1);
}

/** The address of how often each bin from 0 to the highest occurs (32-bit whole numbers). */
export function countedBins(
  room: KernelRoom<GreyLevelKernel>,
  bins: Int32Array,
  highest: number,
): number {
  const size = Math.min(bins.length, partVoxels);
  const part = room.take(Int32Array, size);
  const counts = room.take(Uint32Array, highest + 1).fill(0);
  for (let from = 0; from < bins.length; from += size) {
    const some = bins.subarray(from, from + size);
    part.set(some);
    room.kernel.countBins(part.byteOffset, some.length, counts.byteOffset);
  }
  return counts.byteOffset;
}
