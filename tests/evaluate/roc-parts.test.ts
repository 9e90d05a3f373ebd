import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { delongAuc } from "dlrn/evaluate/delong";
import { closestTopLeftPoints, youdenPoints } from "dlrn/evaluate/operating-point";
import { bootstrapPartialAuc, partialAuc } from "dlrn/evaluate/partial-auc";
import { precisionRecall } from "dlrn/evaluate/precision-recall";
import { proportionInterval } from "dlrn/evaluate/proportion";
import { rocCurve } from "dlrn/evaluate/roc";
import { rocBand, rocPointIntervals } from "dlrn/evaluate/roc-band";
import { sensitivityAt, specificityAt } from "dlrn/evaluate/roc-coordinates";
import { assertNear } from "../near.js";

// pROC 1.18.0 under R 4.2.2: Rscript tests/evaluate/oracle.R
const oracle = JSON.parse(readFileSync("tests/evaluate/oracle.json", "utf8"));
const { y, s100b, bootstrap } = oracle;
const points = rocCurve(y, s100b);

describe("agrees with pROC on the aSAH data", () => {
  for (const { range, focus, area, corrected } of oracle.partial) {
    const [from, to] = [Math.min(...range), Math.max(...range)];
    test(`partial AUC over a ${focus} from ${from} to ${to}`, () => {
      const found = partialAuc(points, { focus, from, to });
      assertNear(found, { area, corrected }, 1e-11);
    });
  }

  test("a curve below chance has no corrected partial AUC", () => {
    const below = rocCurve([0, 0, 0, 1, 1, 1], [6, 5, 4, 3.5, 4.5, 1]);
    assert.deepEqual(partialAuc(below, { from: 0.5 }), {
      area: oracle.belowChance.area,
      corrected: null,
    });
  });

  test("coordinates, on points and between them", () => {
    assertNear(
      oracle.at.map((value: number) => sensitivityAt(points, value)),
      oracle.sensitivityAt,
      1e-14,
    );
    assertNear(
      oracle.at.map((value: number) => specificityAt(points, value)),
      oracle.specificityAt,
      1e-14,
    );
  });

  for (const { method, cost, prevalence, threshold } of oracle.best) {
    test(`the best point by ${method}, cost ${cost} and prevalence ${prevalence}`, () => {
      const best = method === "youden" ? youdenPoints : closestTopLeftPoints;
      const found = best(points, { cost, prevalence }).map((point) => point.threshold);
      assertNear(found, [threshold].flat(), 1e-15);
    });
  }

  test("the band of given resamples", () => {
    const band = rocBand(y, s100b, bootstrap.stratified, { specificities: oracle.at });
    assertNear(
      band.map(({ ci }) => ci),
      bootstrap.band,
      1e-13,
    );
    assertNear(
      band.map(({ sensitivity }) => sensitivity),
      oracle.sensitivityAt,
      1e-14,
    );
  });
});

describe("agrees with scikit-learn 1.2.1 on the aSAH data", () => {
  test("average_precision_score and precision_recall_curve", () => {
    const found = precisionRecall(y, s100b);
    assertNear(found.averagePrecision, 0.6856209231721957, 1e-14);
    assertNear(precisionRecall(y, oracle.ndka).averagePrecision, 0.48624872262242125, 1e-14);
    assert.equal(found.points.length, 50);
    const sixth = found.points[50 - 6]; // scikit-learn begins with the lowest threshold
    assertNear(
      sixth,
      { precision: 0.3978494623655914, recall: 0.9024390243902439, threshold: 0.08 },
      1e-14,
    );
  });
});

