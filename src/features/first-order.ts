/**
 * First-order features: the distribution of grey levels, whatever their places. PyRadiomics' definitions, which are
 * IBSI's but for kurtosis (not the excess), entropy (with an epsilon) and the bins.
 * Source: PyRadiomics 3 documentation, "First Order Features"; IBSI 3.3 and 3.4.
 */

import type { Discretised } from "../imaging/discretise.js";
import { partVoxels } from "../imaging/region-kernel.js";
import { quantiles } from "../math/selection.js";
import {
  countedBins,
  type GreyLevelKernel,
  greyLevelMemory,
  histogramBytes,
} from "./grey-level-kernel.js";

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
 * A flat region has Variance, Skewness and Kurtosis 0, Uniformity 1.
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
  const [p10, p25, p50, p75, p90] = quantiles(levels, [0.1, 0.25, 0.5, 0.75, 0.9]);
  const [least, most, sum, energy, robustSum, robustCount] = summed(
    levels,
    [levels[0], levels[0], 0, 0, 0, 0],
    (kernel, part, count, sums) => kernel.sums(part, count, voxelArrayShift, p10, p90, sums),
  );
  const isFlat = least === most; // then its mean is its level, where a sum divided may be rounded to another
  const mean = isFlat ? least : sum / n;
  const robustMean = isFlat ? least : robustSum / robustCount;
  let [m2, m3, m4, deviation, robustDeviation] = summed(
    levels,
    [0, 0, 0, 0, 0],
    (kernel, part, count, sums) => kernel.deviations(part, count, mean, robustMean, p10, p90, sums),
  );
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

/** Sums over the levels, part by part. */
function summed(
  levels: Float64Array,
  start: readonly number[],
  add: (kernel: GreyLevelKernel, part: number, count: number, sums: number) => void,
): Float64Array {
  const size = Math.min(levels.length, partVoxels);
  const room = greyLevelMemory.open(8 * (size + start.length));
  const part = room.take(Float64Array, size);
  const sums = room.copy(Float64Array.from(start));
  for (let from = 0; from < levels.length; from += size) {
    const some = levels.subarray(from, from + size);
    part.set(some);
    add(room.kernel, part.byteOffset, some.length, sums.byteOffset);
  }
  return sums.slice();
}

function histogramFeatures({ bins, highest }: Discretised): {
  entropy: number;
  uniformity: number;
} {
  const room = greyLevelMemory.open(histogramBytes(bins, highest) + 16);
  const counts = countedBins(room, bins, highest);
  const sums = room.take(Float64Array, 2);
  room.kernel.uncertainty(counts, highest + 1, bins.length, EPSILON, sums.byteOffset);
  return { entropy: sums[0], uniformity: sums[1] };
}
