/** A region narrowed to the voxels whose grey level lies in a range. */

import type { Mask, Volume } from "../io/volume.js";
import { regionLevels } from "./region.js";

export type Resegmentation =
  /** Grey levels themselves, both ends included; one number is a lower bound alone. */
  | { readonly kind: "absolute"; readonly range: readonly number[] }
  /** Shares of the region's maximum. */
  | { readonly kind: "relative"; readonly range: readonly number[] }
  /** Multiples of the region's standard deviation (population) about its mean. */
  | { readonly kind: "sigma"; readonly range: readonly number[] };

/**
 * @throws RangeError if the range has not one or two numbers, or fewer than two voxels are left
 */
export function resegment(volume: Volume, mask: Mask, { kind, range }: Resegmentation): Mask {
  if (range.length < 1 || range.length > 2 || range.some(Number.isNaN)) {
    throw new RangeError(
      `a resegmentation range must have one or two numbers; it has ${range.length}`,
    );
  }
  const levels = regionLevels(volume, mask);
  const [low, high] = thresholds(
    levels,
    kind,
    range.slice().sort((a, b) => a - b),
  );
  let left = 0;
  const values = new Uint8Array(mask.values.length);
  for (let i = 0; i < values.length; i++) {
    if (mask.values[i] === 0 || !(volume.values[i] >= low) || !(volume.values[i] <= high)) continue;
    values[i] = 1;
    left++;
  }
  if (left < 2) {
    throw new RangeError(
      `resegmentation to ${low} … ${high} must leave at least two voxels; it leaves ${left} of ${levels.length}`,
    );
  }
  return { ...mask, values };
}

function thresholds(
  levels: Float64Array,
  kind: Resegmentation["kind"],
  range: readonly number[],
): [number, number] {
  const bound = (k: number): number => range[k] ?? Infinity;
  if (kind === "absolute") return [bound(0), bound(1)];
  if (kind === "relative") {
    const maximum = levels.reduce((a, b) => Math.max(a, b));
    return [bound(0) * maximum, bound(1) * maximum];
  }
  const mean = levels.reduce((a, b) => a + b, 0) / levels.length;
  const deviation = Math.sqrt(
    levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length,
  );
  return [mean + bound(0) * deviation, mean + bound(1) * deviation];
}
