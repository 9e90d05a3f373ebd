import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  _fitAdaBoost,
  type AdaBoostMachine,
  adaBoostDecision,
  fitAdaBoost,
  predictAdaBoost,
} from "dlrn/model/adaboost";
import { assertNear } from "../near.js";
import { badInput, data, monotone, oneClass, sklearn, treeRows } from "./tree-rows.js";

const { x, y } = data;
const decisions = (machine: AdaBoostMachine, rows: readonly number[][]) =>
  rows.map((row) => adaBoostDecision(machine, row));

describe(`agrees with ${sklearn.oracle}`, () => {
  for (const { options, expected } of sklearn.boosted) {
    test(JSON.stringify(options), () => {
      const machine = _fitAdaBoost(x, y, options);
      assertNear(
        machine.rounds.map(({ error }) => error),
        expected.errors,
        1e-9,
      );
      assertNear(
        machine.rounds.map(({ alpha }) => alpha),
        expected.alphas,
        1e-9,
      );
      assert.equal(machine.rounds.length, expected.errors.length);
      assertNear(decisions(machine, data.new), expected.decisions, 1e-8, { absolute: 1e-9 });
      const model = {
        ...machine,
        kind: "adaboost" as const,
        features: treeRows().features.names,
        exception: null,
      };
      const table = {
        ...treeRows().features,
        rowCount: data.new.length,
        values: Float64Array.from(data.new.flat()),
      };
      assertNear(Array.from(predictAdaBoost(model, table)), expected.risks, 1e-8);
    });
  }
});

describe("agrees with hand calculation", () => {
  test("two rounds: the vote is ln((1 − e) / e), and wrong rows weigh more", () => {
    // The best stump of 0 1 0 0 0 cuts after row 1 or sees no event: its error is 1/5, its vote ln 4.
    const { rounds } = _fitAdaBoost([[1], [2], [3], [4], [5]], [0, 1, 0, 0, 0], { rounds: 2 });
    assertNear(rounds[0]!.error, 0.2, 1e-12);
    assertNear(rounds[0]!.alpha, Math.log(4), 1e-12);
    // The event then weighs ½ and the others 1/8 each: the best is wrong in one of those.
    assertNear(rounds[1]!.error, 0.125, 1e-12);
    assertNear(rounds[1]!.alpha, Math.log(7), 1e-12);
  });

  test("a perfect tree ends it with one vote", () => {
    for (const form of ["samme", "samme.r"] as const) {
      const machine = _fitAdaBoost([[1], [2], [3], [4]], [0, 0, 1, 1], { form });
      assert.deepEqual(
        machine.rounds.map(({ alpha, error }) => [alpha, error]),
        [[1, 0]],
      );
      assert.equal(Math.sign(decisions(machine, [[0]])[0]!), -1);
    }
  });

  test("a split that gains nothing may lead to one that does", () => {
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const machine = _fitAdaBoost(corners, [0, 1, 1, 0], { depth: 2 });
    assert.deepEqual(decisions(machine, corners).map(Math.sign), [-1, 1, 1, -1]);
  });
});

for (const form of ["samme", "samme.r"] as const) {
  describe(`obeys the laws (${form})`, () => {
    const options = { form, rounds: 8, depth: 2 };
    const machine = _fitAdaBoost(x, y, options);

    test("the order of rows does not matter", () => {
      const order = x.map((_, i) => (i * 37) % x.length);
      const other = _fitAdaBoost(
        order.map((i) => x[i]!),
        order.map((i) => y[i]!),
        options,
      );
      assertNear(decisions(other, data.new), decisions(machine, data.new), 1e-9, {
        absolute: 1e-9,
      });
    });

    test("increasing functions of the features leave the decisions of training", () => {
      const other = _fitAdaBoost(x.map(monotone), y, options);
      assertNear(decisions(other, x.map(monotone)), decisions(machine, x), 1e-12, {
        absolute: 1e-12,
      });
    });

    test("events and non-events exchanged: the other sign", () => {
      const other = _fitAdaBoost(
        x,
        y.map((label) => 1 - label),
        options,
      );
      assertNear(
        decisions(other, x),
        decisions(machine, x).map((own) => -own),
        1e-9,
        { absolute: 1e-9 },
      );
    });

    test("a saved model predicts the same", () => {
      const model = fitAdaBoost(treeRows(), options);
      assert.ok(Object.isFrozen(model));
      const table = treeRows().features;
      assert.deepEqual(
        predictAdaBoost(JSON.parse(JSON.stringify(model)), table),
        predictAdaBoost(model, table),
      );
    });
  });
}

describe("refuses", () => {
  for (const [what, rows, outcome, message] of [...badInput, ...oneClass])
    test(what, () => assert.throws(() => _fitAdaBoost(rows, outcome), message));
  test("features that do not separate the classes", () => {
    assert.throws(
      () => _fitAdaBoost([[1], [1]], [0, 1]),
      /first tree must be better than chance; its weighted error is 0.5/,
    );
  });
  for (const [options, message] of [
    [{ form: "gentle" }, /form must be samme or samme.r; got "gentle"/],
    [{ rounds: 0 }, /rounds must be a positive whole number; got 0/],
    [{ depth: 1.5 }, /depth must be a positive whole number; got 1.5/],
    [{ learningRate: 0 }, /learningRate must lie in \(0, 1\]; got 0/],
    [{ n_estimators: 9 }, /AdaBoost knows the options rounds, .*; got n_estimators/],
  ] as const)
    test(JSON.stringify(options), () =>
      assert.throws(() => _fitAdaBoost(x, y, options as object), message),
    );

  test("a validation row; but not a synthetic one", () => {
    assert.throws(
      () => fitAdaBoost(treeRows({ 3: "validation" })),
      /AdaBoost must be fitted on training rows only; got 1 validation rows \(P3\)/,
    );
    assert.equal(fitAdaBoost(treeRows({ 3: "synthetic" })).exception, null);
  });
});
