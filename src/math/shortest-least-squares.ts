/**
 * Least squares on three columns, also where they are not independent: then the shortest of all solutions.
 *
 * Columns are brought to length 1, reduced to a triangle by Householder reflections, and turned by Jacobi rotations
 * until they are orthogonal (the singular value decomposition). Singular values within 100 ε of the largest count as
 * zero: points of one or two different x still have a parabola, the flattest one.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. (2013), sections 5.5 and 8.6; the rule for zero as R's `loess`.
 */

/**
 * The coefficients b that bring A b nearest to y.
 *
 * @param a rows x 3, column after column; overwritten
 * @param b the right-hand side; overwritten
 */
export function shortestLeastSquares(a: Float64Array, b: Float64Array, rows: number): number[] {
  const lengths = [0, 1, 2].map((j) => {
    const length = Math.sqrt(dot(a, j * rows, a, j * rows, rows));
    if (length > 0) for (let k = 0; k < rows; k++) a[j * rows + k] /= length;
    return length > 0 ? length : 1;
  });
  const size = Math.min(3, rows);
  reduceToTriangle(a, b, rows);
  const u = [0, 1, 2].map((j) =>
    Array.from({ length: size }, (_, k) => (k <= j ? a[j * rows + k] : 0)),
  );
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 30; sweep++) {
    let turned = false;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const alpha = sumOf(u[p], u[p]);
      const beta = sumOf(u[q], u[q]);
      const gamma = sumOf(u[p], u[q]);
      if (Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta) || gamma === 0) continue;
      turned = true;
      const zeta = (beta - alpha) / (2 * gamma);
      const tangent = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta ** 2));
      const cosine = 1 / Math.sqrt(1 + tangent ** 2);
      rotate(u, p, q, cosine, cosine * tangent);
      rotate(v, p, q, cosine, cosine * tangent);
    }
    if (!turned) break;
  }
  const singular = u.map((column) => Math.sqrt(sumOf(column, column)));
  const least = Math.max(...singular) * 100 * 2 ** -52;
  const projected = Array.from(b.subarray(0, size));
  const inRotated = u.map((column, j) =>
    singular[j] > least ? sumOf(column, projected) / singular[j] ** 2 : 0,
  );
  return lengths.map(
    (length, i) => inRotated.reduce((s, value, j) => s + v[j][i] * value, 0) / length,
  );
}

/** Householder reflections that bring the three columns to a triangle, applied to b as well. */
function reduceToTriangle(a: Float64Array, b: Float64Array, rows: number): void {
  for (let j = 0; j < Math.min(3, rows - 1); j++) {
    const start = j * rows + j;
    const length = rows - j;
    const norm = Math.sqrt(dot(a, start, a, start, length));
    if (norm === 0) continue;
    const head = a[start] > 0 ? -norm : norm;
    const mirror = a.slice(start, start + length);
    mirror[0] -= head;
    const scale = 2 / dot(mirror, 0, mirror, 0, length);
    for (let other = j; other < 3; other++) reflect(a, other * rows + j, mirror, scale);
    reflect(b, j, mirror, scale);
  }
}

function reflect(values: Float64Array, from: number, mirror: Float64Array, scale: number): void {
  const factor = scale * dot(mirror, 0, values, from, mirror.length);
  for (let k = 0; k < mirror.length; k++) values[from + k] -= factor * mirror[k];
}

function rotate(columns: number[][], p: number, q: number, cosine: number, sine: number): void {
  columns[p].forEach((value, k) => {
    const other = columns[q][k];
    columns[p][k] = cosine * value - sine * other;
    columns[q][k] = sine * value + cosine * other;
  });
}

function dot(a: Float64Array, from: number, b: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += a[from + k] * b[start + k];
  return sum;
}

function sumOf(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k], 0);
}
