/** From Table 2 to the clinical model: a cohort in which nothing passes, and values that differ from print. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { publishedRatios, usualCodings } from "dlrn/audit/published-odds-ratios";
import { cohortOf } from "dlrn/cohort/cohort";
import { fitUnivariate, selectedCodings } from "dlrn/model/univariate";
import { clinicalCodings, fitSelected, modelPerformance } from "dlrn/report/clinical-model";
import { clinicalAnswer, codingSentence, selectionSentence } from "dlrn/report/clinical-words";
import { printedAgreement, printedRowAgreement } from "dlrn/report/printed-agreement";
import { univariateFindings } from "dlrn/report/table-two-findings";
import { openCohort } from "dlrn/runner/environment";
import { codingsTable } from "dlrn/table/codings-table";
import { cellMark, cellText } from "dlrn/table/table";
import { tableTwo } from "dlrn/table/table-two";

const twin = openCohort("twin");
const training = cohortOf(twin, "training");
const published = publishedRatios(twin, ".")!;
const exception = "as published";
const univariate = fitUnivariate(
  training,
  published.map(({ coding }) => coding),
  { exception },
);
const limits = { enter: 0.1, stay: 0.05 };

describe("a cohort in which no variable passes", () => {
  const alone = fitUnivariate(training, ["age", "edema"]);
  const models = fitSelected(training, selectedCodings(alone, { below: 0.1 }));

  test("has a Table 2 without a multivariate part, and says that this is a result", () => {
    assert.deepEqual(models, []);
    const table = tableTwo({
      cohort: twin,
      univariate: alone,
      multivariate: null,
      published: null,
    });
    assert.ok(table.notes.includes("Multivariate: no variable was selected."));
    assert.deepEqual(clinicalCodings(twin, null, { below: 0.05 }), []);
    assert.match(
      selectionSentence(twin, models, [], limits),
      /^\*\*No variable has P < 0\.10 by itself,\*\*/,
    );
    assert.match(clinicalAnswer(null, []), /^\*\*No clinical variable predicts/);
  });
});

describe("a cohort with forced covariates", () => {
  const forced = { ...twin, forcedCovariates: ["age"] };
  test("has them in every clinical model", () => {
    const [{ fitted }] = fitSelected(training, ["age", "t_stage"]);
    assert.deepEqual(clinicalCodings(forced, fitted, { below: 0.05 }), ["age", "t_stage"]);
    assert.deepEqual(clinicalCodings(twin, fitted, { below: 0.05 }), ["t_stage"]);
  });
});

describe("the score among the variables", () => {
  test("gives a second model without it, whose own fit needs no exception", () => {
    const models = fitSelected(training, ["radi_score", "t_stage", "n_stage"], { exception });
    assert.deepEqual(
      models.map(({ key, fitted }) => [key, fitted.model.exception]),
      [
        ["multivariate", exception],
        ["clinical-alone", null],
      ],
    );
  });

  test("never enters the clinical model", () => {
    const [{ fitted }] = fitSelected(training, ["radi_score"], { exception });
    assert.deepEqual(clinicalCodings(twin, fitted, { below: 0.05 }), []);
  });
});

describe("values beside printed ones", () => {
  const findings = univariateFindings(twin, univariate, published);

  test("all agree, by value and by row", () => {
    assert.deepEqual(printedAgreement(findings), { agree: 48, of: 48, differ: [] });
    assert.deepEqual(printedRowAgreement(findings), { agree: 12, of: 12, differ: [] });
  });

  test("the usual coding gives four rows that differ, and the table marks them", () => {
    const usual = fitUnivariate(
      training,
      usualCodings(twin).filter((coding) => coding !== "location"),
      { exception },
    );
    const other = univariateFindings(twin, usual, published);
    assert.equal(printedRowAgreement(other).agree, 11 - 4);
    const table = tableTwo({ cohort: twin, univariate: usual, multivariate: null, published });
    const differing = table.rows.filter(({ cells }) => cellMark(cells["uni.or"]) === "differs");
    assert.deepEqual(
      differing.map(({ cells }) => cellText(cells["name"])),
      ["Gender", "N-stage", "Heterogeneous SI at T1WI", "Heterogeneous SI at T2WI"],
    );
  });

  test("the likely cause is told, with the reciprocal", () => {
    const sentence = codingSentence(published);
    assert.match(
      sentence,
      /10 of 10 printed odds ratios .* 5 in the usual coding; 4 only with the last level/,
    );
    assert.match(sentence, /N-stage: the printed 0\.349 is 1\/2\.867/);
    const nStage = codingsTable(twin, published).rows.find(
      ({ cells }) => cellText(cells["name"]) === "N-stage",
    );
    assert.equal(cellText(nStage!.cells["usual.or"]), "2.867 (0.859–9.570)");
  });
});

test("a model without a printed table beside it is judged on every set of the cohort", () => {
  const [{ fitted }] = fitSelected(training, ["t_stage"]);
  const found = modelPerformance(twin, fitted, 0.5, null);
  assert.deepEqual(
    found.map(({ role, counts, printed, patients }) => [
      role,
      counts,
      printed,
      patients.inSampleCount,
    ]),
    [
      ["training", null, null, 116],
      ["validation", null, null, 0],
    ],
  );
});
