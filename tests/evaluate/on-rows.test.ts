import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Role, rowsOf } from "dlrn/cohort/rows";
import { delongAuc, delongTest } from "dlrn/evaluate/delong";
import {
  confusionOnRows,
  delongAucOnRows,
  delongTestOnRows,
  delongUnpairedTestOnRows,
  rocCurveOnRows,
} from "dlrn/evaluate/discrimination-on-rows";
import { evaluationRows } from "dlrn/evaluate/evaluation-rows";
import {
  calibrationOnRows,
  decisionCurveOnRows,
  optimismOnRows,
  reclassificationOnRows,
} from "dlrn/evaluate/risks-on-rows";
import { seededRandom } from "dlrn/math/random";

const random = seededRandom(3);
const outcome = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 0));
const values = outcome.map((y) => {
  const eta = -1 + 1.4 * y + random.normal();
  return [1 / (1 + Math.exp(-eta)), 1 / (1 + Math.exp(-eta - 0.5 * random.normal()))];
});
const roleOf = (i: number): Role => (i < 40 ? "training" : i < 54 ? "validation" : "synthetic");
const rows = makeRows({
  ids: outcome.map((_, i) => `P${i}`),
  roles: outcome.map((_, i) => roleOf(i)),
  features: featureTable(["risk", "other"], values),
  outcome,
  inSample: { risk: outcome.map((_, i) => `P${i}`).slice(0, 40) },
});
const real = rowsOf(rows, "training", "validation");
const reason = "the published row was computed on them";

describe("the gate of every evaluation", () => {
  test("refuses synthetic rows and names them", () => {
    assert.throws(() => evaluationRows(rows, ["risk"]), {
      name: "RangeError",
      message:
        "evaluation must be on real patients; got 6 synthetic rows (P54, P55, P56, P57, P58 and 1 more); leave them out, or give a written reason and have no confidence interval",
    });
    assert.throws(() => evaluationRows(rows, ["risk"], { syntheticReason: "  " }), /real patients/);
  });

  test("tells who was evaluated, and how many rows the score was learned on", () => {
    assert.deepEqual(evaluationRows(real, ["other", "risk"]).evaluated, {
      rowCount: 54,
      roles: { training: 40, validation: 14, synthetic: 0 },
      inSampleCount: 40,
      syntheticReason: null,
    });
    assert.equal(evaluationRows(rowsOf(rows, "validation"), ["risk"]).evaluated.inSampleCount, 0);
  });

  test("refuses two readings of one patient", () => {
    const twice = makeRows({ ...real, patients: real.ids.map((id) => (id === "P7" ? "P3" : id)) });
    assert.throws(() => evaluationRows(twice, ["risk"]), {
      name: "RangeError",
      message:
        'evaluation needs one row per patient; "P3" comes again at row 7 (P7); choose one reading',
    });
  });

  test("refuses a score the rows do not have", () => {
    assert.throws(() => evaluationRows(real, ["dlrn"]), /must have the feature "dlrn"/);
  });
});

