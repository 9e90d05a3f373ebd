/**
 * One whole chain on real features: z-score, mRMR, LASSO, SVM, DeLong, each step fitted on training rows and applied
 * to the rows left out, beside the same chain in R's own packages (chain.R). What counts is the agreement; that the
 * AUC of 51 patients is no better than chance is what an honest chain finds.
 */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Rows, rowsAt, withFeatureNames, withFeatures } from "dlrn/cohort/rows";
import { delongAuc, delongTest } from "dlrn/evaluate/delong";
import { applyZScore, fitZScore } from "dlrn/harmonize/z-score";
import { csvColumn, parseCsv } from "dlrn/io/csv";
import { fitSvm, predictSvm } from "dlrn/model/svm";
import { lassoModel, predictLasso } from "dlrn/select/lasso";
import { fitLassoCv } from "dlrn/select/lasso-cv";
import { applyMrmr, fitMrmr } from "dlrn/select/mrmr";
import { assertNear } from "../near.js";

const features = "../shared/data/sts-features/features.csv";
const clinical = "../shared/data/sts-clinical/clinical.csv";
const missing = [features, clinical].filter((file) => !existsSync(file));
const skip = missing.length > 0 ? `needs ${missing.join(" and ")}` : false;

interface Run {
  readonly picked: readonly string[];
  readonly innerFolds: readonly number[];
  readonly lambdaMin: readonly number[];
  readonly lambdaOneSe: readonly number[];
  readonly cvDeviance: readonly number[];
  readonly intercept: readonly number[];
  readonly kept: readonly string[];
  readonly coefficients: readonly number[];
  readonly supportCount: readonly number[];
  readonly trainingDecisions: readonly number[];
  readonly scores: readonly number[];
  readonly decisions: readonly number[];
}

const r = JSON.parse(readFileSync("tests/chain/chain.json", "utf8"));
const runs: readonly Run[] = r.runs;

describe(`the chain agrees with R (${r.oracle})`, { skip }, () => {
  test("fitted on all patients", () => {
    const rows = cohort();
    assert.deepEqual(rows.ids, r.ids);
    agree(chain(rows, [], r.all.innerFolds), r.all);
  });

  const scores: number[] = [];
  const decisions: number[] = [];
  runs.forEach((run, k) => {
    test(`fitted without fold ${k + 1}, and applied to it`, () => {
      const left = placesOf(k + 1);
      const result = chain(cohort(), left, run.innerFolds);
      agree(result, run);
      left.forEach((i, at) => {
        scores[i] = result.scores[at];
        decisions[i] = result.decisions[at];
      });
    });
  });

  test("AUCs of the rows left out, with DeLong's intervals and test", () => {
    const { outcome } = cohort();
    for (const [ours, theirs] of [
      [delongAuc(outcome, scores), r.lasso],
      [delongAuc(outcome, decisions), r.svm],
    ] as const) {
      const { auc, standardError, ci } = ours;
      assertNear(
        { auc, standardError },
        { auc: theirs.auc[0], standardError: theirs.standardError[0] },
        1e-12,
      );
      assertNear(ci, theirs.ci, 1e-12);
    }
    const { z, pValue } = delongTest(outcome, decisions, scores);
    assertNear({ z, pValue }, { z: r.difference.z[0], pValue: r.difference.p[0] }, 1e-11);
  });
});

function chain(rows: Rows, left: readonly number[], innerFolds: readonly number[]) {
  const all = Array.from(rows.ids.keys());
  const training = rowsAt(
    rows,
    all.filter((i) => !left.includes(i)),
  );
  const scaler = fitZScore(training);
  const scaled = withFeatures(training, applyZScore(scaler, training.features));
  const selection = fitMrmr(scaled, { count: 15 });
  const selected = withFeatures(scaled, applyMrmr(selection, scaled.features));
  const lasso = fitLassoCv(selected, { folds: innerFolds });
  const lambda = lasso.cv.lambdaMin;
  const model = lassoModel(lasso, lambda);
  const signature = withFeatureNames(
    selected,
    model.coefficients.map(({ feature }) => feature),
  );
  const svm = fitSvm(signature);
  const others = applyZScore(scaler, rowsAt(rows, left).features);
  return {
    selection,
    lasso,
    model,
    svm,
    scores: predictLasso(lasso, others, { lambda }),
    decisions: predictSvm(svm, others),
  };
}

function agree(
  { selection, lasso, model, svm, scores, decisions }: ReturnType<typeof chain>,
  run: Run,
): void {
  assert.deepEqual(selection.features, run.picked);
  assertNear(
    [lasso.cv.lambdaMin, lasso.cv.lambdaOneSe],
    [run.lambdaMin[0], run.lambdaOneSe[0]],
    1e-11,
  );
  assertNear(lasso.cv.mean[lasso.cv.indexMin], run.cvDeviance[0], 1e-9);
  assertNear(model.intercept, run.intercept[0], 1e-8);
  assert.deepEqual(
    model.coefficients.map(({ feature }) => feature),
    run.kept,
  );
  assertNear(
    model.coefficients.map(({ value }) => value),
    run.coefficients,
    1e-8,
  );
  assertNear(Array.from(scores), run.scores, 1e-8, { absolute: 1e-9 });
  assert.equal(svm.supportIndex.length, run.supportCount[0]);
  // libsvm keeps its kernel in single precision
  assertNear(svm.trainingDecisions, run.trainingDecisions, 0, { absolute: 1e-5 });
  assertNear(Array.from(decisions), run.decisions, 0, { absolute: 1e-5 });
}

function placesOf(fold: number): number[] {
  return (r.folds as number[]).flatMap((number, i) => (number === fold ? [i] : []));
}

/** All 51 patients as training rows; the folds say which are left out. */
function cohort(): Rows {
  const table = parseCsv(readFileSync(features), features);
  const patients = parseCsv(readFileSync(clinical), clinical);
  const outcomes = csvColumn(patients, "lung_mets");
  const outcomeOf = new Map(csvColumn(patients, "id").map((id, i) => [id, Number(outcomes[i])]));
  const ids = csvColumn(table, "case_PatientID");
  return makeRows({
    ids,
    roles: ids.map(() => "training"),
    features: featureTable(
      table.header.slice(2),
      table.rows.map((row) => row.slice(2).map(Number)),
    ),
    outcome: ids.map((id) => outcomeOf.get(id) ?? Number.NaN),
  });
}
