import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "dlrn/math/random";
import { mean } from "dlrn/math/summary";
import {
  _fitForest,
  type Forest,
  fitForest,
  forestRisk,
  predictForest,
} from "dlrn/model/random-forest";
import { badInput, data, fromR, monotone, oneClass, treeRows } from "./tree-rows.js";

const { x, y } = data;
const risks = (forest: Forest, rows: readonly number[][]) =>
  rows.map((row) => forestRisk(forest, row));

describe(`agrees with ${fromR.oracle}: means of 40 forests of 500 trees there, 10 here`, () => {
  // A mean of 10 forests differs from a mean of 40 by a standard error of sd · √(1/10 + 1/40) = 0.35 sd; 5 of them allowed.
  const within = (values: readonly number[], wanted: number, sd: number, what: string) => {
    const allowed = 5 * Math.sqrt(1 / 10 + 1 / 40) * sd;
    assert.ok(
      Math.abs(mean(values) - wanted) <= allowed,
      `${what}: ${mean(values)} is not ${wanted} ± ${allowed}`,
    );
  };
  for (const expected of fromR.forests) {
    test(`class weights ${expected.classWeights.join(" and ")}`, () => {
      const classWeights = expected.classWeights;
      const forests = Array.from({ length: 10 }, (_, k) =>
        _fitForest(x, y, {
          featuresPerSplit: 2,
          permutationImportance: true,
          classWeights,
          seed: 100 + k,
        }),
      );
      const events = y.filter((label) => label === 1).length;
      // There, weights are scaled so that the rows weigh n in all.
      const scale = y.length / ((y.length - events) * classWeights[0] + events * classWeights[1]);
      const predicted = forests.map((forest) => risks(forest, data.new));
      expected.riskMean.forEach((risk: number, i: number) => {
        within(
          predicted.map((own) => own[i]!),
          risk,
          expected.riskSd[i] + 1e-3,
          `risk ${i}`,
        );
      });
      within(
        forests.map(({ outOfBagError }) => outOfBagError),
        expected.oobMean,
        expected.oobSd,
        "error",
      );
      for (let j = 0; j < 5; j++) {
        within(
          forests.map(({ giniImportance }) => scale * giniImportance[j]!),
          expected.giniMean[j],
          expected.giniSd[j],
          `Gini ${j}`,
        );
        within(
          forests.map((own) => own.permutationImportance![j]!),
          expected.lostMean[j],
          expected.lostSd[j],
          `permutation ${j}`,
        );
      }
    });
  }
});

describe("agrees with hand calculation", () => {
  test("a feature that separates is always split at, between its classes", () => {
    const forest = _fitForest([[1], [2], [8], [9]], [0, 0, 1, 1], { trees: 50, seed: 1 });
    for (const { feature, threshold } of forest.trees) {
      assert.deepEqual(feature, [0, -1, -1]);
      assert.ok(threshold[0]! >= 4.5 && threshold[0]! <= 5.5);
    }
    assert.deepEqual(risks(forest, [[0], [10]]), [0, 1]);
    assert.equal(forest.outOfBagError, 0);
    assert.equal(forest.permutationImportance, null);
  });
});

describe("obeys the laws", () => {
  const options = { trees: 60, seed: 7 };
  const forest = _fitForest(x, y, options);

  test("the same seed grows the same forest, another seed another", () => {
    assert.deepEqual(_fitForest(x, y, options), forest);
    assert.notDeepEqual(_fitForest(x, y, { ...options, seed: 8 }).trees, forest.trees);
  });

  test("increasing functions of the features leave its structure", () => {
    const other = _fitForest(x.map(monotone), y, options);
    const shape = ({ trees }: Forest) => trees.map(({ threshold: _, ...tree }) => tree);
    assert.deepEqual(shape(other), shape(forest));
  });

  test("a feature of noise matters less than the one that makes the outcome", () => {
    const random = seededRandom(3);
    const rows = Array.from({ length: 80 }, () => [random.normal(), random.normal()]);
    const labels = rows.map(([a]) => (a! > 0 ? 1 : 0));
    const { giniImportance: gini, permutationImportance: lost } = _fitForest(rows, labels, {
      trees: 100,
      featuresPerSplit: 1,
      permutationImportance: true,
      seed: 4,
    });
    assert.ok(gini[0]! > 2 * gini[1]! && lost![0]! > 0.15 && Math.abs(lost![1]!) < 0.1);
  });

  test("a heavier class is predicted more often", () => {
    const heavy = _fitForest(x, y, { ...options, nodeSize: 20, classWeights: [1, 10] });
    const even = _fitForest(x, y, { ...options, nodeSize: 20 });
    assert.ok(mean(risks(heavy, data.new)) > mean(risks(even, data.new)) + 0.05);
  });

  test("a saved model predicts the same", () => {
    const model = fitForest(treeRows(), options);
    assert.ok(Object.isFrozen(model));
    const table = treeRows().features;
    assert.deepEqual(
      predictForest(JSON.parse(JSON.stringify(model)), table),
      predictForest(model, table),
    );
  });
});

describe("refuses", () => {
  for (const [what, rows, outcome, message] of [...badInput, ...oneClass])
    test(what, () => assert.throws(() => _fitForest(rows, outcome, { seed: 1 }), message));
  for (const [options, message] of [
    [{ trees: 0 }, /trees must be a positive whole number; got 0/],
    [{ featuresPerSplit: 6 }, /featuresPerSplit must be a whole number from 1 to 5; got 6/],
    [{ nodeSize: 0 }, /nodeSize must be a positive whole number; got 0/],
    [{ classWeights: [1, -1] }, /class weights must be positive; got 1 and -1/],
    [{ seed: 0.5 }, /a seed must be a whole number; got 0.5/],
    [{ mtry: 2 }, /a random forest knows the options trees, .*; got mtry/],
  ] as const)
    test(JSON.stringify(options), () =>
      assert.throws(() => _fitForest(x, y, { seed: 1, ...options } as { seed: number }), message),
    );

  test("a validation row; but not a synthetic one", () => {
    const options = { trees: 5, seed: 1 };
    assert.throws(
      () => fitForest(treeRows({ 3: "validation" }), options),
      /random forest must be fitted on training rows only; got 1 validation rows \(P3\)/,
    );
    assert.equal(fitForest(treeRows({ 3: "synthetic" }), options).exception, null);
  });
});
