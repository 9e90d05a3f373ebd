import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, requireTraining, rowsOf } from "dlrn/cohort/rows";

const features = featureTable(
  ["age", "score"],
  [
    [50, 0.2],
    [61, 0.9],
    [47, 0.4],
  ],
);
const rows = makeRows({
  ids: ["A", "B", "C"],
  roles: ["training", "training", "validation"],
  features,
  outcome: [0, 1, 0],
  inSample: { score: ["A", "B"] },
});

describe("the gate of every fit", () => {
  test("names the validation patients", () => {
    assert.throws(() => requireTraining(rows, "z-score"), {
      name: "RangeError",
      message:
        'z-score must be fitted on training rows only; got 1 validation rows (C); the score "score" was learned on 2 of these rows (A, B); fit on the training rows, use out-of-fold scores, or give a written exception',
    });
  });

  test("refuses a score on the rows it was learned on, also among training rows", () => {
    assert.throws(
      () => requireTraining(rowsOf(rows, "training"), "nomogram"),
      /"score" was learned on 2/,
    );
  });

  test("lets a written exception through, and returns it", () => {
    assert.equal(requireTraining(rows, "nomogram", { exception: "as published" }), "as published");
    assert.throws(
      () => requireTraining(rows, "nomogram", { exception: "  " }),
      /nomogram must be fitted/,
    );
  });

  test("lets training rows through", () => {
    const clean = makeRows({ ...rows, inSample: {} });
    assert.equal(requireTraining(rowsOf(clean, "training"), "z-score"), null);
  });

  test("refuses synthetic rows unless they are allowed", () => {
    const mixed = makeRows({ ...rows, roles: ["training", "synthetic", "training"], inSample: {} });
    assert.throws(() => requireTraining(mixed, "ComBat"), /1 synthetic rows \(B\)/);
    assert.equal(requireTraining(mixed, "SVM", { synthetic: "allowed" }), null);
  });
});

describe("refuses", () => {
  for (const [why, change, message] of [
    ["an id twice", { ids: ["A", "A", "C"] }, 'ids must be unique; "A" comes twice, at ids[1]'],
    ["an outcome of 2", { outcome: [0, 2, 0] }, "outcome must be 0 or 1; outcome[1] (B) is 2"],
    [
      "a missing role",
      { roles: ["training"] as const },
      "need one of roles per id; got 1 for 3 ids",
    ],
  ] as const) {
    test(why, () =>
      assert.throws(() => makeRows({ ...rows, ...change } as never), {
        name: "RangeError",
        message,
      }),
    );
  }
});
