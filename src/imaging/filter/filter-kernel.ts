/** The compiled loops of the image filters (filter-kernel.as): what each does stands there. Arrays go by address. */

import { type KernelMemory, kernelMemory } from "../../math/kernel.js";
import { filterKernelCode } from "./filter-kernel-code.js";

export interface FilterKernel {
  square(levels: number, count: number, factor: number): void;
  squareRoot(levels: number, count: number, m: number): void;
  logarithm(levels: number, count: number, scale: number): void;
  exponential(levels: number, count: number, factor: number): void;
  largestMagnitude(levels: number, count: number): number;
  gradientSlice(
    slice: number,
    below: number,
    above: number,
    nx: number,
    ny: number,
    scaleX: number,
    scaleY: number,
    scaleZ: number,
    out: number,
  ): void;
  waveletPair(
    values: number,
    outer: number,
    n: number,
    inner: number,
    from: number,
    filters: number,
    taps: number,
    low: number,
    high: number,
    line: number,
    sources: number,
    single: boolean,
  ): void;
  binaryPatterns(
    slice: number,
    nx: number,
    ny: number,
    margin: number,
    padded: number,
    samples: number,
    circle: number,
    down: number,
    right: number,
    stride: number,
    out: number,
  ): void;
  circleSamples(
    row: number,
    nx: number,
    margin: number,
    padded: number,
    samples: number,
    circle: number,
    down: number,
    right: number,
    stride: number,
    out: number,
  ): void;
  padSlice(slice: number, nx: number, ny: number, margin: number, padded: number): void;
  recursiveGaussian(
    values: number,
    lines: number,
    apart: number,
    n: number,
    step: number,
    coefficients: number,
    out: number,
    work: number,
  ): void;
  addMultiple(sum: number, factor: number, levels: number, count: number): void;
}

export const filterKernel: KernelMemory<FilterKernel> = kernelMemory(filterKernelCode, {
  exp: Math.exp,
  log: Math.log,
});
