import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { oneWayAnova, welchAnova } from "dlrn/compare/anova";
import { kruskalWallisTest } from "dlrn/compare/kruskal-wallis";
import { leveneTest } from "dlrn/compare/levene";
import { mannWhitneyTest } from "dlrn/compare/mann-whitney";
import { tTest } from "dlrn/compare/t-test";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { fromR } from "./from-r.js";

const sample = fc
  .array(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 9 })
  .filter((values) => new Set(values).size > 1);
const threeGroups = fc.tuple(sample, sample, sample);
const runs = { numRuns: 100, seed: 4 };

describe("agrees with R: anova(lm), oneway.test, kruskal.test", () => {
  const { groups, anova, welch, kruskal } = fromR.kGroups;
  test("analysis of variance", () => assertNear(oneWayAnova(groups), anova, 1e-12));
  test("Welch", () => assertNear(welchAnova(groups), welch, 1e-12));
  test("Kruskal-Wallis", () => assertNear(kruskalWallisTest(groups), kruskal, 1e-12));
});

describe("agrees with hand calculation", () => {
  test("three groups of two", () => {
    // Means 1, 2, 6 around 3: between 2(4 + 1 + 9) = 28 with 2 df; within 6 · 1 = 6 with 3 df; F = 14 / 2.
    const { f, df1, df2, betweenSquares, withinSquares } = oneWayAnova([
      [0, 2],
      [1, 3],
      [5, 7],
    ]);
    assertNear(
      { f, df1, df2, betweenSquares, withinSquares },
      { f: 7, df1: 2, df2: 3, betweenSquares: 28, withinSquares: 6 },
      1e-14,
    );
  });
  test("Kruskal-Wallis of 1, 2 | 3, 4: H = 12/20 · (9/2 + 49/2) − 15 = 2.4", () =>
    assertNear(
      kruskalWallisTest([
        [1, 2],
        [3, 4],
      ]).h,
      2.4,
      1e-14,
    ));
});

describe("obeys the laws", () => {
  test("two groups: F is Student's t squared, Welch's F is Welch's t squared, H is z squared", () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const student = tTest(x, y, { variances: "equal" });
        const welch = tTest(x, y, { variances: "unequal" });
        const z = mannWhitneyTest(x, y, { law: "normal", continuityCorrection: false }).z as number;
        const at = { absolute: 1e-12 };
        assertNear(oneWayAnova([x, y]), { f: student.t ** 2, pValue: student.pValue }, 1e-10, at);
        assertNear(
          welchAnova([x, y]),
          { f: welch.t ** 2, df2: welch.degreesOfFreedom, pValue: welch.pValue },
          1e-10,
          at,
        );
        assertNear(kruskalWallisTest([x, y]).h, z ** 2, 1e-10, at);
      }),
      runs,
    );
  });
  test("order of patients and of groups", () => {
    fc.assert(
      fc.property(threeGroups, (groups) => {
        const other = groups.toReversed().map((group) => group.toSorted());
        const at = { absolute: 1e-10 };
        assertNear(oneWayAnova(other).f, oneWayAnova(groups).f, 1e-10, at);
        assertNear(welchAnova(other).f, welchAnova(groups).f, 1e-10, at);
        assertNear(kruskalWallisTest(other).h, kruskalWallisTest(groups).h, 1e-10, at);
      }),
      runs,
    );
  });
  test("Kruskal-Wallis sees ranks alone; F does not mind a distant origin", () => {
    fc.assert(
      fc.property(threeGroups, (groups) => {
        const bent = groups.map((group) => group.map((value) => Math.exp(value / 10)));
        assert.deepEqual(kruskalWallisTest(bent), kruskalWallisTest(groups));
        const distant = groups.map((group) => group.map((value) => value + 1e9));
        assertNear(oneWayAnova(distant).f, oneWayAnova(groups).f, 1e-6, { absolute: 1e-9 });
      }),
      runs,
    );
  });
  test("a perfect fit is said to be one", () => {
    assert.equal(
      leveneTest(
        [
          [1.5, 2.5],
          [4, 7],
        ],
        { center: "mean" },
      ).perfectFit,
      true,
    );
    assert.equal(
      leveneTest(
        [
          [1.5, 2.5, 3],
          [4, 7, 9],
        ],
        { center: "mean" },
      ).perfectFit,
      false,
    );
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["one group", () => oneWayAnova([[1, 2]]), "a comparison needs at least 2 groups; got 1"],
    ["no group", () => kruskalWallisTest([]), "a comparison needs at least 2 groups; got 0"],
    [
      "an empty group",
      () => oneWayAnova([[1, 2], []]),
      "groups[1] must have at least 1 value; got 0",
    ],
    [
      "no more values than groups",
      () => oneWayAnova([[1], [2]]),
      "need more values than groups; got 2 values in 2 groups",
    ],
    [
      "constant data",
      () =>
        oneWayAnova([
          [3, 3],
          [3, 3],
        ]),
      "the values must vary; all 4 are 3",
    ],
    [
      "a group of one, for Welch",
      () => welchAnova([[1], [2, 3]]),
      "groups[0] must have at least 2 values; got 1",
    ],
    [
      "a constant group, for Welch",
      () =>
        welchAnova([
          [1, 1],
          [2, 3],
        ]),
      "each group must vary for Welch's test; groups[0] holds only 1",
    ],
    [
      "ties everywhere",
      () => kruskalWallisTest([[2, 2], [2]]),
      "the values must vary; all 3 are 2",
    ],
    [
      "a missing value",
      () => kruskalWallisTest([[1, 2], [NaN]]),
      "groups[1] must hold finite numbers; groups[1][0] is NaN; drop missing values first (presentValues)",
    ],
    [
      "an unknown centre",
      () =>
        leveneTest(
          [
            [1, 2],
            [3, 4],
          ],
          { center: "mode" as "mean" },
        ),
      'center must be "mean" or "median"; got "mode"',
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
