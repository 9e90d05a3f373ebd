// How a voxel's level compares with all its neighbours.

import { add, number, put } from "./numbers";
import { increment, rowOf } from "./tables";

/** One voxel, in a sum that holds voxels and levels at once: more than the levels of all neighbours give. */
const VOXEL: f64 = 4294967296;

/** equal[i]++ and equal[i − step]++ where both have the same place in the region; i from `first` to before `end`. */
export function equals(places: usize, first: i32, end: i32, step: i32, equal: usize): void {
  const zero = i16x8.splat(0);
  const away = step << 1;
  let i = first;
  for (; i + 7 < end; i += 8) {
    const at = <usize>i << 1;
    const here = v128.load(places + at);
    const same = v128.and(
      i16x8.eq(here, v128.load(places + at - away)),
      i16x8.ne(here, zero),
    );
    v128.store(equal + at, i16x8.sub(v128.load(equal + at), same));
    v128.store(equal + at - away, i16x8.sub(v128.load(equal + at - away), same));
  }
  for (; i < end; i++) {
    const at = <usize>i << 1;
    const here = load<u16>(places + at);
    if (here == 0 || here != load<u16>(places + at - away)) continue;
    store<u16>(equal + at, load<u16>(equal + at) + 1);
    store<u16>(equal + at - away, load<u16>(equal + at - away) + 1);
  }
}

/** near[i]++ for each voxel i whose neighbour one step on has a level that differs by at most alpha. */
export function nearby(
  places: usize,
  voxels: usize,
  count: i32,
  step: i32,
  levels: usize,
  alpha: f64,
  near: usize,
): void {
  for (let v = 0; v < count; v++) {
    const at = <usize>load<u32>(voxels + (<usize>v << 2)) << 1;
    const other = <i32>load<u16>(places + at + (step << 1));
    if (other == 0) continue;
    const own = <i32>load<u16>(places + at);
    if (Math.abs(number(levels, other - 1) - number(levels, own - 1)) <= alpha)
      store<u16>(near + at, load<u16>(near + at) + 1);
  }
}

/** table[(1 + near) · width + place]++ for each voxel. */
export function dependences(
  places: usize,
  voxels: usize,
  count: i32,
  near: usize,
  width: i32,
  table: usize,
): void {
  for (let v = 0; v < count; v++) {
    const at = <usize>load<u32>(voxels + (<usize>v << 2)) << 1;
    const row = rowOf(<u32>load<u16>(near + at) + 1, width);
    increment(table + row + (<usize>load<u16>(places + at) << 2));
  }
}

/** into[i] = Σ from[i − reach · stride … i + reach · stride], `count` numbers less `reach · stride` at each end. */
function lineSums(from: usize, into: usize, count: i32, stride: i32, reach: i32): void {
  const edge = reach * stride;
  const away = stride << 3;
  let i = edge;
  for (; i + 1 < count - edge; i += 2) {
    const at = from + (<usize>i << 3);
    let sum = v128.load(at);
    for (let t = 1; t <= reach; t++)
      sum = f64x2.add(sum, f64x2.add(v128.load(at - t * away), v128.load(at + t * away)));
    v128.store(into + (<usize>i << 3), sum);
  }
  for (; i < count - edge; i++) {
    const at = from + (<usize>i << 3);
    let sum = load<f64>(at);
    for (let t = 1; t <= reach; t++) sum += load<f64>(at - t * away) + load<f64>(at + t * away);
    store<f64>(into + (<usize>i << 3), sum);
  }
}

/**
 * For each voxel the sum of worth[place] over the box of the given reach around it, less its own. Sums of planes are
 * kept for as many planes as the box is high; `work` has room for two planes more.
 */
export function boxSums(
  places: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  rx: i32,
  ry: i32,
  rz: i32,
  worth: usize,
  voxels: usize,
  count: i32,
  work: usize,
  sums: usize,
): void {
  const plane = nx * ny;
  const bytes = <usize>plane << 3;
  const high = 2 * rz + 1;
  const own = work;
  const rows = work + bytes;
  const ring = rows + bytes;
  let v = 0;
  for (let k = 0; k < nz; k++) {
    const from = places + (<usize>(k * plane) << 1);
    for (let i = 0; i < plane; i++) {
      const place = <usize>load<u16>(from + (<usize>i << 1));
      store<f64>(own + (<usize>i << 3), load<f64>(worth + (place << 3)));
    }
    lineSums(own, rows, plane, 1, rx);
    lineSums(rows, ring + <usize>(k % high) * bytes, plane, nx, ry);
    const middle = k - rz;
    if (middle < 0) continue;
    const start = middle * plane;
    while (v < count) {
      const at = <i32>load<u32>(voxels + (<usize>v << 2));
      if (at >= start + plane) break;
      let sum: f64 = -load<f64>(worth + (<usize>load<u16>(places + (<usize>at << 1)) << 3));
      let slot = ring + (<usize>(at - start) << 3);
      for (let t = 0; t < high; t++) {
        sum += load<f64>(slot);
        slot += bytes;
      }
      store<f64>(sums + (<usize>v << 3), sum);
      v++;
    }
  }
}

/** worth[place] = a voxel and its level; nothing for the outside. */
export function worths(levels: usize, n: i32, worth: usize): void {
  put(worth, 0, 0);
  for (let i = 0; i < n; i++) put(worth, i + 1, VOXEL + number(levels, i));
}

/** sums[v] += worth of the place one step on, for each voxel. */
export function addNeighbours(
  places: usize,
  voxels: usize,
  count: i32,
  step: i32,
  worth: usize,
  sums: usize,
): void {
  for (let v = 0; v < count; v++) {
    const at = <i32>load<u32>(voxels + (<usize>v << 2)) + step;
    add(sums, v, number(worth, load<u16>(places + (<usize>at << 1))));
  }
}

/**
 * Of each level the count of its voxels and the sum of their differences from the mean of their neighbours.
 *
 * @param sums of what each voxel's neighbours are worth
 * @param countLonely whether voxels without a neighbour count
 */
export function differences(
  places: usize,
  voxels: usize,
  voxelCount: i32,
  sums: usize,
  levels: usize,
  countLonely: bool,
  count: usize,
  difference: usize,
): void {
  for (let v = 0; v < voxelCount; v++) {
    const at = <usize>load<u32>(voxels + (<usize>v << 2));
    const place = <i32>load<u16>(places + (at << 1)) - 1;
    const around = number(sums, v);
    const neighbours = Math.floor(around / VOXEL);
    if (neighbours == 0 && !countLonely) continue;
    add(count, place, 1);
    const sum = around - neighbours * VOXEL;
    if (neighbours > 0) add(difference, place, Math.abs(number(levels, place) - sum / neighbours));
  }
}
