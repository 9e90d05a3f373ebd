/**
 * First-order features: the distribution of grey levels, whatever their places. PyRadiomics' definitions, which are
 * IBSI's but for kurtosis (not the excess), entropy (with an epsilon) and the bins.
 * Source: PyRadiomics 3 documentation, "First Order Features"; IBSI 3.3 and 3.4.
 */

import type { Discretised } from "../imaging/discretise.js";
import { quantilesInPlace } from "../math/selection.js";

/** The smallest step at 1, added inside PyRadiomics' logarithms. */
export const EPSILON: number = Number.EPSILON;

export interface FirstOrderOptions {
  /** Added to each level in Energy, TotalEnergy and RootMeanSquared; defaults to 0. */
  readonly voxelArrayShift?: number;
  /** mm³ of a voxel, for TotalEnergy. */
  readonly voxelVolume: number;
}

/**
 * 18 features by PyRadiomics' names, and the deprecated StandardDeviation.
 *
 * A flat region has Skewness and Kurtosis 0, Uniformity 1.
 *
 * @param levels grey levels of the region
 * @param binned the same voxels discretised, for Entropy and Uniformity
 */
export function firstOrder(
  levels: Float64Array,
  binned: Discretised,
  options: FirstOrderOptions,
): Record<string, number> {
  const { voxelArrayShift = 0, voxelVolume } = options;
  const n = levels.length;
  const [p10, p25, p50, p75, p90] = quantilesInPlace(levels.slice(), [0.1, 0.25, 0.5, 0.75, 0.9]);
  let [sum, energy, robustSum, robustCount] = [0, 0, 0, 0];
  let [least, most] = [levels[0], levels[0]];
  for (let i = 0; i < n; i++) {
    if (levels[i] < least) least = levels[i];
    if (levels[i] > most) most = levels[i];
    sum += levels[i];
    energy += (levels[i] + voxelArrayShift) ** 2;
    if (levels[i] >= p10 && levels[i] <= p90) {
      robustSum += levels[i];
      robustCount++;
    }
  }
  const mean = sum / n;
  const robustMean = robustSum / robustCount;
  let [m2, m3, m4, deviation, robustDeviation] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = levels[i] - mean;
    const square = d * d;
    m2 += square;
    m3 += square * d;
    m4 += square * square;
    deviation += Math.abs(d);
    if (levels[i] >= p10 && levels[i] <= p90) robustDeviation += Math.abs(levels[i] - robustMean);
  }
  [m2, m3, m4] = [m2 / n, m3 / n, m4 / n];
  const { entropy, uniformity } = histogramFeatures(binned);
  return {
    "10Percentile": p10,
    "90Percentile": p90,
    Energy: energy,
    Entropy: entropy,
    InterquartileRange: p75 - p25,
    Kurtosis: m2 === 0 ? 0 : m4 / (m2 * m2),
    Maximum: most,
    Mean: mean,
    MeanAbsoluteDeviation: deviation / n,
    Median: p50,
    Minimum: least,
    Range: most - least,
    RobustMeanAbsoluteDeviation: robustDeviation / robustCount,
    RootMeanSquared: Math.sqrt(energy / n),
    Skewness: m2 === 0 ? 0 : m3 / (m2 * Math.sqrt(m2)),
    StandardDeviation: Math.sqrt(m2),
    TotalEnergy: energy * voxelVolume,
    Uniformity: uniformity,
    Variance: m2,
  };
}

function histogramFeatures({ bins, highest }: Discretised): {
  entropy: number;
  uniformity: number;
} {
  const counts = new Float64Array(highest + 1);
  for (let i = 0; i < bins.length; i++) counts[bins[i]]++;
  let [entropy, uniformity] = [0, 0];
  for (const count of counts) {
    if (count === 0) continue;
    const p = count / bins.length;
    entropy -= p * Math.log2(p + EPSILON);
    uniformity += p * p;
  }
  return { entropy, uniformity };
}
