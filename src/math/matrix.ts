/**
 * Small dense algebra on symmetric positive definite matrices: what an information matrix or a covariance needs.
 *
 * A matrix of size p is a Float64Array of p x p numbers, row after row. Everything rests on Cholesky's factor
 * A = L L', which is unique and costs p³/3; a pivot that rounding has eaten says that A is singular.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. (2013), section 4.2.
 */

/**
 * The lower triangle L of A = L L'; the part above the diagonal is zero.
 *
 * @param a p x p, symmetric; only the lower triangle is read
 * @param tolerance the smallest share of a diagonal element that its pivot may be
 * @throws RangeError naming the first pivot that is not positive: A is singular, or no covariance at all
 */
export function cholesky(a: Float64Array, p: number, tolerance = 1e-14): Float64Array {
  if (a.length !== p * p)
    throw new RangeError(`a matrix of size ${p} needs ${p * p} values; got ${a.length}`);
  const l = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    const diagonal = a[j * p + j];
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= l[j * p + k] ** 2;
    if (!(pivot > tolerance * diagonal)) {
      throw new RangeError(
        `the matrix must be positive definite; pivot ${j} is ${pivot} of a diagonal element ${diagonal}`,
      );
    }
    const root = Math.sqrt(pivot);
    l[j * p + j] = root;
    for (let i = j + 1; i < p; i++) {
      let sum = a[i * p + j];
      for (let k = 0; k < j; k++) sum -= l[i * p + k] * l[j * p + k];
      l[i * p + j] = sum / root;
    }
  }
  return l;
}

/** The x of L L' x = b. @param l from {@link cholesky} */
export function solveCholesky(l: Float64Array, p: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < p; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= l[i * p + k] * x[k];
    x[i] = sum / l[i * p + i];
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < p; k++) sum -= l[k * p + i] * x[k];
    x[i] = sum / l[i * p + i];
  }
  return x;
}

/** The inverse of L L', p x p, exactly symmetric. @param l from {@link cholesky} */
export function inverseCholesky(l: Float64Array, p: number): Float64Array {
  // M = L⁻¹ column by column, then A⁻¹ = M'M.
  const m = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    m[j * p + j] = 1 / l[j * p + j];
    for (let i = j + 1; i < p; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * p + k] * m[k * p + j];
      m[i * p + j] = sum / l[i * p + i];
    }
  }
  const inverse = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < p; k++) sum += m[k * p + i] * m[k * p + j];
      inverse[i * p + j] = sum;
      inverse[j * p + i] = sum;
    }
  }
  return inverse;
}

/** The natural logarithm of the determinant of L L'. @param l from {@link cholesky} */
export function logDeterminantCholesky(l: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i++) sum += Math.log(l[i * p + i]);
  return 2 * sum;
}

/** The x of A x = b for a symmetric positive definite A. @throws RangeError if A is singular */
export function solveSpd(a: Float64Array, p: number, b: ArrayLike<number>): Float64Array {
  return solveCholesky(cholesky(a, p), p, b);
}

/** The inverse of a symmetric positive definite A. @throws RangeError if A is singular */
export function inverseSpd(a: Float64Array, p: number): Float64Array {
  return inverseCholesky(cholesky(a, p), p);
}

/** ln det A of a symmetric positive definite A. @throws RangeError if A is singular */
export function logDeterminantSpd(a: Float64Array, p: number): number {
  return logDeterminantCholesky(cholesky(a, p), p);
}

/**
 * X' diag(w) X, p x p: the information matrix of a regression.
 *
 * @param x n x p, row after row
 * @param w n weights; left out, all are 1
 */
export function weightedCrossProduct(
  x: Float64Array,
  n: number,
  p: number,
  w?: ArrayLike<number>,
): Float64Array {
  const product = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    const row = i * p;
    const weight = w === undefined ? 1 : w[i];
    for (let j = 0; j < p; j++) {
      const scaled = weight * x[row + j];
      for (let k = 0; k <= j; k++) product[j * p + k] += scaled * x[row + k];
    }
  }
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) product[k * p + j] = product[j * p + k];
  return product;
}
