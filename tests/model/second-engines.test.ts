import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rowsAt, rowsOf } from "dlrn/cohort/rows";
import { fitLogistic, predictLogistic } from "dlrn/model/logistic";
import { fitForest, predictForest } from "dlrn/model/random-forest";
import { engineAgreement, secondForest, secondLogistic } from "dlrn/model/second-engines";
import { assertNear } from "../near.js";
import { treeRows } from "./tree-rows.js";

const rows = treeRows(Object.fromEntries(Array.from({ length: 80 }, (_, i) => [i, "validation"])));
const training = rowsOf(rows, "training");
const validation = rowsOf(rows, "validation");

describe("agrees with our own engines", () => {
  test("logistic regression, to 1e-6 of the risk", () => {
    const model = fitLogistic(training);
    const second = secondLogistic(training, validation, { steps: 3000 });
    for (const [role, part] of [
      ["training", training],
      ["validation", validation],
    ] as const) {
      const agreement = engineAgreement(
        part.outcome,
        predictLogistic(model, part.features),
        second[role],
      );
      assert.ok(agreement.maxDifference < 1e-6, `${role}: ${agreement.maxDifference}`);
      assertNear(agreement.correlation, 1, 1e-9);
      assert.equal(agreement.aucDifference, 0);
    }
  });

  test("random forest: the same patients are at risk, by other numbers", () => {
    const ours = predictForest(fitForest(training, { trees: 300, seed: 1 }), validation.features);
    const second = secondForest(training, validation, { trees: 40, seed: 1 });
    const agreement = engineAgreement(validation.outcome, ours, second.validation);
    assert.ok(agreement.correlation! > 0.7, String(agreement.correlation));
    assert.ok(Math.abs(agreement.aucDifference!) < 0.08, String(agreement.aucDifference));
    assert.ok(
      second.validation.every(
        (risk) => risk >= 0 && risk <= 1 && Number.isInteger(Math.round(risk * 4e6) / 1e5),
      ),
    );
    assert.deepEqual(secondForest(training, validation, { trees: 40, seed: 1 }), second);
  });
});

test("agreement by hand", () => {
  const { correlation: _, ...agreement } = engineAgreement(
    [1, 0, 1, 0],
    [0.9, 0.1, 0.6, 0.4],
    [0.8, 0.2, 0.3, 0.4],
  );
  assertNear(
    agreement,
    {
      rowCount: 4,
      maxDifference: 0.3,
      meanDifference: -0.075,
      auc: 1,
      secondAuc: 0.75,
      aucDifference: -0.25,
    },
    1e-12,
  );
  assert.deepEqual(engineAgreement([1], [0.5], [0.5]), {
    rowCount: 1,
    correlation: null,
    maxDifference: 0,
    meanDifference: 0,
    auc: null,
    secondAuc: null,
    aucDifference: null,
  });
});

describe("refuses", () => {
  const none = rowsAt(rows, []);
  for (const [what, call, message] of [
    [
      "a validation row",
      () => secondLogistic(rows, none),
      /ml-logistic-regression must be fitted on training rows only; got 80 validation rows/,
    ],
    [
      "a validation row in a forest",
      () => secondForest(rows, none, { seed: 1 }),
      /ml-random-forest must be fitted on training rows only/,
    ],
    [
      "no rows",
      () => secondForest(none, none, { seed: 1 }),
      /needs both outcomes; got 0 events and 0 non-events/,
    ],
    [
      "one feature of many, which means all",
      () => secondForest(training, none, { featuresPerTree: 1, seed: 1 }),
      /featuresPerTree must be at least 2/,
    ],
    [
      "no trees",
      () => secondForest(training, none, { trees: 0, seed: 1 }),
      /trees must be a positive whole number; got 0/,
    ],
    [
      "other rows",
      () => engineAgreement([1, 0], [0.1], [0.2, 0.3]),
      /compared on the same rows; got 1 and 2 risks of 2 rows/,
    ],
  ] as const)
    test(what, () => assert.throws(call, message));
});
