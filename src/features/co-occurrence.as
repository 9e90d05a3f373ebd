// Features of a co-occurrence matrix; glcm-features.ts says what they mean.

import { columnOf, maximalCorrelation, rowOf } from "./maximal-correlation";
import { add, log2, number, put } from "./numbers";

@external("env", "exp")
declare function exp(x: f64): f64;

/** Counts below this are often met again, and their logarithm with them. */
const OFTEN: i32 = 256;

/**
 * Features of a co-occurrence matrix, in the order of `glcmNames`. Its cells that are not empty are listed row by row.
 *
 * @param counts of the cells, used up
 * @param cells 2¹⁶ row + column, used up
 * @param mostSteps of the search for MCC, 0 for none
 * @param work room for 4 n + 3 highest + 260 + filled numbers, and for MCC (n + 3)(mostSteps + 10) more
 */
export function coOccurrenceFeatures(
  counts: usize,
  cells: usize,
  filled: i32,
  n: i32,
  total: f64,
  levels: usize,
  highest: i32,
  epsilon: f64,
  symmetric: bool,
  mostSteps: i32,
  work: usize,
  out: usize,
): void {
  const px = work;
  const py = px + (<usize>n << 3);
  const plus = py + (<usize>n << 3);
  const minus = plus + (<usize>(2 * highest + 1) << 3);
  const known = minus + (<usize>(highest + 1) << 3);
  const logarithms = known + (OFTEN << 3);
  const across = logarithms + (<usize>filled << 3);
  memory.fill(work, 0, logarithms - work);
  addCells(counts, cells, filled, total, levels, epsilon, px, py, plus, minus, known, out);
  const mx = weighted(px, levels, n);
  const my = weighted(py, levels, n);
  const vx = spread(px, levels, mx, n);
  const deviations = Math.sqrt(vx) * Math.sqrt(spread(py, levels, my, n));
  const entropy = number(out, 18);
  const hxy1 = crossEntropy(counts, cells, filled, px, py, n, symmetric, epsilon, logarithms, across);
  const hxy2 = productEntropy(px, py, n, epsilon);
  const larger = Math.max(entropyOf(px, n, epsilon), entropyOf(py, n, epsilon));
  sumFeatures(plus, 2 * highest + 1, mx + my, epsilon, out);
  differenceFeatures(minus, highest, epsilon, out);
  put(
    out,
    5,
    deviations == 0 ? 1 : covariance(counts, cells, filled, levels, mx, my) / (deviations + epsilon),
  );
  put(out, 13, larger == 0 ? 0 : (entropy - hxy1) / larger);
  put(out, 14, hxy2 == entropy ? 0 : Math.sqrt(1 - exp(-2 * (hxy2 - entropy))));
  put(out, 16, mx);
  let mcc: f64 = NaN;
  if (n == 1) mcc = 1;
  else if (mostSteps > 0)
    mcc = maximalCorrelation(
      counts,
      cells,
      filled,
      px,
      py,
      n,
      symmetric,
      mostSteps,
      (across + (<usize>n << 3) + 15) & ~15,
    );
  put(out, 19, mcc);
  put(out, 23, vx);
}

/** Adds up the marginals, and puts what is a sum over cells. Their shares take the place of the counts. */
function addCells(
  counts: usize,
  cells: usize,
  filled: i32,
  total: f64,
  levels: usize,
  epsilon: f64,
  px: usize,
  py: usize,
  plus: usize,
  minus: usize,
  known: usize,
  out: usize,
): void {
  let autocorrelation: f64 = 0;
  let energy: f64 = 0;
  let entropy: f64 = 0;
  let maximum: f64 = 0;
  for (const end = counts + (<usize>filled << 3); counts < end; counts += 8) {
    const i = rowOf(cells);
    const j = columnOf(cells);
    cells += 4;
    const count = load<f64>(counts);
    const p = count / total;
    const a = number(levels, i);
    const b = number(levels, j);
    add(px, i, p);
    add(py, j, p);
    add(plus, <i32>(a + b), p);
    add(minus, <i32>Math.abs(a - b), p);
    autocorrelation += p * a * b;
    energy += p * p;
    entropy -= p * logarithmOf(count, p + epsilon, known);
    if (p > maximum) maximum = p;
    store<f64>(counts, p);
  }
  put(out, 0, autocorrelation);
  put(out, 17, energy);
  put(out, 18, entropy);
  put(out, 20, maximum);
}

/** To the base 2, of a number that is the same for all cells of one count. */
@inline
function logarithmOf(count: f64, x: f64, known: usize): f64 {
  if (!(count < OFTEN && count == Math.floor(count))) return log2(x);
  const place = known + (<usize>count << 3);
  let logarithm = load<f64>(place);
  if (logarithm == 0) {
    logarithm = log2(x);
    store<f64>(place, logarithm);
  }
  return logarithm;
}

