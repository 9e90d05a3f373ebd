import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { areaUnderCurve, placements } from "dlrn/compare/placements";
import {
  bootstrapAuc,
  bootstrapAucTest,
  bootstrapAucUnpairedTest,
} from "dlrn/evaluate/bootstrap-auc";
import { delongAuc } from "dlrn/evaluate/delong";
import { delongAucOfCounts } from "dlrn/evaluate/delong-counts";
import { delongUnpairedTest } from "dlrn/evaluate/delong-unpaired";
import { hanleyMcNeilStandardError } from "dlrn/evaluate/hanley-mcneil";
import { percentileInterval } from "dlrn/evaluate/percentile-interval";
import { resamplesOf, stratifiedResamples } from "dlrn/evaluate/resamples";
import fc from "fast-check";
import { assertNear } from "../near.js";

// pROC 1.18.0 under R 4.2.2: Rscript tests/evaluate/oracle.R
const oracle = JSON.parse(readFileSync("tests/evaluate/oracle.json", "utf8"));
const { y, s100b, ndka, male, bootstrap } = oracle;
const of = (sex: number, values: number[]) => values.filter((_, i) => male[i] === sex);

describe("agrees with pROC on the aSAH data", () => {
  test("the unpaired test of men and women", () => {
    const found = delongUnpairedTest(
      { labels: of(1, y), scores: of(1, s100b) },
      { labels: of(0, y), scores: of(0, s100b) },
    );
    assertNear(found.statistic, oracle.unpaired.t, 1e-12);
    assertNear(found.degreesOfFreedom, oracle.unpaired.df, 1e-12);
    assertNear(found.pValue, oracle.unpaired.p, 1e-12);
    assert.ok(found.normalPValue < found.pValue); // t has the heavier tails
  });

  test("the AUC of every resample given, and its quantiles", () => {
    const found = bootstrapAuc(y, s100b, bootstrap.stratified);
    assertNear([found.ci[0], found.median, found.ci[1]], bootstrap.ci, 1e-12);
    assertNear(
      bootstrap.plain.map((list: number[]) => bootstrapAuc(y, s100b, [list]).median),
      bootstrap.aucsPlain,
      1e-12,
    );
  });

  test("the bootstrap test, both scores on the same resamples", () => {
    const found = bootstrapAucTest(y, s100b, ndka, bootstrap.stratified);
    assertNear(found.z, bootstrap.test.z, 1e-12);
    assertNear(found.pValue, bootstrap.test.p, 1e-12);
    assertNear(found.bootstrap.ci, bootstrap.test.ci, 1e-12);
  });
});

describe("agrees with hand calculation", () => {
  test("placements of three values against two, with a tie", () => {
    // 3 beats both, 2 beats 1 and ties with 2, 0 beats none; seen from below: 2 loses to 3 and ties, 1 loses to two.
    const found = placements(Float64Array.of(3, 2, 0), Float64Array.of(2, 1));
    assert.deepEqual([...found.upper], [4, 3, 0]);
    assert.deepEqual([...found.lower], [3, 4]);
    assert.equal(areaUnderCurve(Float64Array.of(3, 2, 0), Float64Array.of(2, 1)), 7 / 12);
  });

  test("counts at the levels of a score are the patients written out", () => {
    // T stage by lung metastasis in a training group: 3, 7, 2, 8 of 20 events and 33, 44, 11, 8 of 96 non-events.
    const counts = { events: [3, 7, 2, 8], nonEvents: [33, 44, 11, 8] };
    const labels: number[] = [];
    const scores: number[] = [];
    for (const [label, group] of [counts.nonEvents, counts.events].entries())
      for (const [level, count] of group.entries())
        for (let k = 0; k < count; k++) {
          labels.push(label);
          scores.push(level + 1);
        }
    assertNear(delongAucOfCounts(counts), delongAuc(labels, scores), 1e-13);
    assertNear(
      delongAucOfCounts(counts, { direction: ">" }),
      delongAuc(labels, scores, { direction: ">" }),
      1e-13,
    );
    assertNear(delongAucOfCounts(counts).auc, 0.695572916666667, 1e-12); // pROC 1.18.0
  });

  test("Hanley and McNeil's error for two patients a group and AUC 3/4", () => {
    // q1 = 0.75/1.25 = 3/5, q2 = 1.125/1.75 = 9/14; variance = (3/16 + 3/5 − 9/16 + 9/14 − 9/16) / 4.
    assertNear(
      hanleyMcNeilStandardError(0.75, 2, 2),
      Math.sqrt((3 / 5 + 9 / 14 - 15 / 16) / 4),
      1e-14,
    );
    assert.equal(hanleyMcNeilStandardError(1, 1, 1), 0);
  });

  test("the percentile interval leaves out what could not be computed", () => {
    const found = percentileInterval([1, 2, Number.NaN, 3, 4, 5], 0.5);
    assert.deepEqual(
      { ...found, standardDeviation: undefined },
      { ci: [2, 4], median: 3, standardDeviation: undefined, used: 5, dropped: 1 },
    );
  });
});

