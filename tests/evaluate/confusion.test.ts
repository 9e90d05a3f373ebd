import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ConfusionCounts, confusionFigures, confusionMatrix } from "dlrn/evaluate/confusion";
import { proportion, proportionInterval } from "dlrn/evaluate/proportion";
import { power } from "dlrn/math/power";
import fc from "fast-check";
import { assertNear } from "../near.js";

const counts = (tp: number, fn: number, fp: number, tn: number): ConfusionCounts => ({
  truePositives: tp,
  falseNegatives: fn,
  falsePositives: fp,
  trueNegatives: tn,
});

describe("agrees with hand calculation", () => {
  test("Clopper-Pearson where the binomial sum is one term", () => {
    // 0 of 20: the upper limit leaves (1 − p)^20 = 0.025; 20 of 20 the mirror.
    assertNear(proportion(0, 20).clopperPearson, [0, 1 - power(0.025, 1 / 20)], 1e-13);
    assertNear(proportion(20, 20).clopperPearson, [power(0.025, 1 / 20), 1], 1e-13);
  });

  test("Newcombe's worked examples of Wilson's interval", () => {
    // Stat. Med. 17 (1998) 857, table I: 81/263, 15/148, 0/20, 1/29 by methods 3 and 4.
    const examples: [number, number, [number, number], [number, number]][] = [
      [81, 263, [0.2553, 0.3662], [0.2535, 0.3682]],
      [15, 148, [0.0624, 0.1605], [0.0598, 0.1644]],
      [0, 20, [0, 0.1611], [0, 0.2005]],
      [1, 29, [0.0061, 0.1718], [0.0018, 0.1963]],
    ];
    for (const [count, total, score, corrected] of examples) {
      assertNear(proportion(count, total).wilson, score, 0, { absolute: 5.1e-5 });
      assertNear(proportion(count, total).wilsonContinuity, corrected, 0, { absolute: 5.1e-5 });
    }
  });

  test("a threshold equal to a score", () => {
    const [labels, scores] = [
      [0, 1, 1, 0, 1],
      [0.2, 0.5, 0.7, 0.5, 0.4],
    ];
    assert.deepEqual(confusionMatrix(labels, scores, 0.5), counts(2, 1, 1, 1));
    assert.deepEqual(confusionMatrix(labels, scores, 0.5, { rule: ">" }), counts(1, 2, 0, 2));
    assert.deepEqual(confusionMatrix(labels, scores, 0.5, { rule: "<=" }), counts(2, 1, 2, 0));
    assert.deepEqual(confusionMatrix(labels, scores, 0.5, { rule: "<" }), counts(1, 2, 1, 1));
  });

  test("a test that calls nobody positive has no predictive value, and says so", () => {
    const figures = confusionFigures(counts(0, 20, 0, 96));
    assert.deepEqual(figures.ppv.estimate, null);
    assert.deepEqual(figures.mcc, null);
    assert.equal(figures.sensitivity.estimate, 0);
    assert.equal(figures.kappa, 0);
    assert.equal(
      figures.flag,
      "not computable with 0 true positives, 20 false negatives, 0 false positives and 96 true negatives: ppv, mcc, positiveLikelihoodRatio, diagnosticOddsRatio",
    );
  });

  test("nobody at all: every figure is missing", () => {
    const { counts: _, flag, ...figures } = confusionFigures(counts(0, 0, 0, 0));
    for (const [name, value] of Object.entries(figures))
      assert.equal(
        value !== null && typeof value === "object" ? value.estimate : value,
        null,
        name,
      );
    assert.match(String(flag), /accuracy, errorRate, sensitivity/);
  });

  test("likelihood ratios without false positives or without misses", () => {
    const figures = confusionFigures(counts(7, 0, 0, 9));
    assert.equal(figures.positiveLikelihoodRatio, Infinity);
    assert.equal(figures.negativeLikelihoodRatio, 0);
    assert.equal(figures.diagnosticOddsRatio, Infinity);
    assert.equal(figures.flag, null);
  });
});

