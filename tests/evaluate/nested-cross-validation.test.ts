import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { makeRows, rowsAt } from "dlrn/cohort/rows";
import { crossValidatedAuc } from "dlrn/evaluate/cross-validated-auc";
import { delongAuc } from "dlrn/evaluate/delong";
import { nestedCrossValidation } from "dlrn/evaluate/nested-cross-validation";
import { applyZScore } from "dlrn/harmonize/z-score";
import { fitPipeline, type Pipeline, predictPipeline } from "dlrn/model/pipeline";
import type { FittedStep } from "dlrn/model/pipeline-steps";
import { fitTuned, settingsGrid } from "dlrn/model/tuning";
import { predictLasso } from "dlrn/select/lasso";
import { chain, chainRows, data } from "../model/chain-rows.js";
import { assertNear } from "../near.js";

const rows = chainRows();
const short: Pipeline = [
  { step: "z-score" },
  { step: "mrmr", count: 3 },
  { step: "classifier", classifier: "logistic", settings: {} },
];
const candidates = [1, 3, 6].map((count) => ({
  name: `${count} features`,
  steps: [{ step: "z-score" }, { step: "mrmr", count }, short[2]!] as Pipeline,
}));

describe("agrees with hand calculation", () => {
  const patients = ["A", "B", "C", "D", "E", "F", "G", "H"];
  const outcome = [1, 1, 0, 0, 1, 1, 0, 0];
  const folds = [1, 1, 1, 1, 2, 2, 2, 2];
  const scores = [4, 2, 3, 1, 40, 30, 20, 10]; // fold 1: 3 of 4 pairs; fold 2: all, on another scale

  test("the mean over folds, and each patient's influence", () => {
    const found = crossValidatedAuc(patients, outcome, [{ folds, scores }]);
    assertNear(found.auc, 0.875, 1e-14);
    assert.deepEqual(found.foldAuc, [[0.75, 1]]);
    // Placements in fold 1 are 1, ½ (events) and ½, 1 (others): each ± ¼ from 0.75, over 2 rows of 2 folds.
    assertNear(found.standardError, Math.sqrt(4 * (0.25 / 4) ** 2), 1e-14);
  });

  test("the same cross-validation twice tells no more; two rows of one patient count together", () => {
    const once = crossValidatedAuc(patients, outcome, [{ folds, scores }]);
    const twice = crossValidatedAuc(patients, outcome, [
      { folds, scores },
      { folds, scores },
    ]);
    assertNear(twice.standardError, once.standardError, 1e-14);
    const shared = crossValidatedAuc(["A", "B", "C", "A", "E", "F", "G", "H"], outcome, [
      { folds, scores },
    ]);
    assertNear(shared.standardError, Math.sqrt((2 * 0.0625) ** 2 + 2 * 0.0625 ** 2), 1e-14);
  });

  test("in one fold of many rows it is DeLong's, but for the divisor n instead of n − 1", () => {
    const y = Array.from({ length: 400 }, (_, i) => i % 2);
    const s = y.map((label, i) => ((i * 7919) % 401) / 401 + label * 0.4);
    const own = crossValidatedAuc(
      y.map((_, i) => `${i}`),
      y,
      [{ folds: y.map(() => 1), scores: s }],
    );
    assertNear(own.standardError, delongAuc(y, s).standardError * Math.sqrt(199 / 200), 1e-10);
  });

  test("a grid", () => {
    assert.deepEqual(settingsGrid({ a: [1, 2], b: ["x", "y"] }), [
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 2, b: "x" },
      { a: 2, b: "y" },
    ]);
  });
});

