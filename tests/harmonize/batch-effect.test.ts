/** Oracle: R 4.2.2, `kruskal.test`, `p.adjust(p, "BH")`, `summary(lm(x ~ batch))$r.squared`; 17 digits printed. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { batchEffect, correlationRatio } from "dlrn/harmonize/batch-effect";
import { assertNear } from "../near.js";

const columns = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  [2, 9, 4, 7, 1, 8, 3, 6, 5, 10],
  [1, 1, 2, 3, 3, 3, 2, 2, 1, 5],
  [4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
];
const table = featureTable(
  ["x1", "x2", "x3", "same"],
  columns[0]!.map((_, i) => columns.map((column) => column[i]!)),
);
const batch = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "c"];
const outcome = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];

describe("batch effect", () => {
  const found = batchEffect(table, batch, outcome);

  test("agrees with R", () => {
    assertNear(
      found.pValues,
      [0.018149887636971514, 0.9048374180359583, 0.11015328833418839],
      1e-12,
    );
    assertNear(
      found.byBatch,
      [0.8909090909090908, 0.022222222222222206, 0.31442080378250586],
      1e-12,
    );
    assertNear(
      found.byOutcome,
      [0.010909090909090924, 0.14666666666666661, 0.17730496453900713],
      1e-12,
    );
  });

  test("counts P below the limit, and less after correction: 0.018 times 3 is not below 0.05", () => {
    assert.deepEqual([found.below, found.belowAdjusted], [1, 0]);
    const wider = batchEffect(table, batch, outcome, 0.055);
    assert.deepEqual([wider.below, wider.belowAdjusted], [1, 1]);
  });

  test("leaves out what is the same in all rows", () => {
    assert.deepEqual([found.features, found.constant], [["x1", "x2", "x3"], ["same"]]);
  });

  test("by hand: means 1 and 4 around 2.5, all squares 10", () => {
    const groups = [
      [0, 1],
      [2, 3],
    ];
    assertNear(correlationRatio([0.5, 1.5, 3.5, 4.5], groups), 9 / 10, 1e-15);
    assert.equal(correlationRatio([1, 1, 2, 2], groups), 1);
    assert.equal(correlationRatio([1, 2, 2, 1], groups), 0);
  });

  test("does not depend on the unit of a feature or the names of batches", () => {
    const other = batchEffect(
      { ...table, values: table.values.map((value) => 100 - 3 * value) },
      batch.map((name) => `centre ${name}`),
      outcome.map((label) => 1 - label),
    );
    assertNear(other.pValues, found.pValues, 1e-12);
    assertNear(other.byBatch, found.byBatch, 1e-12);
    assertNear(other.byOutcome, found.byOutcome, 1e-12);
  });

  test("refuses", () => {
    const refused = (names: string[], labels: number[], message: string): void =>
      assert.throws(() => batchEffect(table, names, labels), { message });
    refused(["a"], outcome, "need one batch per row; got 1 for 10 rows");
    refused(Array(10).fill("a"), outcome, "there must be two kinds of batch or more; got 1");
    refused(batch, Array(10).fill(1), "there must be two kinds of outcome or more; got 1");
    const same = featureTable(
      ["same"],
      batch.map(() => [4]),
    );
    assert.throws(() => batchEffect(same, batch, outcome), {
      message: "a feature must vary; none does",
    });
  });
});
