import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  cramersV,
  expectedCounts,
  likelihoodRatioTest,
  linearByLinearTest,
  pearsonChiSquareTest,
  yatesChiSquareTest,
} from "dlrn/compare/contingency";
import { fisherExactTest2x2, sampleOddsRatio } from "dlrn/compare/fisher-2x2";
import { fisherExactTest } from "dlrn/compare/fisher-rxc";
import { mcNemarTest } from "dlrn/compare/mcnemar";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { fromR } from "./from-r.js";

const close = 1e-12;
const runs = { numRuns: 100, seed: 4 };
const count = fc.integer({ min: 0, max: 9 });
/** Tables of which no row or column is empty. */
const tableOf = (rows: number, columns: number) =>
  fc
    .array(fc.array(count, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    })
    .filter(
      (table) =>
        table.every((row) => row.some((n) => n > 0)) &&
        table[0].every((_, j) => table.some((row) => row[j] > 0)),
    );
const turned = (table: readonly (readonly number[])[]) =>
  table[0].map((_, j) => table.map((row) => row[j]));

describe("agrees with R: chisq.test, fisher.test, mcnemar.test", () => {
  for (const { table, pearson, pValue, fisher } of fromR.tables)
    test(`a table of ${table.length} x ${table[0].length}`, () => {
      assertNear(pearsonChiSquareTest(table), { chiSquare: pearson, pValue }, close);
      assertNear(fisherExactTest(table).pValue, fisher, 1e-7); // R counts ties within 1e-7
    });
  for (const { table, alternative, ...expected } of fromR.fourfold)
    test(`Fisher's ${table.join(" | ")}, ${alternative}`, () => {
      const { pValue, oddsRatio, ci } = fisherExactTest2x2(table, {
        alternative,
        confidence: 0.9,
        roots: "R",
      });
      const got = { pValue, oddsRatio, low: ci[0], high: ci[1] };
      assertNear(got, expected, 1e-10);
    });
  for (const { b, c, ...expected } of fromR.mcnemar)
    test(`McNemar's ${b} and ${c}`, () => assertNear(mcNemarTest(b, c), expected, close));
});

describe("agrees with multiprecision roots (mpmath 1.4.1, bisection of exact sums of binomials)", () => {
  const rows: [table: number[][], confidence: number, odds: number, low: number, high: number][] = [
    [
      [
        [3, 1],
        [1, 3],
      ],
      0.95,
      6.408319658199674,
      0.21173559544657858,
      626.243530588814,
    ],
    [
      [
        [86, 29],
        [44, 30],
      ],
      0.95,
      2.0141194925799497,
      1.0287776295103168,
      3.964756128310789,
    ],
    [
      [
        [0, 7],
        [9, 5],
      ],
      0.95,
      0,
      0,
      0.61956695887689472,
    ],
    [
      [
        [12, 5],
        [29, 2],
      ],
      0.99,
      0.17266964690294312,
      0.0060988969233307377,
      2.034534801885307,
    ],
    [
      [
        [6, 0],
        [0, 5],
      ],
      0.95,
      Infinity,
      2.842799177495825,
      Infinity,
    ],
  ];
  for (const [table, confidence, odds, low, high] of rows)
    test(`Fisher's ${table.join(" | ")}`, () => {
      const { oddsRatio, ci } = fisherExactTest2x2(table, { confidence });
      assertNear({ odds: oddsRatio, low: ci[0], high: ci[1] }, { odds, low, high }, close);
    });
});

