/** Grey level co-occurrence matrix: how often two levels are neighbours in a direction. IBSI 3.6. */

import { power } from "../math/power.js";
import type { BinnedRegion } from "./binned-region.js";
import { type Offset, steps } from "./neighbours.js";
import { countPairs } from "./region-memory.js";

/** Counts of pairs of levels, by place of the level; symmetric where asked for. */
export interface CoOccurrence {
  /** n x n, row-major, n = number of levels that occur. */
  readonly counts: Float64Array;
  /** How many of them are not 0. */
  readonly filled: number;
  readonly total: number;
  /** Whether each pair was counted both ways. */
  readonly symmetric: boolean;
}

export type WeightingNorm = "infinity" | "euclidean" | "manhattan" | "no_weighting";

/** One matrix a direction. Pairs outside the region do not count; a direction without a pair has a total of 0. */
export function coOccurrences(
  region: BinnedRegion,
  offsets: readonly Offset[],
  symmetric: boolean = true,
): CoOccurrence[] {
  const all = steps(offsets, region.size);
  return Array.from(all, (step) =>
    matrixOf(countPairs(region, step), region.levels.length, symmetric),
  );
}

/** @param pairs by place of the level, place 0 the outside of the region */
function matrixOf(pairs: Uint32Array, n: number, symmetric: boolean): CoOccurrence {
  const counts = new Float64Array(n * n);
  let [filled, total] = [0, 0];
  for (let i = 0, to = 0; i < n; i++) {
    for (let j = 0, from = (i + 1) * (n + 1) + 1; j < n; j++, from++, to++) {
      const back = symmetric ? pairs[(j + 1) * (n + 1) + i + 1] : 0;
      counts[to] = pairs[from] + back;
      if (counts[to] !== 0) filled++;
      total += counts[to];
    }
  }
  return { counts, filled, total, symmetric };
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
  let filled = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] !== 0) filled++;
  return { counts, filled, total, symmetric: matrices.every(({ symmetric }) => symmetric) };
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
