import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { brierScore } from "dlrn/evaluate/brier";
import { calibrationFigures } from "dlrn/evaluate/calibration";
import { calibrationBins } from "dlrn/evaluate/calibration-bins";
import { calibrationCurve } from "dlrn/evaluate/calibration-curve";
import { hosmerLemeshow } from "dlrn/evaluate/hosmer-lemeshow";
import { fitLrm, lrmDeviance } from "dlrn/evaluate/lrm";
import { _optimismCalibration } from "dlrn/evaluate/optimism-calibration";
import { _optimismValidation } from "dlrn/evaluate/optimism-validation";
import {
  _fitRecalibration,
  applyRecalibration,
  fitRecalibration,
} from "dlrn/evaluate/recalibration";
import { resamplesOf } from "dlrn/evaluate/resamples";
import { valProb } from "dlrn/evaluate/val-prob";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

// R 4.2.2, rms 6.5.0: Rscript tests/evaluate/oracle.R
const oracle = JSON.parse(readFileSync("tests/evaluate/oracle.json", "utf8"));
const { smooth, tied } = oracle;
const extreme = smooth.many.x.map((p: number) => Math.min(0.999, Math.max(0.001, p)));

const random = seededRandom(12);
const logOdds = Array.from({ length: 200 }, () => -1 + 1.2 * random.normal());
const risks = logOdds.map((eta) => 1 / (1 + Math.exp(-eta)));
const labels = risks.map((risk) => (random.uniform() < risk ? 1 : 0));

describe("agrees with rms", () => {
  test("val.prob of risks that have nothing to do with the outcome", () => {
    const found = valProb(smooth.event, extreme);
    const want = oracle.valProb.extreme;
    assertNear(
      [found.dxy, found.c, found.r2, found.d, found.dChiSquare, found.u, found.uChiSquare, found.q],
      [
        want.Dxy,
        want["C (ROC)"],
        want.R2,
        want.D,
        want["D:Chi-sq"],
        want.U,
        want["U:Chi-sq"],
        want.Q,
      ],
      1e-9,
    );
    assertNear(
      [found.brier, found.intercept, found.slope, found.emax, found.e90, found.eavg],
      [want.Brier, want.Intercept, want.Slope, want.Emax, want.E90, want.Eavg],
      1e-11,
    );
    assertNear(
      [found.spiegelhalterZ, found.spiegelhalterP, found.uPValue],
      [want["S:z"], want["S:p"], want["U:p"]],
      1e-7, // R takes P as 1 − the lower tail
    );
  });

  test("val.prob when every patient has the same risk", () => {
    const found = valProb(
      smooth.event,
      smooth.event.map(() => 0.3),
    );
    const want = oracle.valProb.equal;
    assertNear(
      [found.u, found.uChiSquare, found.q, found.brier],
      [want.U, want["U:Chi-sq"], want.Q, want.Brier],
      1e-12,
    );
    assertNear(
      [found.intercept, found.slope, found.c, found.d],
      [want.Intercept, 0, 0.5, want.D],
      1e-12,
    );
  });

  test("lrm.fit where Newton's step overshoots and is halved", () => {
    for (const { x, y, coefficients, deviance } of oracle.overshoot) {
      const input = { x: Float64Array.from(x as number[]), n: x.length, p: 1, y };
      const fit = fitLrm(input);
      assertNear(fit?.coefficients, coefficients, 1e-9);
      assertNear([fit?.nullDeviance, lrmDeviance(input, coefficients)], deviance, 1e-10);
    }
  });

  // 60 patients with 11 x 3 different risks: ties decide which patients a smoothing window takes in.
  test("calibrate with given resamples, on tied risks", () => {
    const found = _optimismCalibration(tied.x, tied.y, tied.resamples);
    assertNear(found.predicted, tied.predicted, 1e-12);
    assertNear(found.apparent, tied.apparent, 1e-11);
    assertNear(found.corrected, tied.corrected, 1e-10);
    assert.deepEqual(found.reached, tied.reached);
    assert.deepEqual([found.used, found.dropped], [25, 0]);
  });

  test("validate with given resamples", () => {
    const { indices, used } = _optimismValidation(tied.x, tied.y, tied.resamples);
    assert.equal(used, 25);
    for (const [name, want] of Object.entries<Record<string, number>>(tied.validate)) {
      const { apparent, training, test: elsewhere, optimism, corrected } = indices[name as "Dxy"];
      assertNear(
        [apparent, training, elsewhere, optimism, corrected],
        [
          want["index.orig"],
          want["training"],
          want["test"],
          want["optimism"],
          want["index.corrected"],
        ],
        1e-10,
        { at: name, absolute: 1e-13 },
      );
    }
  });
});

