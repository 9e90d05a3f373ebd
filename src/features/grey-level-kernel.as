// The loops of first-order.ts and binned-region.ts in AssemblyScript. Arguments are byte addresses; levels are 64-bit
// numbers, bins, counts and voxels 32-bit whole numbers, places 16-bit ones.

import { add, log2, number, put } from "./numbers";

/** The value, or 0 if it does not count: to add it changes nothing, and needs no jump. */
@inline
function counted(value: f64, counts: bool): f64 {
  return reinterpret<f64>(reinterpret<i64>(value) & -(<i64>counts));
}

/**
 * Adds some levels to sums: the least, the most, Σ level, Σ (level + shift)², and of the levels from `low` to `high` their
 * sum and number.
 */
export function sums(levels: usize, count: i32, shift: f64, low: f64, high: f64, sums: usize): void {
  let least = number(sums, 0);
  let most = number(sums, 1);
  let sum = number(sums, 2);
  let energy = number(sums, 3);
  let robustSum = number(sums, 4);
  let robustCount = 0;
  const end = levels + (<usize>count << 3);
  for (; levels < end; levels += 8) {
    const level = load<f64>(levels);
    least = level < least ? level : least;
    most = level > most ? level : most;
    sum += level;
    const shifted = level + shift;
    energy += shifted * shifted;
    const inside = <bool>(<i32>(level >= low) & <i32>(level <= high));
    robustSum += counted(level, inside);
    robustCount += <i32>inside;
  }
  put(sums, 0, least);
  put(sums, 1, most);
  put(sums, 2, sum);
  put(sums, 3, energy);
  put(sums, 4, robustSum);
  add(sums, 5, <f64>robustCount);
}

/**
 * Adds some levels to sums of d = level − mean: Σ d², Σ d³, Σ d⁴, Σ |d|, and of the levels from `low` to `high`
 * Σ |level − robustMean|.
 */
export function deviations(
  levels: usize,
  count: i32,
  mean: f64,
  robustMean: f64,
  low: f64,
  high: f64,
  sums: usize,
): void {
  let m2 = number(sums, 0);
  let m3 = number(sums, 1);
  let m4 = number(sums, 2);
  let deviation = number(sums, 3);
  let robust = number(sums, 4);
  const end = levels + (<usize>count << 3);
  for (; levels < end; levels += 8) {
    const level = load<f64>(levels);
    const d = level - mean;
    const square = d * d;
    m2 += square;
    m3 += square * d;
    m4 += square * square;
    deviation += Math.abs(d);
    const inside = <bool>(<i32>(level >= low) & <i32>(level <= high));
    robust += counted(Math.abs(level - robustMean), inside);
  }
  put(sums, 0, m2);
  put(sums, 1, m3);
  put(sums, 2, m4);
  put(sums, 3, deviation);
  put(sums, 4, robust);
}

/** counts[bin]++ for each of some bins. */
export function countBins(bins: usize, count: i32, counts: usize): void {
  const end = bins + (<usize>count << 2);
  for (; bins < end; bins += 4) {
    const cell = counts + (<usize>load<u32>(bins) << 2);
    store<u32>(cell, load<u32>(cell) + 1);
  }
}

/** −Σ p log₂(p + epsilon) and Σ p² over the bins that occur, p = count / total; into sums. */
export function uncertainty(counts: usize, length: i32, total: f64, epsilon: f64, sums: usize): void {
  let entropy: f64 = 0;
  let uniformity: f64 = 0;
  for (let bin = 0; bin < length; bin++) {
    const count = load<u32>(counts + (<usize>bin << 2));
    if (count == 0) continue;
    const p = <f64>count / total;
    entropy -= p * log2(p + epsilon);
    uniformity += p * p;
  }
  put(sums, 0, entropy);
  put(sums, 1, uniformity);
}

/** The bins that occur, ascending; placeOf[bin] is 1 + its place among them, 0 for the others. Gives how many. */
export function listBins(counts: usize, length: i32, placeOf: usize, into: usize): i32 {
  let found = 0;
  for (let bin = 0; bin < length; bin++) {
    const occurs = load<u32>(counts + (<usize>bin << 2)) != 0;
    put(into, found, <f64>bin);
    found += <i32>occurs;
    store<u16>(placeOf + (<usize>bin << 1), <u16>(occurs ? found : 0));
  }
  return found;
}

/** places[voxel − first] = placeOf[bin] for some voxels. */
export function spread(
  bins: usize,
  voxels: usize,
  count: i32,
  placeOf: usize,
  first: i32,
  places: usize,
): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    const place = load<u16>(placeOf + (<usize>load<u32>(bins + i) << 1));
    store<u16>(places + (<usize>(load<i32>(voxels + i) - first) << 1), place);
  }
}
