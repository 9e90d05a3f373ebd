/**
 * Local binary patterns in planes: how a voxel's neighbours on a circle compare with it.
 *
 * Source: Ojala et al., IEEE Trans. Pattern Anal. 24 (2002) 971–987, as scikit-image has it and PyRadiomics 3 uses it.
 */

import type { Volume, VoxelArray } from "../../io/volume.js";
import { filterKernel } from "./filter-kernel.js";
import { type PatternMethod, patternCode } from "./pattern-codes.js";

export interface PatternOptions {
  /** Neighbours on the circle. */
  readonly samples?: number;
  /** In voxels, whatever the spacing. */
  readonly radius?: number;
  readonly method?: PatternMethod;
  /** The axis across the slices, 0 = z. */
  readonly across?: 0 | 1 | 2;
}

/** The slices across an axis: of `count`, slice k begins at `apart` · k; the steps to the next row and column follow. */
interface Slices {
  readonly count: number;
  readonly apart: number;
  readonly rows: number;
  readonly columns: number;
  readonly down: number;
  readonly right: number;
}

/**
 * Slice by slice. Method "uniform": the number of neighbours at least as bright as the centre where that pattern has at
 * most two changes, else samples + 1; others see pattern-codes.ts. Beyond the slice everything is 0. The result has the
 * image's own number type; "var" is NaN where all neighbours are alike.
 */
export function localBinaryPattern2D(
  volume: Volume,
  { samples = 8, radius = 1, method = "uniform", across = 0 }: PatternOptions = {},
): Volume {
  const slices = slicesAcross(volume, across);
  const { rows, columns } = slices;
  const margin = Math.ceil(radius);
  const longest = Math.max(rows, columns) + 1;
  const sheet = rows * columns;
  const paddedSheet = (columns + 2 * margin) * (rows + 2 * margin);
  const { kernel, take } = filterKernel.open(
    8 * (2 * sheet + paddedSheet + 2 * samples * (longest + 1) + samples * (columns + 1) + 8),
  );
  const slice = take(Float64Array, sheet);
  const padded = take(Float64Array, paddedSheet + 2);
  const steps = take(Int32Array, 4 * samples);
  const down = take(Float64Array, longest * samples + 2);
  const right = take(Float64Array, longest * samples + 2);
  const patterns = take(Float64Array, sheet + 2);
  const around = take(Float64Array, samples * (columns + 1));
  const reach = Math.fround(radius);
  for (let p = 0; p < samples; p++) {
    const angle = (2 * Math.PI * p) / samples;
    const dy = rounded(-reach * Math.sin(angle));
    const dx = rounded(reach * Math.cos(angle));
    steps.set([Math.floor(dy), Math.ceil(dy), Math.floor(dx), Math.ceil(dx)], 4 * p);
    shares(dy, rows, down.subarray(p * longest));
    shares(dx, columns, right.subarray(p * longest));
  }
  const circle = [samples, steps.byteOffset, down.byteOffset, right.byteOffset, longest] as const;
  const values = volume.values.slice();
  for (let k = 0; k < slices.count; k++) {
    readSlice(volume.values, k, slices, slice);
    if (method === "uniform") {
      const out = patterns.byteOffset;
      const at = [slice.byteOffset, columns, rows, margin, padded.byteOffset] as const;
      kernel.binaryPatterns(...at, ...circle, out);
    } else {
      kernel.padSlice(slice.byteOffset, columns, rows, margin, padded.byteOffset);
      for (let row = 0; row < rows; row++) {
        kernel.circleSamples(row, columns, margin, padded.byteOffset, ...circle, around.byteOffset);
        const first = row * columns;
        codesOfRow(
          method,
          around,
          slice.subarray(first, first + columns),
          patterns.subarray(first),
        );
      }
    }
    writeSlice(patterns, k, slices, values);
  }
  return { ...volume, values };
}

/**
 * Why the circle cannot be used on these slices, or null.
 *
 * @param size of the image, or of a part of it that reaches beyond the radius
 */
export function patternRefusal(
  volume: Volume,
  { radius = 1, across = 0 }: PatternOptions,
): string | null {
  const { rows, columns } = slicesAcross(volume, across);
  return radius < Math.max(rows, columns)
    ? null
    : `lbp2DRadius must be less than the longer side of a slice; the radius is ${radius} voxels, the slice has ${rows} x ${columns}`;
}

/** Rows and columns as PyRadiomics' swapaxes(0, axis) of (z, y, x) leaves them. */
function slicesAcross({ size: [nx, ny, nz] }: Volume, axis: 0 | 1 | 2): Slices {
  const sheet = nx * ny;
  if (axis === 0) return { count: nz, apart: sheet, rows: ny, columns: nx, down: nx, right: 1 };
  if (axis === 1) return { count: ny, apart: nx, rows: nz, columns: nx, down: sheet, right: 1 };
  return { count: nx, apart: 1, rows: ny, columns: nz, down: nx, right: sheet };
}

function readSlice(values: VoxelArray, k: number, slices: Slices, into: Float64Array): void {
  const { apart, rows, columns, down, right } = slices;
  for (let row = 0; row < rows; row++) {
    const first = k * apart + row * down;
    if (right === 1) into.set(values.subarray(first, first + columns), row * columns);
    else for (let x = 0; x < columns; x++) into[row * columns + x] = values[first + x * right];
  }
}

function writeSlice(slice: Float64Array, k: number, slices: Slices, into: VoxelArray): void {
  const { apart, rows, columns, down, right } = slices;
  for (let row = 0; row < rows; row++) {
    const first = k * apart + row * down;
    if (right === 1) into.set(slice.subarray(row * columns, (row + 1) * columns), first);
    else for (let x = 0; x < columns; x++) into[first + x * right] = slice[row * columns + x];
  }
}

/** @param around for each sample, as many levels as the row has voxels and one more */
function codesOfRow(
  method: Exclude<PatternMethod, "uniform">,
  around: Float64Array,
  row: Float64Array,
  into: Float64Array,
): void {
  const code = patternCode[method];
  const room = row.length + 1;
  const levels = new Float64Array(around.length / room);
  row.forEach((centre, x) => {
    for (let p = 0; p < levels.length; p++) levels[p] = around[p * room + x];
    into[x] = code(levels, centre);
  });
}

/** scikit-image rounds the offsets to five decimals. */
function rounded(offset: number): number {
  return Math.round(offset * 1e5) / 1e5;
}

/** For each of n indices of an axis the share of the second of the two voxels around its offset place. */
function shares(offset: number, n: number, into: Float64Array): void {
  for (let i = 0; i < n; i++) into[i] = i + offset - Math.floor(i + offset);
}