describe("agrees with hand calculation", () => {
  test("Brier score and Spiegelhalter's z of three patients", () => {
    // Residuals −0.2, 0.4, −0.5; tilts 0.6, −0.2, 0: z = (−0.12 − 0.08) / √(0.36·0.16 + 0.04·0.24).
    const found = brierScore([0, 1, 0], [0.2, 0.6, 0.5]);
    assertNear(found.brier, (0.04 + 0.16 + 0.25) / 3, 1e-15);
    assertNear(found.scaled, 1 - 0.15 / (2 / 9), 1e-14);
    assertNear(found.spiegelhalterZ, -0.2 / Math.sqrt(0.0576 + 0.0096), 1e-13);
  });

  test("risks of 0 and 1 have no Spiegelhalter test", () => {
    const found = brierScore([0, 1, 1], [0, 1, 0]);
    assert.deepEqual([found.spiegelhalterZ, found.spiegelhalterP], [null, null]);
    assertNear(found.brier, 1 / 3, 1e-15);
  });

  test("bins by quantile and by width", () => {
    const byWidth = calibrationBins([0, 1, 1, 0], [0.1, 0.5, 0.9, 0.3], { bins: 2, by: "width" });
    assert.deepEqual(
      byWidth.map(({ from, to, meanPredicted, observed }) => [
        from,
        to,
        meanPredicted,
        observed.count,
        observed.total,
      ]),
      [
        [0, 0.5, 0.9 / 3, 1, 3],
        [0.5, 1, 0.9, 1, 1],
      ],
    );
    const byQuantile = calibrationBins([0, 1, 1, 0], [0.1, 0.5, 0.9, 0.3], { bins: 2 });
    assert.deepEqual(
      byQuantile.map(({ to, observed }) => [to, observed.count, observed.total]),
      [
        [0.4, 0, 2],
        [0.9, 2, 2],
      ],
    );
  });

  test("Hosmer-Lemeshow with two groups has no degree of freedom left", () => {
    // Groups of risk 0.2 and 0.6, ten each, with 3 and 5 events: (3−2)²/2 + (7−8)²/8 + (5−6)²/6 + (5−4)²/4.
    const p = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0.2 : 0.6));
    const y = p.map((_, i) => (i < 3 || (i >= 10 && i < 15) ? 1 : 0));
    const found = hosmerLemeshow(y, p);
    assertNear(found.chiSquare, 1 / 2 + 1 / 8 + 1 / 6 + 1 / 4, 1e-13);
    assert.equal(found.pValue, null);
    assert.equal(
      found.flag,
      "the test needs at least three groups; ties leave 2 of the 10 asked for",
    );
  });
});

