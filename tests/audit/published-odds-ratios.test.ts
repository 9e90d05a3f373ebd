/** The printed Table 2, from the printed counts of Table 1: the codings that give it. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { publishedClinicalModel } from "dlrn/audit/published-clinical-model";
import { printsAsEstimate, publishedRatios, usualCodings } from "dlrn/audit/published-odds-ratios";
import { codedVariable } from "dlrn/cohort/coding";
import { parsePrintedEstimate } from "dlrn/io/paper/printed";
import { openCohort } from "dlrn/runner/environment";
import { assertNear } from "../near.js";

const twin = openCohort("twin");
const published = publishedRatios(twin, ".")!;

describe("the codings of the printed table", () => {
  test("all ten rows of variables with levels come out; age and the score need patients", () => {
    assert.equal(published.filter(({ identified }) => identified?.gives).length, 10);
    assert.deepEqual(
      published.filter(({ counted }) => !counted).map(({ variable }) => variable),
      ["radi_score", "age"],
    );
  });

  test("four are against the last level: their printed odds ratio is one over the usual", () => {
    const reversed = published.filter((row) => row.usual !== null && row.usual !== row.identified);
    assert.deepEqual(
      reversed.map(({ variable }) => variable),
      ["gender", "n_stage", "t1_het", "t2_het"],
    );
    for (const { usual, identified } of reversed)
      assertNear(usual!.ratio.oddsRatio * identified!.ratio.oddsRatio, 1, 1e-10);
    assert.equal(reversed[1].usual?.ratio.oddsRatio.toFixed(3), "2.867");
  });

  test("location enters as a number, though its levels have no order", () => {
    const location = published.find(({ variable }) => variable === "location")!;
    assert.deepEqual(location.coding, { variable: "location", as: "number" });
    assert.equal(location.usual, null);
  });

  test("a digit more or less is seen", () => {
    const printed = parsePrintedEstimate("0.349 (0.104-1.165)", "here");
    assert.ok(printsAsEstimate([0.3488, 0.1045 - 1e-9, 1.16451], printed));
    assert.ok(!printsAsEstimate([0.3488, 0.1045 + 1e-9, 1.16451], printed));
  });

  test("other cohorts have no printed table; their variables enter as the dictionary has them", () => {
    assert.equal(publishedRatios({ ...twin, constructed: false, fromPaper: false }, "."), null);
    assert.deepEqual(usualCodings(twin).map(codedVariable).slice(0, 3), [
      "radi_score",
      "age",
      "gender",
    ]);
  });
});

describe("the clinical model from the printed counts", () => {
  // R 4.2.2, pROC 1.18: the counts written out, roc(y, x, direction = "<"), ci.auc(method = "delong")
  const { fromCounts } = publishedClinicalModel(twin, ".", published, ["t_stage"], 0.5);

  test("AUC and DeLong's limits as pROC", () => {
    const of = ({ auc, ci }: { auc: number; ci: readonly number[] }): number[] => [auc, ...ci];
    assertNear(
      of(fromCounts!.training.auc),
      [0.6955729166666668, 0.5638351819464587, 0.8273106513868749],
      1e-9,
    );
    assertNear(
      of(fromCounts!.validation.auc),
      [0.6640432857845548, 0.5228226570206085, 0.8052639145485012],
      1e-9,
    );
  });

  test("calls nobody positive: accuracy is the share without metastasis", () => {
    for (const [performance, share] of [
      [fromCounts!.training, 96 / 116],
      [fromCounts!.validation, 107 / 126],
    ] as const) {
      assert.equal(performance.figures.accuracy.estimate, share);
      assert.equal(performance.figures.ppv.estimate, null);
      assertNear(performance.largestRisk, 0.4391383259, 1e-9);
    }
  });

  test("takes one variable", () => {
    const two = publishedClinicalModel(twin, ".", published, ["t_stage", "age"], 0.5);
    assert.equal(two.fromCounts, null);
    assert.equal(two.printed.training.accuracy.text, "0.828");
  });
});
