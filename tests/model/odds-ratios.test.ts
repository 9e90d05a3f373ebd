/** Odds ratios of patients, and of the counts of a printed table; what is selected, and what is refused. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cohortOf, withRoles } from "dlrn/cohort/cohort";
import { featureTable } from "dlrn/cohort/feature-table";
import { _oddsRatios, fitOddsRatios, riskRows } from "dlrn/model/odds-ratios";
import { fitUnivariate, independentCodings, selectedCodings } from "dlrn/model/univariate";
import { openCohort } from "dlrn/runner/environment";
import { assertNear } from "../near.js";

const twin = openCohort("twin");
const training = cohortOf(twin, "training");

describe("odds ratios agree with R 4.2.2", () => {
  // x <- c(1:4, 1:4); w <- c(3, 7, 2, 8, 33, 44, 11, 8); f <- glm(rep(1:0, each = 4) ~ x, binomial, weights = w,
  //   epsilon = 1e-14); exp(coef(f)); exp(confint.default(f)); summary(f)$coef
  test("T stage, from its printed counts", () => {
    const levels = [1, 2, 3, 4, 1, 2, 3, 4];
    const {
      fit,
      ratios: [ratio],
    } = _oddsRatios(
      featureTable(
        ["t"],
        levels.map((level) => [level]),
      ),
      [1, 1, 1, 1, 0, 0, 0, 0],
      [3, 7, 2, 8, 33, 44, 11, 8],
    );
    const found = [fit.coefficients[0], ratio.oddsRatio, ...ratio.wald, ratio.p];
    const expected = [
      -3.3995608111884974, 2.200589415772829, 1.351383187448999, 3.583434973726989,
      0.001522326182375877,
    ];
    assertNear(found, expected, 1e-9);
    assert.deepEqual([fit.totalWeight, fit.eventWeight], [116, 20]);
  });
});

describe("odds ratios agree with hand calculation", () => {
  test("a table of two levels: the cross product, and Woolf's interval", () => {
    const { ratios } = _oddsRatios(
      featureTable(["n1"], [[1], [0], [1], [0]]),
      [1, 1, 0, 0],
      [5, 15, 10, 86],
    );
    const [{ oddsRatio, wald, standardError }] = ratios;
    assertNear(oddsRatio, (5 * 86) / (15 * 10), 1e-12);
    assertNear(standardError, Math.sqrt(1 / 5 + 1 / 15 + 1 / 10 + 1 / 86), 1e-10);
    assertNear(wald[0] * wald[1], oddsRatio ** 2, 1e-10);
  });
});

describe("odds ratios obey the laws", () => {
  test("the other reference gives the reciprocal, limits exchanged, and the same P", () => {
    const ratioOf = (reference: string) =>
      fitOddsRatios(training, [{ variable: "n_stage", as: "indicators", reference }]).ratios[0];
    const [first, last] = [ratioOf("0"), ratioOf("1")];
    assertNear(first.oddsRatio * last.oddsRatio, 1, 1e-10);
    assertNear(first.wald[0] * last.wald[1], 1, 1e-10);
    assertNear(first.profile[0] * last.profile[1], 1, 1e-7);
    assertNear(first.p, last.p, 1e-10);
  });

  test("the profile interval holds the estimate", () => {
    for (const { oddsRatio, profile } of fitOddsRatios(training, ["t_stage", "age"]).ratios)
      assert.ok(profile[0] < oddsRatio && oddsRatio < profile[1]);
  });

  test("risks are those of all patients, and say whom the model was learned on", () => {
    const rows = riskRows(twin, fitOddsRatios(training, ["t_stage"]), "risk");
    assert.equal(rows.ids.length, 242);
    assert.deepEqual(rows.inSample["risk"], training.ids);
    const mean = rows.features.values.slice(0, 116).reduce((sum, risk) => sum + risk, 0) / 116;
    assertNear(mean, 20 / 116, 1e-10); // a logistic model with an intercept has the mean of the outcome
  });
});

describe("selection", () => {
  const reason = "as published";
  const codings = ["radi_score", "age", "t_stage", "n_stage", "depth"] as const;
  const univariate = fitUnivariate(training, codings, { exception: reason });

  test("takes what is below the limit, and what is forced", () => {
    assert.deepEqual(selectedCodings(univariate, { below: 0.1 }), [
      "radi_score",
      "t_stage",
      "n_stage",
    ]);
    assert.deepEqual(selectedCodings(univariate, { below: 0.01, forced: ["age"] }), [
      "radi_score",
      "age",
      "t_stage",
    ]);
    assert.deepEqual(selectedCodings(univariate, { below: 0 }), []);
  });

  test("a variable of several columns counts by its likelihood ratio", () => {
    const [location] = fitUnivariate(training, [{ variable: "location", as: "indicators" }]);
    if (location.fitted === null) assert.match(location.notComputable, /^a logistic model needs/);
    else assert.equal(location.p, location.fitted.likelihoodRatioP);
  });

  test("keeps what stays below the limit in company", () => {
    const together = fitOddsRatios(training, ["radi_score", "t_stage", "n_stage"], {
      exception: reason,
    });
    assert.deepEqual(independentCodings(together, { below: 0.001 }), ["radi_score"]);
  });
});

describe("odds ratios refuse", () => {
  test("a score of the same patients, unless a reason is written", () => {
    assert.throws(
      () => fitOddsRatios(training, ["radi_score"]),
      /^RangeError: logistic regression must be fitted on training rows only; got the score "radi_score" was learned on 116 of these rows/,
    );
    const exception = "as published";
    assert.equal(fitOddsRatios(training, ["radi_score"], { exception }).model.exception, exception);
    assert.equal(fitOddsRatios(training, ["age"], { exception }).model.exception, null);
  });

  test("validation patients, one variable after another", () => {
    for (const fit of [fitOddsRatios, fitUnivariate])
      assert.throws(() => fit(twin, ["age"]), /got 126 validation rows/);
    assert.throws(() =>
      fitUnivariate(
        withRoles(
          training,
          training.ids.map(() => "validation"),
        ),
        ["age"],
      ),
    );
  });

  test("columns that explain one another", () => {
    assert.throws(() => fitOddsRatios(training, ["age", "age"]), RangeError);
    assert.throws(
      () =>
        _oddsRatios(
          featureTable(
            ["a", "b"],
            [
              [1, 2],
              [2, 4],
              [3, 6],
              [4, 8],
            ],
          ),
          [0, 1, 0, 1],
        ),
      /^RangeError: the columns of a model must not explain one another; "b" follow from those before; leave them out$/,
    );
  });
});
