import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pearsonCorrelation } from "dlrn/compare/correlation";
import { kendallCorrelation, spearmanCorrelation } from "dlrn/compare/rank-correlation";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { fromR } from "./from-r.js";

const pairs = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
    minLength: 4,
    maxLength: 25,
  })
  .map((list) => ({ x: list.map(([a]) => a), y: list.map(([, b]) => b) }))
  .filter(({ x, y }) => new Set(x).size > 1 && new Set(y).size > 1);
const runs = { numRuns: 150, seed: 4 };

describe("agrees with R's cor.test", () => {
  for (const { x, y, alternative, ...expected } of fromR.correlations)
    test(alternative, () => {
      const pearson = pearsonCorrelation(x, y, { alternative, confidence: 0.9 });
      assertNear(pearson, expected.pearson, 1e-12);
      assertNear(spearmanCorrelation(x, y, { alternative }), expected.spearman, 1e-12);
      assertNear(kendallCorrelation(x, y, { alternative }), expected.kendall, 1e-12);
    });
});

describe("agrees with hand calculation", () => {
  test("four points", () => {
    // 1 2 3 4 against 1 3 2 4: Σ dx dy = 4, Σ dx² = 5; five pairs in order, one out.
    assertNear(pearsonCorrelation([1, 2, 3, 4], [1, 3, 2, 4]).r, 0.8, 1e-15);
    assertNear(spearmanCorrelation([1, 2, 3, 4], [1, 3, 2, 4]).rho, 0.8, 1e-15);
    assertNear(kendallCorrelation([1, 2, 3, 4], [1, 3, 2, 4]).tauB, 4 / 6, 1e-15);
  });
  test("Kendall by listing all pairs", () => {
    fc.assert(
      fc.property(pairs, ({ x, y }) => {
        let [score, untiedX, untiedY] = [0, 0, 0];
        for (let i = 0; i < x.length; i++)
          for (let j = 0; j < i; j++) {
            score += Math.sign(x[i] - x[j]) * Math.sign(y[i] - y[j]);
            if (x[i] !== x[j]) untiedX++;
            if (y[i] !== y[j]) untiedY++;
          }
        assertNear(kendallCorrelation(x, y).tauB, score / Math.sqrt(untiedX * untiedY), 1e-12);
      }),
      runs,
    );
  });
});

describe("obeys the laws", () => {
  test("points on a line give exactly one", () => {
    const slope = fc.constantFrom(-3, -0.1, 0.1, 0.7, 2, 1e6);
    fc.assert(
      fc.property(pairs, slope, ({ x }, slope) => {
        const { r, pValue, ci, t } = pearsonCorrelation(
          x,
          x.map((value) => 8 * slope * value),
        );
        const sign = Math.sign(slope);
        assertNear({ r, pValue }, { r: sign, pValue: 0 }, 1e-15, { absolute: 1e-10 });
        assert.ok(Math.abs(t) > 1e6);
        assertNear(ci, [sign, sign], 1e-3);
      }),
      runs,
    );
    const { r, t, pValue, ci } = pearsonCorrelation([0.1, 0.2, 0.3, 0.7], [1, 2, 3, 7]);
    assert.deepEqual({ r, t, pValue, ci }, { r: 1, t: Infinity, pValue: 0, ci: [1, 1] });
  });
  test("order of patients, exchange, a new origin and unit; ranks under a monotone transform", () => {
    fc.assert(
      fc.property(pairs, ({ x, y }) => {
        const [a, b] = [x.toReversed(), y.toReversed()];
        const bent = x.map((value) => Math.exp(value / 4));
        const at = { absolute: 1e-12 };
        assertNear(pearsonCorrelation(b, a).r, pearsonCorrelation(x, y).r, 1e-12, at);
        assertNear(
          pearsonCorrelation(
            x.map((v) => 1e6 - 3 * v),
            y,
          ).r,
          -pearsonCorrelation(x, y).r,
          1e-9,
          at,
        );
        for (const correlation of [spearmanCorrelation, kendallCorrelation]) {
          assertNear(correlation(b, a).pValue, correlation(x, y).pValue, 1e-9, at);
          assert.deepEqual(correlation(bent, y), correlation(x, y));
        }
      }),
      runs,
    );
  });
  test("three pairs have no interval", () =>
    assert.equal(pearsonCorrelation([1, 2, 3], [1, 3, 2]).ci, null));
});

describe("refuses", () => {
  for (const correlation of [pearsonCorrelation, spearmanCorrelation, kendallCorrelation]) {
    const refused: [why: string, call: () => unknown, message: string][] = [
      ["two pairs", () => correlation([1, 2], [1, 2]), "x must have at least 3 values; got 2"],
      ["no pair", () => correlation([], []), "x must have at least 3 values; got 0"],
      [
        "lengths that differ",
        () => correlation([1, 2, 3], [1, 2]),
        "x and y must be equally long; got 3 and 2 values",
      ],
      [
        "a missing value",
        () => correlation([1, 2, 3], [1, NaN, 2]),
        "y must hold finite numbers; y[1] is NaN; drop missing values first (presentValues)",
      ],
      [
        "an unknown alternative",
        () => correlation([1, 2, 3], [1, 3, 2], { alternative: "two.sided" as "less" }),
        'alternative must be "two-sided", "less" or "greater"; got "two.sided"',
      ],
    ];
    for (const [why, call, message] of refused)
      test(`${why} (${correlation.name})`, () =>
        assert.throws(call, { name: "RangeError", message }));
    test(`a constant (${correlation.name})`, () =>
      assert.throws(
        () => correlation([1, 2, 3], [4, 4, 4]),
        /^RangeError: y must vary; all 3 values are /,
      ));
  }
});
