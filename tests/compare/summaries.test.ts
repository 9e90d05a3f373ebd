import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adjustedPValues, type PAdjustment } from "dlrn/compare/p-adjustment";
import { presentPairs, presentValues } from "dlrn/compare/sample";
import { sampleQuantile, sampleSummary } from "dlrn/compare/sample-summary";
import { shapiroWilkTest } from "dlrn/compare/shapiro-wilk";
import {
  standardisedCategoryDifference,
  standardisedMeanDifference,
  standardisedMeanDifferenceFromSummaries,
  standardisedProportionDifference,
} from "dlrn/compare/standardised-mean-difference";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { fromR } from "./from-r.js";

const METHODS: PAdjustment[] = [
  "bonferroni",
  "holm",
  "hochberg",
  "benjamini-hochberg",
  "benjamini-yekutieli",
];
const runs = { numRuns: 150, seed: 4 };
const sample = fc
  .array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 30 })
  .filter((values) => new Set(values).size > 1);

describe("agrees with R", () => {
  for (const { x, ...expected } of fromR.shapiro)
    test(`shapiro.test of ${x.length} values`, () =>
      assertNear(shapiroWilkTest(x), expected, 1e-10));
  for (const method of METHODS)
    test(`p.adjust: ${method}`, () =>
      assertNear(adjustedPValues(fromR.adjusted["p"], method), fromR.adjusted[method], 1e-13));
});

describe("agrees with hand calculation", () => {
  test("1, 2, 3, 4, 10", () => {
    const found = sampleSummary([10, 1, 3, 2, 4]);
    // Deviations −3 −2 −1 0 6: squares 50, cubes 180, fourth powers 1394.
    const g1 = 36 / 10 / Math.sqrt(10);
    const g2 = 1394 / 5 / 100 - 3;
    assertNear(
      found,
      {
        n: 5,
        mean: 4,
        standardDeviation: Math.sqrt(12.5),
        median: 3,
        interquartileRange: 2,
        fiveNumbers: [1, 2, 3, 4, 10],
        medianAbsoluteDeviation: 1.4826,
        skewness: (g1 * Math.sqrt(20)) / 3,
        kurtosis: (4 / (3 * 2)) * (6 * g2 + 6),
      },
      1e-14,
    );
  });
  test("quantiles of 1, 2, 3, 4: type 7 and type 6", () => {
    assert.equal(sampleQuantile([1, 2, 3, 4], 0.25), 1.75);
    assert.equal(sampleQuantile([1, 2, 3, 4], 0.25, 6), 1.25);
    assert.deepEqual(
      [0, 1].map((p) => sampleQuantile([4, 1, 3], p, 6)),
      [1, 4],
    );
  });
  test("a single value has no spread and no shape", () => {
    const { standardDeviation, skewness, kurtosis, median } = sampleSummary([7]);
    assert.deepEqual(
      { standardDeviation, skewness, kurtosis, median },
      {
        standardDeviation: null,
        skewness: null,
        kurtosis: null,
        median: 7,
      },
    );
  });
  test("standardised differences", () => {
    assertNear(standardisedMeanDifference([1, 2, 3], [3, 4, 5]), -2, 1e-15);
    const [x, y] = [
      { mean: 51.31, standardDeviation: 18.851 },
      { mean: 48.1, standardDeviation: 17.741 },
    ];
    assertNear(
      standardisedMeanDifferenceFromSummaries(x, y),
      3.21 / Math.sqrt((18.851 ** 2 + 17.741 ** 2) / 2),
      1e-14,
    );
    assertNear(
      standardisedProportionDifference(1, 2, 1, 4),
      0.25 / Math.sqrt((0.25 + 0.1875) / 2),
      1e-15,
    );
    // Shares (½, ¼, ¼) and (¼, ¼, ½). For the last two categories the mean covariance is
    // [3/16, −3/32; −3/32, 7/32] and the difference (0, −¼): (1/16) (3/16) / (21/512 − 9/1024).
    const squared = ((1 / 16) * (3 / 16)) / (21 / 512 - 9 / 1024);
    assertNear(standardisedCategoryDifference([2, 1, 1], [1, 1, 2]), Math.sqrt(squared), 1e-14);
  });
  test("missing values are counted, pairs dropped together", () => {
    assert.deepEqual(presentValues([1, null, 3]), { values: Float64Array.of(1, 3), missing: 1 });
    assert.deepEqual(presentPairs([1, null, 3], [4, 5, null]), {
      x: Float64Array.of(1),
      y: Float64Array.of(4),
      missing: 2,
    });
  });
});

