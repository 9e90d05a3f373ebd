import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rocCurve } from "dlrn/evaluate/roc";

describe("agrees with hand calculation", () => {
  test("a tie between an event and a non-event moves both rates at once", () => {
    assert.deepEqual(
      rocCurve([0, 1, 0, 1], [1, 2, 2, 4]).map((p) => [p.threshold, p.sensitivity, p.specificity]),
      [
        [-Infinity, 1, 0],
        [1.5, 1, 0.5],
        [3, 0.5, 1],
        [Infinity, 0, 1],
      ],
    );
  });

  test("for a score that falls with the event, thresholds fall", () => {
    assert.deepEqual(
      rocCurve([0, 1, 0, 1], [-1, -2, -2, -4], { direction: ">" }).map((p) => p.threshold),
      [Infinity, -1.5, -3, -Infinity],
    );
  });

  test("neighbours in double precision still get a threshold that parts them", () => {
    const next = 1 + 2 ** -52;
    assert.equal(rocCurve([0, 1], [1, next])[1].threshold, next);
    assert.equal(rocCurve([1, 0], [1, next], { direction: ">" })[1].threshold, 1);
    assert.ok(Number.isFinite(rocCurve([0, 1], [1.6e308, 1.7e308])[1].threshold));
  });
});

describe("obeys the laws of the curve", () => {
  test("each threshold divides the patients as its point says", () => {
    const labels = [1, 0, 1, 1, 0, 0, 1, 0, 0, 1];
    const scores = [0.9, 0.1, 0.4, 0.4, 0.4, 0.35, 0.8, 0.8, 0.05, 0.3];
    for (const point of rocCurve(labels, scores)) {
      const positive = scores.map((score) => score >= point.threshold);
      const truePositives = positive.filter((p, i) => p && labels[i] === 1).length;
      const trueNegatives = positive.filter((p, i) => !p && labels[i] === 0).length;
      assert.deepEqual([point.truePositives, point.trueNegatives], [truePositives, trueNegatives]);
      assert.deepEqual(
        [point.sensitivity, point.specificity],
        [truePositives / 5, trueNegatives / 5],
      );
    }
  });
});

describe("refuses what it cannot answer", () => {
  for (const [why, labels, scores, message] of [
    ["an infinite score", [0, 1], [1, Infinity], "scores must be finite; scores[1] is Infinity"],
    ["one outcome only", [0, 0], [1, 2], "need both outcomes; got 0 events and 2 non-events"],
  ] as const) {
    test(why, () => assert.throws(() => rocCurve(labels, scores), { name: "RangeError", message }));
  }
});
