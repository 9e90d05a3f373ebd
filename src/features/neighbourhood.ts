/**
 * How a voxel's level compares with all its neighbours: dependence (GLDM, IBSI's NGLDM 3.11) and difference (NGTDM,
 * IBSI 3.10). Sources: Sun & Wee 1983 (dependence); Amadasun & King, IEEE Trans. Syst. Man Cybern. 19 (1989) 1264–1274.
 */

import type { BinnedRegion } from "./binned-region.js";
import type { LevelSizeMatrix } from "./level-size.js";
import { matrixMemory } from "./matrix-kernel.js";
import { type Offset, steps } from "./neighbours.js";
import { countDependences, type Differences, sumDifferences } from "./region-counts.js";

/** Counts of (level, 1 + number of neighbours in the region whose level differs by at most `alpha`). */
export function dependenceMatrix(
  region: BinnedRegion,
  offsets: readonly Offset[],
  alpha: number = 0,
): LevelSizeMatrix {
  const cells = countDependences(region, steps(offsets, region.size), alpha);
  return { cells, highest: region.highest };
}

/** For each level that occurs: its voxels, and the sum of their differences from the mean of their neighbours. */
export interface DifferenceMatrix extends Differences {
  readonly level: Float64Array;
}

/** @param countLonely whether voxels without a neighbour count as voxels (PyRadiomics) or are left out (IBSI) */
export function differenceMatrix(
  region: BinnedRegion,
  offsets: readonly Offset[],
  countLonely: boolean,
): DifferenceMatrix {
  const reach = [2, 1, 0].map((d) => offsets.reduce((r, o) => Math.max(r, Math.abs(o[d])), 0));
  const isBox = 2 * offsets.length + 1 === reach.reduce((n, r) => n * (2 * r + 1), 1);
  const neighbours = isBox ? { reach } : { steps: steps(offsets, region.size, true) };
  return { level: region.levels, ...sumDifferences(region, neighbours, countLonely) };
}

/**
 * Coarseness, Contrast, Busyness, Complexity, Strength.
 *
 * Coarseness is 10⁶ where nothing differs; Busyness, Contrast and Strength are 0 where they would divide by 0.
 */
export function ngtdmFeatures({
  level,
  count,
  difference,
}: DifferenceMatrix): Record<string, number> {
  const room = matrixMemory.open(8 * (3 * level.length + 5));
  const out = room.take(Float64Array, 5);
  room.kernel.differenceFeatures(
    room.copy(level).byteOffset,
    room.copy(count).byteOffset,
    room.copy(difference).byteOffset,
    level.length,
    out.byteOffset,
  );
  const [Busyness, Coarseness, Complexity, Contrast, Strength] = out;
  return { Busyness, Coarseness, Complexity, Contrast, Strength };
}