describe("obeys the laws", () => {
  test("order of patients; origin and unit", () => {
    fc.assert(
      fc.property(sample, (x) => {
        assertNear(sampleSummary(x.toSorted()), sampleSummary(x), 1e-9, { absolute: 1e-9 });
        const { skewness, kurtosis } = sampleSummary(x.map((value) => 1000 - 4 * value));
        const before = sampleSummary(x);
        assertNear(skewness, -(before.skewness as number), 1e-7, { absolute: 1e-9 });
        assertNear(kurtosis, before.kurtosis, 1e-7, { absolute: 1e-9 });
        const moved = shapiroWilkTest(x.map((value) => 1000 + 4 * value));
        assertNear(moved, shapiroWilkTest(x), 1e-7);
      }),
      runs,
    );
  });
  test("an adjusted P value is never smaller; order does not matter; methods are ordered", () => {
    const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(family, (p) => {
        const by = Object.fromEntries(METHODS.map((m) => [m, adjustedPValues(p, m) as number[]]));
        for (const method of METHODS) {
          p.forEach((value, i) => {
            assert.ok(by[method][i] >= value && by[method][i] <= 1);
          });
          assert.deepEqual(adjustedPValues(p.toReversed(), method), by[method].toReversed());
        }
        p.forEach((_, i) => {
          assert.ok(by["holm"][i] <= by["bonferroni"][i]);
          assert.ok(by["hochberg"][i] <= by["holm"][i]);
          assert.ok(by["benjamini-hochberg"][i] <= by["hochberg"][i] * (1 + 1e-12));
          assert.ok(by["benjamini-hochberg"][i] <= by["benjamini-yekutieli"][i]);
        });
      }),
      runs,
    );
  });
  test("a missing P value stays missing and does not count", () =>
    assert.deepEqual(adjustedPValues([0.01, null, 0.5], "bonferroni"), [0.02, null, 1]));
  test("two categories are a yes-or-no variable; names of categories do not matter", () => {
    const counts = fc.tuple(...Array.from({ length: 6 }, () => fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(counts, ([a, b, c, d, e, f]) => {
        const binary = standardisedProportionDifference(a, a + b, c, c + d);
        assertNear(standardisedCategoryDifference([a, b], [c, d]), Math.abs(binary), 1e-10, {
          absolute: 1e-12,
        });
        const one = standardisedCategoryDifference([a, b, c], [d, e, f]);
        assertNear(standardisedCategoryDifference([c, a, b], [f, d, e]), one, 1e-9, {
          absolute: 1e-9,
        });
        assertNear(standardisedCategoryDifference([d, 0, e, f], [a, 0, b, c]), one, 1e-9, {
          absolute: 1e-9,
        });
      }),
      runs,
    );
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["no value", () => sampleSummary([]), "values must have at least 1 value; got 0"],
    [
      "NaN",
      () => sampleSummary([1, NaN]),
      "values must hold finite numbers; values[1] is NaN; drop missing values first (presentValues)",
    ],
    [
      "an unknown type of quantile",
      () => sampleQuantile([1, 2], 0.5, 5 as 6),
      "the type of a quantile must be 6 or 7; got 5",
    ],
    ["a share above one", () => sampleQuantile([1, 2], 1.5), "p must lie in [0, 1]; got 1.5"],
    [
      "too few for Shapiro and Wilk",
      () => shapiroWilkTest([1, 2]),
      "sample size must be between 3 and 5000; got 2 values",
    ],
    [
      "a constant",
      () => shapiroWilkTest([2, 2, 2]),
      "all values are identical (2); normality cannot be judged",
    ],
    [
      "a P value above one",
      () => adjustedPValues([0.1, 1.2], "holm"),
      "P values must lie in [0, 1]; p[1] is 1.2",
    ],
    [
      "an unknown adjustment",
      () => adjustedPValues([0.1], "fdr" as "holm"),
      'method must be bonferroni, holm, hochberg, benjamini-hochberg or benjamini-yekutieli; got "fdr"',
    ],
    [
      "constant groups",
      () => standardisedMeanDifference([1, 1], [2, 2]),
      "a group must vary; both are constant, so there is no standard deviation",
    ],
    [
      "a group of one",
      () => standardisedMeanDifference([1], [2, 3]),
      "x must have at least 2 values; got 1",
    ],
    [
      "more events than patients",
      () => standardisedProportionDifference(3, 2, 1, 2),
      "counts must be whole, with 0 to all events; got 3 of 2",
    ],
    [
      "one category",
      () => standardisedCategoryDifference([3, 0], [2, 0]),
      "the variable must vary; all patients are in one category",
    ],
    [
      "groups that share no category",
      () => standardisedCategoryDifference([3, 0], [0, 2]),
      "the groups must share a category; with none in common their distance is infinite",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
