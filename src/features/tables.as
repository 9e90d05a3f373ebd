// Tables of 32-bit counts: a size or a level against the place of a level.

import { number } from "./numbers";

/** The offset of a row. */
@inline
export function rowOf(row: u32, width: u32): usize {
  return <usize>(row * width) << 2;
}

@inline
export function increment(cell: usize): void {
  store<u32>(cell, load<u32>(cell) + 1);
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

/** How many entries are not 0. */
export function filledCells(table: usize, count: u32): i32 {
  let filled = 0;
  for (const end = table + (<usize>count << 2); table < end; table += 4)
    filled += <i32>(load<u32>(table) != 0);
  return filled;
}

/** Lists the entries that are not 0. @param column bytes from a level to its size, and from there to its count */
export function putCells(
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
