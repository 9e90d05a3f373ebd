/** Grey level co-occurrence matrix: how often two levels are neighbours in a direction. IBSI 3.6. */

import { power } from "../math/power.js";
import type { BinnedRegion } from "./binned-region.js";
import { type Offset, steps } from "./neighbours.js";

/** Counts of pairs of levels, by place of the level; symmetric where asked for. */
export interface CoOccurrence {
  /** n x n, row-major, n = number of levels that occur. */
  readonly counts: Float64Array;
  readonly total: number;
}

export type WeightingNorm = "infinity" | "euclidean" | "manhattan" | "no_weighting";

/** One matrix a direction. Pairs outside the region do not count; a direction without a pair has a total of 0. */
export function coOccurrences(
  region: BinnedRegion,
  offsets: readonly Offset[],
  symmetric: boolean = true,
): CoOccurrence[] {
  const { places, voxels, levels } = region;
  const n = levels.length;
  return Array.from(steps(offsets, region.size), (step) => {
    const counts = new Float64Array(n * n);
    let total = 0;
    for (let v = 0; v < voxels.length; v++) {
      const other = places[voxels[v] + step];
      if (other === 0) continue;
      counts[(places[voxels[v]] - 1) * n + other - 1]++;
      total++;
    }
    return symmetric ? { counts: addTranspose(counts, n), total: 2 * total } : { counts, total };
  });
}

/** Matrices added up, each times its weight. */
export function mergeCoOccurrences(
  matrices: readonly CoOccurrence[],
  weights?: readonly number[],
): CoOccurrence {
  const counts = new Float64Array(matrices[0]?.counts.length ?? 0);
  let total = 0;
  matrices.forEach((matrix, m) => {
    const weight = weights?.[m] ?? 1;
    for (let i = 0; i < counts.length; i++) counts[i] += weight * matrix.counts[i];
    total += weight * matrix.total;
  });
  return { counts, total };
}

/** PyRadiomics' weight of a direction: exp(−d²) of its length in mm by the given norm. */
export function directionWeight(
  [z, y, x]: Offset,
  spacing: readonly [number, number, number],
  norm: WeightingNorm,
): number {
  const lengths = [Math.abs(z) * spacing[2], Math.abs(y) * spacing[1], Math.abs(x) * spacing[0]];
  switch (norm) {
    case "no_weighting":
      return 1;
    case "infinity":
      return Math.exp(-power(Math.max(...lengths), 2));
    case "euclidean":
      return Math.exp(-lengths.reduce((sum, length) => sum + length * length, 0));
    case "manhattan":
      return Math.exp(-power(lengths[0] + lengths[1] + lengths[2], 2));
    default:
      throw new RangeError(
        `a weighting norm must be infinity, euclidean, manhattan or no_weighting; it is "${String(norm)}"`,
      );
  }
}

function addTranspose(counts: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    counts[i * n + i] *= 2;
    for (let j = 0; j < i; j++) {
      const both = counts[i * n + j] + counts[j * n + i];
      counts[i * n + j] = both;
      counts[j * n + i] = both;
    }
  }
  return counts;
}