describe("agrees with hand calculation", () => {
  test("the lady tasting tea: 2 (16 + 1) / 70", () =>
    assertNear(
      fisherExactTest2x2([
        [3, 1],
        [1, 3],
      ]).pValue,
      34 / 70,
      1e-14,
    ));
  test("the trend over levels of which one is empty: R 4.2.2, coin 1.4.2, lbl_test(as.table(...))", () => {
    const location = [
      [93, 19],
      [2, 1],
      [0, 0],
      [1, 0],
    ];
    const z = linearByLinearTest(location, [1, 2, 3, 4]);
    assertNear([Math.sqrt(z.chiSquare), z.pValue], [0.0265844972975, 0.978791138255], 1e-11);
    assertNear(linearByLinearTest(location, [10, 20, -7, 40]), z, 1e-9); // scale and an unused score say nothing
    const unused = [
      [5, 1],
      [0, 0],
      [0, 4],
      [7, 6],
      [2, 6],
    ];
    const trend = linearByLinearTest(unused, [1, 2, 3, 4, 5]);
    assertNear(
      [Math.sqrt(trend.chiSquare), trend.pValue],
      [1.7086638455762, 0.0875132348162],
      1e-11,
    );
  });
  test("Pearson, Yates and the trend of the same table", () => {
    // Expected 2 everywhere: 4 · 1²/2 = 2; 4 · 0.5²/2 = 0.5; r = 1/2, so 7 · 1/4.
    const table = [
      [3, 1],
      [1, 3],
    ];
    assert.deepEqual(expectedCounts(table), [
      [2, 2],
      [2, 2],
    ]);
    assertNear(pearsonChiSquareTest(table).chiSquare, 2, 1e-15);
    assertNear(yatesChiSquareTest(table).chiSquare, 0.5, 1e-15);
    assertNear(linearByLinearTest(table).chiSquare, 1.75, 1e-15);
    assertNear(cramersV(table), 0.5, 1e-15);
    assert.equal(sampleOddsRatio(table), 9);
    assertNear(
      likelihoodRatioTest(table).chiSquare,
      4 * (3 * Math.log(1.5) + Math.log(0.5)),
      1e-14,
    );
  });
  test("McNemar's correction also where the counts are equal, as Edwards defines it", () =>
    assert.equal(mcNemarTest(5, 5).correctedChiSquare, 0.1));
  test("Fisher by listing every table with the same sums", () => {
    fc.assert(
      fc.property(tableOf(3, 3), (table) => {
        assertNear(fisherExactTest(table).pValue, listedP(table), 1e-10);
      }),
      { numRuns: 40, seed: 4 },
    );
  });
});

