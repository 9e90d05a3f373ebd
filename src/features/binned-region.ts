/**
 * A region as texture sees it: its box with a margin of nothing, each voxel a numbered grey level or 0 outside.
 *
 * Levels that do not occur take no room: voxels carry the place of their level in a short list, and the list carries
 * the number that the formulas use. The margin lets a neighbour be looked up without asking whether it exists.
 */

import type { Discretised } from "../imaging/discretise.js";
import { type Box, crop, regionBox, regionIndices } from "../imaging/region.js";
import { partVoxels } from "../imaging/region-kernel.js";
import type { Mask, Triple } from "../io/volume.js";
import { countedBins, greyLevelMemory, histogramBytes } from "./grey-level-kernel.js";

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
  const voxels = regionIndices(crop(mask, box), size, [margin, margin, margin]);
  return { size, margin, box: box.length, spacing: mask.spacing, voxels };
}

/** @param binned one bin for each voxel of the region, in order */
export function binnedRegion(frame: RegionFrame, { bins, highest }: Discretised): BinnedRegion {
  const { size, voxels } = frame;
  const first = voxels[0];
  const span = voxels[voxels.length - 1] - first + 1;
  const count = Math.min(bins.length, partVoxels);
  const room = greyLevelMemory.open(
    histogramBytes(bins, highest) + 10 * (highest + 2) + 8 * count + 2 * span,
  );
  const counts = countedBins(room, bins, highest);
  const placeOf = room.take(Uint16Array, highest + 1).byteOffset;
  const levels = room.take(Float64Array, highest + 2);
  const levelCount = room.kernel.listBins(counts, highest + 1, placeOf, levels.byteOffset);
  const spread = room.take(Uint16Array, span).fill(0);
  const [someBins, someVoxels] = [room.take(Int32Array, count), room.take(Int32Array, count)];
  for (let from = 0; from < bins.length; from += count) {
    const part = bins.subarray(from, from + count);
    someBins.set(part);
    someVoxels.set(voxels.subarray(from, from + count));
    room.kernel.spread(
      someBins.byteOffset,
      someVoxels.byteOffset,
      part.length,
      placeOf,
      first,
      spread.byteOffset,
    );
  }
  const places = new Uint16Array(size[0] * size[1] * size[2]);
  places.set(spread, first);
  return { ...frame, places, levels: levels.slice(0, levelCount), highest };
}
