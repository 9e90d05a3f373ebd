import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { foldNumbers } from "dlrn/cohort/folds";
import { makeRows, type Role, type Rows, rowsOf } from "dlrn/cohort/rows";
import { withOutOfFoldScore, withScore } from "dlrn/cohort/score-column";
import { chosenModel, type JudgedModel } from "dlrn/evaluate/choice";
import { scoredBy } from "dlrn/evaluate/classifier-comparison";
import { nestedCrossValidation } from "dlrn/evaluate/nested-cross-validation";
import { fitRecalibration } from "dlrn/evaluate/recalibration";
import { optimismOnRows } from "dlrn/evaluate/risks-on-rows";
import { selectionStability } from "dlrn/evaluate/selection-stability";
import { harmonizedRows } from "dlrn/harmonize/arms";
import { fitClassifier } from "dlrn/model/classifier";
import { fitCox } from "dlrn/model/cox";
import { fitFirth } from "dlrn/model/firth";
import { fitLogistic } from "dlrn/model/logistic";
import { fitPipeline, predictPipeline, withPipelineScore } from "dlrn/model/pipeline";
import { fitStep, type PipelineStep } from "dlrn/model/pipeline-steps";
import { smote } from "dlrn/model/smote";
import { fitTuned, settingsGrid } from "dlrn/model/tuning";
import { fitLassoCv } from "dlrn/select/lasso-cv";
import { chain, chainRows, data, readings } from "./chain-rows.js";

const rows = chainRows();
const leaking = chainRows({ roles: { 3: "validation", 8: "validation" } });
const single = [{ name: "chain", steps: chain }];

describe("a validation row is refused at every step, and named", () => {
  const named: Readonly<Record<string, string>> = {
    "icc-filter": "the ICC filter",
    combat: "ComBat",
    "z-score": "z-score",
    mrmr: "mRMR",
    lasso: "LASSO",
    classifier: "svm",
  };
  for (const step of chain) {
    const message = new RegExp(
      `^RangeError: ${named[step.step]} must be fitted on training rows only; got 2 validation rows \\(P3, P8\\)`,
    );
    test(named[step.step]!, () => {
      const leaked = { ...data, readings: readings({ 3: "validation", 8: "validation" }) };
      const given = step.step === "icc-filter" ? rows : leaking;
      assert.throws(() => fitStep(given, step, leaked, {}), message);
    });
  }
  for (const [what, call] of [
    ["the removal of null features", () => fitStep(leaking, { step: "null-features" }, data, {})],
    ["logistic regression", () => fitLogistic(leaking)],
    ["Firth's regression", () => fitFirth(leaking)],
    [
      "Cox regression",
      () => fitCox(leaking, { times: leaking.ids.map((_, i) => i), events: leaking.outcome }),
    ],
    [
      "selection stability",
      () => selectionStability(leaking, [{ step: "z-score" }], { replicates: 2, seed: 1 }),
    ],
    ["optimism correction", () => optimismOnRows(leaking, ["f0"], { replicates: 2, seed: 1 })],
    ["recalibration", () => fitRecalibration(leaking, "f0")],
    [
      "ComBat",
      () =>
        harmonizedRows(
          leaking,
          leaking.ids.map((_, i) => `centre ${i % 3}`),
          { arm: "pooled" } as never,
        ),
    ],
    ["SMOTE", () => smote(leaking, { seed: 1 })],
    ["tuning", () => fitTuned(leaking, single, { folds: { count: 3, seed: 1 }, data })],
    [
      "nested cross-validation",
      () => nestedCrossValidation(leaking, single, { outerFolds: 3, seed: 1, data }),
    ],
  ] as const)
    test(what, () =>
      assert.throws(
        call,
        new RegExp(
          `^RangeError: ${what} must be fitted on training rows only; got 2 validation rows \\(P3, P8\\)`,
        ),
      ),
    );
  test("a whole pipeline; a written exception lets it pass and stays with it", () => {
    assert.throws(() => fitPipeline(leaking, chain.slice(1), data), /2 validation rows \(P3, P8\)/);
    const fitted = fitPipeline(leaking, chain.slice(1), data, { exception: "as published" });
    assert.equal(fitted.exception, "as published");
    assert.ok(
      fitted.steps.every((step) =>
        step.kind === "lasso-choice"
          ? step.lasso.exception
          : step.kind === "subset" || step.exception === "as published",
      ),
    );
  });
});

