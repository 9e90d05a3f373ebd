import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  mannWhitneyStatistic,
  mannWhitneyTest,
  mannWhitneyTestOfCounts,
} from "dlrn/compare/mann-whitney";
import { orderedCounts } from "dlrn/compare/ordered-counts";
import { areaUnderCurve } from "dlrn/compare/placements";
import { wilcoxonSignedRankTest } from "dlrn/compare/wilcoxon-signed-rank";
import { midranks } from "dlrn/math/summary";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { fromR } from "./from-r.js";

const normal = { law: "normal", continuityCorrection: false } as const;
const corrected = { law: "normal", continuityCorrection: true } as const;
const exact = { law: "exact" } as const;
const few = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 });
const runs = { numRuns: 150, seed: 4 };

/** All ways to choose `size` of n places. */
function* choices(n: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else
    for (let i = from; i <= n - size; i++)
      for (const rest of choices(n, size - 1, i + 1)) yield [i, ...rest];
}

describe("agrees with R's wilcox.test", () => {
  for (const { x, y, tiedX, tiedY, alternative, ...expected } of fromR.ranks)
    test(`two samples of ${x.length} and ${y.length}, ${alternative}`, () => {
      assertNear(mannWhitneyTest(x, y, { ...exact, alternative }).pValue, expected.exact, 1e-12);
      assertNear(
        mannWhitneyTest(tiedX, tiedY, { ...normal, alternative }).pValue,
        expected.normal,
        1e-12,
      );
      assertNear(
        mannWhitneyTest(tiedX, tiedY, { ...corrected, alternative }).pValue,
        expected.corrected,
        1e-12,
      );
    });
  for (const { x, y, tiedX, tiedY, alternative, ...expected } of fromR.signed)
    test(`${x.length} pairs, ${alternative}`, () => {
      assertNear(
        wilcoxonSignedRankTest(x, y, { ...exact, alternative }).pValue,
        expected.exact,
        1e-12,
      );
      assertNear(
        wilcoxonSignedRankTest(tiedX, tiedY, { ...normal, alternative }).pValue,
        expected.normal,
        1e-12,
      );
      assertNear(
        wilcoxonSignedRankTest(tiedX, tiedY, { ...corrected, alternative }).pValue,
        expected.corrected,
        1e-12,
      );
    });
});

describe("agrees with counting by hand", () => {
  test("the exact law with ties is the share of all divisions", () => {
    fc.assert(
      fc.property(few, few, (x, y) => {
        const pooled = [...x, ...y];
        fc.pre(new Set(pooled).size > 1);
        const ranks = midranks(pooled);
        const sum = (places: number[]) => places.reduce((total, i) => total + ranks[i], 0);
        const seen = sum(x.map((_, i) => i));
        const mean = (x.length * (pooled.length + 1)) / 2;
        let [all, far, above, below] = [0, 0, 0, 0];
        for (const places of choices(pooled.length, x.length)) {
          all++;
          if (Math.abs(sum(places) - mean) >= Math.abs(seen - mean)) far++;
          if (sum(places) >= seen) above++;
          if (sum(places) <= seen) below++;
        }
        const p = (alternative: "two-sided" | "less" | "greater") =>
          mannWhitneyTest(x, y, { ...exact, alternative }).pValue;
        assertNear(p("two-sided"), far / all, 1e-12);
        assertNear(p("greater"), above / all, 1e-12);
        assertNear(p("less"), below / all, 1e-12);
      }),
      runs,
    );
  });
  test("the exact signed-rank law with ties is the share of all signs", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 8 }),
        (d) => {
          const sizes = d.filter((value) => value !== 0).map(Math.abs);
          fc.pre(sizes.length > 0);
          const ranks = midranks(sizes);
          const n = sizes.length;
          const { v, pValue } = wilcoxonSignedRankTest(
            d,
            d.map(() => 0),
            exact,
          );
          const middle = (n * (n + 1)) / 4;
          let far = 0;
          for (let signs = 0; signs < 2 ** n; signs++) {
            const sum = ranks.reduce((total, rank, i) => total + ((signs >> i) & 1 ? rank : 0), 0);
            if (Math.abs(sum - middle) >= Math.abs(v - middle)) far++;
          }
          assertNear(pValue, far / 2 ** n, 1e-13);
        },
      ),
      runs,
    );
  });
  test("U of 1, 2, 3 against 2, 4: one tie counts half", () => {
    const { u, auc, ties, rankSum } = mannWhitneyStatistic([1, 2, 3], [2, 4]);
    assert.deepEqual({ u, auc, ties, rankSum }, { u: 1.5, auc: 0.25, ties: true, rankSum: 7.5 });
  });
  test("T stage in the paper's Table 1, from its counts", () => {
    const counts = { x: [33, 44, 11, 8], y: [3, 7, 2, 8] };
    const { u, z, pValue } = mannWhitneyTestOfCounts(counts, normal);
    assertNear(
      { u, z, pValue },
      { u: 584.5, z: -2.92367958257694, pValue: 0.00345920623303019 },
      1e-12,
    );
  });
});

