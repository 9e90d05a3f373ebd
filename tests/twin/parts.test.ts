/** The builder's fast inner procedures, against the library's own. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { delongAuc, delongTest } from "dlrn/evaluate/delong";
import { seededRandom } from "dlrn/math/random";
import { mean, standardDeviation } from "dlrn/math/summary";
import { _fitLogistic } from "dlrn/model/logistic";
import { estimateBehind, estimateDistance, estimateRegion } from "dlrn/twin/estimate-region";
import { exchangeAtMoments, gridMoments, gridValues } from "dlrn/twin/grid-values";
import { Polish, setScores } from "dlrn/twin/polish";
import { distanceOutside, printedNumber } from "dlrn/twin/printed";
import { Ranking, rankingCovariance } from "dlrn/twin/ranking";
import { refit, scoreDerivatives, workingRegression } from "dlrn/twin/working-regression";
import { assertNear } from "../near.js";

const random = seededRandom(7);
const n = 60;
const outcome = Array.from({ length: n }, (_, i) => (i < 40 ? 0 : 1));
const stage = outcome.map((y) => 1 + random.integer(3) + y * random.integer(2));
const score = Float64Array.from(outcome, (y) => y + random.normal());

describe("the working regression agrees with the library's", () => {
  const model = workingRegression([score, stage], outcome, 0);
  assert.ok(refit(model, 1e-10));

  test("coefficients and standard errors", () => {
    const rows = outcome.map((_, i) => [score[i]!, stage[i]!]);
    const fit = _fitLogistic(featureTable(["score", "stage"], rows), outcome);
    assertNear(Array.from(model.beta), fit.coefficients, 1e-8);
    const errors = [0, 1, 2].map((k) => Math.sqrt(model.covariance[k * 3 + k]!));
    assertNear(errors, fit.standardErrors, 1e-7);
  });

  test("derivatives by each score are those of small changes", () => {
    const into = [0, 1, 2, 3].map(() => new Float64Array(n));
    scoreDerivatives(model, [1, 2], into);
    const step = 1e-5;
    for (const i of [0, 17, 39, 40, 59]) {
      const moved = [-step, step].map((by) => {
        const other = workingRegression([score.with(i, score[i]! + by), stage], outcome, 0);
        refit(other, 1e-12);
        return [1, 2].flatMap((k) => [other.beta[k]!, Math.sqrt(other.covariance[k * 3 + k]!)]);
      });
      const slopes = moved[1]!.map((value, k) => (value - moved[0]![k]!) / (2 * step));
      // Second-order differences of a smooth function: 1e-5² times its bend, and rounding over 1e-5.
      assertNear(
        into.map((row) => row[i]!),
        slopes,
        1e-5,
        { absolute: 1e-7 },
      );
    }
  });
});

test("the polish reaches wanted coefficients and errors by moving scores a little", () => {
  const moved = score.slice();
  const model = workingRegression([moved, stage], outcome, 0);
  refit(model);
  const wanted = [1, 2].map((term) => ({
    coefficient: model.beta[term]! + 0.1,
    standardError: Math.sqrt(model.covariance[term * 3 + term]!) + 0.01,
  }));
  assert.ok(new Polish([{ model, terms: [1, 2], wanted }], n).apply(moved, 1e-8, 50));
  const rows = outcome.map((_, i) => [moved[i]!, stage[i]!]);
  const fit = _fitLogistic(featureTable(["score", "stage"], rows), outcome);
  for (const [term, { coefficient, standardError }] of wanted.entries()) {
    assertNear(fit.coefficients[term + 1], coefficient, 1e-7);
    assertNear(fit.standardErrors[term + 1], standardError, 1e-6);
  }
  setScores(model, score);
  assert.ok(refit(model));
});

describe("a ranking agrees with DeLong's estimator", () => {
  const split = (scores: ArrayLike<number>): [number[], number[]] => [
    Array.from(scores).slice(40),
    Array.from(scores).slice(0, 40),
  ];

  test("at first, and after a hundred moves of single scores, ties included", () => {
    const scores = Float64Array.from(score, (value) => Math.round(value * 4) / 4);
    const ranking = new Ranking(...split(scores));
    for (let move = 0; move <= 100; move++) {
      const { auc, variance } = delongAuc(outcome, scores);
      assertNear([ranking.auc, ranking.variance], [auc, variance], 1e-12, { absolute: 1e-15 });
      const i = random.integer(n);
      scores[i] = Math.round(random.normal() * 4) / 4;
      if (i < 40) ranking.moveNonEvent(i, scores[i]!);
      else ranking.moveEvent(i - 40, scores[i]!);
    }
  });

  test("in the covariance of two rankings", () => {
    const { covariance } = delongTest(outcome, score, stage);
    const found = rankingCovariance(new Ranking(...split(score)), new Ranking(...split(stage)));
    assertNear(found, covariance, 1e-10);
  });
});

describe("an estimate behind printed figures", () => {
  test("prints them again", () => {
    const row = { or: "5.540", lower: "2.814", upper: "10.907", p: "<0.001" };
    const { coefficient, standardError } = estimateBehind(row)!;
    assertNear([coefficient, standardError], [Math.log(5.54), 0.3456], 1e-4);
    const region = estimateRegion(row);
    assert.equal(estimateDistance(region, coefficient, standardError), 0);
    assert.ok(estimateDistance(region, coefficient + 0.001, standardError) > 1);
  });

  test("does not exist where they contradict each other", () => {
    assert.equal(estimateBehind({ or: "2.00", lower: "1.50", upper: "3.00", p: "0.0001" }), null);
    assert.equal(estimateBehind({ or: "2.00", lower: "1.10", upper: "3.00", p: "0.02" }), null);
  });
});

describe("values on a grid", () => {
  const ages = { step: 1, halfSteps: 0, range: [1, 93], skewness: -0.5, pinned: [] } as const;
  const validation = { ...ages, count: 19, mean: "49.74", sd: "20.448" };

  test("no 19 whole numbers have mean 49.74 and SD 20.448 (GRIMMER); two half steps mend it", () => {
    assert.equal(gridMoments(validation), "sd");
    const mended = { ...validation, halfSteps: 2 };
    const values = gridValues(mended, seededRandom(3))!;
    assert.deepEqual(
      [mean(values).toFixed(2), standardDeviation(values).toFixed(3)],
      ["49.74", "20.448"],
    );
    assert.equal(values.filter((value) => !Number.isInteger(value)).length, 2);
  });

  test("no 19 whole numbers have mean 49.75 (GRIM)", () => {
    assert.equal(gridMoments({ ...validation, mean: "49.75" }), "mean");
    assert.throws(() => gridValues({ ...validation, mean: "49.75" }, seededRandom(1)), {
      name: "RangeError",
      message: "values on the grid must be able to have the printed mean",
    });
  });

  test("pinned values are among them, at the end, and stay", () => {
    const wish = { ...ages, count: 107, mean: "51.51", sd: "17.159", pinned: [1, 93] };
    const values = gridValues(wish, seededRandom(1))!;
    assert.deepEqual([values[106], values[105]], [1, 93]);
    assert.equal(standardDeviation(values).toFixed(3), "17.159");
  });

  test("four exchanged values keep sum and squares exactly", () => {
    const values = gridValues(
      { ...ages, count: 96, mean: "51.31", sd: "18.851" },
      seededRandom(2),
    )!;
    const before = values.slice();
    const rows = Array.from(values.keys());
    const total = (of: (value: number) => number): number =>
      values.reduce((sum, value) => sum + of(value), 0);
    const moments = (): number[] => [total((v) => v), total((v) => v * v)];
    const first = moments();
    let undo: (() => void) | null = null;
    for (let k = 0; undo === null; k++)
      undo = exchangeAtMoments(values, rows, ages, seededRandom(k));
    assert.notDeepEqual(values, before);
    assert.deepEqual(moments(), first);
    undo();
    assert.deepEqual(values, before);
  });
});

test("a printed number is known to half its last digit", () => {
  const printed = printedNumber("0.936");
  assertNear([printed.low, printed.high], [0.9355, 0.9365], 1e-12);
  assertNear(distanceOutside(printed, 0.9375), 0.001, 1e-9);
  assertNear(distanceOutside(printed, 0.936499, 0.03), 0.000029, 1e-3);
  assert.equal(distanceOutside(printedNumber("<0.001"), 0.0002), 0);
  assert.throws(() => printedNumber("NA"), {
    name: "RangeError",
    message: 'a printed number must look like "0.936" or "<0.001"; got "NA"',
  });
});