describe("agrees with hand calculation", () => {
  test("thresholds of the same index are all given", () => {
    // Points (1, 0), (1, 1/2), (1/2, 1/2), (1/2, 1), (0, 1): the second and the fourth are equally good.
    const tied = rocCurve([0, 1, 0, 1], [1, 2, 3, 4]);
    assert.deepEqual(
      youdenPoints(tied).map(({ threshold }) => threshold),
      [1.5, 3.5],
    );
    assert.deepEqual(
      closestTopLeftPoints(tied).map(({ threshold }) => threshold),
      [1.5, 3.5],
    );
  });

  test("points tie by their counts, whatever the rounding of their rates", () => {
    // Sensitivities in thirds, specificities in sevenths: their sums seldom round alike.
    const labels = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
    for (let seed = 1; seed < 300; seed++) {
      const scores = labels.map((_, i) => ((seed * (i + 3) ** 2) % 11) + 0);
      const curve = rocCurve(labels, scores);
      const counted = curve.map((p) => p.truePositives * 7 + p.trueNegatives * 3);
      const most = Math.max(...counted);
      assert.equal(youdenPoints(curve).length, counted.filter((count) => count === most).length);
    }
  });

  test("points at the same distance from the corner tie, whatever the rounding", () => {
    // Ten of each; (missed, false alarms) of (0, 5), (3, 4), (4, 3) and (5, 0) all lie at 25 / 100.
    const labels = [...("00000" + "1110" + "10" + "1000" + "11111")].map(Number);
    const found = closestTopLeftPoints(
      rocCurve(
        labels,
        labels.map((_, i) => i),
      ),
    );
    assert.deepEqual(
      found.map((point) => [10 - point.truePositives, 10 - point.trueNegatives]),
      [
        [0, 5],
        [3, 4],
        [4, 3],
        [5, 0],
      ],
    );
  });

  test("precision and recall of four patients", () => {
    // Scores 4 (event), 3, 2 (event), 1: precision 1, 1/2, 2/3, 1/2 at recall 1/2, 1/2, 1, 1.
    const found = precisionRecall([0, 1, 0, 1], [1, 2, 3, 4]);
    assertNear(
      found.points.map(({ threshold, precision, recall }) => [threshold, precision, recall]),
      [
        [4, 1, 0.5],
        [3, 0.5, 0.5],
        [2, 2 / 3, 1],
        [1, 0.5, 1],
      ],
      1e-15,
    );
    assertNear(found.averagePrecision, 0.5 * 1 + 0.5 * (2 / 3), 1e-15);
  });

  test("intervals of a point are those of its two proportions", () => {
    const at = rocPointIntervals(points, { method: "wilson", confidence: 0.9 })[10];
    const wilson = { method: "wilson", confidence: 0.9 } as const;
    assert.deepEqual(at.sensitivityCi, proportionInterval(at.truePositives, 41, wilson));
    assert.deepEqual(at.specificityCi, proportionInterval(at.trueNegatives, 72, wilson));
  });
});

describe("obeys the laws", () => {
  test("the whole range gives the whole area, and the corrected area is the AUC", () => {
    const { auc } = delongAuc(y, s100b);
    for (const focus of ["specificity", "sensitivity"] as const) {
      const whole = partialAuc(points, { focus, from: 0 });
      assertNear(whole, { area: auc, corrected: auc }, 1e-13);
    }
  });

  test("parts of the range add up", () => {
    const area = (from: number, to: number) => partialAuc(points, { from, to }).area;
    assertNear(area(0, 0.3) + area(0.3, 0.77) + area(0.77, 1), area(0, 1), 1e-13);
  });

  test("the bootstrap of the whole range is the bootstrap of the AUC", () => {
    const found = bootstrapPartialAuc(y, s100b, { from: 0 }, bootstrap.stratified);
    assertNear(found.area.ci, [bootstrap.ci[0], bootstrap.ci[2]], 1e-12);
    assertNear(found.corrected.ci, found.area.ci, 1e-12);
  });

  test("a perfect score has precision 1 all the way to recall 1", () => {
    assert.equal(precisionRecall([0, 0, 1, 1], [1, 2, 3, 4]).averagePrecision, 1);
    const turned = precisionRecall([0, 0, 1, 1], [4, 3, 2, 1], { direction: ">" });
    assert.deepEqual([turned.averagePrecision, turned.points[0].threshold], [1, 1]);
  });

  test("a constant score has the prevalence as its average precision", () => {
    assert.equal(precisionRecall([0, 0, 0, 1], [5, 5, 5, 5]).averagePrecision, 0.25);
  });

  test("a band holds its curve's ends: at specificity 0 everybody is found", () => {
    const band = rocBand(y, s100b, bootstrap.stratified, { specificities: [0] });
    assert.deepEqual(band, [{ specificity: 0, sensitivity: 1, ci: [1, 1] }]);
  });
});

describe("refuses what it cannot answer", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "an empty range",
      () => partialAuc(points, { from: 0.9, to: 0.8 }),
      "from must be below to; got 0.9 and 0.8",
    ],
    [
      "a range in percent",
      () => partialAuc(points, { from: 80, to: 100 }),
      "from must lie in [0, 1]; got 80",
    ],
    [
      "an unknown focus",
      () => partialAuc(points, { focus: "ppv" as never, from: 0.5 }),
      'focus must be "specificity" or "sensitivity"; got "ppv"',
    ],
    [
      "a specificity in percent",
      () => sensitivityAt(points, 95),
      "specificity must lie in [0, 1]; got 95",
    ],
    [
      "a missing sensitivity",
      () => specificityAt(points, Number.NaN),
      "sensitivity must lie in [0, 1]; got NaN",
    ],
    ["no curve", () => youdenPoints([]), "need the points of a whole ROC curve; got 0"],
    [
      "a cost of 0",
      () => youdenPoints(points, { cost: 0 }),
      "cost must be a number above 0; got 0",
    ],
    [
      "a prevalence of 1",
      () => closestTopLeftPoints(points, { prevalence: 1 }),
      "prevalence must lie in (0, 1); got 1",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