describe("obeys the laws", () => {
  test("only ranks matter; order of patients does not; exchanged groups mirror", () => {
    fc.assert(
      fc.property(few, few, (x, y) => {
        fc.pre(new Set([...x, ...y]).size > 1);
        for (const options of [normal, corrected, exact]) {
          const test = mannWhitneyTest(x, y, options);
          assert.deepEqual(mannWhitneyTest(x.toReversed(), y.toSorted(), options), test);
          assert.deepEqual(mannWhitneyTest(x.map(Math.exp), y.map(Math.exp), options), test);
          assert.deepEqual(mannWhitneyTestOfCounts(orderedCounts(x, y), options), test);
          const mirrored = mannWhitneyTest(y, x, options);
          assertNear(mirrored.pValue, test.pValue, 1e-12);
          assertNear(mirrored.auc + test.auc, 1, 1e-15);
        }
        const [a, b] = [Float64Array.from(x), Float64Array.from(y)];
        assertNear(mannWhitneyStatistic(x, y).auc, areaUnderCurve(a, b), 1e-15);
      }),
      runs,
    );
  });
  test("an empty category changes nothing", () =>
    assert.deepEqual(
      mannWhitneyTestOfCounts({ x: [3, 0, 4, 1], y: [1, 0, 2, 5] }, exact),
      mannWhitneyTestOfCounts({ x: [3, 4, 1], y: [1, 2, 5] }, exact),
    ));
  test("exact and normal law meet for many values", () => {
    const x = Array.from({ length: 80 }, (_, i) => (i * 37) % 101);
    const y = Array.from({ length: 60 }, (_, i) => ((i * 53) % 97) + 6);
    assertNear(mannWhitneyTest(x, y, exact).pValue, mannWhitneyTest(x, y, corrected).pValue, 1e-3);
  });
  test("a hundred thousand values take well below a second", () => {
    const x = Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
    const y = x.map((value, i) => value + Math.cos(i * i));
    const start = performance.now();
    mannWhitneyTest(x, y, normal);
    assert.ok(performance.now() - start < 2000);
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "an empty group",
      () => mannWhitneyTest([], [1], normal),
      "x must have at least 1 value; got 0",
    ],
    [
      "ties everywhere",
      () => mannWhitneyTest([2, 2], [2], exact),
      "the values must vary; all 3 are tied, so ranks say nothing",
    ],
    [
      "a missing value",
      () => mannWhitneyTest([1], [2, NaN], normal),
      "y must hold finite numbers; y[1] is NaN; drop missing values first (presentValues)",
    ],
    [
      "an unknown law",
      () => mannWhitneyTest([1], [2], { law: "t" as "exact" }),
      'law must be "exact" or "normal"; got "t"',
    ],
    [
      "a correction that is not said",
      () => mannWhitneyTest([1], [2], { law: "normal" }),
      "say whether the normal law is corrected for continuity: true or false",
    ],
    [
      "a corrected exact law",
      () => mannWhitneyTest([1], [2], { law: "exact", continuityCorrection: true }),
      "the exact law needs no continuity correction; leave it out",
    ],
    [
      "an exact law of too many values",
      () => mannWhitneyTestOfCounts({ x: [900, 100], y: [500, 500] }, exact),
      "the exact law for 1000 and 1000 values needs 6.0e+12 steps, more than 1e+9; use the normal law",
    ],
    [
      "half a patient",
      () => mannWhitneyTestOfCounts({ x: [1, 2.5], y: [1, 2] }, normal),
      "counts must be whole numbers of patients; x[1] is 2.5",
    ],
    [
      "other categories",
      () => mannWhitneyTestOfCounts({ x: [1, 2], y: [1, 2, 3] }, normal),
      "both groups must be counted in the same categories; got 2 and 3",
    ],
    [
      "an empty row of counts",
      () => mannWhitneyTestOfCounts({ x: [1, 2], y: [0, 0] }, normal),
      "each group must have a patient; y has none",
    ],
    [
      "pairs that never differ",
      () => wilcoxonSignedRankTest([1, 2], [1, 2], exact),
      "some pair must differ; all 2 differences are zero",
    ],
    [
      "lengths that differ",
      () => wilcoxonSignedRankTest([1, 2], [1], exact),
      "x and y must be equally long; got 2 and 1 values",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
