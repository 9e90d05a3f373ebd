// Pairs of levels along a direction.

import { sortKeys } from "./keys";
import { increment, rowOf } from "./tables";

/**
 * table[place · width + place one step on]++ for each voxel, in a table a step, one after another. Four steps share what they
 * look up of a voxel.
 */
export function pairs(
  places: usize,
  voxels: usize,
  count: i32,
  steps: usize,
  stepCount: i32,
  width: u32,
  table: usize,
): void {
  const bytes = <usize>(width * width) << 2;
  let left = stepCount;
  for (; left >= 4; left -= 4) {
    fourPairs(places, voxels, count, steps, width, table, bytes);
    steps += 16;
    table += 4 * bytes;
  }
  for (; left > 0; left--) {
    const away = load<i32>(steps) << 1;
    for (let v = 0; v < count; v++) {
      const at = places + (<usize>load<u32>(voxels + (<usize>v << 2)) << 1);
      increment(table + rowOf(load<u16>(at), width) + (<usize>load<u16>(at + away) << 2));
    }
    steps += 4;
    table += bytes;
  }
}

function fourPairs(
  places: usize,
  voxels: usize,
  count: i32,
  steps: usize,
  width: u32,
  first: usize,
  bytes: usize,
): void {
  const second = first + bytes;
  const third = second + bytes;
  const fourth = third + bytes;
  const one = load<i32>(steps) << 1;
  const two = load<i32>(steps, 4) << 1;
  const three = load<i32>(steps, 8) << 1;
  const four = load<i32>(steps, 12) << 1;
  const end = voxels + (<usize>count << 2);
  for (; voxels < end; voxels += 4) {
    const at = places + (<usize>load<u32>(voxels) << 1);
    const row = rowOf(load<u16>(at), width);
    increment(first + row + (<usize>load<u16>(at + one) << 2));
    increment(second + row + (<usize>load<u16>(at + two) << 2));
    increment(third + row + (<usize>load<u16>(at + three) << 2));
    increment(fourth + row + (<usize>load<u16>(at + four) << 2));
  }
}

/**
 * Lists the pairs of a table that occur, row by row: a cell's row · 2¹⁶ + column, and how often the level at place row has that
 * at place column one step on, or either has the other if it is symmetric. The sum of the counts stands after them. Returns how
 * many there are.
 */
export function listPairs(table: usize, n: i32, symmetric: bool, cells: usize, counts: usize): i32 {
  const row = <usize>(n + 1) << 2;
  const first = counts;
  let sum: u64 = 0;
  for (let i = 1; i <= n; i++) {
    let from = table + <usize>i * row + 4;
    let back = table + row + (<usize>i << 2);
    const key = <u32>(i - 1) << 16;
    for (let j = 0; j < n; j++) {
      const count = <u64>load<u32>(from) + (symmetric ? <u64>load<u32>(back) : 0);
      store<u32>(cells, key | <u32>j);
      store<f64>(counts, <f64>count); // the next one takes its place if it is 0
      const occurs = <usize>(count != 0);
      cells += occurs << 2;
      counts += occurs << 3;
      sum += count;
      from += 4;
      back += row;
    }
  }
  store<f64>(counts, <f64>sum);
  return <i32>((counts - first) >> 3);
}

/**
 * The list of {@link listPairs} of one step, without a table: each pair is a key, and the keys are sorted.
 *
 * @param keys room for as many 64-bit numbers as there are pairs; `spare` for 128 more
 */
export function sortPairs(
  places: usize,
  voxels: usize,
  count: i32,
  step: i32,
  symmetric: bool,
  keys: usize,
  spare: usize,
  cells: usize,
  counts: usize,
): i32 {
  let end = keys;
  for (const last = voxels + (<usize>count << 2); voxels < last; voxels += 4) {
    const at = places + (<usize>load<u32>(voxels) << 1);
    const own = <u64>load<u16>(at) - 1;
    const other = <u64>load<u16>(at + (step << 1));
    if (other == 0) continue;
    store<u64>(end, (own << 16) | (other - 1));
    end += 8;
    if (!symmetric) continue;
    store<u64>(end, ((other - 1) << 16) | own);
    end += 8;
  }
  const total = <i32>((end - keys) >> 3);
  let key = sortKeys(keys, spare, total);
  const first = counts;
  end = key + (<usize>total << 3);
  while (key < end) {
    const own = load<u64>(key);
    const start = key;
    do key += 8;
    while (key < end && load<u64>(key) == own);
    store<u32>(cells, <u32>own);
    store<f64>(counts, <f64>((key - start) >> 3));
    cells += 4;
    counts += 8;
  }
  store<f64>(counts, <f64>total);
  return <i32>((counts - first) >> 3);
}
