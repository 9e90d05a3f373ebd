/** Intensity-based statistics, intensity histogram and intensity-volume histogram. IBSI 3.3, 3.4, 3.5. */

import { quantileOfSorted } from "../../math/summary.js";

/** 18 statistics of grey levels, by IBSI's tags without their prefix. Kurtosis is the excess. */
export function intensityStatistics(levels: Float64Array): Record<string, number> {
  const n = levels.length;
  const sorted = Float64Array.from(levels).sort();
  const percentile = (p: number): number => quantileOfSorted(sorted, p);
  const mean = average(levels, (level) => level);
  const variance = average(levels, (level) => (level - mean) ** 2);
  const [p10, p25, median, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map(percentile);
  const inner = sorted.filter((level) => level >= p10 && level <= p90);
  const innerMean = average(inner, (level) => level);
  const energy = average(levels, (level) => level * level) * n;
  return {
    mean,
    var: variance,
    skew:
      variance === 0
        ? 0
        : average(levels, (level) => (level - mean) ** 2 * (level - mean)) /
          (variance * Math.sqrt(variance)),
    kurt:
      variance === 0
        ? 0
        : average(levels, (level) => ((level - mean) ** 2) ** 2) / (variance * variance) - 3,
    median,
    min: sorted[0],
    p10,
    p90,
    max: sorted[n - 1],
    iqr: p75 - p25,
    range: sorted[n - 1] - sorted[0],
    mad: average(levels, (level) => Math.abs(level - mean)),
    rmad: average(inner, (level) => Math.abs(level - innerMean)),
    medad: average(levels, (level) => Math.abs(level - median)),
    cov: Math.sqrt(variance) / mean,
    qcod: (p75 - p25) / (p75 + p25),
    energy,
    rms: Math.sqrt(energy / n),
  };
}

/** 23 features of the histogram of discretised levels, by IBSI's tags without their prefix. */
export function intensityHistogram(bins: Int32Array, highest: number): Record<string, number> {
  const {
    energy: _energy,
    rms: _rms,
    ...statistics
  } = intensityStatistics(Float64Array.from(bins));
  const counts = new Float64Array(highest);
  for (const bin of bins) counts[bin - 1]++;
  let [entropy, uniformity, mode] = [0, 0, 0];
  for (let g = 0; g < highest; g++) {
    const p = counts[g] / bins.length;
    if (p > 0) entropy -= p * Math.log2(p);
    uniformity += p * p;
    const nearer = Math.abs(g + 1 - statistics["mean"]) < Math.abs(mode + 1 - statistics["mean"]);
    if (counts[g] > counts[mode] || (counts[g] === counts[mode] && nearer)) mode = g;
  }
  const gradient = Float64Array.from(counts, (_, g) => {
    if (highest === 1) return 0;
    if (g === 0) return counts[1] - counts[0];
    if (g === highest - 1) return counts[g] - counts[g - 1];
    return (counts[g + 1] - counts[g - 1]) / 2;
  });
  const most = gradient.reduce((a, b) => Math.max(a, b));
  const least = gradient.reduce((a, b) => Math.min(a, b));
  return {
    ...statistics,
    mode: mode + 1,
    entropy,
    uniformity,
    max_grad: most,
    max_grad_g: gradient.indexOf(most) + 1,
    min_grad: least,
    min_grad_g: gradient.indexOf(least) + 1,
  };
}

/** The levels of an intensity-volume histogram, and the axis on which they lie. */
export interface VolumeHistogramAxis {
  readonly levels: Float64Array;
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/**
 * Volume at 10 and 90 % of the range, intensity at 10 and 90 % of the volume, their differences, and the area under the
 * curve of volume against intensity share (trapezoids).
 */
export function intensityVolumeHistogram({
  levels,
  low,
  high,
  step,
}: VolumeHistogramAxis): Record<string, number> {
  const sorted = Float64Array.from(levels).sort();
  const n = sorted.length;
  const count = Math.round((high - low) / step) + 1;
  const axis = Float64Array.from({ length: count }, (_, g) => low + g * step);
  const volume = axis.map((i) => {
    let [a, b] = [0, n]; // first position with a level of at least i, allowing for rounding of the axis
    while (a < b) {
      const middle = (a + b) >> 1;
      if (sorted[middle] < i - 1e-9 * step) a = middle + 1;
      else b = middle;
    }
    return (n - a) / n;
  });
  const share = axis.map((i) => (high === low ? 0 : (i - low) / (high - low)));
  const volumeAt = (x: number): number => volume.find((_, g) => share[g] >= x - 1e-12) ?? 0;
  const intensityAt = (x: number): number => axis.find((_, g) => volume[g] <= x) ?? high + step;
  let area = 0;
  for (let g = 1; g < count; g++)
    area += ((volume[g] + volume[g - 1]) / 2) * (share[g] - share[g - 1]);
  const [v10, v90, i10, i90] = [volumeAt(0.1), volumeAt(0.9), intensityAt(0.1), intensityAt(0.9)];
  return { v10, v90, i10, i90, diff_v10_v90: v10 - v90, diff_i10_i90: i10 - i90, auc: area };
}

function average(levels: Float64Array, of: (level: number) => number): number {
  let sum = 0;
  for (let i = 0; i < levels.length; i++) sum += of(levels[i]);
  return sum / levels.length;
}
