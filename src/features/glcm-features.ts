/**
 * Features of a co-occurrence matrix, by PyRadiomics' names and with its epsilons (IBSI codes: `feature-names.ts`).
 * Source: Haralick et al., IEEE Trans. Syst. Man Cybern. 3 (1973) 610–621; PyRadiomics 3 documentation, "GLCM"; IBSI 3.6.
 */

import { EPSILON } from "./first-order.js";
import type { CoOccurrence } from "./glcm.js";
import { secondEigenvalue } from "./second-eigenvalue.js";

/**
 * 24 features, and SumAverage's companions of IBSI. NaN for what a matrix does not have (Imc2 where HXY2 < HXY).
 *
 * @param levels numbers of the levels that occur
 * @param highest Ng, for Idn and Idmn
 * @param epsilon inside logarithms and divisors: PyRadiomics 2⁻⁵², IBSI 0
 */
export function glcmFeatures(
  { counts, total }: CoOccurrence,
  levels: Float64Array,
  highest: number,
  epsilon: number = EPSILON,
): Record<string, number> {
  const n = levels.length;
  const p = counts.map((count) => count / total);
  const [px, py] = [new Float64Array(n), new Float64Array(n)];
  const plus = new Float64Array(2 * highest + 1);
  const minus = new Float64Array(highest);
  let [autocorrelation, energy, entropy, maximum] = [0, 0, 0, 0];
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) {
      const share = p[at];
      if (share === 0) continue;
      px[i] += share;
      py[j] += share;
      plus[levels[i] + levels[j]] += share;
      minus[Math.abs(levels[i] - levels[j])] += share;
      autocorrelation += share * levels[i] * levels[j];
      energy += share * share;
      entropy -= share * Math.log2(share + epsilon);
      if (share > maximum) maximum = share;
    }
  }
  const [mx, my] = [weighted(px, levels), weighted(py, levels)];
  const [vx, vy] = [spread(px, levels, mx), spread(py, levels, my)];
  const deviations = Math.sqrt(vx) * Math.sqrt(vy);
  const joint = jointFeatures(p, px, py, epsilon);
  const sums = sumFeatures(plus, mx + my, epsilon);
  const [hx, hy] = [entropyOf(px, epsilon), entropyOf(py, epsilon)];
  return {
    Autocorrelation: autocorrelation,
    ClusterProminence: sums.fourth,
    ClusterShade: sums.third,
    ClusterTendency: sums.second,
    ...differenceFeatures(minus, highest, epsilon),
    Correlation: deviations === 0 ? 1 : covariance(p, levels, mx, my) / (deviations + epsilon),
    Imc1: Math.max(hx, hy) === 0 ? 0 : (entropy - joint.hxy1) / Math.max(hx, hy),
    Imc2: joint.hxy2 === entropy ? 0 : Math.sqrt(1 - Math.exp(-2 * (joint.hxy2 - entropy))),
    JointAverage: mx,
    JointEnergy: energy,
    JointEntropy: entropy,
    MCC: n === 1 ? 1 : maximalCorrelation(p, px),
    MaximumProbability: maximum,
    SumAverage: sums.mean,
    SumEntropy: sums.entropy,
    SumSquares: vx,
  };
}

function weighted(p: Float64Array, levels: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += p[i] * levels[i];
  return sum;
}

function spread(p: Float64Array, levels: Float64Array, mean: number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += p[i] * (levels[i] - mean) ** 2;
  return sum;
}

function entropyOf(p: Float64Array, epsilon: number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum -= p[i] * Math.log2(p[i] + epsilon);
  return sum;
}

function covariance(p: Float64Array, levels: Float64Array, mx: number, my: number): number {
  const n = levels.length;
  let sum = 0;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) sum += p[at] * (levels[i] - mx) * (levels[j] - my);
  return sum;
}

/** HXY1 and HXY2 of the information measures of correlation. */
function jointFeatures(
  p: Float64Array,
  px: Float64Array,
  py: Float64Array,
  epsilon: number,
): { hxy1: number; hxy2: number } {
  const n = px.length;
  let [hxy1, hxy2] = [0, 0];
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) {
      const both = px[i] * py[j];
      if (both === 0) continue;
      const log = Math.log2(both + epsilon);
      hxy1 -= p[at] * log;
      hxy2 -= both * log;
    }
  }
  return { hxy1, hxy2 };
}

/** Of i + j, about the sum of the means. */
function sumFeatures(
  plus: Float64Array,
  center: number,
  epsilon: number,
): Record<"mean" | "entropy" | "second" | "third" | "fourth", number> {
  let [mean, second, third, fourth] = [0, 0, 0, 0];
  for (let k = 0; k < plus.length; k++) {
    if (plus[k] === 0) continue;
    const d = k - center;
    mean += k * plus[k];
    second += plus[k] * d * d;
    third += plus[k] * d * d * d;
    fourth += plus[k] * d * d * d * d;
  }
  return { mean, entropy: entropyOf(plus, epsilon), second, third, fourth };
}

/** Of |i − j|. */
function differenceFeatures(
  minus: Float64Array,
  highest: number,
  epsilon: number,
): Record<string, number> {
  let [average, contrast, id, idn, idm, idmn, inverseVariance] = [0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < minus.length; k++) {
    const share = minus[k];
    if (share === 0) continue;
    average += k * share;
    contrast += k * k * share;
    id += share / (1 + k);
    idn += share / (1 + k / highest);
    idm += share / (1 + k * k);
    idmn += share / (1 + (k * k) / (highest * highest));
    if (k > 0) inverseVariance += share / (k * k);
  }
  let variance = 0;
  for (let k = 0; k < minus.length; k++) variance += minus[k] * (k - average) ** 2;
  return {
    Contrast: contrast,
    DifferenceAverage: average,
    DifferenceEntropy: entropyOf(minus, epsilon),
    DifferenceVariance: variance,
    Id: id,
    Idm: idm,
    Idmn: idmn,
    Idn: idn,
    InverseVariance: inverseVariance,
  };
}

/**
 * Second largest absolute eigenvalue of px^-½ p px^-½ over the levels present in this matrix: for a symmetric p its
 * square is the second largest eigenvalue of Haralick's Q.
 */
function maximalCorrelation(p: Float64Array, px: Float64Array): number {
  const n = px.length;
  const present = Array.from(px.keys()).filter((i) => px[i] > 0);
  const roots = Float64Array.from(present, (i) => Math.sqrt(px[i]));
  const scaled = new Float64Array(present.length * present.length);
  present.forEach((i, a) => {
    present.forEach((j, b) => {
      scaled[a * present.length + b] = p[i * n + j] / (roots[a] * roots[b]);
    });
  });
  return secondEigenvalue(scaled, roots);
}
