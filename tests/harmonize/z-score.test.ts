import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { _fitZScore, applyZScore, fitZScore } from "dlrn/harmonize/z-score";
import { standardDeviation } from "dlrn/math/summary";
import { failureOf, type GoldenFile } from "dlrn/proof/golden";
import * as adapter from "dlrn/proof/golden/zscore";
import fc from "fast-check";
import { assertNear } from "../near.js";

const golden = JSON.parse(readFileSync("tests/golden/zscore.json", "utf8")) as GoldenFile;
const table = featureTable(
  ["size", "flat"],
  [
    [1, 7],
    [2, 7],
    [6, 7],
  ],
);

describe("agrees with R's scale (4.2.2)", () => {
  for (const goldenCase of golden.cases)
    test(goldenCase.name, () => assert.equal(failureOf(adapter, goldenCase), null));
});

describe("agrees with hand calculation", () => {
  test("mean 3, variance (4 + 1 + 9) / 2", () => {
    const scaler = _fitZScore(table);
    assertNear(scaler.means, [3, 7], 1e-15);
    assertNear(scaler.standardDeviations, [Math.sqrt(7), 0], 1e-15);
    const applied = applyZScore(scaler, featureTable(["size", "flat"], [[3, 8]]));
    assertNear(applied.values, [0, 1], 1e-15); // a constant feature is centred and otherwise left
  });
  test("a constant of 0.1 has no spread, whatever rounding does to its mean", () => {
    const scaler = _fitZScore(
      featureTable(
        ["x"],
        Array.from({ length: 10 }, () => [0.1]),
      ),
    );
    assert.deepEqual([scaler.means[0], scaler.standardDeviations[0]], [0.1, 0]);
  });
});

describe("obeys the laws", () => {
  test("scaled training features have mean 0 and standard deviation 1, whatever their unit", () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 20 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (values, unit) => {
          if (standardDeviation(values) < 1e-3) return;
          const one = featureTable(
            ["x"],
            values.map((v) => [v]),
          );
          const other = featureTable(
            ["x"],
            values.map((v) => [5 + unit * v]),
          );
          const scaled = applyZScore(_fitZScore(one), one).values;
          assertNear(
            scaled.reduce((sum, v) => sum + v, 0),
            0,
            0,
            { absolute: 1e-9 },
          );
          assertNear(standardDeviation(scaled), 1, 1e-12);
          assertNear(applyZScore(_fitZScore(other), other).values, scaled, 1e-6, {
            absolute: 1e-6,
          });
        },
      ),
    ));
});

describe("refuses", () => {
  const rows = makeRows({
    ids: ["A", "B", "C"],
    roles: ["training", "validation", "synthetic"],
    features: table,
    outcome: [0, 1, 0],
  });
  const scaler = _fitZScore(table);
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "rows of other roles",
      () => fitZScore(rows),
      "z-score must be fitted on training rows only; got 1 validation rows (B); 1 synthetic rows (C); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
    [
      "one value",
      () => _fitZScore(featureTable(["x"], [[1]])),
      'a z-score needs two values or more of each feature; "x" has 1',
    ],
    [
      "no rows",
      () => _fitZScore(featureTable(["x"], [])),
      'a z-score needs two values or more of each feature; "x" has 0',
    ],
    [
      "an infinite value",
      () => _fitZScore(featureTable(["x"], [[1], [Infinity]])),
      '"x" must be finite; row 1 has Infinity',
    ],
    [
      "features in another order",
      () => applyZScore(scaler, featureTable(["flat", "size"], [[1, 2]])),
      'the features must be those of training, in their order; feature 0 was "size" and is "flat"',
    ],
    [
      "a feature too few",
      () => applyZScore(scaler, featureTable(["size"], [[1]])),
      'the features must be those of training, in their order; feature 1 was "flat" and is not there',
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));

  test("unless a reason is written, which survives JSON with the scaler", () => {
    const saved = fitZScore(rows, { exception: "as published" });
    assert.deepEqual(JSON.parse(JSON.stringify(saved)), { ...scaler, exception: "as published" });
    assert.ok(Object.isFrozen(saved));
  });
});
