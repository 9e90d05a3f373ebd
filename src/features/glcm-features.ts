/**
 * Features of a co-occurrence matrix, by PyRadiomics' names and with its epsilons (IBSI codes: `feature-names.ts`). The
 * formulas stand in `matrix-kernel.as`.
 * Source: Haralick et al., IEEE Trans. Syst. Man Cybern. 3 (1973) 610–621; PyRadiomics 3 documentation, "GLCM"; IBSI 3.6.
 */

import { EPSILON } from "./first-order.js";
import type { CoOccurrence } from "./glcm.js";
import { matrixMemory } from "./matrix-kernel.js";

/** What {@link glcmFeatures} gives, in its order: 24 features, SumAverage among them, of which IBSI has more. */
export const glcmNames = [
  "Autocorrelation",
  "ClusterProminence",
  "ClusterShade",
  "ClusterTendency",
  "Contrast",
  "Correlation",
  "DifferenceAverage",
  "DifferenceEntropy",
  "DifferenceVariance",
  "Id",
  "Idm",
  "Idmn",
  "Idn",
  "Imc1",
  "Imc2",
  "InverseVariance",
  "JointAverage",
  "JointEnergy",
  "JointEntropy",
  "MCC",
  "MaximumProbability",
  "SumAverage",
  "SumEntropy",
  "SumSquares",
] as const;

/** MCC of a matrix with more levels than this is given up after as many steps (in hundreds it is found). */
const searchSteps = 2000;

export interface GlcmFeatureOptions {
  /** Inside logarithms and divisors: PyRadiomics 2⁻⁵² (the default), IBSI 0. */
  readonly epsilon?: number;
  /** Whether MCC is searched for; else it is NaN. */
  readonly withMcc?: boolean;
}

/**
 * The features of {@link glcmNames}. NaN for what a matrix does not have (Imc2 where HXY2 < HXY).
 *
 * @param levels numbers of the levels that occur
 * @param highest Ng, for Idn and Idmn
 */
export function glcmFeatures(
  { cells, counts, total, symmetric }: CoOccurrence,
  levels: Float64Array,
  highest: number,
  { epsilon = EPSILON, withMcc = false }: GlcmFeatureOptions = {},
): Float64Array {
  const n = levels.length;
  const filled = cells.length;
  const mostSteps = withMcc ? Math.min(n, searchSteps) : 0;
  const workBytes = 8 * (4 * n + 3 * highest + 260 + filled + (n + 3) * (mostSteps + 10));
  const room = matrixMemory.open(12 * filled + 8 * (n + glcmNames.length) + workBytes);
  const out = room.take(Float64Array, glcmNames.length);
  room.kernel.coOccurrenceFeatures(
    room.copy(counts).byteOffset,
    room.copy(cells).byteOffset,
    filled,
    n,
    total,
    room.copy(levels).byteOffset,
    highest,
    epsilon,
    symmetric,
    mostSteps,
    room.reserve(workBytes),
    out.byteOffset,
  );
  return out.slice();
}
