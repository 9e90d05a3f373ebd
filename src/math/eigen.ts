/** Eigenvalues of small symmetric matrices. Source: Golub & Van Loan, Matrix Computations (2013), 8.5 (Jacobi). */

/**
 * Of a symmetric 3 x 3 matrix, ascending.
 *
 * @param upper the upper triangle by rows: a₁₁ a₁₂ a₁₃ a₂₂ a₂₃ a₃₃
 */
export function symmetricEigenvalues3(upper: readonly number[]): [number, number, number] {
  const [a11, a12, a13, a22, a23, a33] = upper;
  const values = symmetricEigen([a11, a12, a13, a12, a22, a23, a13, a23, a33], 3).values;
  return [values[0], values[1], values[2]];
}

/**
 * Eigenvalues, ascending, and their unit vectors (columns, row-major) of a symmetric n x n matrix, by Jacobi rotations.
 * Meant for a few rows; accurate to the last digits also for small eigenvalues.
 */
export function symmetricEigen(
  matrix: ArrayLike<number>,
  n: number,
): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(matrix);
  const v = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < 60; sweep++) {
    let [off, scale] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i === j) scale += a[i * n + i] ** 2;
        else off += a[i * n + j] ** 2;
      }
    }
    if (off <= 1e-32 * scale || off === 0) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i * n + i] - a[j * n + j]);
  return {
    values: Float64Array.from(order, (i) => a[i * n + i]),
    vectors: Float64Array.from(
      { length: n * n },
      (_, at) => v[Math.floor(at / n) * n + order[at % n]],
    ),
  };
}

function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[k * n + p], a[k * n + q]];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k], a[q * n + k]];
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
    const [vx, vy] = [v[k * n + p], v[k * n + q]];
    v[k * n + p] = c * vx - s * vy;
    v[k * n + q] = s * vx + c * vy;
  }
}
