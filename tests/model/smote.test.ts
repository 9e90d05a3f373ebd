import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, rowsOf } from "dlrn/cohort/rows";
import { mean } from "dlrn/math/summary";
import { _smote, between, classNeighbours, smote } from "dlrn/model/smote";
import { assertNear } from "../near.js";
import { badInput, data, treeRows } from "./tree-rows.js";

const { x, y } = data;

describe("agrees with hand calculation", () => {
  test("neighbours on a line, nearest first, ties by the order of rows", () => {
    const near = classNeighbours([[0], [9], [1], [2], [5], [7], [8]], [1, 0, 1, 1, 0, 0, 0], 5);
    assert.deepEqual(near, {
      label: 1,
      members: [0, 2, 3],
      neighbours: [
        [2, 3],
        [0, 3],
        [2, 0],
      ],
      distances: [
        [1, 2],
        [1, 1],
        [1, 2],
      ],
    });
  });

  test("a quarter of the way, in each feature", () => {
    assert.deepEqual([...between([0, 8], [4, 0], 0.25)], [1, 6]);
  });
});

describe("obeys the laws", () => {
  const made = _smote(x, y, { seed: 5 });
  const events = y.reduce((sum, label) => sum + label, 0);

  test("the classes become equal, or as many are made as asked for", () => {
    assert.equal(made.synthetic.length, x.length - 2 * Math.min(events, x.length - events));
    assert.ok(made.synthetic.length > 5);
    assert.equal(_smote(x, y, { amount: 17, seed: 5 }).synthetic.length, 17);
    assert.equal(_smote(x, y, { amount: 0, seed: 5 }).synthetic.length, 0);
  });

  test("each lies between a row of the class and one of its neighbours", () => {
    const near = classNeighbours(x, y, 5);
    for (const { values, base, neighbour, gap } of _smote(x, y, { amount: 200, seed: 6 })
      .synthetic) {
      assert.equal(y[base], near.label);
      assert.ok(near.neighbours[near.members.indexOf(base)]!.includes(neighbour));
      assert.ok(gap >= 0 && gap < 1);
      assertNear(
        Array.from(values),
        x[base]!.map((from, j) => (1 - gap) * from + gap * x[neighbour]![j]!),
        1e-12,
        { absolute: 1e-12 },
      );
    }
  });

  test("rows, neighbours and gaps are drawn evenly", () => {
    const { synthetic } = _smote(x, y, { amount: 4000, seed: 7 });
    // Of 4000 uniform gaps the mean has a standard error of √(1/12 / 4000) = 0.0046.
    assertNear(mean(synthetic.map(({ gap }) => gap)), 0.5, 0, { absolute: 0.02 });
    const members = classNeighbours(x, y, 5).members;
    for (const i of members) {
      const share = synthetic.filter(({ base }) => base === i).length / 4000;
      assert.ok(Math.abs(share * members.length - 1) < 0.5, `row ${i}: ${share}`);
    }
  });

  test("the same seed gives the same rows, another seed others", () => {
    assert.deepEqual(_smote(x, y, { seed: 5 }), made);
    assert.notDeepEqual(_smote(x, y, { seed: 6 }), made);
  });

  test("real rows come first and unchanged; synthetic ones are marked, with the patient they start at", () => {
    const rows = treeRows();
    const all = smote(rows, { seed: 5 });
    assert.deepEqual(rowsOf(all, "training"), rows);
    const added = rowsOf(all, "synthetic");
    assert.equal(added.ids.length, made.synthetic.length);
    assert.ok(added.outcome.every((label) => label === made.label));
    assert.deepEqual(
      added.patients,
      made.synthetic.map(({ base }) => rows.patients[base]),
    );
  });
});

describe("refuses", () => {
  for (const [what, rows, outcome, message] of badInput)
    test(what, () => assert.throws(() => _smote(rows, outcome, { seed: 1 }), message));
  for (const [options, message] of [
    [{ neighbours: 0 }, /number of neighbours must be a positive whole number; got 0/],
    [{ amount: -1 }, /amount of synthetic rows must be a whole number, at least 0; got -1/],
    [{ amount: "double" }, /amount of synthetic rows must be a whole number.*got double/],
    [{ k: 3 }, /SMOTE knows the options neighbours, amount, seed; got k/],
  ] as const)
    test(JSON.stringify(options), () =>
      assert.throws(() => _smote(x, y, { seed: 1, ...options } as { seed: number }), message),
    );
  for (const [what, labels, count] of [
    ["one class", [0, 0, 0], 0],
    ["one row of the rarer class", [0, 0, 1], 1],
  ] as const)
    test(what, () =>
      assert.throws(
        () => _smote([[1], [2], [3]], labels, { seed: 1 }),
        new RegExp(`at least two rows of the rarer class to go between; got ${count}`),
      ),
    );

  test("a validation row, a synthetic row, a score that was learned on these rows", () => {
    assert.throws(
      () => smote(treeRows({ 3: "validation" }), { seed: 1 }),
      /SMOTE must be fitted on training rows only; got 1 validation rows \(P3\)/,
    );
    assert.throws(
      () => smote(treeRows({ 4: "synthetic" }), { seed: 1 }),
      /1 synthetic rows \(P4\)/,
    );
    const scored = makeRows({
      ids: ["A", "B"],
      roles: ["training", "training"],
      features: featureTable(["score"], [[1], [2]]),
      outcome: [0, 1],
      inSample: { score: ["B"] },
    });
    assert.throws(
      () => smote(scored, { seed: 1 }),
      /the score "score" was learned on 1 of these rows \(B\)/,
    );
  });
});
