/**
 * Principal components: the directions along which rows differ most, and where each row lies on them.
 *
 * With far more columns than rows the components come from the n x n matrix of the rows' inner products (Gram): its
 * eigenvalues are those of the scatter matrix, and an eigenvector times the root of its eigenvalue holds the rows'
 * coordinates. Columns are centred here and not scaled. A component's sign means nothing; by rule, the row that lies
 * farthest out (the first of those that do) has a positive coordinate.
 *
 * Sources: Jolliffe, Principal Component Analysis (2002), 3.5; Gower, Biometrika 53 (1966) 325-338.
 */

import { symmetricEigenvectors } from "./symmetric-eigen.js";

export interface PrincipalComponents {
  /** By component, the coordinate of each row. */
  readonly scores: readonly Float64Array[];
  /** Of each component, with the divisor n − 1; descending. */
  readonly variances: readonly number[];
  /** Share of each component in the variance of all columns together. */
  readonly shares: readonly number[];
}

/**
 * The first components.
 *
 * @param rows n rows of p values
 * @param count how many components, at most n − 1
 * @throws RangeError for fewer than two rows, rows of different length, a value that is not finite, too many components,
 *   or components beyond those along which the rows differ
 */
export function principalComponents(
  rows: readonly ArrayLike<number>[],
  count: number,
): PrincipalComponents {
  const n = rows.length;
  if (n < 2) throw new RangeError(`principal components need two rows or more; got ${n}`);
  if (!(Number.isInteger(count) && count >= 1 && count < n))
    throw new RangeError(
      `components must be a whole number from 1 to ${n - 1} for ${n} rows; got ${count}`,
    );
  const { values, vectors } = symmetricEigenvectors(gramMatrix(centred(rows)), n);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const rank = values.filter((value) => value > 1e-12 * total).length;
  if (rank < count)
    throw new RangeError(
      `the rows must differ along ${count} directions; they differ along ${rank}; ask for fewer components`,
    );
  const kept = Array.from({ length: count }, (_, c) => n - 1 - c);
  return {
    scores: kept.map((at) => {
      const root = Math.sqrt(values[at]);
      return farthestPositive(Float64Array.from(rows, (_, i) => root * vectors[at][i]));
    }),
    variances: kept.map((at) => values[at] / (n - 1)),
    shares: kept.map((at) => values[at] / total),
  };
}

/** The rows less the mean of each column. */
function centred(rows: readonly ArrayLike<number>[]): Float64Array[] {
  const p = rows[0].length;
  const means = new Float64Array(p);
  rows.forEach((row, i) => {
    if (row.length !== p)
      throw new RangeError(`rows must have the same length; row ${i} has ${row.length}, not ${p}`);
    for (let j = 0; j < p; j++) {
      if (!Number.isFinite(row[j]))
        throw new RangeError(`values must be finite; row ${i}, column ${j} is ${row[j]}`);
      means[j] += row[j] / rows.length;
    }
  });
  return rows.map((row) => means.map((mean, j) => row[j] - mean));
}

function gramMatrix(rows: readonly Float64Array[]): Float64Array {
  const n = rows.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      const [a, b] = [rows[i], rows[k]];
      let product = 0;
      for (let j = 0; j < a.length; j++) product += a[j] * b[j];
      gram[i * n + k] = product;
      gram[k * n + i] = product;
    }
  }
  return gram;
}

function farthestPositive(scores: Float64Array): Float64Array {
  let farthest = 0;
  for (const score of scores) if (Math.abs(score) > Math.abs(farthest)) farthest = score;
  return farthest < 0 ? scores.map((score) => -score) : scores;
}
