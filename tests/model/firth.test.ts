import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
import { logisticDesign } from "dlrn/model/design";
import { _fitFirth, fitFirth, fitFirthPredictor } from "dlrn/model/firth";
import { firthMaximum } from "dlrn/model/firth-likelihood";
import { failureOf, type GoldenFile } from "dlrn/proof/golden";
import * as adapter from "dlrn/proof/golden/firth";
import { assertNear } from "../near.js";

const golden = JSON.parse(readFileSync("tests/golden/firth.json", "utf8")) as GoldenFile;
const separated = featureTable(["x"], [[1], [2], [3], [4], [5], [6]]);
const outcome = [0, 0, 0, 1, 1, 1];

describe("agrees with R (4.2.2), Firth's likelihood by definition", () => {
  for (const goldenCase of golden.cases)
    test(goldenCase.name, () => assert.equal(failureOf(adapter, goldenCase), null));
});

describe("agrees with hand calculation", () => {
  test("the predictor has the coefficients of the whole fit, whatever the scale of the features", () => {
    const random = seededRandom(3);
    const rows = makeRows({
      ids: Array.from({ length: 40 }, (_, i) => `P${i}`),
      roles: Array.from({ length: 40 }, () => "training" as const),
      outcome: Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      features: featureTable(
        ["small", "large"],
        Array.from({ length: 40 }, (_, i) => [
          0.01 * (random.normal() + (i % 3 === 0 ? 1 : 0)),
          500 + 100 * random.normal(),
        ]),
      ),
    });
    const [predictor, whole] = [fitFirthPredictor(rows), fitFirth(rows)];
    assert.deepEqual(predictor.terms, whole.terms);
    whole.coefficients.forEach((value, j) =>
      assertNear(predictor.coefficients[j]!, value, 1e-8 * Math.max(1, Math.abs(value))),
    );
  });

  test("in a fourfold table Firth's estimate adds half to each cell", () => {
    const fit = _fitFirth(featureTable(["x"], [[1], [1], [0], [0]]), [1, 0, 1, 0], {
      weights: [8, 1, 6, 6],
    });
    const oddsRatio = (8.5 * 6.5) / (1.5 * 6.5);
    assertNear(fit.coefficients[1], Math.log(oddsRatio), 1e-10);
  });

  test("without terms: (events + 1/2) / (n + 1)", () => {
    const fit = _fitFirth(
      featureTable(
        [],
        outcome.map(() => []),
      ),
      [0, 0, 0, 0, 0, 1],
    );
    assertNear(fit.fitted[0], 1.5 / 7, 1e-10);
    assert.equal(fit.likelihoodRatio, null);
  });

  test("at a limit the penalised likelihood has fallen by half of 3.8415", () => {
    const fit = _fitFirth(separated, outcome);
    const design = logisticDesign(separated, outcome);
    for (const limit of [fit.lower[1], fit.upper[1]]) {
      const held = firthMaximum(design, [0], Float64Array.of(fit.coefficients[0], limit));
      assertNear(fit.penalizedLogLikelihood - held.logLikelihood, 3.841458820694124 / 2, 1e-9);
    }
  });
});

describe("obeys the laws", () => {
  test("counting the other outcome turns estimates and limits round", () => {
    const fit = _fitFirth(separated, outcome);
    const other = _fitFirth(
      separated,
      outcome.map((y) => 1 - y),
    );
    assertNear(
      other.coefficients.map((b) => -b),
      fit.coefficients,
      1e-8,
    );
    assertNear(
      other.lower.map((b) => -b),
      fit.upper,
      1e-7,
    );
  });

  test("a change of unit changes the coefficient alone", () => {
    const fit = _fitFirth(separated, outcome);
    const metres = { ...separated, values: separated.values.map((v) => v / 100) };
    const other = _fitFirth(metres, outcome);
    assertNear(other.coefficients[1] / 100, fit.coefficients[1], 1e-8);
    assertNear(other.fitted, fit.fitted, 1e-8);
    assertNear(other.tests[1].chiSquare, fit.tests[1].chiSquare, 1e-8);
  });

  test("the interval holds 0 exactly when P is above 0.05", () => {
    for (const x of [
      [1, 2, 3, 4, 5, 6],
      [3, 1, 2, 4, 6, 5],
      [1, 6, 2, 5, 3, 4],
    ]) {
      const fit = _fitFirth(
        featureTable(
          ["x"],
          x.map((v) => [v]),
        ),
        outcome,
      );
      assert.equal(fit.lower[1] < 0 && fit.upper[1] > 0, fit.tests[1].pValue > 0.05);
    }
  });
});

describe("refuses", () => {
  const rows = makeRows({
    ids: ["A", "B", "C", "D", "E", "F"],
    roles: ["training", "training", "training", "training", "training", "validation"],
    features: separated,
    outcome,
  });
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "a validation row",
      () => fitFirth(rows),
      "Firth's regression must be fitted on training rows only; got 1 validation rows (F); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
    [
      "collinear terms",
      () =>
        _fitFirth(
          featureTable(
            ["a", "b"],
            outcome.map((_, i) => [i, 2 * i]),
          ),
          outcome,
        ),
      'Firth\'s likelihood needs terms that are not collinear; "b" follow from the terms before; leave them out',
    ],
    [
      "one outcome",
      () => _fitFirth(separated, [1, 1, 1, 1, 1, 1]),
      "a logistic model needs both outcomes; got 6 events among 6 patients",
    ],
    [
      "a confidence of 1",
      () => _fitFirth(separated, outcome, { confidence: 1 }),
      "confidence must lie in (0, 1); got 1",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));

  test("unless a reason is written, which stays with the model", () => {
    const model = fitFirth(rows, { exception: "all patients, as published" });
    assert.equal(model.exception, "all patients, as published");
    assert.deepEqual(JSON.parse(JSON.stringify(model)), model);
  });
});

describe("complete separation in six directions", () => {
  // A ridge that is nearly flat: Fisher's steps alone zigzag on it, and its profile has several hills.
  for (const seed of [3, 16, 22, 44]) {
    test(`seed ${seed}: finite estimates inside finite or open limits`, () => {
      const random = seededRandom(seed);
      const rows = Array.from({ length: 20 }, () =>
        Array.from({ length: 6 }, () => random.normal()),
      );
      const outcome = rows.map(([a, b]) => (a + 0.5 * b > 0 ? 1 : 0));
      const fit = _fitFirth(featureTable(["a", "b", "c", "d", "e", "f"], rows), outcome);
      fit.coefficients.forEach((coefficient, j) => {
        assert.ok(Number.isFinite(coefficient));
        assert.ok(
          fit.lower[j] < coefficient && coefficient < fit.upper[j],
          `${fit.terms[j]}: ${fit.lower[j]} ${coefficient} ${fit.upper[j]}`,
        );
      });
    });
  }
});
