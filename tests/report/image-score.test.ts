import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cohortRows } from "dlrn/cohort/coding";
import { levelsOf, numbersOf } from "dlrn/cohort/cohort";
import { rowsOf } from "dlrn/cohort/rows";
import { scoreModels } from "dlrn/evaluate/score-models";
import { imageScoreCohort } from "dlrn/report/image-score";
import { openCohort } from "dlrn/runner/environment";

const twin = openCohort("twin");
const patients = twin.ids.slice(0, 200);
const scores = patients.map((_, i) => i / 100 - 1);
const image = { patients, scores, inSample: true, diameters: null };
const withoutStage = {
  ...twin,
  dictionary: {
    ...twin.dictionary,
    variables: twin.dictionary.variables.filter(({ name }) => name !== "t_stage"),
  },
  columns: Object.fromEntries(Object.entries(twin.columns).filter(([name]) => name !== "t_stage")),
};

describe("a cohort with a score from images", () => {
  test("has the patients that have a score, and that score alone", () => {
    const study = imageScoreCohort(twin, image);
    assert.equal(study.id, "twin.images");
    assert.deepEqual(study.ids, patients);
    assert.deepEqual(numbersOf(study, "radi_score"), scores);
    assert.equal(study.dictionary.variables.filter(({ role }) => role === "score").length, 1);
    assert.equal(study.constructed, true);
  });

  test("an in-sample score needs a written reason, an out-of-fold score does not", () => {
    const fit = (inSample: boolean, exception: string) =>
      scoreModels(imageScoreCohort(twin, { ...image, inSample }), { exception });
    assert.throws(() => fit(true, ""), /the score "radi_score" was learned on/);
    assert.equal(fit(true, "as published").dlrn.exception, "as published");
    assert.equal(fit(false, "not needed").dlrn.exception, null);
  });

  test("a T-stage of the table stays; without one the diameter gives a class, at 50, 100 and 150 mm", () => {
    const diameters = patients.map((_, i) => [50, 50.1, 100.5, 151][i % 4]!);
    const kept = imageScoreCohort(twin, { ...image, diameters });
    assert.deepEqual(levelsOf(kept, "t_stage"), levelsOf(twin, "t_stage").slice(0, 200));
    const derived = imageScoreCohort(withoutStage, { ...image, diameters });
    assert.deepEqual(levelsOf(derived, "t_stage").slice(0, 4), ["1", "2", "3", "4"]);
    const rows = rowsOf(cohortRows(derived, ["t_stage"]), "training");
    assert.deepEqual([...rows.features.values.slice(0, 4)], [1, 2, 3, 4]);
  });

  test("a stranger, and lengths that differ, are refused", () => {
    assert.throws(
      () => imageScoreCohort(twin, { ...image, patients: ["nobody", ...patients.slice(1)] }),
      /"nobody" is no patient of twin/,
    );
    assert.throws(
      () => imageScoreCohort(twin, { ...image, scores: [1] }),
      /need one score and diameter a patient/,
    );
  });
});
