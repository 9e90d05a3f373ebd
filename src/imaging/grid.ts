/** New grids on an old one: PyRadiomics' (corners aligned, region and padding only) and IBSI's (centres aligned). */

import { type Geometry, patientPoint, type Triple } from "../io/volume.js";
import type { Box } from "./region.js";

/** A grid along the axes of another, by continuous index in the other. */
export interface Grid extends Geometry {
  /** Continuous index of voxel 0 in the old grid. */
  readonly start: Triple;
  /** Old voxels per new voxel along each axis. */
  readonly step: Triple;
}

/**
 * PyRadiomics' grid: the outer corner of the image's first voxel stays where it is, and only the region's box with
 * its padding is covered, never more than the image.
 *
 * @param old the mask's grid
 * @param box the region's box in it
 * @param spacing mm; 0 keeps an axis as it is, and so does a region of one slice
 * @param padding new voxels on each side
 */
export function regionGrid(old: Geometry, box: Box, spacing: Triple, padding: number): Grid {
  const axes = [0, 1, 2].map((d) => {
    const [N, first, n, s] = [old.size[d], box.first[d], box.length[d], old.spacing[d]];
    const t = spacing[d] === 0 || n === 1 ? s : spacing[d];
    const r = s / t;
    const low = Math.max(0, Math.floor((first - 0.5) * r - padding));
    const high = Math.min(Math.ceil(N * r) - 1, Math.ceil((first + n - 0.5) * r + padding));
    return { size: high - low + 1, start: (0.5 * (t - s)) / s + low / r, step: 1 / r, spacing: t };
  });
  return gridOf(old, axes);
}

/** IBSI's grid over the whole image: the centres of both grids coincide, and the new one covers the old. */
export function centredGrid(old: Geometry, spacing: Triple): Grid {
  const axes = [0, 1, 2].map((d) => {
    const [n, s] = [old.size[d], old.spacing[d]];
    const t = spacing[d] === 0 ? s : spacing[d];
    const size = Math.ceil((n * s) / t);
    return { size, start: (n - 1 - (t / s) * (size - 1)) / 2, step: t / s, spacing: t };
  });
  return gridOf(old, axes);
}

/** 134 million voxels, 1 GiB of levels: a spacing that asks for more is a mistake. */
const LARGEST = 2 ** 27;

function gridOf(
  old: Geometry,
  axes: readonly {
    readonly size: number;
    readonly start: number;
    readonly step: number;
    readonly spacing: number;
  }[],
): Grid {
  const triple = (of: "size" | "start" | "step" | "spacing"): Triple => [
    axes[0][of],
    axes[1][of],
    axes[2][of],
  ];
  const size = triple("size");
  const voxels = size[0] * size[1] * size[2];
  if (!(voxels <= LARGEST))
    throw new RangeError(
      `a resampled image must have at most ${LARGEST} voxels; ${triple("spacing").join(" x ")} mm gives ${size.join(" x ")}; choose a larger spacing`,
    );
  const start = triple("start");
  return {
    size,
    spacing: triple("spacing"),
    origin: patientPoint(old, start),
    direction: old.direction,
    start,
    step: triple("step"),
  };
}
