import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { concordanceIndex } from "dlrn/evaluate/concordance";
import {
  kaplanMeier,
  medianSurvival,
  restrictedMean,
  survivalAt,
  survivalQuantile,
} from "dlrn/evaluate/kaplan-meier";
import { logRank } from "dlrn/evaluate/log-rank";
import { logRankScores, maximallySelectedLogRank } from "dlrn/evaluate/maximally-selected";
import { proportionalHazardsTest } from "dlrn/evaluate/proportional-hazards";
import { _fitCox, fitCox, predictCox } from "dlrn/model/cox";
import { coxHazard } from "dlrn/model/cox-hazard";
import fc from "fast-check";
import { assertNear } from "../near.js";

// R's survdata: leukaemia with and without maintenance (Miller 1981), as `survival::aml`.
const time = [
  9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45,
];
const event = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1];
const group = time.map((_, i) => (i < 11 ? "Maintained" : "Nonmaintained"));

describe("agrees with R (survival 3.5-3: survfit, survdiff, coxph on aml)", () => {
  test("log-rank 3.3964, P 0.06534", () => {
    const { chiSquare, pValue, expected } = logRank(time, event, group);
    assertNear(
      [chiSquare, pValue, expected[0]],
      [3.396388698977601, 0.0653393220405051, 10.689335992300725],
      1e-12,
    );
  });

  test("Cox, Efron", () => {
    const { terms } = _fitCox(
      time,
      event,
      group.map((name) => [name === "Maintained" ? 0 : 1]),
    );
    assertNear(
      [terms[0].coefficient, terms[0].standardError],
      [0.9155325750147176, 0.5119342751720054],
      1e-10,
    );
  });
});

describe("agrees with hand calculation", () => {
  test("four patients: 3/4, censored, then 3/4 · 1/2, then 0", () => {
    const curve = kaplanMeier([1, 2, 3, 4], [1, 0, 1, 1]);
    assertNear(Array.from(curve.survival), [0.75, 0.75, 0.375, 0], 1e-15);
    assertNear(Array.from(curve.atRisk), [4, 3, 2, 1], 0);
    assert.equal(medianSurvival(curve), 3);
    assertNear(restrictedMean(curve).mean, 1 + 0.75 + 0.75 + 0.375, 1e-15);
    assertNear(restrictedMean(curve, 2.5).mean, 1 + 0.75 * 1.5, 1e-15);
    assert.deepEqual(
      survivalAt(curve, [0.5, 2.5]).map(({ survival, atRisk }) => [survival, atRisk]),
      [
        [1, 4],
        [0.75, 2],
      ],
    );
  });

  test("the median of a flat half is its middle", () => {
    assert.equal(survivalQuantile(kaplanMeier([1, 2, 3, 4], [1, 1, 1, 1]), 0.5).time, 2.5);
    assert.equal(survivalQuantile(kaplanMeier([1, 2], [0, 0]), 0.5).time, null);
  });

  test("concordance of three: two pairs of three in order", () => {
    assertNear(concordanceIndex([1, 2, 3], [1, 1, 1], [3, 1, 2]).index, 2 / 3, 1e-15);
    assert.deepEqual(concordanceIndex([1, 1, 2], [1, 0, 0], [5, 5, 1]), {
      index: 0.75,
      concordant: 1,
      discordant: 0,
      tied: 1,
    });
  });

  test("log-rank scores sum to zero and are event minus expected", () => {
    const scores = logRankScores([1, 2, 3], [1, 0, 1]);
    assertNear(Array.from(scores), [1 - 1 / 3, 0 - 1 / 3, 1 - 1 / 3 - 1], 1e-15);
  });

  test("martingale residuals sum to zero, the baseline hazard is Nelson-Aalen's at coefficient 0", () => {
    const fit = coxHazard(
      time,
      event,
      group.map((name) => [name === "Maintained" ? 0 : 1]),
    );
    assertNear(
      fit.martingale.reduce((a, b) => a + b, 0),
      0,
      0,
      { absolute: 1e-12 },
    );
  });
});

