/**
 * Slices across the body, all seen the same way: columns run to the patient's left, rows to the back.
 *
 * Files store the same image in any order of axes and in any direction. A network's features are not the same for a
 * mirrored image, so the slices are taken along the index that is nearest to the body's axis, and turned.
 */

import type { Geometry, Mask, Volume } from "../../io/volume.js";

/** Which index of the volume runs to the left, to the back and to the head, and whether backwards. */
export interface AxialView {
  readonly axes: readonly [number, number, number];
  readonly backwards: readonly [boolean, boolean, boolean];
}

/** One slice, columns fastest. */
export interface Slice {
  readonly width: number;
  readonly height: number;
  /** Between columns and between rows, mm. */
  readonly spacing: readonly [number, number];
  readonly values: Float64Array;
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** The view whose directions are nearest to left, back and head (largest sum of absolute cosines). */
export function axialView({ direction }: Geometry): AxialView {
  const cosine = (patient: number, index: number): number => direction[3 * patient + index];
  const sum = (order: readonly number[]): number =>
    order.reduce((total, index, patient) => total + Math.abs(cosine(patient, index)), 0);
  const axes = ORDERS.reduce((best, order) => (sum(order) > sum(best) + 1e-9 ? order : best));
  return {
    axes,
    backwards: [cosine(0, axes[0]) < 0, cosine(1, axes[1]) < 0, cosine(2, axes[2]) < 0],
  };
}

/** Slice `k`, counted from the feet. */
export function sliceOf(volume: Volume | Mask, { axes, backwards }: AxialView, k: number): Slice {
  const { size, spacing, values: from } = volume;
  const strides = [1, size[0], size[0] * size[1]];
  const [width, height, count] = axes.map((axis) => size[axis]);
  const step = axes.map((axis, d) => (backwards[d] ? -strides[axis] : strides[axis]));
  const first =
    (backwards[0] ? (width - 1) * strides[axes[0]] : 0) +
    (backwards[1] ? (height - 1) * strides[axes[1]] : 0) +
    (backwards[2] ? count - 1 - k : k) * strides[axes[2]];
  const values = new Float64Array(width * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) values[i] = from[first + x * step[0] + y * step[1]];
  return { width, height, spacing: [spacing[axes[0]], spacing[axes[1]]], values };
}
