/**
 * What sva prints as the prior of a reference batch: rounding, followed to the last bit.
 *
 * A reference batch has no prior. Its scales are all n / (n − 1) in exact arithmetic and do not vary; our fit therefore
 * gives null. sva nevertheless divides by their variance, which is what rounding has left of it: the same call of R
 * gives a = 1.9e31 to 3.7e31 depending on the library of linear algebra. The golden file holds the value of one of
 * them (OpenBLAS for AVX-512). To compare with it, this file repeats that arithmetic: normal equations whose sums run
 * in eight lanes of fused products, an elimination in fused steps, and sums of squares with extended precision.
 * Nothing else uses it.
 */

import { exactProduct, exactSum, fusedMultiplyAdd } from "../../math/exact-arithmetic.js";

/**
 * @param data p features x n samples
 * @param batchOf for each sample the position of its batch; `reference` is one of them
 * @param covariates n rows, without a column of ones; none if empty
 */
export function svaReferencePrior(
  data: readonly (readonly number[])[],
  batchOf: readonly number[],
  reference: number,
  covariates: readonly (readonly number[])[],
): { aPrior: number; bPrior: number } {
  const batchCount = Math.max(...batchOf) + 1;
  const indicator = (b: number) => batchOf.map((of) => (b === reference || of === b ? 1 : 0));
  const extra = (covariates[0] ?? []).map((_, q) => covariates.map((row) => row[q]));
  const columns = [
    ...Array.from({ length: batchCount }, (_, b) => indicator(b)),
    ...extra.filter((column) => column.some((value) => value !== 1)),
  ];
  const eliminated = eliminate(columns.map((one) => columns.map((other) => lanes(one, other))));
  const own = batchOf.flatMap((of, i) => (of === reference ? [i] : []));
  const deltas = data.map((feature) => {
    const b = solve(
      eliminated,
      columns.map((column) => lanes(column, feature)),
    );
    const residuals = own.map(
      (i) =>
        feature[i] -
        sequence(
          b,
          columns.map((column) => column[i]),
          0,
        ),
    );
    const pooled = meanOf(residuals.map((r) => [r * r, 0]));
    const root = Math.sqrt(pooled);
    const standardized = own.map((i) => {
      const kept = sequence(
        b,
        columns.map((column) => column[i]),
        batchCount,
      );
      return (feature[i] - (b[reference] + kept)) / root;
    });
    return moments(standardized)[1];
  });
  const [m, s2] = moments(deltas);
  return { aPrior: (2 * s2 + m ** 2) / s2, bPrior: (m * s2 + m ** 3) / s2 };
}

/** Σ x y in eight lanes, added in pairs. */
function lanes(x: readonly number[], y: readonly number[]): number {
  let sums = new Array<number>(8).fill(0);
  x.forEach((value, i) => {
    sums[i % 8] = fusedMultiplyAdd(value, y[i], sums[i % 8]);
  });
  while (sums.length > 1) sums = sums.flatMap((sum, k) => (k % 2 === 0 ? [sum + sums[k + 1]] : []));
  return sums[0];
}

/** Σ from `from` on of b x, one after the other. */
function sequence(b: readonly number[], x: readonly number[], from: number): number {
  let sum = 0;
  for (let k = from; k < b.length; k++) sum = fusedMultiplyAdd(b[k], x[k], sum);
  return sum;
}

interface Elimination {
  readonly a: number[][];
  readonly pivots: number[];
}

/** The triangular factors of a square matrix, column after column, with row exchanges. */
function eliminate(matrix: readonly (readonly number[])[]): Elimination {
  const a = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  for (let j = 0; j < a.length; j++) {
    pivots.forEach((pivot, k) => {
      [a[k][j], a[pivot][j]] = [a[pivot][j], a[k][j]];
    });
    for (let i = 1; i < a.length; i++) {
      let sum = 0;
      for (let k = 0; k < Math.min(i, j); k++) sum = fusedMultiplyAdd(a[i][k], a[k][j], sum);
      a[i][j] -= sum;
    }
    let pivot = j;
    for (let i = j + 1; i < a.length; i++) if (Math.abs(a[i][j]) > Math.abs(a[pivot][j])) pivot = i;
    pivots.push(pivot);
    for (let k = 0; k <= j; k++) [a[j][k], a[pivot][k]] = [a[pivot][k], a[j][k]];
    const reciprocal = 1 / a[j][j];
    for (let i = j + 1; i < a.length; i++) a[i][j] *= reciprocal;
  }
  return { a, pivots };
}

function solve({ a, pivots }: Elimination, b: readonly number[]): number[] {
  const x = [...b];
  pivots.forEach((pivot, k) => {
    [x[k], x[pivot]] = [x[pivot], x[k]];
  });
  for (let k = 0; k < x.length; k++)
    for (let i = k + 1; i < x.length; i++) x[i] = fusedMultiplyAdd(-a[i][k], x[k], x[i]);
  for (let k = x.length - 1; k >= 0; k--) {
    x[k] *= 1 / a[k][k];
    for (let i = 0; i < k; i++) x[i] = fusedMultiplyAdd(-a[i][k], x[k], x[i]);
  }
  return x;
}

/** Mean and unbiased variance, each rounded once. */
function moments(values: readonly number[]): [mean: number, variance: number] {
  const mean = meanOf(values.map((value) => [value, 0]));
  const squares = values.map((value): Pair => {
    const [high, low] = exactSum(value, -mean);
    const [square, rest] = exactProduct(high, high);
    return [square, rest + 2 * high * low];
  });
  return [mean, meanOf(squares, values.length - 1)];
}

/** A number as a double and what is left of it. */
type Pair = readonly [value: number, rest: number];

/** The sum of the numbers, divided by their count or another divisor, rounded once. */
function meanOf(values: readonly Pair[], divisor = values.length): number {
  let sum = 0;
  let rest = 0;
  for (const [value, left] of values) {
    const [next, lost] = exactSum(sum, value);
    sum = next;
    rest += lost + left;
  }
  const quotient = sum / divisor;
  const [product, productRest] = exactProduct(quotient, divisor);
  return quotient + (sum - product - productRest + rest) / divisor;
}