describe("agrees with the steps done one by one", () => {
  test("z-score and LASSO", () => {
    const steps: Pipeline = [{ step: "z-score" }, { step: "lasso", foldCount: 5, seed: 3 }];
    const fitted = fitPipeline(rows, steps);
    assert.equal(fitted.output, "score");
    const [scaler, choice] = fitted.steps as [
      Extract<FittedStep, { kind: "z-score" }>,
      Extract<FittedStep, { kind: "lasso-choice" }>,
    ];
    const wanted = predictLasso(choice.lasso, applyZScore(scaler, rows.features), {
      lambda: choice.lasso.cv.lambdaMin,
    });
    assert.deepEqual(predictPipeline(fitted, rows.features), wanted);
    assert.ok(choice.features.includes("f0"));
  });

  test("tuning: every step without the fold, the AUC within it", () => {
    const own = [candidates[2]!, candidates[0]!, { name: "chain", steps: chain }];
    const tuned = fitTuned(rows, own, { folds: { count: 3, seed: 4 }, data });
    own.forEach(({ steps }, c) => {
      for (const fold of [1, 2, 3]) {
        const at = (inside: boolean) =>
          rowsAt(
            rows,
            rows.ids.flatMap((_, i) => ((tuned.folds[i] === fold) === inside ? [i] : [])),
          );
        const left = at(true);
        const fitted = fitPipeline(at(false), steps, data);
        const scores = predictPipeline(fitted, left.features, { ...data, patients: left.patients });
        assert.equal(tuned.candidates[c]!.foldAuc[fold - 1], delongAuc(left.outcome, scores).auc);
      }
    });
  });

  test("the ICC filter drops the feature on which readers differ; ComBat wants batches", () => {
    const fitted = fitPipeline(rows, chain, data);
    const filter = fitted.steps[0] as Extract<FittedStep, { kind: "icc-filter" }>;
    assert.deepEqual(filter.kept, rows.features.names.slice(0, -1));
    assert.throws(() => predictPipeline(fitted, rows.features), /ComBat needs batches/);
  });
});

describe("obeys the laws", () => {
  const options = { outerFolds: 4, innerFolds: 3, repetitions: 2, seed: 9 };
  const nested = nestedCrossValidation(rows, candidates, options);

  test("the same seed gives the same, another seed another; repetitions differ", () => {
    assert.deepEqual(nestedCrossValidation(rows, candidates, options), nested);
    assert.notDeepEqual(
      nestedCrossValidation(rows, candidates, { ...options, seed: 10 }).estimate,
      nested.estimate,
    );
    assert.notDeepEqual(nested.repetitions[0]!.folds, nested.repetitions[1]!.folds);
  });

  test("each row is scored once a repetition, folds are even, and choices add up", () => {
    for (const { folds, scores } of nested.repetitions) {
      assert.ok(scores.every(Number.isFinite));
      for (const fold of [1, 2, 3, 4]) {
        const size = folds.filter((own) => own === fold).length;
        assert.ok(size === 22 || size === 23);
      }
    }
    assert.equal(
      Object.values(nested.choices).reduce((sum, count) => sum + count, 0),
      8,
    );
    assert.ok(nested.estimate.auc > 0.6 && nested.estimate.ci[0] < nested.estimate.auc);
  });

  test("all readings of a patient share a fold", () => {
    const paired = makeRows({ ...rows, patients: rows.ids.map((_, i) => `patient ${i >> 1}`) });
    const { folds } = nestedCrossValidation(paired, [candidates[0]!], { outerFolds: 3, seed: 2 })
      .repetitions[0]!;
    folds.forEach((fold, i) => assert.equal(fold, folds[i - (i % 2)]));
  });

  test("an outcome of chance is not predicted, though many features are tried", () => {
    const random = makeRows({
      ...rows,
      outcome: rows.outcome.map((_, i) => ((i * 2654435761) >>> 16) & 1),
    });
    const { estimate } = nestedCrossValidation(random, candidates, { ...options, repetitions: 3 });
    assert.ok(estimate.auc < 0.68 && estimate.ci[0] < 0.5, String(estimate.auc));
  });

  test("tuning takes the best mean, the first of equals", () => {
    const tuned = fitTuned(rows, [...candidates, { name: "again", steps: candidates[1]!.steps }], {
      folds: { count: 4, seed: 1 },
    });
    const best = Math.max(...tuned.candidates.map(({ meanAuc }) => meanAuc));
    assert.equal(tuned.candidates.find(({ meanAuc }) => meanAuc === best)!.name, tuned.chosen);
    assert.notEqual(tuned.chosen, "again");
    assert.ok(Object.isFrozen(tuned));
  });
});

