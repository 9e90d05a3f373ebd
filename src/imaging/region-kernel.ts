/** The loops over a region's voxels, compiled: see `region-kernel.as`. Arguments are addresses in the memory, and counts. */

import { type KernelMemory, kernelMemory } from "../math/kernel.js";
import { regionKernelCode } from "./region-kernel-code.js";

interface RegionKernel {
  label(values: number, count: number, label: number, into: number): number;
  bounds(
    region: number,
    nx: number,
    ny: number,
    slices: number,
    first: number,
    bounds: number,
  ): void;
  indices(
    region: number,
    nx: number,
    ny: number,
    nz: number,
    first: number,
    row: number,
    plane: number,
    into: number,
  ): number;
  gather(
    values: number,
    first: number,
    end: number,
    indices: number,
    count: number,
    into: number,
  ): number;
  extent(levels: number, count: number, ends: number): void;
  binsByEdges(
    levels: number,
    count: number,
    edges: number,
    edgeCount: number,
    anchor: number,
    perBin: number,
    bins: number,
  ): number;
}

export const regionMemory: KernelMemory<RegionKernel> = kernelMemory(regionKernelCode);

/** Voxels that are worked on at a time, so that a large image is not held twice. */
export const partVoxels: number = 2 ** 17;
