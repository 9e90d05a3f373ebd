import { test } from "node:test";
import { glcmFeatures, glcmNames } from "dlrn/features/glcm-features";
import { symmetricEigen } from "dlrn/math/eigen";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

/** MCC of an n x n table of counts. */
function mcc(counts: Float64Array, n: number, symmetric: boolean): number {
  const matrix = {
    counts,
    filled: counts.filter((count) => count !== 0).length,
    total: counts.reduce((a, b) => a + b, 0),
    symmetric,
  };
  const levels = Float64Array.from({ length: n }, (_, i) => i + 1);
  return glcmFeatures(matrix, levels, n, { withMcc: true })[glcmNames.indexOf("MCC")];
}

/** Σ over columns of the products of two rows, each entry divided by the roots of its row's and column's sums. */
function rowProducts(counts: Float64Array, n: number): Float64Array {
  const [rows, columns] = [new Float64Array(n), new Float64Array(n)];
  counts.forEach((count, at) => {
    rows[Math.floor(at / n)] += count;
    columns[at % n] += count;
  });
  const scaled = counts.map((count, at) =>
    count === 0 ? 0 : count / Math.sqrt(rows[Math.floor(at / n)] * columns[at % n]),
  );
  return counts.map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k++) sum += scaled[i * n + k] * scaled[j * n + k];
    return sum;
  });
}

for (const symmetric of [true, false]) {
  test(`MCC agrees with all eigenvalues, on random ${symmetric ? "symmetric" : "one-way"} matrices with levels that do not occur`, () => {
    const random = seededRandom(11);
    for (const [n, pairs] of [
      [2, 12],
      [3, 9],
      [7, 30],
      [40, 200],
      [41, 6000],
      [90, 3000],
    ]) {
      const counts = new Float64Array(n * n);
      for (let k = 0; k < pairs; k++) {
        const [i, j] = [random.integer(n), random.integer(n)].map((l) => (l === 4 ? 5 : l));
        counts[i * n + j]++;
        if (symmetric) counts[j * n + i]++;
      }
      const all = Array.from(symmetricEigen(rowProducts(counts, n), n).values).sort(
        (a, b) => b - a,
      );
      assertNear(mcc(counts, n, symmetric), Math.sqrt(all[1]), 1e-12);
    }
  });
}

// Haralick's Q = Σₖ p(i,k) p(j,k) / (px(i) py(k)) by its formula; numpy 1.24.2, sqrt of linalg.eigvals
test("MCC of a matrix that was counted one way agrees with Haralick's Q", () => {
  const counts = Float64Array.of(4, 1, 0, 2, 3, 5, 2, 0, 0, 0, 0, 0, 1, 2, 6, 1);
  assertNear(mcc(counts, 4, false), 0.5907534702895897, 1e-13);
});
