// The loops of region-memory.ts in AssemblyScript. Arguments are byte addresses, steps count voxels; places are 16-bit,
// voxels and counts 32-bit numbers. texture-kernel-code.ts holds the compiled bytes; a test compiles this file again
// and compares.

import { add, number, put } from "./numbers";

/** One voxel, in a sum that holds voxels and levels at once: more than the levels of all neighbours give. */
const VOXEL: f64 = 4294967296;

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

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

@inline
function rowOf(row: u32, width: u32): usize {
  return <usize>(row * width) << 2;
}

@inline
function increment(cell: usize): void {
  store<u32>(cell, load<u32>(cell) + 1);
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

/**
 * table[l · width + place] = how many runs along a step are l voxels long, in a table of so many bytes a step. A voxel at place
 * l of its run says that there is one of at least l voxels; runs of exactly l are those of at least l less those of at
 * least l + 1. Four steps share what they look up of a voxel.
 *
 * @param inRun room for a 16-bit number a place of the box, `boxBytes` in all, a step
 * @param found of each step the longest run, plus 65536 if any voxel has one of the region before it
 */
export function runs(
  places: usize,
  voxels: usize,
  count: i32,
  steps: usize,
  stepCount: i32,
  width: u32,
  table: usize,
  tableBytes: usize,
  inRun: usize,
  boxBytes: usize,
  found: usize,
): void {
  const first = load<i32>(voxels);
  const end = load<i32>(voxels + (<usize>(count - 1) << 2)) + 1;
  for (let s = 0; s < stepCount; s++) {
    const step = load<i32>(steps + (<usize>s << 2));
    const own = placesInRuns(places, first, end, step, inRun + <usize>s * boxBytes);
    store<i32>(found + (<usize>s << 2), own);
  }
  if (stepCount == 4) fourRuns(places, voxels, count, width, table, tableBytes, inRun, boxBytes);
  else
    for (let s = 0; s < stepCount; s++) {
      const own = table + <usize>s * tableBytes;
      const lengths = inRun + <usize>s * boxBytes;
      for (let v = 0; v < count; v++) {
        const at = <usize>load<u32>(voxels + (<usize>v << 2)) << 1;
        increment(own + rowOf(load<u16>(lengths + at), width) + (<usize>load<u16>(places + at) << 2));
      }
    }
  const row = <usize>width << 2;
  for (let s = 0; s < stepCount; s++) {
    const own = table + <usize>s * tableBytes;
    const last = own + rowOf(load<u16>(found + (<usize>s << 2)), width);
    for (let cell = own + row; cell < last; cell += 4)
      store<u32>(cell, load<u32>(cell) - load<u32>(cell + row));
  }
}

function fourRuns(
  places: usize,
  voxels: usize,
  count: i32,
  width: u32,
  first: usize,
  tableBytes: usize,
  inRun: usize,
  boxBytes: usize,
): void {
  const second = first + tableBytes;
  const third = second + tableBytes;
  const fourth = third + tableBytes;
  const end = voxels + (<usize>count << 2);
  for (; voxels < end; voxels += 4) {
    const at = <usize>load<u32>(voxels) << 1;
    const place = <usize>load<u16>(places + at) << 2;
    let length = inRun + at;
    increment(first + place + rowOf(load<u16>(length), width));
    length += boxBytes;
    increment(second + place + rowOf(load<u16>(length), width));
    length += boxBytes;
    increment(third + place + rowOf(load<u16>(length), width));
    length += boxBytes;
    increment(fourth + place + rowOf(load<u16>(length), width));
  }
}

/** At each place of the box from `first` to before `end` the voxel's place in its run. Returns what `runs` finds. */
function placesInRuns(places: usize, first: i32, end: i32, step: i32, inRun: usize): i32 {
  const zero = i16x8.splat(0);
  const one = i16x8.splat(1);
  const away = step << 1;
  let most = zero;
  let touching = zero;
  let i = first;
  for (; i + 7 < end && step > 7; i += 8) {
    const at = <usize>i << 1;
    const here = v128.load(places + at);
    const before = v128.load(places + at - away);
    const inside = i16x8.ne(here, zero);
    const longer = v128.and(v128.load(inRun + at - away), i16x8.eq(here, before));
    const place = v128.and(i16x8.add(longer, one), inside);
    v128.store(inRun + at, place);
    most = i16x8.max_u(most, place);
    touching = v128.or(touching, v128.and(before, inside));
  }
  let touched = <u32>v128.any_true(touching);
  let longest: u32 = 0;
  for (let lane = 0; lane < 8; lane++) {
    longest = max<u32>(longest, i16x8.extract_lane_u(most, 0));
    most = i8x16.shuffle(most, most, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1);
  }
  for (; i < end; i++) {
    const at = <usize>i << 1;
    const here = load<u16>(places + at);
    if (here == 0) continue;
    const before = load<u16>(places + at - away);
    const place: u32 = (before == here ? <u32>load<u16>(inRun + at - away) : 0) + 1;
    store<u16>(inRun + at, <u16>place);
    longest = max<u32>(longest, place);
    touched |= <u32>(before != 0);
  }
  return <i32>(longest + (touched << 16));
}

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
    const row = <i32>load<u16>(near + at) + 1;
    const cell = table + (<usize>(row * width + <i32>load<u16>(places + at)) << 2);
    store<u32>(cell, load<u32>(cell) + 1);
  }
}

