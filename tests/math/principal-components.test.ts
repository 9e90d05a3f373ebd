/** Oracle: R 4.2.2, `prcomp(x)` with the project's rule of signs, and `eigen(a, symmetric = TRUE)`; 17 digits printed. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { principalComponents } from "dlrn/math/principal-components";
import { symmetricEigenvectors } from "dlrn/math/symmetric-eigen";
import { assertNear } from "../near.js";

const four = [
  [2.5, 2.4, 0.5, 1.0, 7],
  [0.5, 0.7, 2.1, -1.2, 3],
  [2.2, 2.9, 0.1, 0.4, 5],
  [1.9, 2.2, 1.3, 2.2, 9],
];

/** `s <- 7; for (i in 1:240) { s <- (s*1103 + 12345) %% 65536; u[i] <- s/65536 }; matrix(u, 6, byrow = TRUE)` */
function wide(): number[][] {
  let state = 7;
  return Array.from({ length: 6 }, () =>
    Array.from({ length: 40 }, () => {
      state = (state * 1103 + 12345) % 65536;
      return state / 65536;
    }),
  );
}

describe("principal components agree with R's prcomp", () => {
  test("of four rows of five values", () => {
    const { scores, variances, shares } = principalComponents(four, 3);
    assertNear(variances, [9.487058909564082, 1.5806153542749333, 0.06482573616098149], 1e-12);
    assertNear(shares, [0.8521948268191408, 0.14198206640691075, 0.005823106773948485], 1e-12);
    assertNear(
      [...scores[0]],
      [-1.3043983057786077, 4.0020003064279255, 0.53603149342264245, -3.2336334940719613],
      1e-12,
    );
    assertNear(
      [...scores[2]],
      [0.3531553938194697, 0.015856301506756876, -0.21117266559934553, -0.15783902972710662],
      1e-11,
    );
  });

  test("of six rows of forty values", () => {
    const { scores, variances } = principalComponents(wide(), 5);
    assertNear(
      variances,
      [
        0.9788830195205979, 0.7935952582199223, 0.6588203199449711, 0.5989740477296763,
        0.3579610480255883,
      ],
      1e-12,
    );
    assertNear(
      [...scores[1]],
      [
        0.5504840761515294, 0.19066360309564476, -1.032785954549151, 1.1660364631819042,
        0.2031199697268076, -1.0775181576067354,
      ],
      1e-11,
    );
  });
});

test("eigenvalues and vectors of a symmetric matrix agree with R's eigen", () => {
  const at = Array.from({ length: 64 }, (_, k) => [Math.floor(k / 8) + 1, (k % 8) + 1]);
  const matrix = at.map(([i, j]) => Math.sin(i * j) + Math.sin(i + j));
  const { values, vectors } = symmetricEigenvectors(matrix, 8);
  assertNear(
    [...values],
    [
      -5.016243367388074, -2.2157284508657566, -2.0758122167500028, -1.3186467185487345,
      0.8232625897431687, 1.4254532469726664, 2.3352978016935015, 5.5779912451985716,
    ],
    1e-13,
  );
  const last = vectors[7].map((value) => value * Math.sign(vectors[7][0]));
  assertNear(
    [...last],
    [
      0.6244228324940966, 0.14895149680805297, -0.29108906016196295, -0.4207942053981121,
      -0.37173270164211702, 0.23066046370719803, 0.31178443999435107, 0.19367494831735144,
    ],
    1e-12,
  );
});

test("many rows that lie in a plane have two components, and all their distances", () => {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const [a, b] = [Math.sin(i), Math.cos(3 * i)];
    return [a, b, a + b, 2 * a, 1 - b];
  });
  const { scores, shares } = principalComponents(rows, 2);
  assertNear(shares[0]! + shares[1]!, 1, 1e-13);
  const apart = rows[3]!.reduce((sum, value, j) => sum + (value - rows[70]![j]!) ** 2, 0);
  const found = scores.reduce((sum, score) => sum + (score[3]! - score[70]!) ** 2, 0);
  assertNear(found, apart, 1e-12);
});

describe("principal components obey the laws", () => {
  const rows = wide();
  const { scores, variances, shares } = principalComponents(rows, 5);

  test("by hand: two rows lie half their distance from the middle", () => {
    const { scores: two, shares: all } = principalComponents(
      [
        [1, 2],
        [4, 6],
      ],
      1,
    );
    assertNear([...two[0]], [2.5, -2.5], 1e-14);
    assertNear(all, [1], 1e-14);
  });

  test("coordinates keep all distances, have mean 0 and the component's variance", () => {
    const between = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
      Array.from(a).reduce((sum, value, j) => sum + (value - b[j]) ** 2, 0);
    const coordinates = rows.map((_, i) => scores.map((score) => score[i]));
    assertNear(between(coordinates[0], coordinates[4]), between(rows[0], rows[4]), 1e-12);
    scores.forEach((score, c) => {
      assert.ok(Math.abs(score.reduce((sum, value) => sum + value, 0)) < 1e-13);
      assertNear(score.reduce((sum, value) => sum + value ** 2, 0) / 5, variances[c], 1e-12);
      assert.ok(Math.max(...score) >= Math.max(...score.map(Math.abs)), "the farthest is positive");
    });
    assertNear(
      shares.reduce((sum, share) => sum + share, 0),
      1,
      1e-13,
    );
  });
});

test("principal components refuse what has none", () => {
  const cases: [rows: number[][], count: number, message: string][] = [
    [[[1, 2]], 1, "principal components need two rows or more; got 1"],
    [four, 4, "components must be a whole number from 1 to 3 for 4 rows; got 4"],
    [[[1, 2], [1]], 1, "rows must have the same length; row 1 has 1, not 2"],
    [
      [
        [1, 2],
        [1, Number.NaN],
      ],
      1,
      "values must be finite; row 1, column 1 is NaN",
    ],
    [
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      2,
      "the rows must differ along 2 directions; they differ along 1; ask for fewer components",
    ],
  ];
  for (const [rows, count, message] of cases)
    assert.throws(() => principalComponents(rows, count), { message });
  assert.throws(() => symmetricEigenvectors([1, 2, 3], 2), {
    message: "a matrix of 2 rows must have 4 values; got 3",
  });
});