describe("on real patients the values are those of the plain functions", () => {
  const labels = real.outcome;
  const score = values.slice(0, 54).map(([risk]) => risk);
  const other = values.slice(0, 54).map(([, second]) => second);

  test("AUC and tests", () => {
    const found = delongAucOnRows(real, "risk", { confidence: 0.9 });
    const plain = delongAuc(labels, score, { confidence: 0.9 });
    assert.deepEqual([found.auc, found.ci, found.flag], [plain.auc, plain.ci, null]);
    assert.equal(
      delongTestOnRows(real, "risk", "other").pValue,
      delongTest(labels, score, other).pValue,
    );
    const unpaired = delongUnpairedTestOnRows(
      { rows: rowsOf(rows, "training"), scoreName: "risk" },
      { rows: rowsOf(rows, "validation"), scoreName: "risk" },
    );
    assert.ok(unpaired.pValue !== null && unpaired.normalPValue !== null);
    assert.deepEqual(unpaired.evaluated.roles, { training: 40, validation: 14, synthetic: 0 });
    assert.equal(rocCurveOnRows(real, "risk").points.length, 55);
  });

  test("calibration, net benefit, reclassification", () => {
    const found = calibrationOnRows(real, "risk");
    assert.ok(found.figures !== null && found.hosmerLemeshow !== null && found.flag === null);
    const band = { replicates: 50, seed: 1 };
    const curve = decisionCurveOnRows(real, ["risk", "other"], [0.2, 0.4], { band });
    assert.equal(curve.bands?.["other"]?.length, 2);
    assert.equal(decisionCurveOnRows(real, ["risk"], [0.2]).bands, null);
    assert.equal(reclassificationOnRows(real, "risk", "other").categorical, null);
    assert.ok(reclassificationOnRows(real, "risk", "other", { cuts: [0.3] }).categorical);
  });

  test("a part of calibration that has no answer is null, and says why", () => {
    const sure = makeRows({
      ...real,
      features: featureTable(
        ["risk"],
        real.outcome.map((y, i) => [i % 5 === 0 ? 1 : 0.2 + 0.01 * i * y]),
      ),
      inSample: {},
    });
    const found = calibrationOnRows(sure, "risk", { smoother: "lowess" });
    assert.equal(found.figures, null);
    assert.match(String(found.flag), /^risks must lie strictly between 0 and 1/);
    assert.ok(found.brier.brier > 0);
  });
});

describe("on synthetic rows, with a reason, there is no interval and no P value", () => {
  const told = { syntheticReason: reason };
  const flag = `no interval and no P value: 6 rows are synthetic (${reason})`;

  test("AUC", () => {
    const found = delongAucOnRows(rows, "risk", told);
    assert.ok(found.auc > 0.5);
    assert.deepEqual([found.ci, found.logitCi, found.standardError], [null, null, null]);
    assert.equal(found.flag, flag);
    assert.equal(found.evaluated.syntheticReason, reason);
  });

  test("tests", () => {
    const paired = delongTestOnRows(rows, "risk", "other", told);
    const group = { rows, scoreName: "risk" };
    const unpaired = delongUnpairedTestOnRows(group, { rows: real, scoreName: "risk" }, told);
    for (const found of [paired, unpaired]) {
      assert.deepEqual(
        [found.pValue, found.ci, found.standardError, found.statistic],
        [null, null, null, null],
      );
      assert.equal(found.flag, flag);
      assert.equal(found.difference, found.aucA - found.aucB);
    }
  });

  test("confusion figures", () => {
    const found = confusionOnRows(rows, "risk", 0.5, told);
    assert.ok(found.sensitivity.estimate !== null);
    for (const name of ["accuracy", "sensitivity", "specificity", "ppv", "npv"] as const)
      assert.deepEqual(
        [found[name].wilson, found[name].clopperPearson, found[name].wald],
        [null, null, null],
      );
    assert.equal(found.flag, flag);
    assert.ok(confusionOnRows(real, "risk", 0.5).sensitivity.wilson);
  });

  test("calibration and bands", () => {
    const found = calibrationOnRows(rows, "risk", told);
    assert.deepEqual(
      [found.figures, found.hosmerLemeshow, found.brier.spiegelhalterP],
      [null, null, null],
    );
    assert.equal(found.flag, flag);
    const band = { replicates: 10, seed: 1 };
    assert.equal(decisionCurveOnRows(rows, ["risk"], [0.2], { ...told, band }).bands, null);
    assert.throws(() => reclassificationOnRows(rows, "risk", "other"), /real patients/);
  });
});

describe("optimism is corrected on training rows only", () => {
  const training = rowsOf(rows, "training");
  const drawn = { replicates: 20, seed: 1 };

  test("an in-sample score needs a written exception", () => {
    assert.throws(
      () => optimismOnRows(training, ["risk"], drawn),
      /"risk" was learned on 40 of these rows/,
    );
    const found = optimismOnRows(training, ["risk"], { ...drawn, exception: "as published" });
    assert.equal(found.exception, "as published");
    assert.equal(found.validation.used + found.validation.dropped, 20);
  });

  test("other terms do not, validation rows do", () => {
    assert.equal(optimismOnRows(training, ["other"], drawn).exception, null);
    assert.throws(() => optimismOnRows(real, ["other"], drawn), /14 validation rows/);
  });
});