/**
 * The cells of a table of size against place that are not 0, row by row: their levels, then their sizes, then their counts.
 * Returns how many.
 */
export function listCells(table: usize, rows: u32, width: u32, levels: usize, cells: usize): i32 {
  const filled = filledCells(table, rows * width);
  putCells(table, rows, width, levels, cells, <usize>filled << 3);
  return filled;
}

function filledCells(table: usize, count: u32): i32 {
  let filled = 0;
  for (const end = table + (<usize>count << 2); table < end; table += 4)
    filled += <i32>(load<u32>(table) != 0);
  return filled;
}

/** @param column bytes from a level to its size, and from there to its count */
function putCells(
  table: usize,
  rows: u32,
  width: u32,
  levels: usize,
  cells: usize,
  column: usize,
): void {
  for (let row: u32 = 0; row < rows; row++)
    for (let place: u32 = 0; place < width; place++) {
      const count = load<u32>(table);
      table += 4;
      if (count == 0) continue;
      store<f64>(cells, number(levels, place - 1));
      store<f64>(cells + column, row);
      store<f64>(cells + 2 * column, count);
      cells += 8;
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

/**
 * Zones of equal place, found from each voxel that is left: the queue holds their voxels one zone after another.
 * Returns how many there are.
 *
 * @param left a copy of the places, used up
 * @param rows steps in bytes to the rows of neighbours along x, the voxel's own among them
 * @param wide whether the neighbours in a row are three, else the middle one
 */
export function zones(
  left: usize,
  voxels: usize,
  count: i32,
  rows: usize,
  rowCount: i32,
  wide: bool,
  queue: usize,
  zonePlaces: usize,
  zoneSizes: usize,
): i32 {
  const rowEnd = rows + (<usize>rowCount << 2);
  let found = 0;
  let tail = queue;
  let head = queue;
  for (let v = 0; v < count; v++) {
    const seed = left + (<usize>load<u32>(voxels + (<usize>v << 2)) << 1);
    const place = <u32>load<u16>(seed);
    if (place == 0) continue;
    const beside = wide ? place : 65536; // what no place is
    const first = tail;
    tail = visit(seed, left, tail);
    while (head < tail) {
      const corner = left + (<usize>load<u32>(head) << 1) - 2;
      head += 4;
      for (let row = rows; row < rowEnd; row += 4) {
        const at = corner + load<i32>(row);
        if (<u32>load<u16>(at) == beside) tail = visit(at, left, tail);
        if (<u32>load<u16>(at, 2) == place) tail = visit(at + 2, left, tail);
        if (<u32>load<u16>(at, 4) == beside) tail = visit(at + 4, left, tail);
      }
    }
    store<u16>(zonePlaces + (<usize>found << 1), <u16>place);
    store<u32>(zoneSizes + (<usize>found << 2), <u32>((tail - first) >> 2));
    found++;
  }
  return found;
}

/** Takes the voxel at an address into the queue. Returns its end. */
@inline
function visit(at: usize, left: usize, tail: usize): usize {
  store<u16>(at, 0);
  store<u32>(tail, <u32>((at - left) >> 1));
  return tail + 4;
}

/**
 * The pairs of a size and a place that zones have, by size: their levels, then their sizes, then how many zones have them.
 * Returns how many pairs. Sizes below `few` are counted in a table of size against place, all 0; the others are sorted.
 */
export function zoneCells(
  zonePlaces: usize,
  zoneSizes: usize,
  zoneCount: i32,
  few: u32,
  width: u32,
  table: usize,
  keys: usize,
  spare: usize,
  levels: usize,
  cells: usize,
): i32 {
  let many = 0;
  for (let zone = 0; zone < zoneCount; zone++) {
    const place = <u32>load<u16>(zonePlaces + (<usize>zone << 1));
    const size = load<u32>(zoneSizes + (<usize>zone << 2));
    if (size < few) increment(table + rowOf(size, width) + (<usize>place << 2));
    else {
      store<u64>(keys + (<usize>many << 3), (<u64>size << 16) | <u64>(place - 1));
      many++;
    }
  }
  let key = sortKeys(keys, spare, many);
  const end = key + (<usize>many << 3);
  const small = filledCells(table, few * width);
  let filled = small;
  for (let next = key; next < end; next += 8)
    filled += <i32>(next == key || load<u64>(next) != load<u64>(next - 8));
  const column = <usize>filled << 3;
  putCells(table, few, width, levels, cells, column);
  cells += <usize>small << 3;
  while (key < end) {
    const own = load<u64>(key);
    const first = key;
    do key += 8;
    while (key < end && load<u64>(key) == own);
    store<f64>(cells, number(levels, <i32>(own & 0xffff)));
    store<f64>(cells + column, <f64>(own >> 16));
    store<f64>(cells + 2 * column, <f64>((key - first) >> 3));
    cells += 8;
  }
  return filled;
}

/** Sorts 48-bit keys by their digits of 8 bits, the last first. `spare` has room for 128 keys more. Returns the address. */
function sortKeys(keys: usize, spare: usize, count: i32): usize {
  const starts = spare;
  let from = keys;
  let into = spare + 1024;
  for (let shift: u64 = 0; shift < 48; shift += 8) {
    memory.fill(starts, 0, 1024);
    let digit: usize = 0;
    for (let i = 0; i < count; i++) {
      digit = digitOf(from, i, shift);
      store<u32>(starts + digit, load<u32>(starts + digit) + 1);
    }
    if (load<u32>(starts + digit) == <u32>count) continue; // all the same
    let start: u32 = 0;
    for (let d = starts; d < starts + 1024; d += 4) {
      const own = load<u32>(d);
      store<u32>(d, start);
      start += own;
    }
    for (let i = 0; i < count; i++) {
      digit = digitOf(from, i, shift);
      const to = load<u32>(starts + digit);
      store<u32>(starts + digit, to + 1);
      store<u64>(into + (<usize>to << 3), load<u64>(from + (<usize>i << 3)));
    }
    const sorted = into;
    into = from;
    from = sorted;
  }
  return from;
}

/** As the offset of a 32-bit number. */
@inline
function digitOf(keys: usize, i: i32, shift: u64): usize {
  return <usize>((load<u64>(keys + (<usize>i << 3)) >> shift) & 0xff) << 2;
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
