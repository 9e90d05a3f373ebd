/**
 * How many channels of a network really differ: the participation ratio of their correlation matrix, p² / Σ r².
 *
 * p channels that do not correlate give p; p copies of one channel give 1. Channels that do not vary are left out.
 * Source: participation ratio of the eigenvalues, (Σ λ)² / Σ λ², which for a correlation matrix needs no eigenvalues.
 */

/**
 * @param rows samples, each with the same channels: feature vectors, or the positions of activation maps
 * @returns at most the number of channels that vary; 0 if none does
 * @throws RangeError for fewer than two samples
 */
export function participationRatio(rows: readonly ArrayLike<number>[]): number {
  if (rows.length < 2)
    throw new RangeError(`correlations need two samples or more; got ${rows.length}`);
  const columns = Array.from(rows[0], (_, j) => standardised(rows, j)).filter(
    (column) => column !== null,
  );
  let squares = columns.length;
  for (let a = 0; a < columns.length; a++) {
    for (let b = 0; b < a; b++) {
      let r = 0;
      for (let i = 0; i < rows.length; i++) r += columns[a][i] * columns[b][i];
      squares += 2 * r * r;
    }
  }
  return columns.length === 0 ? 0 : columns.length ** 2 / squares;
}

/** Centred and of length 1; null for a constant column. */
function standardised(rows: readonly ArrayLike<number>[], j: number): Float64Array | null {
  const column = Float64Array.from(rows, (row) => row[j]);
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  if (column.every((value) => value === column[0])) return null;
  let square = 0;
  for (let i = 0; i < column.length; i++) {
    column[i] -= mean;
    square += column[i] ** 2;
  }
  const length = Math.sqrt(square);
  return column.map((value) => value / length);
}
