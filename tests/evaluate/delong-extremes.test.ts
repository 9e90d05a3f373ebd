import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { delongAuc } from "dlrn/evaluate/delong";
import { delongExtremes } from "dlrn/evaluate/delong-extremes";
import { assertNear } from "../near.js";

/** All ways to rank m events among n non-events without ties, as scores. */
function* rankings(m: number, n: number): Generator<{ labels: number[]; scores: number[] }> {
  const total = m + n;
  for (let bits = 0; bits < 1 << total; bits++) {
    const labels = Array.from({ length: total }, (_, i) => (bits >> i) & 1);
    if (labels.reduce((sum, y) => sum + y, 0) === m)
      yield { labels, scores: labels.map((_, i) => i) };
  }
}

describe("agrees with every ranking of small groups", () => {
  for (const [m, n] of [
    [3, 9],
    [6, 6],
    [8, 4],
  ] as const) {
    test(`${m} events and ${n} non-events: none lies outside, some lie close`, () => {
      let [closest, widest] = [Infinity, Infinity];
      for (const { labels, scores } of rankings(m, n)) {
        const { auc, standardError } = delongAuc(labels, scores);
        if (auc === 0 || auc === 1) continue;
        const { smallest, largest } = delongExtremes(auc, m, n);
        assert.ok(standardError >= smallest - 1e-9, `${standardError} < ${smallest} at ${auc}`);
        assert.ok(standardError <= largest + 1e-9, `${standardError} > ${largest} at ${auc}`);
        closest = Math.min(closest, standardError - smallest);
        widest = Math.min(widest, largest - standardError);
      }
      // Steps of a small curve cannot follow the ideal one exactly.
      assert.ok(closest < 0.01 && widest < 0.02, `${closest}, ${widest}`);
    });
  }
});

describe("agrees with hand calculation", () => {
  test("two events and two non-events at AUC 1/2", () => {
    const { smallest, largest } = delongExtremes(0.5, 2, 2);
    // y = x: ∫ 2(1 − x) x = 1/3 and ∫ x² = 1/3, each 1/12 above 1/4, divided by 1.
    assertNear(smallest, Math.sqrt(1 / 12 + 1 / 12), 1e-9);
    // y = 1/2: ∫ 2(1 − x)/2 = 1/2, 1/4 above; ∫ y² = 1/4.
    assertNear(largest, 0.5, 1e-6);
  });

  test("an AUC of .914 with 20 events and 96 non-events cannot have the interval .876-.953; with 80 it can", () => {
    const halfWidth = (0.9535 - 0.8755) / 2 / 1.959964;
    assert.ok(delongExtremes(0.9135, 20, 96).smallest > halfWidth);
    assert.ok(delongExtremes(0.9145, 20, 96).smallest > halfWidth);
    assert.ok(delongExtremes(0.9145, 80, 96).smallest < halfWidth);
  });
});

describe("obeys the laws", () => {
  test("turning the scores round exchanges the groups", () => {
    const [a, b] = [delongExtremes(0.8, 15, 40), delongExtremes(0.8, 40, 15)];
    assertNear(a.smallest, b.smallest, 1e-9);
    assertNear(a.largest, b.largest, 1e-6);
    const c = delongExtremes(0.2, 15, 40);
    assertNear(a.smallest, c.smallest, 1e-9);
    assertNear(a.largest, c.largest, 1e-6);
  });
});

describe("refuses", () => {
  for (const [auc, m, message] of [
    [1, 5, "an AUC must lie in (0, 1); got 1"],
    [0.5, 1, "a variance needs two patients per outcome; got 1"],
  ] as const)
    test(message, () =>
      assert.throws(() => delongExtremes(auc, m, 9), { name: "RangeError", message }),
    );
});