describe("the split", () => {
  const twice = {
    ids: ["P1 a", "P1 b", "P2", "P3 a", "P3 b"],
    patients: ["P1", "P1", "P2", "P3", "P3"],
    features: featureTable(["f"], [[1], [2], [3], [4], [5]]),
    outcome: [0, 0, 1, 1, 1],
  };
  const roles = (...short: ("training" | "validation")[]): Role[] => short;
  test("a patient with a reading on either side is named", () =>
    assert.throws(
      () =>
        makeRows({
          ...twice,
          roles: roles("training", "validation", "training", "validation", "training"),
        }),
      {
        name: "RangeError",
        message:
          "the split must put all readings of a patient on one side; 2 of 3 patients are in training and in validation (P1, P3); give each patient one role",
      },
    ));
  test("readings of a patient on one side pass, and share their fold", () => {
    const rows = makeRows({
      ...twice,
      roles: roles("training", "training", "training", "training", "training"),
    });
    for (let seed = 1; seed < 20; seed++) {
      const folds = foldNumbers(rows, { count: 2, seed });
      assert.equal(folds[0], folds[1]);
      assert.equal(folds[3], folds[4]);
    }
    const another = /all readings of a patient must share a fold; P3 is in folds 1 and 2/;
    assert.throws(() => foldNumbers(rows, [1, 1, 2, 1, 2]), another);
    assert.throws(() => fitLassoCv(rows, { folds: [1, 1, 2, 1, 2] }), another);
    assert.throws(() => fitTuned(rows, single, { folds: [1, 1, 2, 1, 2] }), another);
    const { ids } = twice;
    assert.throws(
      () => withOutOfFoldScore(rows, "s", { ids, scores: [1, 2, 3, 4, 5], folds: [1, 1, 2, 1, 2] }),
      another,
    );
  });
});

describe("the choice of the winner", () => {
  const validated = chainRows({ roles: { 3: "validation", 8: "validation" } });
  const model = fitClassifier(rowsOf(validated, "training"), "logistic", {});
  const scored = scoredBy(validated, model);
  const judged = (rows: Rows): JudgedModel[] => [
    { name: "a", figure: 0.7, rows },
    { name: "b", figure: 0.8, rows },
    { name: "c", figure: 0.8, rows },
  ];
  test("by figures of validation patients is refused, and they are named", () =>
    assert.throws(
      () => chosenModel(judged(rowsOf(scored, "validation"))),
      /^RangeError: the choice of the winner must be fitted on training rows only; got 2 validation rows \(P3, P8\)/,
    ));
  test("by figures of the patients that a model was learned on too", () =>
    assert.throws(
      () => chosenModel(judged(rowsOf(scored, "training"))),
      /the score "score" was learned on 88 of these rows \(P0, P1, P2, P4, P5 and 83 more\)/,
    ));
  test("with a reason it passes, the first of equals wins, and the reason stays", () =>
    assert.deepEqual(
      chosenModel(judged(rowsOf(scored, "validation")), { exception: "as published" }),
      { winner: 1, name: "b", figure: 0.8, exception: "as published" },
    ));
  test("by out-of-fold scores it needs none; a figure that is none is refused", () => {
    const unseen = withScore(rows, "score", rows.outcome, { learnedOn: [] });
    assert.equal(chosenModel(judged(unseen)).exception, null);
    assert.throws(
      () => chosenModel([{ name: "a", figure: Number.NaN, rows: unseen }]),
      /figures must be finite; that of "a" is NaN/,
    );
    assert.throws(() => chosenModel([]), /a choice needs a model; got none/);
  });
});

