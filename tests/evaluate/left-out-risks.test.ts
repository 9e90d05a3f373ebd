/** Risks of patients by models without them: against R's glm in a loop, and by hand. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Rows } from "dlrn/cohort/rows";
import { leftOutRisks } from "dlrn/evaluate/left-out-risks";
import { assertNear } from "../near.js";

function rowsOf(values: readonly (readonly number[])[], outcome: readonly number[]): Rows {
  return makeRows({
    ids: outcome.map((_, i) => `P${i}`),
    roles: outcome.map(() => "training"),
    outcome: [...outcome],
    features: featureTable(["score", "stage"], values),
  });
}

const outcome = [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0];
const values = outcome.map((_, i) => [((i * 7) % 12) / 4 - 1, 1 + (i % 3)]);

const fromR = [
  0.723265616752, 0.331022470236, 0.723265616752, 0.572441110345, 0.370273307071, 0.096295498653,
  0.516288650663, 0.305420800287, 0.516288650663, 0.270295977999, 0.478307365212, 0.560649488939,
];

describe("agrees with R", () => {
  // R 4.2.2: d <- data.frame(y, s, t); sapply(1:12, function(i) predict(glm(y ~ s + t, binomial, d[-i, ],
  //   control = glm.control(epsilon = 1e-14, maxit = 100)), d[i, ], type = "response"))
  test("each risk is that of the model without the patient", () =>
    assertNear(leftOutRisks(rowsOf(values, outcome), ["score", "stage"]), fromR, 1e-9));
});

describe("obeys the laws", () => {
  test("a patient's own outcome does not move his risk, and moves that of others", () => {
    const before = leftOutRisks(rowsOf(values, outcome), ["score"]);
    const after = leftOutRisks(
      rowsOf(
        values,
        outcome.map((label, i) => (i === 4 ? 1 - label : label)),
      ),
      ["score"],
    );
    assert.equal(after[4], before[4]);
    assert.notEqual(after[5], before[5]);
  });
});

test("refuses rows that are not training rows", () => {
  const rows = { ...rowsOf(values, outcome), roles: outcome.map(() => "validation" as const) };
  assert.throws(() => leftOutRisks(rows, ["score"]), /risks of patients left out/);
});