/** All 3 x 3 tables with the sums of this one, one after the other. */
function listedP(table: readonly (readonly number[])[]): number {
  const rows = table.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = turned(table).map((column) => column.reduce((a, b) => a + b, 0));
  const weight = (cells: readonly number[]) => cells.reduce((w, n) => w / factorial(n), 1);
  const seen = weight(table.flat());
  let [all, tail] = [0, 0];
  for (let a = 0; a <= rows[0]; a++)
    for (let b = 0; a + b <= rows[0]; b++)
      for (let c = 0; c <= rows[1]; c++)
        for (let d = 0; c + d <= rows[1]; d++) {
          const first = [a, b, rows[0] - a - b];
          const second = [c, d, rows[1] - c - d];
          const third = columns.map((sum, j) => sum - first[j] - second[j]);
          if (third.some((n) => n < 0)) continue;
          const w = weight([...first, ...second, ...third]);
          all += w;
          if (w <= seen * (1 + 1e-7)) tail += w;
        }
  return tail / all;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

describe("obeys the laws", () => {
  test("order of rows and columns, turning the table, empty rows", () => {
    fc.assert(
      fc.property(tableOf(3, 4), (table) => {
        const others = [
          table.toReversed(),
          table.map((row) => row.toReversed()),
          turned(table),
          [...table, [0, 0, 0, 0]],
        ];
        for (const other of others) {
          assertNear(pearsonChiSquareTest(other), pearsonChiSquareTest(table), 1e-10, {
            absolute: 1e-13,
          });
          assertNear(likelihoodRatioTest(other), likelihoodRatioTest(table), 1e-10, {
            absolute: 1e-12,
          });
          assertNear(linearByLinearTest(other), linearByLinearTest(table), 1e-9, {
            absolute: 1e-12,
          });
          assertNear(fisherExactTest(other).pValue, fisherExactTest(table).pValue, 1e-9);
          assertNear(cramersV(other), cramersV(table), 1e-10, { absolute: 1e-7 });
        }
      }),
      runs,
    );
  });
  test("2 x 2: both ways to Fisher's P agree; exchanged rows invert the odds ratio", () => {
    fc.assert(
      fc.property(tableOf(2, 2), (table) => {
        const one = fisherExactTest2x2(table);
        assertNear(fisherExactTest(table).pValue, one.pValue, 1e-10);
        const other = fisherExactTest2x2(table.toReversed());
        assertNear(other.pValue, one.pValue, 1e-10);
        if (one.oddsRatio > 0 && one.oddsRatio < Infinity) {
          assertNear(other.oddsRatio, 1 / one.oddsRatio, 1e-10);
          assertNear(other.ci[0], 1 / one.ci[1], 1e-10);
          assert.ok(one.ci[0] < one.oddsRatio && one.oddsRatio < one.ci[1]);
        }
      }),
      runs,
    );
  });
  test("independent rows give no evidence", () => {
    const table = [
      [2, 4, 6],
      [4, 8, 12],
    ];
    assertNear(pearsonChiSquareTest(table), { chiSquare: 0, pValue: 1 }, 0, { absolute: 1e-14 });
    assertNear(fisherExactTest(table).pValue, 1, 1e-12);
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "no rows",
      () => pearsonChiSquareTest([]),
      "a comparison needs 2 rows and 2 columns with counts; got 0 and 0",
    ],
    [
      "one row with counts",
      () =>
        pearsonChiSquareTest([
          [5, 3],
          [0, 0],
        ]),
      "a comparison needs 2 rows and 2 columns with counts; got 1 and 2",
    ],
    [
      "all zero",
      () =>
        fisherExactTest([
          [0, 0],
          [0, 0],
        ]),
      "a comparison needs 2 rows and 2 columns with counts; got 0 and 0",
    ],
    [
      "ragged rows",
      () => cramersV([[1, 2], [3]]),
      "all rows of a table must be equally long; row 0 has 2 counts, row 1 has 1",
    ],
    [
      "a negative count",
      () =>
        likelihoodRatioTest([
          [1, -2],
          [3, 4],
        ]),
      "counts must be whole numbers of patients; row 0, column 1 is -2",
    ],
    [
      "a fraction",
      () =>
        linearByLinearTest([
          [1, 2],
          [3.5, 4],
        ]),
      "counts must be whole numbers of patients; row 1, column 0 is 3.5",
    ],
    [
      "scores that are not one a row",
      () =>
        linearByLinearTest(
          [
            [1, 2],
            [3, 4],
          ],
          [1],
        ),
      "each row of a table needs a score; got 1 scores for 2 rows",
    ],
    [
      "scores that are all alike",
      () =>
        linearByLinearTest(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
        ),
      "scores of rows must differ; all are 2",
    ],
    [
      "NaN",
      () =>
        fisherExactTest2x2([
          [1, 2],
          [NaN, 4],
        ]),
      "counts must be whole numbers of patients; row 1, column 0 is NaN",
    ],
    [
      "Yates beyond 2 x 2",
      () =>
        yatesChiSquareTest([
          [1, 2, 3],
          [3, 4, 5],
        ]),
      "Yates's correction is for 2 x 2 tables; got 2 x 3",
    ],
    [
      "Fisher's odds ratio beyond 2 x 2",
      () =>
        fisherExactTest2x2([
          [1, 2, 3],
          [3, 4, 5],
        ]),
      "the table must be 2 x 2; got 2 x 3 rows and columns with counts",
    ],
    [
      "unknown roots",
      () =>
        fisherExactTest2x2(
          [
            [1, 2],
            [3, 4],
          ],
          { roots: "SAS" as "R" },
        ),
      'roots must be "exact" or "R"; got "SAS"',
    ],
    [
      "a table too large for the exact law",
      () =>
        fisherExactTest(
          [
            [32, 11, 10, 3],
            [53, 50, 25, 15],
            [10, 10, 7, 7],
            [3, 30, 5, 8],
          ],
          { maximumSteps: 1e5 },
        ),
      "Fisher's exact test of this 4 x 4 table of 279 patients needs more than 100000 steps; use a chi-square test, or raise maximumSteps",
    ],
    [
      "no pair that disagrees",
      () => mcNemarTest(0, 0),
      "some pair must disagree; b and c are both 0",
    ],
    ["half a pair", () => mcNemarTest(1.5, 0), "b must be a whole number of pairs; got 1.5"],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
