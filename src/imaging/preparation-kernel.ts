/** The compiled loops that prepare an image: see `preparation-kernel.as`. Arrays go by address. */

import { type KernelMemory, kernelMemory } from "../math/kernel.js";
import { preparationKernelCode } from "./preparation-kernel-code.js";

export interface PreparationKernel {
  sumLevels(levels: number, count: number, start: number): number;
  sumSquares(levels: number, count: number, mean: number, start: number): number;
  normalise(
    levels: number,
    count: number,
    mean: number,
    inverse: number,
    outliers: number,
    scale: number,
  ): void;
  truncate(levels: number, count: number, low: number, high: number): void;
  resampleLines(
    values: number,
    lines: number,
    apart: number,
    n: number,
    step: number,
    start: number,
    terms: number,
    width: number,
    indices: number,
    weights: number,
    count: number,
    out: number,
    outApart: number,
    table: number,
  ): void;
  splineCoefficients(table: number, n: number, start: number, terms: number): void;
  pickMask(
    slice: number,
    nx: number,
    columns: number,
    columnCount: number,
    rows: number,
    rowCount: number,
    out: number,
  ): void;
}

export const preparationKernel: KernelMemory<PreparationKernel> =
  kernelMemory(preparationKernelCode);
