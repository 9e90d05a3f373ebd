/** Numbers in columns: one block of memory, column after column, so that a method that walks columns is fast. */

export interface Columns {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Column j is `values[j * rowCount]` … `values[(j + 1) * rowCount - 1]`. */
  readonly values: Float64Array;
}

/**
 * Rows of numbers, turned into columns and checked.
 *
 * @param x one array per row, all of one length
 * @param take gives the memory for the values; by default it is new
 * @throws RangeError if there is no row or no column, if the rows differ in length, or if a value is not finite
 */
export function columnsOf(
  x: readonly ArrayLike<number>[],
  take: (count: number) => Float64Array = (count) => new Float64Array(count),
): Columns {
  const rowCount = x.length;
  if (rowCount === 0) throw new RangeError("x must have at least one row; it has none");
  const columnCount = x[0].length;
  if (columnCount === 0) throw new RangeError("x must have at least one column; it has none");
  const values = take(rowCount * columnCount);
  for (let i = 0; i < rowCount; i++) {
    const row = x[i];
    if (row.length !== columnCount) {
      throw new RangeError(
        `all rows of x must be equally long; x[0] has ${columnCount} values, x[${i}] has ${row.length}`,
      );
    }
    for (let j = 0; j < columnCount; j++) {
      const value = row[j];
      if (!Number.isFinite(value))
        throw new RangeError(`x must hold finite numbers; x[${i}][${j}] is ${value}`);
      values[j * rowCount + i] = value!;
    }
  }
  return { rowCount, columnCount, values };
}

/** Column j as a view: writing to it writes to the block. */
export function columnAt(columns: Columns, j: number): Float64Array {
  return columns.values.subarray(j * columns.rowCount, (j + 1) * columns.rowCount);
}
