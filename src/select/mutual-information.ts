/**
 * Mutual information of many columns with one: −½ ln(1 − r²), that of two normal variables with correlation r.
 *
 * Columns are centred once. Sums of products run over four columns side by side, each in the order of its rows: a
 * processor adds the four at once, and every sum keeps the digits it would have alone.
 */

import { type Columns, columnAt } from "../math/columns.js";
import { mean, midranks } from "../math/summary.js";

/** Deviations from the mean and their sum of squares. */
export interface Centred {
  readonly deviations: Float64Array;
  /** Exactly 0 for a constant. */
  readonly squares: number;
}

/** The same of every column, column after column. */
export interface CentredColumns {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly deviations: Float64Array;
  readonly squares: Float64Array;
}

/** Centre the columns where they stand, or their ranks. */
export function centreInPlace(columns: Columns, ofRanks: boolean): CentredColumns {
  const { rowCount, columnCount, values } = columns;
  const squares = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) {
    const column = columnAt(columns, j);
    if (ofRanks) column.set(midranks(column));
    squares[j] = centre(column);
  }
  return { rowCount, columnCount, deviations: values, squares };
}

/** A copy of the values, or of their ranks, centred. */
export function centred(values: ArrayLike<number>, ofRanks: boolean): Centred {
  const deviations = ofRanks ? midranks(values) : Float64Array.from(values);
  return { squares: centre(deviations), deviations };
}

/** One of the columns. */
export function centredColumn(
  { rowCount, deviations, squares }: CentredColumns,
  j: number,
): Centred {
  return { deviations: deviations.subarray(j * rowCount, (j + 1) * rowCount), squares: squares[j] };
}

/**
 * Add to `sum[j]` the mutual information of column j and the other, in nats: NaN if either is constant, Infinity if
 * r is ±1.
 */
export function addMutualInformation(
  columns: CentredColumns,
  other: Centred,
  sum: Float64Array,
): void {
  const { rowCount: n, columnCount: p, deviations: a, squares } = columns;
  const b = other.deviations;
  const add = (j: number, product: number): void => {
    sum[j] += information(product, squares[j], other.squares);
  };
  let j = 0;
  for (; j + 3 < p; j += 4) {
    const [start1, start2, start3] = [(j + 1) * n, (j + 2) * n, (j + 3) * n];
    let [dot0, dot1, dot2, dot3] = [0, 0, 0, 0];
    for (let i = 0, at = j * n; i < n; i++, at++) {
      const value = b[i];
      dot0 += a[at] * value;
      dot1 += a[start1 + i] * value;
      dot2 += a[start2 + i] * value;
      dot3 += a[start3 + i] * value;
    }
    add(j, dot0);
    add(j + 1, dot1);
    add(j + 2, dot2);
    add(j + 3, dot3);
  }
  for (; j < p; j++) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += a[j * n + i] * b[i];
    add(j, dot);
  }
}

function information(product: number, squaresA: number, squaresB: number): number {
  const together = squaresA * squaresB;
  // Beyond the range of numbers, the root of each for itself.
  const inRange = together > 1e-290 && together < Infinity;
  const r = product / (inRange ? Math.sqrt(together) : Math.sqrt(squaresA) * Math.sqrt(squaresB));
  return -0.5 * Math.log1p(-Math.min(1, r * r));
}

/** Centre values in place; their sum of squares, exactly 0 for a constant. */
function centre(values: Float64Array): number {
  const first = values[0];
  if (values.every((value) => value === first)) {
    values.fill(0);
    return 0;
  }
  const center = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - center;
    values[i] = deviation;
    squares += deviation * deviation;
  }
  return squares;
}
