/**
 * Least squares by Householder reflections, with R's rule for columns that others already explain.
 *
 * Columns are taken from left to right. One whose length, once the earlier columns are projected out, has shrunk
 * below `tolerance` of what it was is *aliased*: it moves to the end, gets no coefficient and does not count in the
 * rank. So of two collinear columns the later is dropped, exactly as in `lm` and `glm`.
 *
 * Source: LINPACK's dqrdc with R's modification dqrdc2 (limited column pivoting); Golub & Van Loan (2013), section 5.2.
 */

export interface QrFactor {
  /** Number of columns that count. */
  readonly rank: number;
  /** Original positions of all p columns: the `rank` that count, in their order, then the aliased ones. */
  readonly order: Int32Array;
  /** rank x rank upper triangle, row after row: X'X of the kept columns is R'R. */
  readonly r: Float64Array;
}

/** What {@link leastSquares} gives. */
export interface LeastSquares extends QrFactor {
  /** One coefficient per original column; NaN for an aliased one. */
  readonly coefficients: Float64Array;
}

/** R's own tolerance in `lm`; `glm` has the smaller of this and a thousandth of its epsilon. */
export const aliasingTolerance = 1e-7;

/**
 * The coefficients b that make the sum of squares of y − X b smallest.
 *
 * @param x n x p, row after row
 * @param y n values
 */
export function leastSquares(
  x: Float64Array,
  n: number,
  p: number,
  y: ArrayLike<number>,
  tolerance: number = aliasingTolerance,
): LeastSquares {
  const columns = Array.from({ length: p }, (_, j) => {
    const column = new Float64Array(n);
    for (let i = 0; i < n; i++) column[i] = x[i * p + j];
    return column;
  });
  return leastSquaresInPlace(columns, Float64Array.from(y), tolerance);
}

/**
 * The same for a tall design that is made row by row: blocks of rows are folded into a triangle that stays in the
 * processor's cache. Orthogonal throughout, so nothing is lost; aliasing is decided on the triangle, whose columns have
 * the lengths of the whole columns.
 *
 * @param fill write rows `from` … `to` − 1 to the start of the p columns and of the response
 */
export function tallLeastSquares(
  n: number,
  p: number,
  fill: (from: number, to: number, columns: readonly Float64Array[], y: Float64Array) => void,
  tolerance: number = aliasingTolerance,
): LeastSquares {
  const size = Math.max(2 * p, Math.floor(4096 / (p + 1)));
  const all = Array.from({ length: p + 1 }, () => new Float64Array(Math.min(n, size)));
  const columns = all.slice(0, p);
  if (n <= size) {
    fill(0, n, columns, all[p]);
    return leastSquaresInPlace(columns, all[p], tolerance);
  }
  const triangle = Array.from({ length: p + 1 }, () => new Float64Array(p)); // column j, rows 0 … j
  for (let from = 0; from < n; from += size) {
    const to = Math.min(n, from + size);
    fill(from, to, columns, all[p]);
    foldRows(triangle, all, to - from, p);
  }
  return leastSquaresInPlace(triangle.slice(0, p), triangle[p], tolerance);
}

/** Householder reflections that bring the first `rows` rows of the block to zero, column by column. */
function foldRows(
  triangle: readonly Float64Array[],
  block: readonly Float64Array[],
  rows: number,
  p: number,
): void {
  for (let l = 0; l < p; l++) {
    const pivot = block[l];
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += pivot[i] * pivot[i];
    if (squares === 0) continue;
    const head = triangle[l][l];
    const length = Math.sqrt(head * head + squares);
    triangle[l][l] = head > 0 ? -length : length;
    const top = head - triangle[l][l];
    const scale = 2 / (top * top + squares);
    let j = l + 1;
    for (; j < p; j += 2) {
      const [one, two] = [block[j], block[j + 1]]; // two columns at a time: the pivot is read once for both
      let dotOne = top * triangle[j][l];
      let dotTwo = top * triangle[j + 1][l];
      for (let i = 0; i < rows; i++) {
        const v = pivot[i];
        dotOne += v * one[i];
        dotTwo += v * two[i];
      }
      dotOne *= scale;
      dotTwo *= scale;
      triangle[j][l] -= dotOne * top;
      triangle[j + 1][l] -= dotTwo * top;
      for (let i = 0; i < rows; i++) {
        const v = pivot[i];
        one[i] -= dotOne * v;
        two[i] -= dotTwo * v;
      }
    }
    if (j > p) continue;
    const last = block[j];
    let dot = top * triangle[j][l];
    for (let i = 0; i < rows; i++) dot += pivot[i] * last[i];
    dot *= scale;
    triangle[j][l] -= dot * top;
    for (let i = 0; i < rows; i++) last[i] -= dot * pivot[i];
  }
}

