/**
 * Levels of an image on another grid along the same axes.
 *
 * Every interpolation here is a product of one-dimensional ones, so the work goes axis by axis: for each new index
 * the old indices and their weights are made once, then each axis is one pass of weighted sums. A spline's coefficients
 * are made along an axis just before its pass, when the axes before it are already as short as the new grid.
 */

import type { Mask, Volume, VoxelArray } from "../io/volume.js";
import { antiAliasingReach, antiAliasingWidth, smoothAlong } from "./anti-alias.js";
import { mirrored, splineStart, splineWeights } from "./b-spline.js";
import type { Grid } from "./grid.js";
import { type LinePart, lineParts, readLines, writeLines } from "./line-parts.js";
import { type Normalisation, normaliseInPlace } from "./normalise.js";
import { type PreparationKernel, preparationKernel } from "./preparation-kernel.js";

export type Interpolator = "nearest" | "linear" | "b-spline";

export interface ResampleOptions {
  readonly interpolator: Interpolator;
  /** What lies beyond the image: 0 (as ITK), or its border voxels (as IBSI). */
  readonly outside: "zero" | "border";
  /** Of the old levels, before they are interpolated; without it none. */
  readonly normalisation?: Normalisation | null;
  /** β of a Gaussian before coarser sampling, in (0, 1): the smaller, the smoother; without it none. */
  readonly antiAliasing?: number | null;
}

/** Old indices and weights for each new index of one axis: `width` of both a new voxel. */
interface AxisPlan {
  readonly width: number;
  readonly count: number;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
  /** Of a spline's coefficients, see `splineStart`; empty where the levels themselves are interpolated. */
  readonly start: Float64Array;
}

/** Voxels that are rounded at a time. */
const PART = 2 ** 15;

/** Samples beyond what the grid touches that keep a spline's coefficients exact: the pole's power is below 1e-18 there. */
const SPLINE_MARGIN = 34;

/** Puts a part of the lines along an axis into the kernel's memory. */
type Read = (part: LinePart, into: Float64Array, kernel: PreparationKernel) => void;

/** Levels as Float64. */
export function resample(
  volume: Volume,
  grid: Grid,
  { interpolator, outside, normalisation = null, antiAliasing = null }: ResampleOptions,
): Volume {
  const margin = interpolator === "b-spline" ? SPLINE_MARGIN : 2;
  const widths = grid.step.map((step) => antiAliasingWidth(step, antiAliasing));
  const seen = [0, 1, 2].map((d) =>
    touched(grid, d, volume.size[d], margin + antiAliasingReach(widths[d])),
  );
  const size = seen.map(({ length }) => length);
  const first = seen.map((at) => at.first);
  const plan = (d: number): AxisPlan =>
    axisPlan(grid, d, volume.size[d], seen[d], interpolator, outside);
  // The old levels are read part by part, since their copy would be the largest array of all.
  let read: Read = (part, into, kernel) => {
    readRows(volume, first, size, part, into);
    if (normalisation !== null) normaliseInPlace(normalisation, kernel, into);
  };
  if (widths.some((width) => width > 0)) read = linesOf(smoothed(read, size, widths), size[0]);
  let levels = alongAxis(read, size, 0, plan(0));
  for (const d of [1, 2] as const) {
    size[d - 1] = grid.size[d - 1];
    levels = alongAxis(linesOf(levels, size[d]), size, d, plan(d));
  }
  const { spacing, origin, direction } = grid;
  return { size: grid.size, spacing, origin, direction, values: levels };
}

/** Round levels as an image of whole numbers would hold them: toward zero, within its range (as ITK's cast). */
export function truncateLike(volume: Volume, like: VoxelArray): Volume {
  if (like instanceof Float64Array) return volume;
  if (like instanceof Float32Array) return { ...volume, values: new Float32Array(volume.values) };
  const [low, high] = WHOLE[like.constructor.name];
  const Kind = like.constructor as new (n: number) => VoxelArray;
  const values = new Kind(volume.values.length);
  for (let first = 0; first < values.length; first += PART) {
    const part = volume.values.subarray(first, first + PART);
    const { kernel, take } = preparationKernel.open(8 * part.length);
    const levels = take(Float64Array, part.length);
    levels.set(part);
    kernel.truncate(levels.byteOffset, levels.length, low, high);
    values.set(levels, first);
  }
  return { ...volume, values };
}

/** A region on another grid: the value of the nearest voxel, half a voxel going up; outside the image none. */
export function resampleMask(mask: Mask, grid: Grid): Mask {
  const plans = [0, 1, 2].map((d) => nearestIndices(grid, d, mask.size[d]));
  const [nx, ny] = mask.size;
  const [old, sheet] = [nx * ny, grid.size[0] * grid.size[1]];
  const values = new Uint8Array(sheet * grid.size[2]);
  const { kernel, take, copy } = preparationKernel.open(
    old + sheet + 4 * (grid.size[0] + grid.size[1]),
  );
  const [columns, rows] = [copy(plans[0]), copy(plans[1])];
  const [slice, picked] = [take(Uint8Array, old), take(Uint8Array, sheet)];
  plans[2].forEach((k, to) => {
    if (k < 0) return;
    slice.set(mask.values.subarray(k * old, (k + 1) * old));
    kernel.pickMask(
      slice.byteOffset,
      nx,
      columns.byteOffset,
      columns.length,
      rows.byteOffset,
      rows.length,
      picked.byteOffset,
    );
    values.set(picked, to * sheet);
  });
  const { size, spacing, origin, direction } = grid;
  return { size, spacing, origin, direction, values };
}

