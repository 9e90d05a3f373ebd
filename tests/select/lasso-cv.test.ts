import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { makeRows } from "dlrn/cohort/rows";
import { coefficientsAt, predictLasso } from "dlrn/select/lasso";
import { _fitLassoCv, fitLassoCv, type LassoCvOptions } from "dlrn/select/lasso-cv";
import { rowLoss, weightedAuc } from "dlrn/select/lasso-cv-loss";
import { assertNear } from "../near.js";
import { sample, sampleRows } from "./cohort.js";

const oracle = JSON.parse(readFileSync("tests/select/lasso-oracle.json", "utf8"));

/** R writes single numbers as arrays of one. */
function optionsOf(options: Record<string, unknown[]>): LassoCvOptions {
  const lists = new Set(["weights", "lambda"]);
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, lists.has(name) ? value : value[0]]),
  );
}

describe(`agrees with cv.glmnet at its default tolerance (${oracle.oracle[0]})`, () => {
  for (const { name, x, y, folds, options, expected } of oracle.cvs) {
    test(name[0], () => {
      const { path, cv } = _fitLassoCv(x, y, folds, optionsOf(options));
      assert.equal(cv.measure, expected.measure[0]);
      assertNear(cv.lambda, expected.lambda, 1e-12);
      assert.equal(cv.lambda.length, expected.lambda.length);
      assertNear(cv.mean, expected.mean, 1e-9);
      assertNear(cv.standardError, expected.standardError, 1e-8);
      assert.deepEqual(cv.nonzero, expected.nonzero);
      assert.equal(cv.indexMin, expected.indexMin[0]);
      assert.equal(cv.indexOneSe, expected.indexOneSe[0]);
      assertNear(
        [cv.lambdaMin, cv.lambdaOneSe],
        [expected.lambdaMin[0], expected.lambdaOneSe[0]],
        1e-12,
      );
      const at = (lambda: number) => {
        const { intercept, coefficients } = coefficientsAt(path, lambda);
        return [intercept, ...coefficients];
      };
      assertNear(at(cv.lambdaMin), expected.atMin, 1e-8, { absolute: 1e-11 });
      const between = Math.sqrt(path.lambda[2] * path.lambda[3]);
      assertNear(at(between), expected.between, 1e-8, { absolute: 1e-11 });
    });
  }
});

describe("agrees with hand calculation", () => {
  test("the loss of one row", () => {
    assertNear(rowLoss("deviance", 1, 0.25), 4 * Math.log(2), 1e-15);
    assertNear(rowLoss("deviance", 0, 1), -2 * Math.log(1e-5), 1e-11); // 1 − p is clipped
    assert.deepEqual([rowLoss("class", 1, 0.5), rowLoss("class", 0, 0.5)], [1, 0]);
    assert.deepEqual([rowLoss("mse", 1, 0.5), rowLoss("mae", 0, 0.75)], [0.5, 1.5]);
  });

  test("the weighted AUC is a weighted count of pairs", () => {
    // Events 0.8 (weight 2) and 0.4 (1); non-events 0.4 (3) and 0.6 (1): (2·4 + 1·1.5) of 3·4 pairs.
    assertNear(weightedAuc([1, 1, 0, 0], [0.8, 0.4, 0.4, 0.6], [2, 1, 3, 1]), 9.5 / 12, 1e-15);
    assert.ok(Number.isNaN(weightedAuc([1, 1], [0.2, 0.3], [1, 1])));
  });
});

