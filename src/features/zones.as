// Connected voxels of a level.

import { sortKeys } from "./keys";
import { number } from "./numbers";
import { filledCells, increment, putCells, rowOf } from "./tables";

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