describe("obeys the laws", () => {
  test("recalibrated risks have intercept 0 and slope 1", () => {
    const distorted = logOdds.map((eta) => 1 / (1 + Math.exp(-(0.7 + 1.9 * eta))));
    const fit = _fitRecalibration(labels, distorted);
    assert.ok(fit.slope < 0.75);
    const after = calibrationFigures(labels, applyRecalibration(fit, distorted));
    assertNear([after.intercept, after.inTheLarge], [0, 0], 0, { absolute: 1e-9 });
    assertNear([after.slope, after.observedExpectedRatio], [1, 1], 1e-9);
  });

  test("with the slope held, only the level is put right", () => {
    const fit = _fitRecalibration(
      labels,
      risks.map((p) => p ** 2 / (p ** 2 + (1 - p) ** 2)),
      { slope: "fixed" },
    );
    assert.equal(fit.slope, 1);
    const after = calibrationFigures(
      labels,
      applyRecalibration(
        fit,
        risks.map((p) => p ** 2 / (p ** 2 + (1 - p) ** 2)),
      ),
    );
    assertNear(after.inTheLarge, 0, 0, { absolute: 1e-8 });
    assert.ok(Math.abs((after.slope ?? 0) - 1) > 0.1);
  });

  test("a fit on rows refuses validation patients, and survives JSON", () => {
    const rows = makeRows({
      ids: risks.map((_, i) => `P${i}`),
      roles: risks.map((_, i) => (i < 150 ? "training" : "validation")),
      features: featureTable(
        ["risk"],
        risks.map((risk) => [risk]),
      ),
      outcome: labels,
    });
    assert.throws(
      () => fitRecalibration(rows, "risk"),
      /recalibration must be fitted on training rows only; got 50 validation rows/,
    );
    const fit = fitRecalibration(rows, "risk", { exception: "all patients are needed" });
    assert.deepEqual(JSON.parse(JSON.stringify(fit)), fit);
    assert.equal(fit.exception, "all patients are needed");
  });

  test("the order of patients does not matter", () => {
    const order = Array.from(seededRandom(2).permutation(200));
    const y = order.map((i) => labels[i]);
    const p = order.map((i) => risks[i]);
    for (const smoother of ["lowess", "loess-direct", "loess-interpolate"] as const) {
      const straight = calibrationCurve(labels, risks, { smoother });
      const shuffled = calibrationCurve(y, p, { smoother });
      const inOrder = order.map((i) => straight.fitted[i]);
      assertNear(shuffled.fitted, inOrder, 1e-10);
      for (const name of ["ici", "e50", "e90", "emax"] as const)
        assertNear(shuffled[name], straight[name], 1e-10);
    }
    assertNear(hosmerLemeshow(y, p), hosmerLemeshow(labels, risks), 1e-11);
    assertNear(brierScore(y, p), brierScore(labels, risks), 1e-11);
    assertNear(calibrationFigures(y, p), calibrationFigures(labels, risks), 1e-9, {
      absolute: 1e-12,
    });
  });

  test("turning outcome and risk round turns intercept and level, keeps slope and indices", () => {
    const here = calibrationFigures(labels, risks);
    const there = calibrationFigures(
      labels.map((y) => 1 - y),
      risks.map((p) => 1 - p),
    );
    assertNear([there.intercept, there.inTheLarge], [-here.intercept, -here.inTheLarge], 1e-8);
    assertNear(there.slope, here.slope ?? 0, 1e-8);
    const curve = calibrationCurve(
      labels.map((y) => 1 - y),
      risks.map((p) => 1 - p),
      { smoother: "loess-direct" },
    );
    assertNear(curve.ici, calibrationCurve(labels, risks, { smoother: "loess-direct" }).ici, 1e-9);
  });

  test("bins hold every patient once", () => {
    for (const by of ["quantile", "width"] as const) {
      const bins = calibrationBins(labels, risks, { by, bins: 7 });
      assert.equal(
        bins.reduce((sum, { observed }) => sum + observed.total, 0),
        200,
      );
    }
  });

  test("a noise term costs performance, and the correction shows it", () => {
    const noise = seededRandom(77);
    const x = logOdds.map((eta) => [eta, ...Array.from({ length: 8 }, () => noise.normal())]);
    const resamples = resamplesOf(200, { replicates: 200, seed: 5 });
    const { indices } = _optimismValidation(x, labels, resamples);
    assert.ok(indices.Dxy.corrected < indices.Dxy.apparent - 0.01);
    assert.ok(
      indices.Slope.corrected < 0.95 && indices.Slope.corrected > 0.6,
      String(indices.Slope.corrected),
    );
    const calibration = _optimismCalibration(x, labels, resamples);
    assert.equal(calibration.used, 200);
    assert.deepEqual(calibration, _optimismCalibration(x, labels, resamples));
  });

  test("a resample without events is dropped", () => {
    const events = tied.y.flatMap((y: number, i: number) => (y === 1 ? [i] : []));
    const onlyEvents = Array.from({ length: 60 }, (_, k) => events[k % events.length]);
    const found = _optimismCalibration(tied.x, tied.y, [onlyEvents, tied.resamples[0]]);
    assert.deepEqual([found.used, found.dropped], [1, 1]);
  });
});

