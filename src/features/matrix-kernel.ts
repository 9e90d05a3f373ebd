/** The formulas of texture matrices, compiled: see `matrix-kernel.as`. Pointers are `byteOffset`s of arrays in its memory. */

import { type KernelMemory, kernelMemory } from "../math/kernel.js";
import { matrixKernelCode } from "./matrix-kernel-code.js";

interface MatrixKernel {
  coOccurrenceFeatures(
    counts: number,
    cells: number,
    filled: number,
    n: number,
    total: number,
    levels: number,
    highest: number,
    epsilon: number,
    symmetric: boolean,
    mostSteps: number,
    work: number,
    out: number,
  ): void;
  levelSizeFeatures(
    cells: number,
    filled: number,
    highest: number,
    voxels: number,
    epsilon: number,
    byLevel: number,
    out: number,
  ): void;
  differenceFeatures(
    level: number,
    count: number,
    difference: number,
    n: number,
    out: number,
  ): void;
}

export const matrixMemory: KernelMemory<MatrixKernel> = kernelMemory(matrixKernelCode, {
  log2: Math.log2,
  exp: Math.exp,
});