/**
 * The same for p columns of n values. Fast, because it works in the arrays it is given and leaves them changed.
 */
export function leastSquaresInPlace(
  columns: readonly Float64Array[],
  y: Float64Array,
  tolerance: number = aliasingTolerance,
): LeastSquares {
  const n = y.length;
  const p = columns.length;
  const order = Int32Array.from({ length: p }, (_, j) => j);
  const original = Float64Array.from(columns, (column) => norm(column, 0));
  const left = Float64Array.from(original);
  let end = p; // columns from here on are aliased
  const diagonal = new Float64Array(p);
  let l = 0;
  for (; l < Math.min(n, end); l++) {
    while (l < end && left[order[l]] < (original[order[l]] || 1) * tolerance) {
      const aliased = order[l];
      order.copyWithin(l, l + 1);
      order[p - 1] = aliased; // behind those that were aliased before
      end--;
    }
    if (l >= end) break;
    const pivot = columns[order[l]];
    let length = norm(pivot, l);
    if (length === 0) continue;
    if (pivot[l] < 0) length = -length;
    for (let i = l; i < n; i++) pivot[i] /= length;
    pivot[l] += 1;
    for (let j = l + 1; j < p; j++) {
      const column = columns[order[j]];
      reflect(pivot, column, l);
      if (j < end) left[order[j]] = remainingNorm(column, l, left[order[j]]);
    }
    reflect(pivot, y, l);
    diagonal[l] = -length;
  }
  const rank = Math.min(l, end, n);
  const r = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) {
    r[i * rank + i] = diagonal[i];
    for (let j = i + 1; j < rank; j++) r[i * rank + j] = columns[order[j]][i];
  }
  const coefficients = new Float64Array(p).fill(Number.NaN);
  for (let i = rank - 1; i >= 0; i--) {
    let sum = y[i];
    for (let j = i + 1; j < rank; j++) sum -= r[i * rank + j] * coefficients[order[j]];
    coefficients[order[i]] = sum / r[i * rank + i];
  }
  return { rank, order, r, coefficients };
}

/** (R'R)⁻¹ for the kept columns, rank x rank: the covariance of the coefficients up to the error variance. */
export function inverseCrossProduct({ r, rank }: QrFactor): Float64Array {
  const inverse = new Float64Array(rank * rank); // R⁻¹, upper
  for (let j = 0; j < rank; j++) {
    inverse[j * rank + j] = 1 / r[j * rank + j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum -= r[i * rank + k] * inverse[k * rank + j];
      inverse[i * rank + j] = sum / r[i * rank + i];
    }
  }
  const result = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) {
    for (let j = i; j < rank; j++) {
      let sum = 0;
      for (let k = j; k < rank; k++) sum += inverse[i * rank + k] * inverse[j * rank + k];
      result[i * rank + j] = sum;
      result[j * rank + i] = sum;
    }
  }
  return result;
}

/** Householder's reflection with the vector stored from row l of `pivot`, applied to `column`. */
function reflect(pivot: Float64Array, column: Float64Array, l: number): void {
  const n = pivot.length;
  let dot = 0;
  for (let i = l; i < n; i++) dot += pivot[i] * column[i];
  const factor = -dot / pivot[l];
  for (let i = l; i < n; i++) column[i] += factor * pivot[i];
}

/** Length of what is left of a column below row l: by the theorem of Pythagoras, or anew where that would cancel. */
function remainingNorm(column: Float64Array, l: number, before: number): number {
  if (before === 0) return 0;
  const share = Math.max(0, 1 - (Math.abs(column[l]) / before) ** 2);
  return share < 1e-6 ? norm(column, l + 1) : before * Math.sqrt(share);
}

function norm(values: Float64Array, from: number): number {
  let largest = 0;
  let sum = 0;
  for (let i = from; i < values.length; i++) sum += values[i] * values[i];
  if (sum > 1e-280 && sum < 1e280) return Math.sqrt(sum);
  for (let i = from; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  sum = 0;
  for (let i = from; i < values.length; i++) sum += (values[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}