describe("refuses", () => {
  const folds = { count: 3, seed: 1 };
  const logistic = short[2]!;
  for (const [what, call, message] of [
    ["no candidate", () => fitTuned(rows, [], { folds }), /tuning needs a candidate; got none/],
    [
      "two of one name",
      () => fitTuned(rows, [candidates[0]!, candidates[0]!], { folds }),
      /"1 features" comes twice/,
    ],
    [
      "no inner folds",
      () => nestedCrossValidation(rows, candidates, { outerFolds: 3, seed: 1 }),
      /among 3 candidates needs innerFolds/,
    ],
    [
      "no repetition",
      () =>
        nestedCrossValidation(rows, candidates, {
          outerFolds: 3,
          innerFolds: 3,
          repetitions: 0,
          seed: 1,
        }),
      /repetitions must be a positive whole number; got 0/,
    ],
    [
      "a pipeline without a last step",
      () => fitPipeline(rows, [{ step: "z-score" }]),
      /must end in a classifier or LASSO; it ends in "z-score"/,
    ],
    ["an empty pipeline", () => fitPipeline(rows, []), /it ends in nothing/],
    [
      "a classifier before the end",
      () => fitPipeline(rows, [logistic, logistic]),
      /a classifier must be the last step; it is step 1 of 2/,
    ],
    [
      "an unknown step",
      () => fitPipeline(rows, [{ step: "pca" } as never, logistic]),
      /a step must be subset, icc-filter, .*; got "pca"/,
    ],
    [
      "a patient without a batch",
      () => fitPipeline(rows, [{ step: "combat" }, logistic], { batches: { P0: "a" } }),
      /every patient must have a batch; P1 has none/,
    ],
    [
      "no readings",
      () => fitPipeline(rows, [{ step: "icc-filter" }, logistic]),
      /the ICC filter needs readings/,
    ],
    [
      "a failing candidate, with its fold",
      () =>
        fitTuned(rows, [{ name: "too many", steps: [{ step: "mrmr", count: 99 }, logistic] }], {
          folds,
        }),
      /"too many" without fold 1 of tuning: count must be/,
    ],
    [
      "a fold without an event",
      () => crossValidatedAuc(["A", "B"], [1, 0], [{ folds: [1, 2], scores: [1, 2] }]),
      /fold 1 has 1 events and 0 non-events/,
    ],
    [
      "too many folds",
      () => nestedCrossValidation(rows, [candidates[0]!], { outerFolds: 91, seed: 1 }),
      /from 2 to the 90 patients; got 91/,
    ],
  ] as const)
    test(what, () => assert.throws(call, message));

  test("LASSO that keeps nothing, unless told what to take", () => {
    const noise = makeRows({
      ...rows,
      outcome: rows.outcome.map((_, i) => ((i * 2654435761) >>> 16) & 1),
    });
    const step = { step: "lasso", foldCount: 5, seed: 1, choice: "lambdaOneSe" } as const;
    assert.throws(
      () => fitPipeline(noise, [step, logistic]),
      /LASSO must keep a feature; none of 12 has a coefficient at lambdaOneSe/,
    );
    const fitted = fitPipeline(noise, [{ ...step, ifNone: "first to enter" }, logistic]);
    const choice = fitted.steps[0] as Extract<FittedStep, { kind: "lasso-choice" }>;
    assert.ok(choice.features.length >= 1 && choice.flag !== null);
  });
});
