// The formulas of texture matrices in AssemblyScript. Arguments are byte addresses; numbers are 64-bit. matrix-kernel-code.ts
// holds the compiled bytes; a test compiles this file and those it imports again and compares.

import { add, log2, number, put } from "./numbers";

export { coOccurrenceFeatures } from "./co-occurrence";

/**
 * The formulas of `levelSizeNames`, in their order.
 *
 * @param cells their levels, then their sizes, then their counts, `filled` each; those of one size stand together
 * @param highest no level is above it
 * @param voxels the divisor of the percentage; 0 for as many as the cells hold
 * @param byLevel room for highest + 1 numbers
 */
export function levelSizeFeatures(
  cells: usize,
  filled: i32,
  highest: i32,
  voxels: f64,
  epsilon: f64,
  byLevel: usize,
  out: usize,
): void {
  const level = cells;
  const size = level + (<usize>filled << 3);
  const count = size + (<usize>filled << 3);
  memory.fill(byLevel, 0, <usize>(highest + 1) << 3);
  let n: f64 = 0;
  let held: f64 = 0;
  for (let c = 0; c < filled; c++) {
    n += number(count, c);
    held += number(count, c) * number(size, c);
  }
  let ofSize: f64 = 0;
  let sizeSquares: f64 = 0;
  let small: f64 = 0;
  let large: f64 = 0;
  let low: f64 = 0;
  let high: f64 = 0;
  let smallLow: f64 = 0;
  let smallHigh: f64 = 0;
  let largeLow: f64 = 0;
  let largeHigh: f64 = 0;
  let meanLevel: f64 = 0;
  let meanSize: f64 = 0;
  let entropy: f64 = 0;
  let energy: f64 = 0;
  for (let c = 0; c < filled; c++) {
    const i = number(level, c);
    const j = number(size, c);
    const p = number(count, c) / n;
    const i2 = i * i;
    const j2 = j * j;
    small += p / j2;
    large += p * j2;
    low += p / i2;
    high += p * i2;
    smallLow += p / (i2 * j2);
    smallHigh += (p * i2) / j2;
    largeLow += (p * j2) / i2;
    largeHigh += p * i2 * j2;
    meanLevel += p * i;
    meanSize += p * j;
    entropy -= p * log2(p + epsilon);
    energy += p * p;
    add(byLevel, <i32>i, number(count, c));
    ofSize += number(count, c);
    if (c + 1 == filled || number(size, c + 1) != j) {
      sizeSquares += ofSize * ofSize;
      ofSize = 0;
    }
  }
  let levelVariance: f64 = 0;
  let sizeVariance: f64 = 0;
  for (let c = 0; c < filled; c++) {
    const p = number(count, c) / n;
    const i = number(level, c) - meanLevel;
    const j = number(size, c) - meanSize;
    levelVariance += p * (i * i);
    sizeVariance += p * (j * j);
  }
  let levelSquares: f64 = 0;
  for (let l = 0; l <= highest; l++) levelSquares += number(byLevel, l) * number(byLevel, l);
  put(out, 0, small);
  put(out, 1, large);
  put(out, 2, low);
  put(out, 3, high);
  put(out, 4, smallLow);
  put(out, 5, smallHigh);
  put(out, 6, largeLow);
  put(out, 7, largeHigh);
  put(out, 8, levelSquares / n);
  put(out, 9, levelSquares / (n * n));
  put(out, 10, sizeSquares / n);
  put(out, 11, sizeSquares / (n * n));
  put(out, 12, n / (voxels == 0 ? held : voxels));
  put(out, 13, levelVariance);
  put(out, 14, sizeVariance);
  put(out, 15, entropy);
  put(out, 16, energy);
}

/**
 * Busyness, Coarseness, Complexity, Contrast and Strength; ngtdmFeatures of neighbourhood.ts says what they mean.
 *
 * @param level of each of n groups of voxels, ascending, and so their `count` and `difference`; all are used up
 */
export function differenceFeatures(
  level: usize,
  count: usize,
  difference: usize,
  n: i32,
  out: usize,
): void {
  let total: f64 = 0;
  let groups = 0;
  for (let i = 0; i < n; i++) {
    if (!(number(count, i) > 0)) continue;
    put(level, groups, number(level, i));
    put(count, groups, number(count, i));
    put(difference, groups, number(difference, i));
    total += number(count, i);
    groups++;
  }
  for (let i = 0; i < groups; i++) put(count, i, number(count, i) / total);
  let coarse: f64 = 0;
  let sum: f64 = 0;
  let contrast: f64 = 0;
  let busy: f64 = 0;
  let complexity: f64 = 0;
  let strength: f64 = 0;
  for (let i = 0; i < groups; i++) {
    const li = number(level, i);
    const pi = number(count, i);
    const si = number(difference, i);
    coarse += pi * si;
    sum += si;
    for (let j = 0; j < groups; j++) {
      const lj = number(level, j);
      const pj = number(count, j);
      const apart = li - lj;
      contrast += pi * pj * apart * apart;
      busy += Math.abs(li * pi - lj * pj);
      complexity += (Math.abs(apart) * (pi * si + pj * number(difference, j))) / (pi + pj);
      strength += (pi + pj) * apart * apart;
    }
  }
  const size = <f64>groups;
  put(out, 0, busy == 0 ? 0 : coarse / busy);
  put(out, 1, coarse == 0 ? 1e6 : Math.min(1e6, 1 / coarse));
  put(out, 2, complexity / total);
  put(out, 3, groups == 1 ? 0 : (contrast * sum) / (total * size * (size - 1)));
  put(out, 4, sum == 0 ? 0 : strength / sum);
}