describe("obeys the laws", () => {
  test("a resample that names every patient once gives the AUC itself", () => {
    const once = y.map((_: number, i: number) => i);
    assert.equal(bootstrapAuc(y, s100b, [once]).median, delongAuc(y, s100b).auc);
  });

  test("the bootstrap's standard error is near DeLong's", () => {
    const found = bootstrapAuc(y, s100b, stratifiedResamples(y, { replicates: 4000, seed: 7 }));
    // Monte Carlo error of a standard deviation from 4000 replicates: 1.1 %; the two differ by 1 % themselves.
    assertNear(found.standardDeviation, delongAuc(y, s100b).standardError, 0.05);
  });

  test("a seed gives the same resamples, another seed others", () => {
    const draw = (seed: number) => stratifiedResamples(y, { replicates: 3, seed });
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });

  test("the unpaired bootstrap test of independent groups is near DeLong's", () => {
    const group = (sex: number, seed: number) => {
      const [labels, scores] = [of(sex, y), of(sex, s100b)];
      return { labels, scores, resamples: stratifiedResamples(labels, { replicates: 3000, seed }) };
    };
    const found = bootstrapAucUnpairedTest(group(1, 5), group(0, 6));
    assertNear(
      found.difference,
      oracle.unpaired.t * Math.sqrt(0.00517665548167941 + 0.00586081354990976),
      1e-9,
    );
    assertNear(found.z, oracle.unpaired.t, 0.06); // 1.3 % Monte Carlo, and the two standard errors differ
  });

  test("stratified resamples keep the number of events, others do not", () => {
    const events = (list: ArrayLike<number>) => Array.from(list).filter((i) => y[i] === 1).length;
    const drawn = { replicates: 200, seed: 3 };
    assert.deepEqual(new Set(stratifiedResamples(y, drawn).map(events)), new Set([41]));
    assert.ok(new Set(resamplesOf(y.length, drawn).map(events)).size > 5);
  });

  test("every patient is drawn about equally often", () => {
    // Expected 2000 each with standard deviation 44.5: 113 counts stay within five of them with P > 0.9999.
    const drawn = { replicates: 2000, seed: 11 };
    for (const lists of [resamplesOf(113, drawn), stratifiedResamples(y, drawn)]) {
      const counts = new Uint32Array(113);
      for (const list of lists) for (const i of list) counts[i]++;
      assert.ok(
        counts.every((count) => Math.abs(count - 2000) < 225),
        String(counts),
      );
    }
  });

  test("a resample without events is dropped, and counted", () => {
    const found = bootstrapAuc(
      [0, 0, 1, 1],
      [1, 2, 3, 4],
      [
        [0, 1],
        [0, 2],
        [2, 3],
      ],
    );
    assert.deepEqual([found.used, found.dropped], [1, 2]);
  });

  test("Hanley and McNeil's error is symmetric where the groups are equal", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (auc, n) => {
          assertNear(
            hanleyMcNeilStandardError(auc, n, n),
            hanleyMcNeilStandardError(1 - auc, n, n),
            1e-9,
            { absolute: 1e-7 },
          );
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("refuses what it cannot answer", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "no variance in either group",
      () =>
        delongUnpairedTest(
          { labels: [1, 1, 0, 0], scores: [4, 3, 2, 1] },
          { labels: [1, 1, 0, 0], scores: [1, 1, 1, 1] },
        ),
      "AUCs 1 and 0.5 have no variance to compare them by; use a permutation test instead",
    ],
    [
      "counts of different lengths",
      () => delongAucOfCounts({ events: [1, 2], nonEvents: [3] }),
      "need both outcomes at each level; got 2 levels of events and 1 of non-events",
    ],
    [
      "a count that is no whole number",
      () => delongAucOfCounts({ events: [1, 2.5], nonEvents: [3, 1] }),
      "counts must be whole numbers from 0; events[1] is 2.5",
    ],
    [
      "too few patients in the counts",
      () => delongAucOfCounts({ events: [1, 0], nonEvents: [3, 1] }),
      "a variance needs two patients per outcome; got 1 events and 4 non-events",
    ],
    [
      "an AUC in percent",
      () => hanleyMcNeilStandardError(89, 10, 10),
      "an AUC must lie in [0, 1]; got 89",
    ],
    [
      "an empty group",
      () => hanleyMcNeilStandardError(0.8, 0, 10),
      "the number of events must be a whole number from 1; got 0",
    ],
    [
      "a resample of positions counted from 1",
      () => bootstrapAuc([0, 1], [1, 2], [[1, 2]]),
      "resamples must hold positions from 0 to 1; resamples[0][1] is 2",
    ],
    [
      "no resample",
      () => bootstrapAuc([0, 1], [1, 2], []),
      "the number of replicates must be a whole number from 1; got 0",
    ],
    [
      "no resample with both outcomes",
      () => bootstrapAuc([0, 1], [1, 2], [[0, 0]]),
      "an interval needs at least one replicate that can be computed; none of 1 could",
    ],
    [
      "AUCs that differ alike in all resamples",
      () =>
        bootstrapAucTest(
          [1, 1, 0, 0],
          [4, 3, 2, 1],
          [1, 1, 1, 1],
          [
            [0, 2],
            [1, 3],
          ],
        ),
      "AUCs differ by 0.5 in every resample alike; use a permutation test instead",
    ],
    [
      "groups with different numbers of resamples",
      () =>
        bootstrapAucUnpairedTest(
          { labels: [0, 1], scores: [1, 2], resamples: [[0, 1]] },
          { labels: [0, 1], scores: [1, 2], resamples: [] },
        ),
      "both groups need as many resamples; got 1 and 0",
    ],
    [
      "one outcome to draw from",
      () => stratifiedResamples([1, 1], { seed: 1 }),
      "need both outcomes; got 2 events and 0 non-events",
    ],
    [
      "no patient to draw",
      () => resamplesOf(0, { seed: 1 }),
      "need at least one patient to draw from; got 0",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
