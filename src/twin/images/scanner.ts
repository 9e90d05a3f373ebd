/**
 * What an institution's scanner adds: voxels, resolution, scale and shift of the grey levels, noise, and a bias field.
 *
 * Each institution draws its protocols from ranges of its own, so that the batch effect is of several kinds: linear
 * in the grey level, and of resolution and noise, which no scaling takes away.
 * Source of the noise's law: Gudbjartsson & Patz, Magn. Reson. Med. 34 (1995) 910-914 (Rician).
 */

import type { Random } from "../../math/random.js";
import { between } from "./stream.js";

export interface Protocol {
  /** In the slice, mm. */
  readonly pixel: number;
  /** Between slices, mm. */
  readonly slice: number;
  /** Standard deviation of the blur in the slice, mm. */
  readonly blur: number;
  readonly scale: number;
  readonly shift: number;
  /** Standard deviation of the noise in each channel, before the scale. */
  readonly noise: number;
  /** Relative change of the sensitivity over 100 mm along x and y, and its curvature. */
  readonly bias: readonly [number, number, number];
}

type Range = readonly [number, number];

/** Ranges by institution, for both sequences; the second institution's scanner has the higher field. */
const INSTITUTIONS: Readonly<
  Record<string, Record<"pixel" | "slice" | "blur" | "scale" | "shift" | "noise", Range>>
> = {
  "1": {
    pixel: [0.7, 0.85],
    slice: [5, 6],
    blur: [0.5, 0.65],
    scale: [0.9, 1.15],
    shift: [0, 15],
    noise: [16, 26],
  },
  "2": {
    pixel: [0.6, 0.7],
    slice: [4, 5],
    blur: [0.35, 0.5],
    scale: [1.5, 1.9],
    shift: [20, 60],
    noise: [22, 34],
  },
  "3": {
    pixel: [0.9, 1.1],
    slice: [6, 7],
    blur: [0.75, 0.95],
    scale: [0.55, 0.75],
    shift: [0, 10],
    noise: [10, 18],
  },
};

/** @throws RangeError if the institution is not one of the three */
export function protocolOf(institution: string, random: Random): Protocol {
  const ranges = INSTITUTIONS[institution];
  if (ranges === undefined)
    throw new RangeError(
      `the institution must be one of ${Object.keys(INSTITUTIONS).join(", ")}; got "${institution}"`,
    );
  const draw = ([low, high]: Range): number => between(random, low, high);
  return {
    pixel: Math.round(draw(ranges.pixel) * 100) / 100,
    slice: Math.round(draw(ranges.slice) * 10) / 10,
    blur: draw(ranges.blur),
    scale: draw(ranges.scale),
    shift: draw(ranges.shift),
    noise: draw(ranges.noise),
    bias: [between(random, -0.3, 0.3), between(random, -0.3, 0.3), between(random, -0.3, 0.3)],
  };
}