describe("refuses what it cannot answer", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "a risk above 1",
      () => brierScore([0, 1], [0.2, 1.2]),
      "risks must lie in [0, 1]; risks[1] is 1.2",
    ],
    [
      "a missing risk",
      () => hosmerLemeshow([0, 1], [0.2, Number.NaN]),
      "risks must be finite; risks[1] is NaN",
    ],
    [
      "lengths that differ",
      () => valProb([0, 1, 1], [0.2, 0.3]),
      "need one risk per label; got 2 risks for 3 labels",
    ],
    [
      "one outcome",
      () => calibrationCurve([1, 1], [0.2, 0.3]),
      "need both outcomes; got 2 events and 0 non-events",
    ],
    [
      "a risk of 1, which has no log odds",
      () => calibrationFigures([0, 1], [0.2, 1]),
      "risks must lie strictly between 0 and 1 to have log odds; risks[1] is 1; leave such patients out, or assess the risks without the logistic model",
    ],
    [
      "an unknown smoother",
      () => calibrationCurve([0, 1], [0.2, 0.3], { smoother: "spline" as never }),
      'smoother must be "lowess", "loess-interpolate" or "loess-direct"; got "spline"',
    ],
    [
      "equal risks in groups",
      () => hosmerLemeshow([0, 1, 1], [0.2, 0.2, 0.2]),
      "groups of risk need risks that differ; all 3 are 0.2; compare their mean with the prevalence instead",
    ],
    [
      "no bin",
      () => calibrationBins([0, 1], [0.2, 0.3], { bins: 0 }),
      "the number of bins must be a whole number from 1; got 0",
    ],
    [
      "an unknown binning",
      () => calibrationBins([0, 1], [0.2, 0.3], { by: "decile" as never }),
      'by must be "quantile" or "width"; got "decile"',
    ],
    [
      "equal risks with a free slope",
      () => _fitRecalibration([0, 1, 1], [0.2, 0.2, 0.2]),
      "a slope needs risks that differ; they are all equal; fix the slope",
    ],
    [
      "an unknown slope",
      () => _fitRecalibration([0, 1], [0.2, 0.3], { slope: "one" as never }),
      'slope must be "free" or "fixed"; got "one"',
    ],
    [
      "too few patients to correct",
      () => _optimismCalibration([[1], [2], [3], [4]], [0, 1, 0, 1], [[0, 1, 2, 3]]),
      "need at least 11 patients; got 4",
    ],
    [
      "collinear terms",
      () =>
        _optimismValidation(
          tied.x.map(([t]: number[]) => [t, t]),
          tied.y,
          tied.resamples,
        ),
      "the model must have a fit; its terms are collinear, or they separate the outcomes",
    ],
    [
      "a term that is missing",
      () => _optimismValidation([[1], [Number.NaN]], [0, 1], [[0, 1]]),
      "x must hold finite numbers; x[1][0] is NaN",
    ],
    [
      "rows of different length",
      () => _optimismValidation([[1], [1, 2]], [0, 1], [[0, 1]]),
      "all rows of x must be equally long; x[0] has 1 values, x[1] has 2",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
