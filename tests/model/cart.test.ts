import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { _fitCart, type CartTree, cartRisk, fitCart, predictCart } from "dlrn/model/cart";
import { assertNear } from "../near.js";
import { badInput, data, fromR, monotone, sklearn, treeRows } from "./tree-rows.js";

const { x, y } = data;
const risks = (tree: CartTree, rows: readonly number[][]) => rows.map((row) => cartRisk(tree, row));

describe(`agrees with ${fromR.oracle}`, () => {
  for (const { options, expected } of fromR.trees) {
    test(JSON.stringify(options), () => {
      const tree = _fitCart(x, y, options);
      assert.deepEqual(
        tree.nodes.map(({ number }) => number),
        expected.numbers,
      );
      assert.deepEqual(
        tree.nodes.map(({ rows }) => rows),
        expected.rows,
      );
      assertNear(risks(tree, data.new), expected.newRisks, 1e-12);
    });
  }
});

describe(`agrees with ${sklearn.oracle}`, () => {
  for (const { options, expected } of sklearn.trees) {
    test(JSON.stringify(options), () => {
      const tree = _fitCart(x, y, { rules: "sklearn", ...options });
      assert.deepEqual(
        tree.nodes.map(({ rows }) => rows),
        expected.rows,
      );
      assertNear(
        tree.nodes.map(({ risk }) => risk),
        expected.risks,
        1e-12,
      );
      const splits = tree.nodes.flatMap(({ split }) => split ?? []);
      assert.deepEqual(
        splits.map(({ feature }) => feature),
        expected.features,
      );
      assertNear(
        splits.map(({ threshold }) => threshold),
        expected.thresholds,
        1e-6,
        { absolute: 1e-7 },
      ); // features there are in single precision
      assertNear(risks(tree, data.new), expected.newRisks, 1e-12);
      const sum = tree.importance.reduce((all, own) => all + own, 0);
      assertNear(
        tree.importance.map((own) => own / sum),
        expected.importances,
        1e-10,
        { absolute: 1e-12 },
      );
    });

    const { alphas } = expected;
    if (alphas === null) continue; // there, a tie was broken by chance
    test(`${JSON.stringify(options)}: the complexities at which it is pruned`, () => {
      const whole = _fitCart(x, y, { rules: "sklearn", ...options, complexity: 1 });
      const found = whole.pruning.map(({ complexity }) => complexity!).reverse();
      // There, links that are equally weak go at once; here, one after the other.
      const distinct = found.filter((own, k) => k === 0 || own - found[k - 1]! > 1e-12);
      assertNear(distinct, alphas, 1e-10, { absolute: 1e-12 });
      assert.equal(distinct.length, alphas.length);
    });
  }
});

describe("agrees with hand calculation", () => {
  test("one split: 4 rows, the gap between 2 and 4", () => {
    const tree = _fitCart([[1], [2], [4], [5]], [0, 0, 1, 1], { minSplit: 2 });
    // n p (1 − p) for both classes: 4 · ½ of the root, 0 of the leaves
    assert.deepEqual(tree.nodes[0]!.split, {
      feature: 0,
      threshold: 3,
      leftIsLess: true,
      improvement: 2,
    });
    assert.deepEqual(risks(tree, [[2.9], [3], [3.1]]), [0, 1, 1]); // below the threshold, to the left
  });

  test("scikit-learn sends the threshold itself to the left, and splits where nothing is gained yet", () => {
    const own = _fitCart([[1], [2], [4], [5]], [0, 0, 1, 1], { rules: "sklearn" });
    assert.deepEqual(risks(own, [[2.9], [3], [3.1]]), [0, 0, 1]);
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const tree = _fitCart(corners, [0, 1, 1, 0], { rules: "sklearn" });
    assert.equal(tree.nodes.length, 7);
    assert.deepEqual(risks(tree, corners), [0, 1, 1, 0]);
    assert.equal(_fitCart(corners, [0, 1, 1, 0], { minSplit: 2, complexity: 0 }).nodes.length, 1);
  });

  test("one class is one leaf", () => {
    assert.deepEqual(risks(_fitCart([[1], [2]], [1, 1]), [[7]]), [1]);
  });
});

for (const rules of ["rpart", "sklearn"] as const) {
  describe(`obeys the laws (${rules})`, () => {
    const options = { rules, minSplit: 8, minBucket: 3, complexity: 0.002 };
    const tree = _fitCart(x, y, options);
    const shape = ({ nodes }: CartTree) =>
      nodes.map(({ split, ...node }) => ({ ...node, feature: split?.feature }));

    test("the order of rows does not matter", () => {
      const order = x.map((_, i) => (i * 37) % x.length);
      const other = _fitCart(
        order.map((i) => x[i]!),
        order.map((i) => y[i]!),
        options,
      );
      assert.deepEqual(other, tree);
    });

    test("increasing functions of the features leave its structure", () => {
      assert.ok(tree.nodes.length > 5);
      const other = _fitCart(x.map(monotone), y, options);
      assert.deepEqual(shape(other), shape(tree));
      assertNear(risks(other, x.map(monotone)), risks(tree, x), 0);
    });

    test("events and non-events exchanged: one minus the risk", () => {
      const other = _fitCart(
        x,
        y.map((label) => 1 - label),
        options,
      );
      assertNear(
        risks(other, x),
        risks(tree, x).map((risk) => 1 - risk),
        1e-12,
        { absolute: 1e-12 },
      );
    });

    test("a saved model predicts the same", () => {
      const model = fitCart(treeRows(), options);
      assert.ok(Object.isFrozen(model));
      const table = treeRows().features;
      assert.deepEqual(
        predictCart(JSON.parse(JSON.stringify(model)), table),
        predictCart(model, table),
      );
    });
  });
}

describe("refuses", () => {
  for (const [what, rows, outcome, message] of badInput)
    test(what, () => assert.throws(() => _fitCart(rows, outcome), message));
  for (const [options, message] of [
    [{ split: "twoing" }, /split must be gini or information; got "twoing"/],
    [{ rules: "c5" }, /rules must be rpart or sklearn; got "c5"/],
    [{ maxDepth: 31 }, /maxDepth must be at most 30; got 31/],
    [{ rules: "sklearn", maxDepth: 51 }, /maxDepth must be at most 50; got 51/],
    [{ complexity: -1 }, /complexity must be at least 0; got -1/],
    [{ minSplit: Number.NaN }, /minSplit must be at least 1; got NaN/],
    [{ cp: 0.1 }, /a decision tree knows the options rules, split, .*; got cp/],
  ] as const)
    test(JSON.stringify(options), () =>
      assert.throws(() => _fitCart(x, y, options as object), message),
    );

  test("a validation row; but not a synthetic one, unless told to", () => {
    assert.throws(
      () => fitCart(treeRows({ 3: "validation" })),
      /decision tree must be fitted on training rows only; got 1 validation rows \(P3\)/,
    );
    assert.equal(
      fitCart(treeRows({ 3: "validation" }), { exception: "as published" }).exception,
      "as published",
    );
    assert.equal(fitCart(treeRows({ 3: "synthetic" })).exception, null);
    assert.throws(
      () => fitCart(treeRows({ 3: "synthetic" }), { synthetic: "refused" }),
      /1 synthetic rows \(P3\)/,
    );
  });
});
