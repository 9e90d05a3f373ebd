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
  { counts, filled, total, symmetric }: CoOccurrence,
  levels: Float64Array,
  highest: number,
  { epsilon = EPSILON, withMcc = false }: GlcmFeatureOptions = {},
): Float64Array {
  const n = levels.length;
  const search = withMcc ? (n + 3) * (n + 8) : 0;
  const workBytes = 8 * (3 * n + 3 * highest + 260 + 2 * filled + search);
  const room = matrixMemory.open(8 * (counts.length + n + glcmNames.length) + workBytes);
  const out = room.take(Float64Array, glcmNames.length);
  room.kernel.coOccurrenceFeatures(
    room.copy(counts).byteOffset,
    n,
    filled,
    total,
    room.copy(levels).byteOffset,
    highest,
    epsilon,
    symmetric,
    withMcc,
    room.reserve(workBytes),
    out.byteOffset,
  );
  return out.slice();
}