describe("obeys the laws", () => {
  const patients = fc.array(
    fc.record({
      t: fc.integer({ min: 1, max: 30 }),
      e: fc.integer({ min: 0, max: 1 }),
      g: fc.integer({ min: 0, max: 1 }),
      x: fc.integer({ min: -20, max: 20 }),
    }),
    { minLength: 6, maxLength: 40 },
  );

  test("the order of patients changes nothing", () => {
    fc.assert(
      fc.property(patients, (list) => {
        const back = [...list].reverse();
        const run = (rows: typeof list): unknown =>
          kaplanMeier(
            rows.map(({ t }) => t),
            rows.map(({ e }) => e),
          ).survival;
        assert.deepEqual(run(back), run(list));
      }),
    );
  });

  test("swapping the groups keeps the test; time may be stretched", () => {
    fc.assert(
      fc.property(patients, (list) => {
        fc.pre(new Set(list.map(({ g }) => g)).size === 2);
        const [t, e, g] = [
          list.map((p) => p.t),
          list.map((p) => p.e),
          list.map((p) => String(p.g)),
        ];
        const one = logRank(t, e, g);
        const other = logRank(
          t.map((value) => value * 7 + 1),
          e,
          g.map((name) => (name === "0" ? "b" : "a")),
        );
        assertNear(other.chiSquare, one.chiSquare, 1e-9, { absolute: 1e-9 });
      }),
    );
  });

  test("with two groups the score test of Cox's model is the log-rank test, without ties", () => {
    const t = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31];
    const e = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1];
    const g = [0, 1, 1, 0, 1, 0, 1, 1, 0, 0];
    const { score } = _fitCox(
      t,
      e,
      g.map((value) => [value]),
    );
    assertNear(score.chiSquare, logRank(t, e, g.map(String)).chiSquare, 1e-12);
  });

  test("rescaling a covariate rescales its coefficient; the likelihood stays", () => {
    const x = time.map((_, i) => [((i * 7) % 11) - 5]);
    const [one, ten] = [
      _fitCox(time, event, x),
      _fitCox(
        time,
        event,
        x.map(([value]) => [value * 10 + 3]),
      ),
    ];
    assertNear(ten.terms[0].coefficient * 10, one.terms[0].coefficient, 1e-9);
    assertNear(ten.logLikelihood, one.logLikelihood, 1e-12);
  });

  test("the search for a cut costs evidence: its P is not below the naive one; permutation agrees roughly", () => {
    const scores = time.map((_, i) => (i * 37) % 23);
    const test = maximallySelectedLogRank(time, event, scores, { permutations: 500, seed: 3 });
    assert.ok(test.pValue >= test.naiveP);
    assert.ok(
      Math.abs((test.permutationP ?? 2) - test.pValue) < 0.2,
      `${test.permutationP} and ${test.pValue}`,
    );
    assert.deepEqual(
      maximallySelectedLogRank(time, event, scores, { permutations: 500, seed: 3 }),
      test,
    );
  });

  test("a covariate that repeats another is named, not fitted", () => {
    const x = time.map((t, i) => [i % 3, (i % 3) * 2, t % 2]);
    const fit = _fitCox(time, event, x, { names: ["a", "twice a", "b"] });
    assert.deepEqual(fit.aliased, ["twice a"]);
    assert.deepEqual(
      fit.terms.map(({ name }) => name),
      ["a", "b"],
    );
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: RegExp][] = [
    ["nobody", () => kaplanMeier([], []), /at least one patient; got none$/],
    [
      "a negative time",
      () => kaplanMeier([1, -2], [1, 1]),
      /times must be finite and not negative; times\[1\] is -2$/,
    ],
    [
      "a time that is not a number",
      () => logRank([1, Number.NaN], [1, 1], ["a", "b"]),
      /times\[1\] is NaN$/,
    ],
    [
      "a mark of 2",
      () => kaplanMeier([1, 2], [1, 2]),
      /event marks must be 0 or 1; events\[1\] is 2$/,
    ],
    [
      "lengths that differ",
      () => kaplanMeier([1, 2], [1]),
      /one event mark per time; got 1 for 2 times$/,
    ],
    ["one group", () => logRank([1, 2], [1, 1], ["a", "a"]), /needs two groups; got 1 \("a"\)$/],
    [
      "an unknown interval",
      () => kaplanMeier([1, 2], [1, 1], { interval: "arcsin" as never }),
      /must be log, log-log or plain; it is "arcsin"$/,
    ],
    [
      "95 for 0.95",
      () => kaplanMeier([1], [1], { confidence: 95 }),
      /confidence must lie in \(0, 1\); got 95$/,
    ],
    [
      "no event",
      () => _fitCox([1, 2], [0, 0], [[1], [2]]),
      /needs an event; none of 2 patients has one$/,
    ],
    [
      "a constant covariate",
      () => _fitCox([1, 2, 3], [1, 1, 1], [[4], [4], [4]]),
      /needs a covariate that varies; got x1$/,
    ],
    [
      "a covariate that orders the events",
      () => _fitCox([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1], [[6], [5], [4], [3], [2], [1]]),
      /the coefficient of x1 runs off to infinity/,
    ],
    [
      "pairs without order",
      () => concordanceIndex([1, 1], [1, 1], [2, 3]),
      /a pair whose order of events is known; there is none$/,
    ],
    [
      "a horizon beyond the data",
      () => restrictedMean(kaplanMeier([1, 2], [1, 1]), 5),
      /within the observed times \(0 to 2\); got 5$/,
    ],
    [
      "no cut within the shares",
      () => maximallySelectedLogRank([1, 2, 3], [1, 1, 1], [7, 7, 7]),
      /have none such$/,
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));

  test("validation rows, by name", () => {
    const rows = makeRows({
      ids: time.map((_, i) => `P${i}`),
      roles: time.map((_, i) => (i === 4 ? "validation" : "training")),
      features: featureTable(
        ["x"],
        time.map((_, i) => [(i * 5) % 7]),
      ),
      outcome: event,
    });
    const outcome = { times: time, events: event };
    assert.throws(
      () => fitCox(rows, outcome),
      /Cox regression must be fitted on training rows only; got 1 validation rows \(P4\)/,
    );
    const model = fitCox(rows, outcome, { exception: "a test" });
    assert.equal(model.exception, "a test");
    assertNear(predictCox(model, rows)[3], model.terms[0].coefficient * 1, 1e-15);
    assert.deepEqual(JSON.parse(JSON.stringify(model)), model);
    assert.equal(
      proportionalHazardsTest(
        time,
        event,
        time.map((_, i) => [(i * 5) % 7]),
      ).length,
      2,
    );
  });
});
