/** Grey level co-occurrence matrix: how often two levels are neighbours in a direction. IBSI 3.6. */

import { power } from "../math/power.js";
import type { BinnedRegion } from "./binned-region.js";
import { type Offset, steps } from "./neighbours.js";
import { countPairs, type PairCounts } from "./region-counts.js";

/** Counts of pairs of levels, by place of the level; symmetric where asked for. */
export interface CoOccurrence extends PairCounts {
  /** Whether each pair was counted both ways. */
  readonly symmetric: boolean;
}

export type WeightingNorm = "infinity" | "euclidean" | "manhattan" | "no_weighting";

/**
 * One matrix a direction, when it is asked for: where levels are many, few fit into memory at once. Pairs outside the region
 * do not count; a direction without a pair has a total of 0.
 */
export function* coOccurrences(
  region: BinnedRegion,
  offsets: readonly Offset[],
  symmetric: boolean = true,
): Generator<CoOccurrence> {
  for (const pairs of countPairs(region, steps(offsets, region.size), symmetric))
    yield { ...pairs, symmetric };
}

/** Matrices added up, each times its weight. */
export function mergeCoOccurrences(
  matrices: Iterable<CoOccurrence>,
  weights?: readonly number[],
): CoOccurrence {
  let counts = new Float64Array(0);
  let [filled, total, m, symmetric] = [0, 0, 0, true];
  for (const matrix of matrices) {
    const weight = weights?.[m++] ?? 1;
    if (counts.length === 0) counts = new Float64Array(matrix.counts.length);
    for (let i = 0; i < counts.length; i++) counts[i] += weight * matrix.counts[i];
    filled = Math.min(counts.length, filled + matrix.filled);
    total += weight * matrix.total;
    symmetric &&= matrix.symmetric;
  }
  return { counts, filled, total, symmetric };
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
