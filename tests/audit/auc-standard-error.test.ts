/** Limits of DeLong's standard error: against every ranking of a few patients, and of the paper's rows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fewestEvents,
  smallestTiedStandardError,
  standardErrorLimits,
} from "dlrn/audit/auc-standard-error";
import { delongAucOfCounts } from "dlrn/evaluate/delong-counts";
import { assertNear } from "../near.js";

interface Extremes {
  smallest: number;
  smallestUntied: number;
  largest: number;
}

/** Every sequence of levels of m events and n non-events, by the library's own DeLong; AUC in pairs → extremes. */
function everyRanking(m: number, n: number): Map<number, Extremes> {
  const found = new Map<number, Extremes>();
  const go = (events: number[], nonEvents: number[], e: number, f: number): void => {
    if (e === 0 && f === 0) {
      const { auc, standardError } = delongAucOfCounts({ events, nonEvents });
      const pairs = Math.round(2 * auc * m * n) / 2;
      const known = found.get(pairs) ?? {
        smallest: Infinity,
        smallestUntied: Infinity,
        largest: 0,
      };
      const untied = events.every((count, level) => count === 0 || nonEvents[level] === 0);
      found.set(pairs, {
        smallest: Math.min(known.smallest, standardError),
        smallestUntied: untied
          ? Math.min(known.smallestUntied, standardError)
          : known.smallestUntied,
        largest: Math.max(known.largest, standardError),
      });
      return;
    }
    for (let a = 0; a <= e; a++)
      for (let b = 0; b <= f; b++)
        if (a + b > 0) go([...events, a], [...nonEvents, b], e - a, f - b);
  };
  go([], [], m, n);
  return found;
}

for (const [m, n] of [
  [2, 2],
  [3, 4],
  [4, 3],
  [2, 5],
] as const) {
  test(`agrees with every ranking of ${m} events and ${n} non-events`, () => {
    for (const [pairs, known] of everyRanking(m, n)) {
      const auc = { low: pairs / (m * n), high: pairs / (m * n) };
      const { smallestUntied, largest } = standardErrorLimits(auc, m, n);
      if (known.smallestUntied < Infinity)
        assertNear(smallestUntied, known.smallestUntied, 1e-9, { absolute: 1e-7 }); // roots of rounding
      else assert.equal(smallestUntied, null);
      assert.ok(largest >= known.largest - 1e-9, `${pairs}: ${largest} < ${known.largest}`);
      const tied = smallestTiedStandardError(auc, m, n)!;
      assert.ok(tied <= known.smallest + 1e-7, `${pairs}: ${tied} > ${known.smallest}`);
    }
  });
}

test("the largest is attained where one level suffices: half the non-events above all events, half below", () => {
  // 3 of 6 non-events above all 8 events, 3 below: AUC 1/2
  const { standardError } = delongAucOfCounts({ events: [0, 8, 0], nonEvents: [3, 0, 3] });
  assertNear(standardErrorLimits({ low: 0.5, high: 0.5 }, 8, 6).largest, standardError, 1e-12);
});

test("the paper's radiomics row: too narrow for 20 events, attainable for 80", () => {
  const auc = { low: 0.9135, high: 0.9145 };
  const widest = (0.9535 - 0.8755) / 2 / 1.959963984540054; // 0.876-0.953, rounding in its favour
  const few = standardErrorLimits(auc, 20, 96).smallestUntied!;
  const many = standardErrorLimits(auc, 80, 96).smallestUntied!;
  assertNear(few, 0.025546722, 1e-7); // half-width 0.0501
  assertNear(many, 0.019367418, 1e-7); // half-width 0.0380
  assert.ok(many < widest && widest < few);
  assert.equal(fewestEvents(auc, widest, 20, 96), 72);
  assert.ok(standardErrorLimits(auc, 71, 96).smallestUntied! > widest);
  assert.ok(standardErrorLimits(auc, 72, 96).smallestUntied! <= widest);
});

test("the law of a wider range: limits only move apart", () => {
  const narrow = standardErrorLimits({ low: 0.7, high: 0.7 }, 10, 20);
  const wide = standardErrorLimits({ low: 0.65, high: 0.75 }, 10, 20);
  assert.ok(wide.smallestUntied! <= narrow.smallestUntied! && wide.largest >= narrow.largest);
});

test("refuses too few patients and impossible areas", () => {
  const faults: [() => unknown, string][] = [
    [
      () => standardErrorLimits({ low: 0.5, high: 0.6 }, 1, 5),
      "a variance needs two patients per outcome; got 1 and 5",
    ],
    [
      () => standardErrorLimits({ low: 1.2, high: 1.3 }, 5, 5),
      "an AUC must lie in [0, 1]; got 1.2 to 1.3",
    ],
  ];
  for (const [call, message] of faults) assert.throws(call, { name: "RangeError", message });
  assert.equal(smallestTiedStandardError({ low: 0.5, high: 0.6 }, 200, 200), null);
});
