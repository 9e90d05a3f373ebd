// Pairs of levels along a direction.

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
 * counts[i n + j] = how often place i + 1 has place j + 1 one step on, or either has the other if it is symmetric. Returns
 * their sum.
 */
export function pairCounts(table: usize, n: i32, symmetric: bool, counts: usize): f64 {
  const row = <usize>(n + 1) << 2;
  let sum: u64 = 0;
  for (let i = 1; i <= n; i++) {
    let from = table + <usize>i * row + 4;
    let back = table + row + (<usize>i << 2);
    for (let j = 0; j < n; j++) {
      const count = <u64>load<u32>(from) + (symmetric ? <u64>load<u32>(back) : 0);
      store<f64>(counts, <f64>count);
      sum += count;
      counts += 8;
      from += 4;
      back += row;
    }
  }
  return <f64>sum;
}
