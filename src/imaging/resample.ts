/**
 * Levels of an image on another grid along the same axes.
 *
 * Every interpolation here is a product of one-dimensional ones, so the work goes axis by axis: for each new index
 * the old indices and their weights are made once, then each axis is one pass of weighted sums. A spline's coefficients
 * are made along an axis just before its pass, when the axes before it are already as short as the new grid.
 */

import type { Mask, Triple, Volume, VoxelArray } from "../io/volume.js";
import { antiAliasingReach, antiAliasingWidth, smoothAlong } from "./anti-alias.js";
import { mirrored, splineCoefficients, splineWeights } from "./b-spline.js";
import type { Grid } from "./grid.js";

export type Interpolator = "nearest" | "linear" | "b-spline";

export interface ResampleOptions {
  readonly interpolator: Interpolator;
  /** What lies beyond the image: 0 (as ITK), or its border voxels (as IBSI). */
  readonly outside: "zero" | "border";
  /** Done in place to the old levels that are needed, before they are interpolated. */
  readonly change?: (levels: Float64Array) => void;
  /** β of a Gaussian before coarser sampling, in (0, 1): the smaller, the smoother; without it none. */
  readonly antiAliasing?: number | null;
}

/** Old indices and weights for each new index of one axis: `width` of both a new voxel. */
interface AxisPlan {
  readonly width: number;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

/** Samples beyond what the grid touches that keep a spline's coefficients exact: the pole's power is below 1e-18 there. */
const SPLINE_MARGIN = 34;

/** Levels as Float64. */
export function resample(
  volume: Volume,
  grid: Grid,
  { interpolator, outside, change, antiAliasing = null }: ResampleOptions,
): Volume {
  const margin = interpolator === "b-spline" ? SPLINE_MARGIN : 2;
  const widths = grid.step.map((step) => antiAliasingWidth(step, antiAliasing));
  const [x, y, z] = [0, 1, 2].map((d) =>
    touched(grid, d, volume.size[d], margin + antiAliasingReach(widths[d])),
  );
  const size: Triple = [x.length, y.length, z.length];
  let levels = part(volume, [x.first, y.first, z.first], size);
  change?.(levels);
  for (const d of [0, 1, 2] as const) smoothAlong(levels, size, d, widths[d]);
  let current: number[] = [...size];
  for (const d of [0, 1, 2] as const) {
    const at = [x, y, z][d];
    if (interpolator === "b-spline") splineCoefficients(levels, current, d);
    const plan = axisPlan(grid, d, volume.size[d], at, interpolator, outside);
    levels = alongAxis(levels, current, d, grid.size[d], plan);
    current = current.map((n, axis) => (axis === d ? grid.size[d] : n));
  }
  const { spacing, origin, direction } = grid;
  return { size: grid.size, spacing, origin, direction, values: levels };
}

/** Round levels as an image of whole numbers would hold them: toward zero, within its range (as ITK's cast). */
export function truncateLike(volume: Volume, like: VoxelArray): Volume {
  if (like instanceof Float64Array) return volume;
  if (like instanceof Float32Array) return { ...volume, values: Float32Array.from(volume.values) };
  const [low, high] = WHOLE[like.constructor.name];
  const Kind = like.constructor as new (n: number) => VoxelArray;
  const values = new Kind(volume.values.length);
  for (let i = 0; i < values.length; i++)
    values[i] = Math.trunc(Math.min(high, Math.max(low, volume.values[i])));
  return { ...volume, values };
}

/** A region on another grid: the value of the nearest voxel, half a voxel going up; outside the image none. */
export function resampleMask(mask: Mask, grid: Grid): Mask {
  const plans = [0, 1, 2].map((d) => nearestIndices(grid, d, mask.size[d]));
  const [nx, ny] = mask.size;
  const values = new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]);
  let to = 0;
  for (const k of plans[2]) {
    for (const j of plans[1]) {
      for (const i of plans[0])
        values[to++] = i < 0 || j < 0 || k < 0 ? 0 : mask.values[i + nx * (j + ny * k)];
    }
  }
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

function part(
  { values, size: [nx, ny] }: Volume,
  first: Triple,
  [mx, my, mz]: Triple,
): Float64Array {
  const out = new Float64Array(mx * my * mz);
  for (let k = 0, to = 0; k < mz; k++) {
    for (let j = 0; j < my; j++, to += mx) {
      const from = first[0] + nx * (first[1] + j + ny * (first[2] + k));
      out.set(values.subarray(from, from + mx), to);
    }
  }
  return out;
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
  return { width, indices, weights };
}

/** One pass of weighted sums along axis `d`; `size` is that of `levels`. */
function alongAxis(
  levels: Float64Array,
  size: readonly number[],
  d: number,
  count: number,
  plan: AxisPlan,
): Float64Array {
  const inner = d === 0 ? 1 : d === 1 ? size[0] : size[0] * size[1];
  const outer = levels.length / (inner * size[d]);
  const out = new Float64Array(outer * count * inner);
  const { width, indices, weights } = plan;
  if (inner === 1) {
    for (let o = 0, to = 0; o < outer; o++) {
      for (let k = 0; k < count; k++, to++) {
        let sum = 0;
        for (let q = k * width; q < (k + 1) * width; q++)
          sum += weights[q] * levels[o * size[0] + indices[q]];
        out[to] = sum;
      }
    }
    return out;
  }
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < count; k++) {
      const to = (o * count + k) * inner;
      for (let q = 0; q < width; q++) {
        const weight = weights[k * width + q];
        if (weight === 0) continue;
        const from = (o * size[d] + indices[k * width + q]) * inner;
        for (let i = 0; i < inner; i++) out[to + i] += weight * levels[from + i];
      }
    }
  }
  return out;
}

function nearestIndices(grid: Grid, d: number, n: number): Int32Array {
  return Int32Array.from({ length: grid.size[d] }, (_, k) => {
    const c = grid.start[d] + k * grid.step[d];
    return c >= -0.5 && c < n - 0.5 ? Math.floor(c + 0.5) : -1;
  });
}
