import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withFeatureNames } from "dlrn/cohort/rows";
import { withScore } from "dlrn/cohort/score-column";
import { fitAdaBoost, predictAdaBoost } from "dlrn/model/adaboost";
import { fitCart, predictCart } from "dlrn/model/cart";
import {
  type ClassifierKind,
  classifierKinds,
  fitClassifier,
  predictClassifier,
} from "dlrn/model/classifier";
import { fitLogistic, predictLogistic } from "dlrn/model/logistic";
import { fitForest, predictForest } from "dlrn/model/random-forest";
import { fitSvm, predictSvm } from "dlrn/model/svm";
import { treeRows } from "./tree-rows.js";

const rows = treeRows();
const table = rows.features;
const settings = {
  logistic: {},
  cart: { minSplit: 10 },
  "random-forest": { trees: 30, nodeSize: 20, seed: 1 },
  svm: { cost: 2 },
  adaboost: { rounds: 10 },
} as const;
const fitted = (kind: ClassifierKind, more: object = {}) =>
  fitClassifier(rows, kind, { ...settings[kind], ...more } as never);

describe("agrees with the classifiers themselves", () => {
  const own: Readonly<Record<ClassifierKind, () => Float64Array>> = {
    logistic: () => predictLogistic(fitLogistic(rows), table),
    cart: () => predictCart(fitCart(rows, settings.cart), table),
    "random-forest": () => predictForest(fitForest(rows, settings["random-forest"]), table),
    svm: () => predictSvm(fitSvm(rows, settings.svm), table),
    adaboost: () => predictAdaBoost(fitAdaBoost(rows, settings.adaboost), table),
  };
  for (const kind of classifierKinds)
    test(kind, () => {
      const model = fitted(kind);
      const scores = predictClassifier(model, table);
      assert.deepEqual(scores, own[kind]());
      assert.equal(model.output, kind === "svm" ? "decision" : "risk");
      if (kind !== "svm") assert.ok(scores.every((risk) => risk >= 0 && risk <= 1));
      const right = scores.filter(
        (score, i) => (score > model.threshold ? 1 : 0) === rows.outcome[i],
      );
      assert.ok(right.length > 0.65 * scores.length, `${right.length} of ${scores.length}`);
    });
});

test("logistic regression by Firth's likelihood, where the outcomes are separated", () => {
  const copied = withScore(rows, "outcome itself", rows.outcome, { learnedOn: [] });
  const separated = withFeatureNames(copied, ["outcome itself"]);
  assert.throws(() => fitClassifier(separated, "logistic", {}), /needs outcomes that overlap/);
  const model = fitClassifier(separated, "logistic", { likelihood: "firth" });
  assert.equal(model.fit.kind, "firth-predictor");
  const risks = predictClassifier(model, separated.features);
  assert.ok(risks.every((risk, i) => risk > 0.5 === (rows.outcome[i] === 1)));
});

describe("obeys the laws", () => {
  for (const kind of classifierKinds) {
    test(`${kind}: a saved model predicts the same, with SMOTE too`, () => {
      const model = fitted(kind, { smote: { seed: 2 } });
      assert.ok(Object.isFrozen(model) && model.syntheticCount > 0);
      assert.ok(!model.learnedOn.some((patient) => patient.startsWith("synthetic")));
      assert.deepEqual(
        predictClassifier(JSON.parse(JSON.stringify(model)), table),
        predictClassifier(model, table),
      );
      assert.notDeepEqual(predictClassifier(model, table), predictClassifier(fitted(kind), table));
    });
    if (kind !== "cart")
      test(`${kind}: weights of 1 change nothing; a heavier event raises the scores`, () => {
        const of = (classWeights: unknown) =>
          predictClassifier(fitted(kind, { classWeights }), table);
        const sum = (scores: Float64Array) => scores.reduce((all, score) => all + score, 0);
        const plain = predictClassifier(fitted(kind), table);
        of([1, 1]).forEach((score, i) => assert.ok(Math.abs(score - plain[i]!) < 1e-9));
        assert.ok(sum(of([1, 4])) > sum(plain) + 1);
        if (kind === "logistic") assert.ok(sum(of("balanced")) > sum(plain) + 1);
      });
  }
});

describe("refuses", () => {
  for (const [what, kind, own, message] of [
    [
      "another classifier",
      "boosting",
      {},
      /a classifier must be one of logistic, cart, .*; got "boosting"/,
    ],
    [
      "SMOTE beside weights",
      "svm",
      { smote: { seed: 1 }, classWeights: "balanced" },
      /by SMOTE or by class weights, not by both/,
    ],
    [
      "weights of a tree",
      "cart",
      { classWeights: [1, 2] },
      /a decision tree has no class weights here/,
    ],
    [
      "weights of another form",
      "logistic",
      { classWeights: "heavy" },
      /class weights must be "balanced" or two numbers; got "heavy"/,
    ],
    ["an option of another", "svm", { trees: 4 }, /SVM knows the options kernel, .*; got trees/],
    [
      "weights in Firth's likelihood",
      "logistic",
      { likelihood: "firth", classWeights: [1, 2] },
      /Firth's logistic regression has no class weights here/,
    ],
    [
      "an option of none",
      "logistic",
      { C: 4 },
      /logistic regression as a classifier knows the options likelihood; got C/,
    ],
  ] as const)
    test(what, () =>
      assert.throws(() => fitClassifier(rows, kind as never, own as never), message),
    );

  for (const kind of classifierKinds)
    test(`${kind}: a validation row`, () => {
      const leaking = treeRows({ 7: "validation" });
      assert.throws(
        () => fitClassifier(leaking, kind, settings[kind] as never),
        new RegExp(
          `^RangeError: ${kind} must be fitted on training rows only; got 1 validation rows \\(P7\\)`,
        ),
      );
      const model = fitClassifier(leaking, kind, settings[kind] as never, {
        exception: "as published",
      });
      assert.equal(model.exception, "as published");
    });
});
