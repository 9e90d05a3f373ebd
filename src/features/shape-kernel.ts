/** The loops of shape, compiled: see `shape-kernel.as`. Arguments are addresses in the memory, counts and lengths in mm. */

import { type KernelMemory, kernelMemory } from "../math/kernel.js";
import { shapeKernelCode } from "./shape-kernel-code.js";

export interface ShapeKernel {
  pad(box: number, nx: number, ny: number, nz: number, padded: number): void;
  measureSurface(
    padded: number,
    px: number,
    py: number,
    pz: number,
    sx: number,
    sy: number,
    sz: number,
    triangles: number,
    edges: number,
    sums: number,
  ): void;
  surfacePoints(padded: number, px: number, py: number, pz: number, into: number): number;
  farthest(
    points: number,
    count: number,
    sz: number,
    sy: number,
    sx: number,
    best: number,
    spare: number,
    ends: number,
    lines: number,
    groups: number,
    boxes: number,
  ): number;
  farthestInPlanes(
    points: number,
    count: number,
    axis: number,
    planeCount: number,
    sz: number,
    sy: number,
    sx: number,
    planes: number,
    sorted: number,
    spare: number,
    ends: number,
    lines: number,
    groups: number,
    boxes: number,
  ): number;
  moments(
    box: number,
    nx: number,
    ny: number,
    nz: number,
    mx: number,
    my: number,
    mz: number,
    sums: number,
  ): void;
}

export const shapeMemory: KernelMemory<ShapeKernel> = kernelMemory(shapeKernelCode);