function weighted(p: usize, levels: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += number(p, i) * number(levels, i);
  return sum;
}

function spread(p: usize, levels: usize, mean: f64, n: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const d = number(levels, i) - mean;
    sum += number(p, i) * (d * d);
  }
  return sum;
}

function entropyOf(p: usize, n: i32, epsilon: f64): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const share = number(p, i);
    if (share > 0) sum -= share * log2(share + epsilon);
  }
  return sum;
}

function covariance(shares: usize, cells: usize, count: i32, levels: usize, mx: f64, my: f64): f64 {
  let sum: f64 = 0;
  for (let c = 0; c < count; c++, cells += 4)
    sum +=
      number(shares, c) *
      (number(levels, rowOf(cells)) - mx) *
      (number(levels, columnOf(cells)) - my);
  return sum;
}

/** −Σ p log₂(px py); in a symmetric matrix a cell's logarithm serves the cell across the diagonal too. */
function crossEntropy(
  shares: usize,
  cells: usize,
  count: i32,
  px: usize,
  py: usize,
  n: i32,
  symmetric: bool,
  epsilon: f64,
  logarithms: usize,
  across: usize,
): f64 {
  memory.fill(across, 0xff, <usize>n << 2); // −1; of each row the cell beyond the diagonal that is next to be used
  let sum: f64 = 0;
  for (let c = 0; c < count; c++, cells += 4) {
    const i = rowOf(cells);
    const j = columnOf(cells);
    let logarithm: f64;
    if (symmetric && j < i) {
      const next = across + (<usize>j << 2);
      const partner = load<i32>(next);
      store<i32>(next, partner + 1);
      logarithm = number(logarithms, partner);
    } else {
      logarithm = log2(number(px, i) * number(py, j) + epsilon);
      const next = across + (<usize>i << 2);
      if (j > i && load<i32>(next) < 0) store<i32>(next, c);
    }
    put(logarithms, c, logarithm);
    sum -= number(shares, c) * logarithm;
  }
  return sum;
}

/**
 * −Σ px py log₂(px py) over all pairs of levels; where they are many, the logarithm of a product is taken apart, HX + HY,
 * less ε/ln 2 a pair (ε is far below any product of shares).
 */
function productEntropy(px: usize, py: usize, n: i32, epsilon: f64): f64 {
  const pairs = <f64>positive(px, n) * <f64>positive(py, n);
  if (pairs > 100) return entropyOf(px, n, 0) + entropyOf(py, n, 0) - (pairs * epsilon) / Math.LN2;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const x = number(px, i);
    for (let j = 0; j < n && x > 0; j++) {
      const y = number(py, j);
      if (y > 0) sum -= x * y * log2(x * y + epsilon);
    }
  }
  return sum;
}

function positive(p: usize, n: i32): i32 {
  let count = 0;
  for (let i = 0; i < n; i++) if (number(p, i) > 0) count++;
  return count;
}

/** Of i + j, about the sum of the means. */
function sumFeatures(plus: usize, length: i32, center: f64, epsilon: f64, out: usize): void {
  let mean: f64 = 0;
  let second: f64 = 0;
  let third: f64 = 0;
  let fourth: f64 = 0;
  for (let k = 0; k < length; k++) {
    const p = number(plus, k);
    if (p == 0) continue;
    const d = <f64>k - center;
    mean += <f64>k * p;
    second += p * d * d;
    third += p * d * d * d;
    fourth += p * d * d * d * d;
  }
  put(out, 1, fourth);
  put(out, 2, third);
  put(out, 3, second);
  put(out, 21, mean);
  put(out, 22, entropyOf(plus, length, epsilon));
}

/** Of |i − j|. */
function differenceFeatures(minus: usize, highest: i32, epsilon: f64, out: usize): void {
  const ng = <f64>highest;
  let average: f64 = 0;
  let contrast: f64 = 0;
  let id: f64 = 0;
  let idn: f64 = 0;
  let idm: f64 = 0;
  let idmn: f64 = 0;
  let inverseVariance: f64 = 0;
  for (let i = 0; i < highest; i++) {
    const share = number(minus, i);
    if (share == 0) continue;
    const k = <f64>i;
    average += k * share;
    contrast += k * k * share;
    id += share / (1 + k);
    idn += share / (1 + k / ng);
    idm += share / (1 + k * k);
    idmn += share / (1 + (k * k) / (ng * ng));
    if (i > 0) inverseVariance += share / (k * k);
  }
  let variance: f64 = 0;
  for (let i = 0; i < highest; i++) {
    const d = <f64>i - average;
    variance += number(minus, i) * (d * d);
  }
  put(out, 4, contrast);
  put(out, 6, average);
  put(out, 7, entropyOf(minus, highest, epsilon));
  put(out, 8, variance);
  put(out, 9, id);
  put(out, 10, idm);
  put(out, 11, idmn);
  put(out, 12, idn);
  put(out, 15, inverseVariance);
}