describe("obeys the laws", () => {
  const data = sample(60, 6, 5);
  const rows = sampleRows(data);

  test("the folds are part of the result, and give it again", () => {
    const drawn = fitLassoCv(rows, { folds: { count: 5, seed: 9 } });
    const given = fitLassoCv(rows, { folds: drawn.cv.folds });
    assert.deepEqual(given, drawn);
    assert.ok(Object.isFrozen(drawn));
    assert.deepEqual(JSON.parse(JSON.stringify(drawn)), drawn);
  });

  test("renumbering the folds changes nothing but rounding", () => {
    const { cv } = fitLassoCv(rows, { folds: { count: 5, seed: 9 } });
    const renumbered = fitLassoCv(rows, { folds: cv.folds.map((fold) => 6 - fold) }).cv;
    assertNear(renumbered.mean, cv.mean, 1e-12);
    assertNear(renumbered.standardError, cv.standardError, 1e-10);
  });

  test("the one-standard-error choice is the sparser one", () => {
    const { cv } = fitLassoCv(rows, { folds: { count: 5, seed: 9 } });
    assert.ok(cv.lambdaOneSe >= cv.lambdaMin);
    assert.ok(cv.mean[cv.indexOneSe] <= cv.mean[cv.indexMin] + cv.standardError[cv.indexMin]);
    assert.ok(
      cv.mean
        .slice(0, cv.indexOneSe)
        .every((loss) => loss > cv.mean[cv.indexMin] + cv.standardError[cv.indexMin]),
    );
  });

  test("a fit predicts at its lambdaMin", () => {
    const fit = fitLassoCv(rows, { folds: { count: 5, seed: 9 } });
    const scores = predictLasso(fit, rows.features, { lambda: fit.cv.lambdaMin });
    const { intercept, coefficients } = coefficientsAt(fit, fit.cv.lambdaMin);
    assertNear(
      scores[7],
      data.x[7].reduce((sum, value, j) => sum + value * coefficients[j], intercept),
      1e-12,
    );
  });
});

describe("refuses what it cannot answer", () => {
  const { x, y } = sample(30, 3, 4);
  const folds = y.map((_, i) => (i % 5) + 1);
  const byClass = y.map((label, i) => (label === 1 ? 1 : (i % 2) + 2));
  const rows = sampleRows({ x, y });
  const twoReadings = makeRows({ ...rows, patients: rows.ids.map((_, i) => `Q${i >> 1}`) });
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "two folds",
      () =>
        _fitLassoCv(
          x,
          y,
          y.map((_, i) => (i % 2) + 1),
        ),
      "cross-validated LASSO needs at least 3 folds; got 2",
    ],
    [
      "too few fold numbers",
      () => _fitLassoCv(x, y, [1, 2, 3]),
      "need one fold number per row; got 3 for 30 rows",
    ],
    [
      "folds from 0",
      () =>
        _fitLassoCv(
          x,
          y,
          folds.map((fold) => fold - 1),
        ),
      "fold numbers must be whole and start at 1; folds[0] is 0",
    ],
    [
      "an empty fold",
      () =>
        _fitLassoCv(
          x,
          y,
          folds.map((fold) => (fold === 3 ? 4 : fold)),
        ),
      "every fold from 1 to 5 must have rows; fold 3 has none",
    ],
    [
      "an unknown measure",
      () => _fitLassoCv(x, y, folds, { measure: "brier" as "mse" }),
      "measure must be one of deviance, class, mse, mae, auc; got brier",
    ],
    [
      "one lambda",
      () => _fitLassoCv(x, y, folds, { lambda: [0.1] }),
      "cross-validation must have at least 2 lambdas to choose from; got 1",
    ],
    [
      "all events in one fold",
      () => _fitLassoCv(x, y, byClass),
      `without fold 1: LASSO needs at least 2 rows of each class; got 0 events and ${byClass.filter((fold) => fold !== 1).length} non-events`,
    ],
    [
      "a patient in two folds",
      () => fitLassoCv(twoReadings, { folds }),
      "all readings of a patient must share a fold; Q0 is in folds 1 and 2",
    ],
    [
      "a validation row",
      () =>
        fitLassoCv(
          sampleRows(
            { x, y },
            y.map((_, i) => (i === 3 ? "validation" : "training")),
          ),
          { folds },
        ),
      "LASSO must be fitted on training rows only; got 1 validation rows (P3); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
  ];
  for (const [why, call, message] of refused) {
    test(why, () => assert.throws(call, { name: "RangeError", message }));
  }
});
