/** Performance of a model from patients and from counts: the same numbers. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { performanceOfCounts, performanceOnRows } from "dlrn/evaluate/performance";
import { assertNear } from "../near.js";

const counts = { events: [3, 7, 2, 8], nonEvents: [33, 44, 11, 8] };

/** The counts written out as patients who have the risk of their level. */
function patients(risks: readonly number[]): Parameters<typeof performanceOnRows>[0] {
  const rows = risks.flatMap((risk, level) => [
    ...Array.from({ length: counts.events[level] }, () => ({ risk, outcome: 1 })),
    ...Array.from({ length: counts.nonEvents[level] }, () => ({ risk, outcome: 0 })),
  ]);
  return makeRows({
    ids: rows.map((_, i) => `P${i}`),
    roles: rows.map(() => "training"),
    features: featureTable(
      ["risk"],
      rows.map(({ risk }) => [risk]),
    ),
    outcome: rows.map(({ outcome }) => outcome),
  });
}

describe("performance", () => {
  for (const [name, risks] of [
    ["risks that rise", [0.1, 0.2, 0.5, 0.6]],
    ["risks that fall", [0.6, 0.5, 0.2, 0.1]],
    ["risks out of order", [0.3, 0.1, 0.7, 0.5]],
  ] as const)
    test(`from counts as from the patients written out: ${name}`, () => {
      const fromCounts = performanceOfCounts(counts, risks, 0.5, { learned: false });
      const fromPatients = performanceOnRows(patients(risks), "risk", 0.5);
      assertNear(fromCounts.auc.auc, fromPatients.auc.auc, 1e-12);
      assertNear(fromCounts.auc.ci, fromPatients.auc.ci, 1e-12);
      assert.deepEqual(fromCounts.figures, fromPatients.figures);
      assert.deepEqual([fromCounts.n, fromCounts.events], [116, 20]);
      assert.equal(fromCounts.largestRisk, fromPatients.largestRisk);
    });

  test("by hand: a risk at the cut counts as positive", () => {
    const { figures } = performanceOfCounts(counts, [0.1, 0.2, 0.5, 0.6], 0.5, { learned: true });
    assert.deepEqual(figures.counts, {
      truePositives: 10,
      falseNegatives: 10,
      falsePositives: 19,
      trueNegatives: 77,
    });
  });

  test("says on how many patients it is apparent", () => {
    assert.equal(
      performanceOfCounts(counts, [1, 2, 3, 4], 2, { learned: true }).inSampleCount,
      116,
    );
    const rows = { ...patients([0.1, 0.2, 0.3, 0.4]), inSample: { risk: ["P0", "P1"] } };
    assert.equal(performanceOnRows(rows, "risk", 0.5).inSampleCount, 2);
  });

  test("refuses another number of risks than levels", () => {
    assert.throws(
      () => performanceOfCounts(counts, [0.1, 0.2], 0.5, { learned: false }),
      /^RangeError: need one risk per level; got 2 for 4 levels$/,
    );
  });
});
