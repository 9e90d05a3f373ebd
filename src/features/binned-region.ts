/**
 * A region as texture sees it: its box with a margin of nothing, each voxel a numbered grey level or 0 outside.
 *
 * Levels that do not occur take no room: voxels carry the place of their level in a short list, and the list carries
 * the number that the formulas use. The margin lets a neighbour be looked up without asking whether it exists.
 */

import type { Discretised } from "../imaging/discretise.js";
import { type Box, regionBox } from "../imaging/region.js";
import type { Mask, Triple } from "../io/volume.js";

/** Where the voxels of a region lie in its box with a margin: the same for every image of it. */
export interface RegionFrame {
  /** Size of the box with its margin. */
  readonly size: Triple;
  readonly margin: number;
  /** Size of the region's box. */
  readonly box: Triple;
  /** mm. */
  readonly spacing: Triple;
  /** Indices of the region's voxels in the box with its margin (x fastest), ascending. */
  readonly voxels: Int32Array;
}

export interface BinnedRegion extends RegionFrame {
  /** The box with its margin: 0 outside the region, else 1 + place of the level in `levels`. */
  readonly places: Uint16Array;
  /** The numbers of the levels that occur, ascending. */
  readonly levels: Float64Array;
  /** Ng: the highest level. */
  readonly highest: number;
}

/** @param margin the largest distance at which neighbours are looked up */
export function regionFrame(
  mask: Mask,
  margin: number = 1,
  box: Box = regionBox(mask),
): RegionFrame {
  const [bx, by, bz] = box.length;
  const size: Triple = [bx + 2 * margin, by + 2 * margin, bz + 2 * margin];
  const voxels = new Int32Array(bx * by * bz);
  const [nx, ny] = mask.size;
  let n = 0;
  for (let k = 0; k < bz; k++) {
    for (let j = 0; j < by; j++) {
      const from = box.first[0] + nx * (box.first[1] + j + ny * (box.first[2] + k));
      const to = margin + size[0] * (margin + j + size[1] * (margin + k));
      for (let i = 0; i < bx; i++) if (mask.values[from + i] !== 0) voxels[n++] = to + i;
    }
  }
  return { size, margin, box: box.length, spacing: mask.spacing, voxels: voxels.slice(0, n) };
}

/** @param binned one bin for each voxel of the region, in order */
export function binnedRegion(frame: RegionFrame, { bins, highest }: Discretised): BinnedRegion {
  const placeOf = new Uint16Array(highest + 1);
  for (let i = 0; i < bins.length; i++) placeOf[bins[i]] = 1;
  const levels: number[] = [];
  for (let level = 0; level <= highest; level++)
    if (placeOf[level]) placeOf[level] = levels.push(level);
  const places = new Uint16Array(frame.size[0] * frame.size[1] * frame.size[2]);
  for (let i = 0; i < bins.length; i++) places[frame.voxels[i]] = placeOf[bins[i]];
  return { ...frame, places, levels: Float64Array.from(levels), highest };
}
