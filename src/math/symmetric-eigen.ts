/**
 * Eigenvalues and eigenvectors of a symmetric matrix of some hundred rows.
 *
 * Householder reflections make the matrix tridiagonal, QL steps with implicit shifts make that diagonal; both are
 * orthogonal, so errors stay near the last digits of the largest eigenvalue. For a few rows, and where small eigenvalues
 * matter, `eigen.ts` has Jacobi's rotations.
 *
 * Source: Golub & Van Loan, Matrix Computations (2013), 8.3.
 */

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** The unit vector of each value. */
  readonly vectors: readonly Float64Array[];
}

/**
 * @param matrix n x n, row-major, symmetric
 * @throws RangeError if the number of values is not n², or the steps do not converge (a value is not finite)
 */
export function symmetricEigenvectors(matrix: ArrayLike<number>, n: number): Eigen {
  if (matrix.length !== n * n)
    throw new RangeError(`a matrix of ${n} rows must have ${n * n} values; got ${matrix.length}`);
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => matrix[i * n + j]),
  );
  const vectors = rows.map((_, i) => Float64Array.from(rows, (_, j) => (i === j ? 1 : 0)));
  for (let k = 0; k < n - 2; k++) reflect(rows, vectors, k);
  const diagonal = Float64Array.from(rows, (row, i) => row[i]);
  const beside = Float64Array.from(rows, (row, i) => (i + 1 < n ? row[i + 1] : 0));
  const largest = diagonal.reduce((most, value, i) => {
    return Math.max(most, Math.abs(value) + Math.abs(beside[i]));
  }, 0);
  for (let l = 0; l < n; l++) isolate(diagonal, beside, vectors, l, 2 ** -52 * largest);
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  return {
    values: Float64Array.from(order, (i) => diagonal[i]),
    vectors: order.map((i) => vectors[i]),
  };
}

/** Reflect so that column k has zeros below the row after its diagonal; the reflections gather in the vectors. */
function reflect(rows: Float64Array[], vectors: Float64Array[], k: number): void {
  const n = rows.length;
  const v = Float64Array.from(rows, (row, i) => (i > k ? row[k] : 0));
  const length = Math.sqrt(dot(v, v));
  if (length === 0) return;
  v[k + 1] += v[k + 1] < 0 ? -length : length;
  const squares = dot(v, v);
  const w = Float64Array.from(rows, (row) => (2 * dot(row, v)) / squares);
  const half = dot(v, w) / squares;
  for (let i = 0; i < n; i++) w[i] -= half * v[i];
  for (let i = 0; i < n; i++) {
    const [row, vi, wi] = [rows[i], v[i], w[i]];
    for (let j = 0; j < n; j++) row[j] -= vi * w[j] + wi * v[j];
  }
  // the vectors are the rows of Q': Q' becomes H Q'
  const along = new Float64Array(n);
  for (let i = k + 1; i < n; i++) for (let j = 0; j < n; j++) along[j] += v[i] * vectors[i][j];
  for (let i = k + 1; i < n; i++) {
    const factor = (2 * v[i]) / squares;
    for (let j = 0; j < n; j++) vectors[i][j] -= factor * along[j];
  }
}

/** QL steps until the value at l stands alone: nothing beside it but what counts as nothing. */
function isolate(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array[],
  l: number,
  nothing: number,
): void {
  for (let step = 0; ; step++) {
    let m = l;
    while (m < d.length - 1 && !(Math.abs(e[m]) <= nothing)) m++;
    if (m === l) return;
    if (step === 60)
      throw new RangeError(`eigenvalues must converge in 60 steps; value ${l} does not`);
    const slope = (d[l + 1] - d[l]) / (2 * e[l]);
    const root = Math.sqrt(slope * slope + 1);
    let g = d[m] - d[l] + e[l] / (slope < 0 ? slope - root : slope + root);
    let [s, c, p] = [1, 1, 0];
    let i = m - 1;
    for (; i >= l; i--) {
      const [f, b] = [s * e[i], c * e[i]];
      const r = Math.sqrt(f * f + g * g);
      e[i + 1] = r;
      if (r === 0) {
        d[i + 1] -= p;
        break;
      }
      s = f / r;
      c = g / r;
      const before = d[i + 1] - p;
      const change = (d[i] - before) * s + 2 * c * b;
      p = s * change;
      d[i + 1] = before + p;
      g = c * change - b;
      rotate(vectors[i], vectors[i + 1], c, s);
    }
    if (i < l) {
      d[l] -= p;
      e[l] = g;
    }
    e[m] = 0;
  }
}

function rotate(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let j = 0; j < a.length; j++) {
    const [x, y] = [a[j], b[j]];
    b[j] = s * x + c * y;
    a[j] = c * x - s * y;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