describe("obeys the laws", () => {
  const cell = fc.integer({ min: 0, max: 400 });
  const limits = { seed: 9, numRuns: 300 };

  test("exchanging the outcomes exchanges the figures", () => {
    fc.assert(
      fc.property(cell, cell, cell, cell, (tp, fn, fp, tn) => {
        const there = confusionFigures(counts(tp, fn, fp, tn));
        const back = confusionFigures(counts(tn, fp, fn, tp));
        assert.deepEqual(there.sensitivity, back.specificity);
        assert.deepEqual(there.ppv, back.npv);
        for (const name of ["accuracy", "mcc", "kappa", "balancedAccuracy"] as const)
          assertNear(there[name], back[name], 1e-12, { absolute: 1e-14 });
      }),
      limits,
    );
  });

  test("every interval holds its estimate, mirrors at 1 − p, and widens with confidence", () => {
    const methods = [
      "clopperPearson",
      "wilson",
      "wilsonContinuity",
      "agrestiCoull",
      "jeffreys",
      "wald",
    ] as const;
    fc.assert(
      fc.property(cell, cell, fc.constantFrom(...methods), (a, b, method) => {
        fc.pre(a + b > 0);
        const [low, high] = proportionInterval(a, a + b, { method });
        const [low2, high2] = proportionInterval(b, a + b, { method });
        assertNear([1 - high2, 1 - low2], [low, high], 1e-12, { absolute: 1e-12 });
        const estimate = a / (a + b);
        assert.ok(
          low <= estimate + 1e-12 && estimate <= high + 1e-12,
          `${low} ${estimate} ${high}`,
        );
        const wide = proportionInterval(a, a + b, { method, confidence: 0.99 });
        assert.ok(wide[0] <= low + 1e-12 && wide[1] >= high - 1e-12);
      }),
      limits,
    );
  });

  test("Clopper-Pearson covers at least as often as it says", () => {
    const n = 12;
    const intervals = Array.from({ length: n + 1 }, (_, x) => proportionInterval(x, n));
    for (let p = 0.02; p < 1; p += 0.03) {
      let mass = power(1 - p, n);
      let covered = 0;
      intervals.forEach(([low, high], x) => {
        if (low <= p && p <= high) covered += mass;
        mass *= ((n - x) / (x + 1)) * (p / (1 - p));
      });
      assert.ok(covered >= 0.95 - 1e-12, `coverage ${covered} at p = ${p}`);
    }
  });
});

describe("refuses what it cannot answer", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "more events than patients",
      () => proportion(5, 4),
      "count and total must be whole numbers with 0 <= count <= total; got 5 of 4",
    ],
    [
      "half a patient",
      () => proportion(0.5, 4),
      "count and total must be whole numbers with 0 <= count <= total; got 0.5 of 4",
    ],
    [
      "an interval of nobody",
      () => proportionInterval(0, 0),
      "an interval needs at least one patient; got 0 of 0",
    ],
    [
      "an unknown method",
      () => proportionInterval(1, 2, { method: "exact" as never }),
      'method must be clopperPearson, wilson, wilsonContinuity, agrestiCoull, jeffreys or wald; got "exact"',
    ],
    [
      "confidence in percent",
      () => proportion(1, 2, { confidence: 95 }),
      "confidence must lie in (0, 1); got 95",
    ],
    [
      "a negative count",
      () => confusionFigures(counts(1, -1, 0, 0)),
      "counts must be whole numbers from 0; falseNegatives is -1",
    ],
    [
      "an unknown rule",
      () => confusionMatrix([0, 1], [1, 2], 1, { rule: "=" as never }),
      'rule must be ">=", ">", "<=" or "<"; got "="',
    ],
    [
      "no threshold",
      () => confusionMatrix([0, 1], [1, 2], Number.NaN),
      "threshold must be a number; got NaN",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