describe("a synthetic row enters classifiers only", () => {
  const balanced = smote(rows, { seed: 1 });
  for (const step of chain.slice(1, -1))
    test(step.step, () =>
      assert.throws(
        () => fitStep(balanced, step, { ...data, batches: { ...data.batches } }, {}),
        /\d+ synthetic rows \(synthetic 1, /,
      ),
    );
  test("classifier", () => {
    assert.ok(fitClassifier(balanced, "svm", {}).syntheticCount > 0);
    assert.throws(
      () => nestedCrossValidation(balanced, single, { outerFolds: 3, seed: 1, data }),
      /synthetic rows/,
    );
  });
});

describe("a score enters a second fit only out of fold", () => {
  const first = fitPipeline(rows, chain, data);
  const scored = withPipelineScore(rows, "signature", first, data);
  for (const step of [
    { step: "z-score" },
    { step: "classifier", classifier: "logistic", settings: {} },
  ] as PipelineStep[])
    test(`in-sample, ${step.step}`, () =>
      assert.throws(
        () => fitStep(scored, step, data, {}),
        /the score "signature" was learned on 90 of these rows \(P0, P1, P2, P3, P4 and 85 more\)/,
      ));
  test("out of fold", () => {
    const nested = nestedCrossValidation(rows, single, { outerFolds: 3, seed: 1, data });
    const honest = withOutOfFoldScore(rows, "signature", nested.repetitions[0]!);
    assert.deepEqual(honest.inSample["signature"], []);
    assert.equal(fitStep(honest, { step: "z-score" }, data, {}).kind, "z-score");
    assert.throws(
      () => withOutOfFoldScore(scored, "signature", nested.repetitions[0]!),
      /feature names must be unique/,
    );
    assert.throws(
      () => withOutOfFoldScore(rows, "signature", { ids: ["P0"], scores: [1], folds: [1] }),
      /every row must have an out-of-fold score; P1 has none/,
    );
  });
  test("another reading of a patient that was learned from counts as seen", () => {
    const twice = makeRows({
      ...rows,
      ids: rows.ids.map((id) => `${id} again`),
      patients: rows.patients,
    });
    const marked = withScore(twice, "score", twice.outcome, { learnedOn: ["P4"] });
    assert.deepEqual(marked.inSample["score"], ["P4 again"]);
    assert.throws(
      () => withScore(rows, "score", [1], { learnedOn: [] }),
      /one score per row; got 1 for 90/,
    );
    assert.throws(
      () =>
        withScore(
          rows,
          "score",
          rows.ids.map(() => Number.NaN),
          { learnedOn: [] },
        ),
      /scores must be finite; "score" of P0 is NaN/,
    );
  });
});

describe("what a patient has does not reach their own fold", () => {
  const candidates = settingsGrid({ cost: [0.1, 1] }).map((settings) => ({
    name: `cost ${settings.cost}`,
    steps: [
      ...chain.slice(0, -1),
      {
        step: "classifier",
        classifier: "svm",
        settings: { ...settings, kernel: "linear", smote: { seed: 2 } },
      } as PipelineStep,
    ],
  }));
  const options = { outerFolds: 3, innerFolds: 3, seed: 5, data };
  const nested = nestedCrossValidation(rows, candidates, options);

  test("other features of one patient change no score of those left out with them, and do change others", () => {
    const other = nestedCrossValidation(
      chainRows({ changed: { 70: [9, -9, 8, -8, 7, -7, 6, -6, 5, -5, 4, -4] } }),
      candidates,
      options,
    );
    const [before, after] = [nested.repetitions[0]!, other.repetitions[0]!];
    assert.deepEqual(after.folds, before.folds);
    const changed = rows.ids.filter((_, i) => before.scores[i] !== after.scores[i]);
    const beside = rows.ids.filter((_, i) => before.folds[i] === before.folds[70]);
    assert.deepEqual(
      changed.filter((id) => beside.includes(id)),
      ["P70"],
    );
    assert.ok(changed.length > 10, String(changed.length));
  });

  test("no model was learned on a patient it scores", () => {
    for (const { outer } of nested.repetitions)
      for (const { pipeline, leftOut } of outer)
        assert.ok(!pipeline.learnedOn.some((patient) => leftOut.includes(patient)));
  });
});

test("a saved pipeline predicts the same", () => {
  const fitted = fitPipeline(rows, chain, data);
  const given = { ...data, patients: rows.patients };
  assert.deepEqual(
    predictPipeline(JSON.parse(JSON.stringify(fitted)), rows.features, given),
    predictPipeline(fitted, rows.features, given),
  );
});
