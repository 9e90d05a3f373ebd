import assert from "node:assert/strict";
import { test } from "node:test";
import { binnedRegion, regionFrame } from "dlrn/features/binned-region";
import { coOccurrences } from "dlrn/features/glcm";
import { glcmFeatures, glcmNames } from "dlrn/features/glcm-features";
import { directions } from "dlrn/features/neighbours";
import { IDENTITY_DIRECTION } from "dlrn/io/volume";
import { symmetricEigen } from "dlrn/math/eigen";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

/** MCC of an n x n table of counts. */
function mcc(counts: Float64Array, n: number, symmetric: boolean): number {
  const cells = Uint32Array.from(counts.keys()).filter((at) => counts[at] !== 0);
  const matrix = {
    cells: cells.map((at) => 2 ** 16 * Math.floor(at / n) + (at % n)),
    counts: counts.filter((count) => count !== 0),
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

test("of 60000 levels only the pairs that occur are looked at", () => {
  const random = seededRandom(5);
  const values = new Uint8Array(34 * 34 * 10).fill(1);
  const place = { spacing: [1, 1, 1], origin: [0, 0, 0], direction: IDENTITY_DIRECTION } as const;
  const frame = regionFrame({ ...place, size: [34, 34, 10], values });
  const bins = Int32Array.from(values, () => 1 + random.integer(60000));
  const region = binnedRegion(frame, { bins, highest: 60000 });
  const [matrix] = coOccurrences(region, directions(region.box));
  assert.ok(region.levels.length > 10000);
  assert.ok(matrix.cells.length <= 2 * values.length); // a table would have 10⁸
  const pairs = new Map<string, number>();
  let contrast = 0;
  let count = 0;
  for (let i = 0; i + 34 * 34 + 34 + 1 < bins.length; i++) {
    if (i % 34 === 33 || Math.floor(i / 34) % 34 === 33) continue;
    const [a, b] = [bins[i], bins[i + 34 * 34 + 34 + 1]];
    for (const pair of [`${a} ${b}`, `${b} ${a}`]) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    contrast += (a - b) ** 2;
    count++;
  }
  const shares = Array.from(pairs.values(), (c) => c / (2 * count));
  const entropy = shares.reduce((sum, p) => sum - p * Math.log2(p), 0);
  const features = glcmFeatures(matrix, region.levels, region.highest);
  assertNear(features[glcmNames.indexOf("Contrast")] / (contrast / count), 1, 1e-12);
  assertNear(features[glcmNames.indexOf("JointEntropy")], entropy, 1e-10);
});

// Each level has a pair with itself and, both ways, with level 0: beside 1 the eigenvalues of B are ±½, by its formula.
test("MCC of very many levels: 1 where they fall into parts, else searched for", () => {
  const n = 2501;
  const star = (leaves: number): number => {
    const list = [
      ...Array.from({ length: leaves }, (_, j) => j + 1), // row 0
      ...Array.from({ length: n - 1 }, (_, k) => {
        const own = 2 ** 16 * (k + 1);
        return k < leaves ? [own, own + k + 1] : [own + k + 1];
      }).flat(),
    ];
    const cells = Uint32Array.from(list);
    const counts = new Float64Array(list.length).fill(1);
    const matrix = { cells, counts, total: list.length, symmetric: true };
    const levels = Float64Array.from({ length: n }, (_, i) => i + 1);
    return glcmFeatures(matrix, levels, n, { withMcc: true })[glcmNames.indexOf("MCC")];
  };
  assertNear(star(n - 1), 0.5, 1e-12);
  assert.equal(star(n - 2), 1);
});