/** A region on another grid by linear interpolation of its 0 and 1; inside from `share` on (IBSI: 0.5, exact halves stay). */
export function resampleMaskLinear(mask: Mask, grid: Grid, share: number = 0.5): Mask {
  const levels = resample(mask, grid, { interpolator: "linear", outside: "border" }).values;
  const values = Uint8Array.from(levels, (level) => (level >= share - 1e-9 ? 1 : 0));
  const { size, spacing, origin, direction } = grid;
  return { size, spacing, origin, direction, values };
}

const WHOLE: Readonly<Record<string, readonly [number, number]>> = {
  Int8Array: [-128, 127],
  Uint8Array: [0, 255],
  Int16Array: [-32768, 32767],
  Uint16Array: [0, 65535],
  Int32Array: [-2147483648, 2147483647],
  Uint32Array: [0, 4294967295],
};

function touched(
  grid: Grid,
  d: number,
  n: number,
  margin: number,
): { first: number; length: number } {
  const a = grid.start[d];
  const b = a + (grid.size[d] - 1) * grid.step[d];
  const first = Math.max(0, Math.min(n - 1, Math.floor(a)) - margin);
  const last = Math.min(n - 1, Math.max(0, Math.ceil(b)) + margin);
  return { first, length: last - first + 1 };
}

/** Rows of the box that begins at `first` and has `size` voxels. */
function readRows(
  { values, size: [nx, ny] }: Volume,
  first: readonly number[],
  [mx, my]: readonly number[],
  { firstGroup, groups }: LinePart,
  into: Float64Array,
): void {
  for (let row = 0; row < groups; row++) {
    const [j, k] = [(firstGroup + row) % my, Math.floor((firstGroup + row) / my)];
    const from = first[0] + nx * (first[1] + j + ny * (first[2] + k));
    into.set(values.subarray(from, from + mx), row * mx);
  }
}

function linesOf(levels: Float64Array, n: number): Read {
  return (part, into) => readLines(levels, n, part, into);
}

/** All levels of a box, smoothed along each axis. */
function smoothed(read: Read, size: readonly number[], widths: readonly number[]): Float64Array {
  const levels = new Float64Array(size[0] * size[1] * size[2]);
  for (const part of lineParts(size, 0)) {
    const count = part.groups * size[0];
    const { kernel, take } = preparationKernel.open(8 * (count + 1));
    const rows = take(Float64Array, count + 1).subarray(0, count);
    read(part, rows, kernel);
    writeLines(rows, size[0], part, levels);
  }
  for (const d of [0, 1, 2] as const) smoothAlong(levels, size, d, widths[d]);
  return levels;
}

function axisPlan(
  grid: Grid,
  d: number,
  n: number,
  at: { first: number; length: number },
  interpolator: Interpolator,
  outside: ResampleOptions["outside"],
): AxisPlan {
  const width = interpolator === "b-spline" ? 4 : interpolator === "linear" ? 2 : 1;
  const indices = new Int32Array(width * grid.size[d]);
  const weights = new Float64Array(width * grid.size[d]);
  const spline = new Float64Array(4);
  for (let k = 0; k < grid.size[d]; k++) {
    let c = grid.start[d] + k * grid.step[d];
    const inside = c >= -0.5 && c < n - 0.5;
    if (!inside && outside === "zero") continue; // all weights stay 0
    if (outside === "border") c = Math.min(n - 1, Math.max(0, c));
    const base = Math.floor(c);
    const w = c - base;
    if (width === 4) splineWeights(w, spline);
    for (let q = 0; q < width; q++) {
      const index =
        width === 4
          ? mirrored(base - 1 + q, n)
          : Math.min(n - 1, Math.max(0, width === 2 ? base + q : Math.floor(c + 0.5)));
      indices[k * width + q] = Math.min(at.length - 1, Math.max(0, index - at.first));
      weights[k * width + q] = width === 4 ? spline[q] : width === 2 ? (q === 0 ? 1 - w : w) : 1;
    }
  }
  const start = width === 4 && at.length > 1 ? splineStart(at.length) : new Float64Array(0);
  return { width, count: grid.size[d], indices, weights, start };
}

/** One pass of weighted sums along axis `d` of an image of a size. */
function alongAxis(
  read: Read,
  size: readonly number[],
  d: 0 | 1 | 2,
  { width, count, indices, weights, start }: AxisPlan,
): Float64Array {
  const n = size[d];
  const out = new Float64Array((size[0] * size[1] * size[2] * count) / n);
  for (const part of lineParts(size, d)) {
    const lines = part.groups * part.width;
    const { kernel, take, copy } = preparationKernel.open(
      8 * ((lines + 8) * (n + count) + 3 * width * count + start.length + 1),
    );
    const levels = take(Float64Array, lines * n + 1).subarray(0, lines * n);
    const made = take(Float64Array, lines * count);
    const table = take(Float64Array, 8 * (n + count));
    const [places, shares, first] = [copy(indices), copy(weights), copy(start)];
    read(part, levels, kernel);
    // Along x a group is a single line.
    const sheets = d === 0 ? 1 : part.groups;
    for (let sheet = 0; sheet < sheets; sheet++)
      kernel.resampleLines(
        levels.byteOffset + 8 * sheet * part.width * n,
        lines / sheets,
        d === 0 ? n : 1,
        n,
        part.width,
        first.byteOffset,
        start.length,
        width,
        places.byteOffset,
        shares.byteOffset,
        count,
        made.byteOffset + 8 * sheet * part.width * count,
        d === 0 ? count : 1,
        table.byteOffset,
      );
    writeLines(made, count, part, out);
  }
  return out;
}

function nearestIndices(grid: Grid, d: number, n: number): Int32Array {
  return Int32Array.from({ length: grid.size[d] }, (_, k) => {
    const c = grid.start[d] + k * grid.step[d];
    return c >= -0.5 && c < n - 0.5 ? Math.floor(c + 0.5) : -1;
  });
}
