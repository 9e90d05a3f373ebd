import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { delongAuc, delongTest } from "dlrn/evaluate/delong";
import fc from "fast-check";
import { assertNear } from "../near.js";

const golden = JSON.parse(readFileSync("tests/golden/delong-1988.json", "utf8"));
const { benefit, albumin, totalProtein, kgScore } = golden.data;
const tolerance = golden.tolerance.value;

describe("agrees with pROC on the data of the original paper", () => {
  test("delongAuc of each score", () => {
    assertNear(delongAuc(benefit, albumin), golden.expected.auc.albumin, tolerance);
    assertNear(delongAuc(benefit, kgScore), golden.expected.auc.kgScore, tolerance);
    assertNear(delongAuc(benefit, totalProtein), golden.expected.auc.totalProtein, tolerance);
  });

  test("delongTest against the K-G score", () => {
    assertNear(delongTest(benefit, albumin, kgScore), golden.expected.test.albumin, tolerance);
    assertNear(
      delongTest(benefit, totalProtein, kgScore),
      golden.expected.test.totalProtein,
      tolerance,
    );
  });
});

describe("agrees with hand calculation", () => {
  test("the AUC is a count of pairs", () => {
    assertNear(delongAuc(benefit, albumin).auc, 137 / 186, 1e-15); // 274 of 372 pairs, ties half
    assert.equal(delongAuc([1, 1, 0, 0], [4, 2, 3, 1]).auc, 3 / 4); // 3 of 4 pairs in order
  });

  test("the standard error, on four patients", () => {
    // Placements: events 1, 1/2; non-events 1/2, 1. Each group has variance 1/8, so SE² = 1/16 + 1/16.
    assertNear(delongAuc([1, 1, 0, 0], [4, 2, 3, 1]).standardError, Math.sqrt(1 / 8), 1e-15);
  });
});

describe("obeys the laws of the method", () => {
  test("swapping the outcome gives the complement", () => {
    const swapped = benefit.map((label: number) => 1 - label);
    assertNear(delongAuc(swapped, albumin).auc, 1 - delongAuc(benefit, albumin).auc, 1e-15);
  });

  test("only ranks matter", () => {
    assert.deepEqual(delongAuc(benefit, albumin.map(Math.exp)), delongAuc(benefit, albumin));
  });

  test("swapping the scores flips the sign, not the p-value", () => {
    const forward = delongTest(benefit, albumin, kgScore);
    const backward = delongTest(benefit, kgScore, albumin);
    assert.equal(backward.z, -forward.z);
    assert.equal(backward.pValue, forward.pValue);
  });

  test("a score does not differ from itself", () => {
    const { difference, z, pValue } = delongTest(benefit, albumin, albumin);
    assert.deepEqual({ difference, z, pValue }, { difference: 0, z: 0, pValue: 1 });
  });

  test("a constant score is a coin toss", () => {
    assert.equal(delongAuc([1, 1, 0, 0], [7, 7, 7, 7]).auc, 0.5);
  });

  test("a score that points the other way gives the same, when told so", () => {
    const turned = albumin.map((value: number) => -value);
    assert.deepEqual(delongAuc(benefit, turned, { direction: ">" }), delongAuc(benefit, albumin));
    assertNear(delongAuc(benefit, turned).auc, 1 - 137 / 186, 1e-15); // never flipped by itself
  });

  test("the paired test is made of the two variances and their covariance", () => {
    const paired = delongTest(benefit, albumin, kgScore);
    assert.equal(paired.varianceA, delongAuc(benefit, albumin).variance);
    const spread = paired.varianceA + paired.varianceB - 2 * paired.covariance;
    assertNear(spread, paired.standardError ** 2, 1e-12);
  });

  test("order of patients, and monotone transforms, change nothing", () => {
    const patients = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -8, max: 8 })),
      {
        minLength: 4,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(patients, fc.infiniteStream(fc.nat()), (drawn, keys) => {
        const events = drawn.filter(([label]) => label === 1).length;
        fc.pre(events >= 2 && drawn.length - events >= 2);
        const order = drawn
          .map((patient) => ({ patient, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ patient }) => patient);
        const original = delongAuc(
          drawn.map(([label]) => label),
          drawn.map(([, score]) => score),
        );
        const shuffled = delongAuc(
          order.map(([label]) => label),
          order.map(([, score]) => Math.exp(score / 3)),
        );
        assert.equal(shuffled.auc, original.auc);
        assertNear(shuffled.variance, original.variance, 1e-12, { absolute: 1e-18 });
        const mirrored = delongAuc(
          drawn.map(([label]) => 1 - label),
          drawn.map(([, score]) => score),
        );
        assertNear(mirrored.auc, 1 - original.auc, 1e-15, { absolute: 1e-15 });
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test("the interval stays inside [0, 1]", () => {
    const { ci } = delongAuc([1, 1, 1, 0, 0, 0], [6, 5, 3, 4, 2, 1]);
    assert.ok(ci[0] >= 0 && ci[1] === 1, `got ${ci}`);
  });
});

describe("refuses what it cannot answer", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "lengths differ",
      () => delongAuc([1, 0], [1]),
      "need one score per label; got 1 scores for 2 labels",
    ],
    [
      "a label is not 0 or 1",
      () => delongAuc([1, 2], [1, 2]),
      "labels must be 0 or 1; labels[1] is 2",
    ],
    [
      "a score is missing",
      () => delongAuc([1, 0], [1, NaN]),
      "scores must be finite; scores[1] is NaN",
    ],
    [
      "an outcome is absent",
      () => delongAuc([1, 1], [1, 2]),
      "need both outcomes; got 2 events and 0 non-events",
    ],
    [
      "a group has no variance",
      () => delongAuc([1, 0, 0], [3, 2, 1]),
      "a variance needs two patients per outcome; got 1 events and 2 non-events",
    ],
    [
      "separation is perfect",
      () => delongTest([1, 1, 0, 0], [4, 3, 2, 1], [1, 1, 1, 1]),
      "AUCs differ by 0.5 with zero variance; use a permutation test instead",
    ],
    [
      "a direction is unknown",
      () => delongAuc(benefit, albumin, { direction: "auto" as never }),
      'direction must be "<" (events score higher) or ">" (events score lower); got "auto"',
    ],
    [
      "there are no patients",
      () => delongAuc([], []),
      "need both outcomes; got 0 events and 0 non-events",
    ],
    [
      "one of two scores is missing",
      () => delongTest([1, 1, 0, 0], [1, 2, 3, 4], [1, Number.NaN, 3, 4]),
      "scores must be finite; scores[1] is NaN",
    ],
    [
      "confidence is a percentage",
      () => delongAuc(benefit, albumin, { confidence: 95 }),
      "confidence must lie in (0, 1); got 95",
    ],
  ];
  for (const [why, call, message] of refused) {
    test(why, () => assert.throws(call, { name: "RangeError", message }));
  }
});
