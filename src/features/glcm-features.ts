/**
 * Features of a co-occurrence matrix, by PyRadiomics' names and with its epsilons (IBSI codes: `feature-names.ts`).
 * Source: Haralick et al., IEEE Trans. Syst. Man Cybern. 3 (1973) 610–621; PyRadiomics 3 documentation, "GLCM"; IBSI 3.6.
 */

import { EPSILON } from "./first-order.js";
import type { CoOccurrence } from "./glcm.js";
import { secondEigenvalue } from "./second-eigenvalue.js";

export interface GlcmFeatureOptions {
  /** Inside logarithms and divisors: PyRadiomics 2⁻⁵² (the default), IBSI 0. */
  readonly epsilon?: number;
  /** Whether MCC is searched for; else it is NaN. */
  readonly withMcc?: boolean;
}

/**
 * 24 features, and SumAverage's companions of IBSI. NaN for what a matrix does not have (Imc2 where HXY2 < HXY).
 *
 * @param levels numbers of the levels that occur
 * @param highest Ng, for Idn and Idmn
 */
export function glcmFeatures(
  matrix: CoOccurrence,
  levels: Float64Array,
  highest: number,
  { epsilon = EPSILON, withMcc = false }: GlcmFeatureOptions = {},
): Record<string, number> {
  const n = levels.length;
  const cells = filledCells(matrix, n, epsilon);
  const { row, column, share, logarithm } = cells;
  const [px, py] = [new Float64Array(n), new Float64Array(n)];
  const plus = new Float64Array(2 * highest + 1);
  const minus = new Float64Array(highest);
  let [autocorrelation, energy, entropy, maximum] = [0, 0, 0, 0];
  for (let c = 0; c < share.length; c++) {
    const p = share[c];
    const [a, b] = [levels[row[c]], levels[column[c]]];
    px[row[c]] += p;
    py[column[c]] += p;
    plus[a + b] += p;
    minus[Math.abs(a - b)] += p;
    autocorrelation += p * a * b;
    energy += p * p;
    entropy -= p * logarithm[c];
    if (p > maximum) maximum = p;
  }
  const [mx, my] = [weighted(px, levels), weighted(py, levels)];
  const [vx, vy] = [spread(px, levels, mx), spread(py, levels, my)];
  const deviations = Math.sqrt(vx) * Math.sqrt(vy);
  const joint = jointFeatures(cells, px, py, matrix.symmetric, epsilon);
  const sums = sumFeatures(plus, mx + my, epsilon);
  const [hx, hy] = [entropyOf(px, epsilon), entropyOf(py, epsilon)];
  return {
    Autocorrelation: autocorrelation,
    ClusterProminence: sums.fourth,
    ClusterShade: sums.third,
    ClusterTendency: sums.second,
    ...differenceFeatures(minus, highest, epsilon),
    Correlation: deviations === 0 ? 1 : covariance(cells, levels, mx, my) / (deviations + epsilon),
    Imc1: Math.max(hx, hy) === 0 ? 0 : (entropy - joint.hxy1) / Math.max(hx, hy),
    Imc2: joint.hxy2 === entropy ? 0 : Math.sqrt(1 - Math.exp(-2 * (joint.hxy2 - entropy))),
    JointAverage: mx,
    JointEnergy: energy,
    JointEntropy: entropy,
    MCC: n === 1 ? 1 : withMcc ? maximalCorrelation(cells, px) : Number.NaN,
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

/** The cells that are not empty, row by row: most are, where there are many levels. */
interface Cells {
  readonly row: Int32Array;
  readonly column: Int32Array;
  readonly share: Float64Array;
  /** To the base 2, of the share plus epsilon. */
  readonly logarithm: Float64Array;
}

/** Counts below this are often met again, and their logarithm with them. */
const OFTEN = 256;

function filledCells({ counts, total }: CoOccurrence, n: number, epsilon: number): Cells {
  let filled = 0;
  for (let at = 0; at < counts.length; at++) if (counts[at] !== 0) filled++;
  const [row, column] = [new Int32Array(filled), new Int32Array(filled)];
  const [share, logarithm] = [new Float64Array(filled), new Float64Array(filled)];
  const known = new Float64Array(OFTEN);
  let c = 0;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) {
      const count = counts[at];
      if (count === 0) continue;
      row[c] = i;
      column[c] = j;
      share[c] = count / total;
      if (count < OFTEN && Number.isInteger(count)) {
        if (known[count] === 0) known[count] = Math.log2(share[c] + epsilon);
        logarithm[c] = known[count];
      } else logarithm[c] = Math.log2(share[c] + epsilon);
      c++;
    }
  }
  return { row, column, share, logarithm };
}

function covariance(
  { row, column, share }: Cells,
  levels: Float64Array,
  mx: number,
  my: number,
): number {
  let sum = 0;
  for (let c = 0; c < share.length; c++)
    sum += share[c] * (levels[row[c]] - mx) * (levels[column[c]] - my);
  return sum;
}

/**
 * HXY1 and HXY2 of the information measures of correlation. HXY2 is Σ over all pairs of levels; where they are many, the
 * logarithm of a product is taken apart, HX + HY, less ε/ln 2 a pair (ε is far below any product of shares).
 */
function jointFeatures(
  cells: Cells,
  px: Float64Array,
  py: Float64Array,
  symmetric: boolean,
  epsilon: number,
): { hxy1: number; hxy2: number } {
  const hxy1 = crossEntropy(cells, px, py, symmetric, epsilon);
  let hxy2 = 0;
  const [mx, my] = [px, py].map((marginal) => marginal.filter((value) => value > 0));
  if (mx.length * my.length > 100) {
    return {
      hxy1,
      hxy2: entropyOf(mx, 0) + entropyOf(my, 0) - (mx.length * my.length * epsilon) / Math.LN2,
    };
  }
  for (const x of mx) for (const y of my) hxy2 -= x * y * Math.log2(x * y + epsilon);
  return { hxy1, hxy2 };
}

/** −Σ p log₂(px py); in a symmetric matrix a cell's logarithm serves the cell across the diagonal too. */
function crossEntropy(
  { row, column, share }: Cells,
  px: Float64Array,
  py: Float64Array,
  symmetric: boolean,
  epsilon: number,
): number {
  const logarithm = new Float64Array(share.length);
  const across = new Int32Array(px.length).fill(-1); // of each row the cell beyond the diagonal that is next to be used
  let sum = 0;
  for (let c = 0; c < share.length; c++) {
    const [i, j] = [row[c], column[c]];
    if (symmetric && j < i) logarithm[c] = logarithm[across[j]++];
    else {
      logarithm[c] = Math.log2(px[i] * py[j] + epsilon);
      if (j > i && across[i] < 0) across[i] = c;
    }
    sum -= share[c] * logarithm[c];
  }
  return sum;
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
function maximalCorrelation({ row, column, share }: Cells, px: Float64Array): number {
  const place = new Int32Array(px.length).fill(-1);
  const roots: number[] = [];
  px.forEach((value, i) => {
    if (value > 0) place[i] = roots.push(Math.sqrt(value)) - 1;
  });
  const [from, to] = [row.map((i) => place[i]), column.map((j) => place[j])];
  const scaled = share.map((p, c) => p / (roots[from[c]] * roots[to[c]]));
  const multiply = (v: Float64Array, into: Float64Array): void => {
    into.fill(0);
    for (let c = 0; c < scaled.length; c++) into[from[c]] += scaled[c] * v[to[c]];
  };
  return secondEigenvalue(multiply, Float64Array.from(roots));
}
