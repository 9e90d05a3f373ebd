/** Performance at each centre, on the constructed cohort taken as any other. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cohort } from "dlrn/cohort/cohort";
import { rowsOf } from "dlrn/cohort/rows";
import {
  type CentrePerformance,
  centreAbsence,
  performanceByCentre,
} from "dlrn/evaluate/centre-performance";
import { confusionOnRows } from "dlrn/evaluate/discrimination-on-rows";
import { scoreModels } from "dlrn/evaluate/score-models";
import { centreFindings, centreTable } from "dlrn/report/centre-findings";
import { openCohort } from "dlrn/runner/environment";
import { cellText } from "dlrn/table/table";
import { assertNear } from "../near.js";

const twin = openCohort("twin");
const { rows } = scoreModels(twin, { exception: "test" });
const found = performanceByCentre(twin, rows);
const at = (centre: string, model: string): CentrePerformance =>
  found.find((one) => one.centre === centre && one.model === model)!;

describe("agrees with pROC 1.18.0, roc(lm, radi_score, direction = '<') and ci.auc of each institution", () => {
  const expected: [
    centre: string,
    n: number,
    events: number,
    auc: number,
    low: number,
    high: number,
  ][] = [
    ["1", 116, 20, 0.9171875, 0.847329324530164, 0.987045675469836],
    ["2", 76, 12, 0.772135416666667, 0.601853389187864, 0.942417444145469],
    ["3", 50, 7, 0.847176079734219, 0.703873577022409, 0.99047858244603],
  ];
  for (const [centre, n, events, auc, low, high] of expected)
    test(`institution ${centre}`, () => {
      const one = at(centre, "radiomics");
      assert.deepEqual([one.n, one.events], [n, events]);
      assertNear([one.auc!.auc, ...one.auc!.ci!], [auc, low, high], 1e-12);
    });

  test("counted in R: of institution 2, 4 of 12 have a score of 0 or more, 63 of 64 one below", () => {
    const { sensitivity, specificity } = at("2", "radiomics").figures!;
    assert.deepEqual([sensitivity.count, sensitivity.total], [4, 12]);
    assert.deepEqual([specificity.count, specificity.total], [63, 64]);
  });
});

describe("obeys the laws", () => {
  test("the centres of a set are its patients: counts add up", () => {
    const whole = confusionOnRows(rowsOf(rows, "validation"), "dlrn", 0.5);
    const parts = found.filter(({ role, model }) => role === "validation" && model === "dlrn");
    for (const key of ["truePositives", "falsePositives", "trueNegatives"] as const)
      assert.equal(
        parts.reduce((sum, { figures }) => sum + figures!.counts[key], 0),
        whole.counts[key],
      );
  });

  test("in training a logistic model's mean risk is the share with the outcome", () =>
    assertNear([at("1", "dlrn").meanRisk], [20 / 116], 1e-8));
});

describe("what is shown", () => {
  test("a line a centre and model; seven values each", () => {
    assert.equal(centreTable(found).rows.length, 3 * 3);
    assert.equal(centreFindings("twin", found).length, 3 * 3 * 7);
  });

  test("of a centre of one patient there is no AUC and no sensitivity, and a dash says why", () => {
    const cohort: Cohort = {
      ...twin,
      columns: {
        ...twin.columns,
        institution: {
          ...twin.columns["institution"]!,
          values: twin.ids.map((_, i) => (i < 241 ? "1" : "3")),
        } as Cohort["columns"][string],
      },
    };
    const last = performanceByCentre(cohort, rows).filter(({ centre }) => centre === "3");
    assert.deepEqual(
      last.map(({ n, auc, figures }) => [n, auc, figures]),
      [
        [1, null, null],
        [1, null, null],
        [1, null, null],
      ],
    );
    const cell = centreTable(last).rows[0]!.cells["auc"];
    assert.equal(cellText(cell), "–");
    const auc = centreFindings("x", last).find(({ id }) => id.endsWith(".auc"));
    assert.equal(auc?.value, null);
  });
});

describe("says why there is nothing to show", () => {
  test("constructed patients: the institutions of the validation set are not printed", () =>
    assert.match(centreAbsence(twin)!, /not printed, and was constructed: .*range.*\.$/));

  test("real ones: nothing is in the way", () =>
    assert.equal(centreAbsence({ ...twin, fromPaper: false }), null));

  test("no centre in the table", () => {
    const { dictionary } = twin;
    const variables = dictionary.variables.filter(({ role }) => role !== "centre");
    assert.match(
      centreAbsence({ ...twin, dictionary: { ...dictionary, variables } })!,
      /no centre/,
    );
  });
});
