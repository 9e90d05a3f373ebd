/** Grey level co-occurrence matrix: how often two levels are neighbours in a direction. IBSI 3.6. */

import { power } from "../math/power.js";
import type { BinnedRegion } from "./binned-region.js";
import { type Offset, steps } from "./neighbours.js";
import { countPairs, type PairCounts } from "./region-counts.js";

/** Counts of pairs of levels; symmetric where asked for. */
export interface CoOccurrence extends PairCounts {
  /** Whether each pair was counted both ways. */
  readonly symmetric: boolean;
}

export type WeightingNorm = "infinity" | "euclidean" | "manhattan" | "no_weighting";

/**
 * One matrix a direction, when it is asked for. Pairs outside the region do not count; a direction without a pair has a total
 * of 0.
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
  let sum: CoOccurrence = {
    cells: new Uint32Array(0),
    counts: new Float64Array(0),
    total: 0,
    symmetric: true,
  };
  let m = 0;
  for (const matrix of matrices) sum = added(sum, matrix, weights?.[m++] ?? 1);
  return sum;
}

/** sum + weight · matrix: both lists are in the same order. */
function added(sum: CoOccurrence, matrix: CoOccurrence, weight: number): CoOccurrence {
  const most = sum.cells.length + matrix.cells.length;
  const [cells, counts] = [new Uint32Array(most), new Float64Array(most)];
  let length = 0;
  for (let a = 0, b = 0; a < sum.cells.length || b < matrix.cells.length; length++) {
    const [own, other] = [sum.cells[a] ?? Infinity, matrix.cells[b] ?? Infinity];
    cells[length] = Math.min(own, other);
    if (own <= other) counts[length] = sum.counts[a++];
    if (other <= own) counts[length] += weight * matrix.counts[b++];
  }
  return {
    cells: cells.slice(0, length),
    counts: counts.slice(0, length),
    total: sum.total + weight * matrix.total,
    symmetric: sum.symmetric && matrix.symmetric,
  };
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
