/**
 * The second largest absolute eigenvalue of a symmetric matrix whose largest is 1 with a known vector.
 *
 * The known direction is taken out; what is left is searched by Lanczos iteration with full reorthogonalisation, which
 * finds the ends of a spectrum in a few steps and all of it, exactly, in as many steps as there are rows.
 * Source: Golub & Van Loan, Matrix Computations (2013), 10.1 and 8.4.
 */

import { withVectors } from "../math/vectors.js";

/**
 * @param multiply the matrix times a vector, into another
 * @param first unit eigenvector of the eigenvalue 1
 * @returns 0 for a matrix of one row; accurate to about 1e-12
 */
export function secondEigenvalue(
  multiply: (v: Float64Array, into: Float64Array) => void,
  first: Float64Array,
): number {
  const n = first.length;
  if (n < 2) return 0;
  const even = n + (n % 2); // so that vectors taken one after another lie without a gap
  return withVectors(even * (n + 3), (vectors) => {
    const [w, along, known] = [vectors.take(even), vectors.take(even), vectors.take(even)];
    let q = vectors.take(even);
    known.set(first);
    q.set(startVector(n, first));
    const diagonal: number[] = [];
    const below: number[] = [];
    let previous = Infinity;
    for (let step = 0; step < n - 1; step++) {
      const count = step + 2; // of vectors from `known` to `q`
      multiply(q, w);
      diagonal.push(vectors.dot(w, q, 0, even));
      for (let pass = 0; pass < 2; pass++) {
        // Twice: orthogonal to the last bit.
        vectors.dots(w, known, even, count, along);
        for (let v = 0; v < count; v++) vectors.addMultiple(w, -along[v], known, v * even, even);
      }
      const norm = Math.sqrt(vectors.dot(w, w, 0, even));
      const atEnd = norm < 1e-13 || step === n - 2;
      if (atEnd || step % 4 === 3) {
        const estimate = largestRitz(diagonal, below);
        if (atEnd || Math.abs(estimate - previous) <= 1e-15 * estimate) return estimate;
        previous = estimate;
      }
      below.push(norm);
      q = vectors.take(even);
      for (let i = 0; i < n; i++) q[i] = w[i] / norm;
    }
    return largestRitz(diagonal, below);
  });
}

/** A direction across the known one, with every other vector in it (the numbers are arbitrary but fixed). */
function startVector(n: number, first: Float64Array): Float64Array {
  const q = Float64Array.from(
    { length: n },
    (_, i) => ((i * 7919 + 104729) % 1000) / 500 - 1 + 1e-3 * i,
  );
  for (let pass = 0; pass < 2; pass++) subtract(q, first, dot(first, q));
  const norm = Math.sqrt(dot(q, q));
  return q.map((value) => value / norm);
}

/** Largest absolute eigenvalue of a symmetric tridiagonal matrix: both ends by bisection on sign counts. */
function largestRitz(diagonal: readonly number[], below: readonly number[]): number {
  const bound = diagonal.reduce(
    (most, d, i) =>
      Math.max(most, Math.abs(d) + (below[i - 1] ?? 0) + (i < diagonal.length - 1 ? below[i] : 0)),
    0,
  );
  const m = diagonal.length;
  const end = (sign: 1 | -1): number => {
    let [low, high] = [-bound, bound];
    for (let k = 0; k < 60 && high - low > 1e-16 * bound; k++) {
      const x = (low + high) / 2;
      // The pivots of sign·T − x have as many positive ones as there are eigenvalues above x.
      let [above, pivot] = [0, 1];
      for (let i = 0; i < m; i++) {
        const b = i === 0 ? 0 : below[i - 1];
        pivot = sign * diagonal[i] - x - (i === 0 ? 0 : (b * b) / pivot);
        if (pivot === 0) pivot = -1e-300;
        if (pivot > 0) above++;
      }
      if (above > 0) low = x;
      else high = x;
    }
    return (low + high) / 2;
  };
  return Math.max(end(1), end(-1));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtract(from: Float64Array, v: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] -= times * v[i];
}
