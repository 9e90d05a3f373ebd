import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pairedTTest, tTest, tTestFromSummaries } from "dlrn/compare/t-test";
import { mean, standardDeviation } from "dlrn/math/summary";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { fromR } from "./from-r.js";

const close = 1e-12;
const sample = fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 3, maxLength: 20 });
const varied = sample.filter((values) => new Set(values).size > 1);

describe("agrees with R's t.test", () => {
  for (const { x, y, alternative, confidence, ...expected } of fromR.t) {
    test(`${alternative}, ${confidence}`, () => {
      const options = { alternative, confidence };
      assertNear(tTest(x, y, { ...options, variances: "equal" }), expected.equal, close);
      assertNear(tTest(x, y, { ...options, variances: "unequal" }), expected.unequal, close);
      assertNear(pairedTTest(x.slice(0, y.length), y, options), expected.paired, close);
    });
  }
  test("a group of one, for Student's test", () => {
    const { x, y, ...expected } = fromR.single;
    assertNear(tTest([x], y, { variances: "equal" }), expected, close);
  });
});

describe("agrees with hand calculation", () => {
  test("1, 2, 3 against 3, 4, 5", () => {
    // Means 2 and 4, both variances 1: standard error √(1/3 + 1/3), t = −2/√(2/3) = −√6.
    const { t, degreesOfFreedom, standardError } = tTest([1, 2, 3], [3, 4, 5], {
      variances: "equal",
    });
    assertNear(
      { t, degreesOfFreedom, standardError },
      {
        t: -Math.sqrt(6),
        degreesOfFreedom: 4,
        standardError: Math.sqrt(2 / 3),
      },
      1e-15,
    );
  });
  test("age in the paper's Table 1, from its means: P between .48 and .49", () => {
    const x = { n: 96, mean: 51.31, standardDeviation: 18.851 };
    const y = { n: 20, mean: 48.1, standardDeviation: 17.741 };
    assertNear(tTestFromSummaries(x, y, { variances: "equal" }).pValue, 0.485683462297589, close);
  });
});

describe("obeys the laws", () => {
  test("order of patients, exchange of groups, change of unit", () => {
    fc.assert(
      fc.property(varied, varied, fc.constantFrom("equal", "unequal"), (x, y, variances) => {
        const { t, pValue } = tTest(x, y, { variances });
        assertNear(tTest(x.toReversed(), y.toSorted(), { variances }), { t, pValue }, 1e-9, {
          absolute: 1e-12,
        });
        const exchanged = tTest(y, x, { variances });
        assertNear(exchanged.pValue, pValue, 1e-12);
        assertNear(exchanged.t, -t, 1e-12, { absolute: 1e-15 });
        const scaled = tTest(
          x.map((v) => 8 * v),
          y.map((v) => 8 * v),
          { variances },
        );
        assert.equal(scaled.pValue, pValue);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
  test("from data or from its summaries, the same; one-sided P values add up to one", () => {
    fc.assert(
      fc.property(varied, varied, (x, y) => {
        const summaryOf = (values: number[]) => ({
          n: values.length,
          mean: mean(values),
          standardDeviation: standardDeviation(values),
        });
        for (const variances of ["equal", "unequal"] as const) {
          const direct = tTest(x, y, { variances });
          assertNear(tTestFromSummaries(summaryOf(x), summaryOf(y), { variances }), direct, 1e-12, {
            absolute: 1e-12,
          });
          const less = tTest(x, y, { variances, alternative: "less" }).pValue;
          const greater = tTest(x, y, { variances, alternative: "greater" }).pValue;
          assertNear(less + greater, 1, 1e-14);
          assertNear(2 * Math.min(less, greater), direct.pValue, 1e-14);
        }
      }),
      { numRuns: 100, seed: 4 },
    );
  });
  test("the interval holds zero exactly when P is above α", () => {
    fc.assert(
      fc.property(varied, varied, (x, y) => {
        const { pValue, ci } = tTest(x, y, { variances: "unequal", confidence: 0.9 });
        fc.pre(Math.abs(pValue - 0.1) > 1e-9);
        assert.equal(ci[0] <= 0 && ci[1] >= 0, pValue > 0.1);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});

describe("refuses", () => {
  const student = { variances: "equal" } as const;
  const welch = { variances: "unequal" } as const;
  const constant =
    "the data must vary; they are essentially constant (standard error 0), so no t can be computed";
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["an empty group", () => tTest([], [1, 2], student), "x must have at least 1 value; got 0"],
    [
      "a group of one, for Welch's test",
      () => tTest([1], [1, 2], welch),
      "Welch's test needs 2 values in each group; got 1 and 2",
    ],
    [
      "two values in all",
      () => tTest([1], [2], student),
      "Student's test needs 3 values in all; got 1 and 1",
    ],
    ["a constant", () => tTest([3, 3], [3, 3, 3], welch), constant],
    ["constant differences", () => pairedTTest([1, 2, 3], [2, 3, 4]), constant],
    [
      "a missing value",
      () => tTest([1, NaN, 2], [1, 2], welch),
      "x must hold finite numbers; x[1] is NaN; drop missing values first (presentValues)",
    ],
    [
      "an infinite value",
      () => tTest([1, 2], [1, 2, Infinity], welch),
      "y must hold finite numbers; y[2] is Infinity; drop missing values first (presentValues)",
    ],
    [
      "lengths that differ",
      () => pairedTTest([1, 2], [1]),
      "x and y must be equally long; got 2 and 1 values",
    ],
    ["a single pair", () => pairedTTest([1], [2]), "x must have at least 2 values; got 1"],
    [
      "an unknown alternative",
      () => tTest([1, 2], [3, 5], { ...welch, alternative: "both" as "less" }),
      'alternative must be "two-sided", "less" or "greater"; got "both"',
    ],
    [
      "unknown variances",
      () => tTest([1, 2], [3, 5], { variances: "pooled" as "equal" }),
      'variances must be "equal" or "unequal"; got "pooled"',
    ],
    [
      "a confidence in per cent",
      () => tTest([1, 2], [3, 5], { ...welch, confidence: 95 }),
      "confidence must lie between 0 and 1, as 0.95; got 95",
    ],
    [
      "a negative standard deviation",
      () =>
        tTestFromSummaries(
          { n: 3, mean: 0, standardDeviation: -1 },
          { n: 3, mean: 1, standardDeviation: 1 },
          student,
        ),
      "standardDeviation of x must be 0 or more; got -1",
    ],
    [
      "half a patient",
      () =>
        tTestFromSummaries(
          { n: 3, mean: 0, standardDeviation: 1 },
          { n: 2.5, mean: 1, standardDeviation: 1 },
          student,
        ),
      "n of y must be a whole number of patients; got 2.5",
    ],
  ];
  test("a difference that is nothing but rounding", () =>
    assert.throws(() => tTest([0.1 + 0.2, 0.3], [0.3, 0.3], student), /essentially constant/));
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
