import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { decisionCurve } from "dlrn/evaluate/decision-curve";
import { decisionCurveBand } from "dlrn/evaluate/decision-curve-band";
import { survivalDecisionCurve } from "dlrn/evaluate/decision-curve-survival";
import {
  categoricalNri,
  continuousNri,
  discriminationImprovement,
} from "dlrn/evaluate/reclassification";
import { resamplesOf } from "dlrn/evaluate/resamples";
import { csvColumn, parseCsv } from "dlrn/io/csv";
import { seededRandom } from "dlrn/math/random";
import { _fitLogistic, predictLogistic } from "dlrn/model/logistic";
import { assertNear } from "../near.js";

const random = seededRandom(31);
const n = 150;
const labels = Array.from({ length: n }, () => (random.uniform() < 0.3 ? 1 : 0));
const before = labels.map((y) => 1 / (1 + Math.exp(1 - 0.8 * y - random.normal())));
const after = labels.map((y, i) => Math.min(0.99, before[i] * (0.8 + 0.4 * y * random.uniform())));

const folder = "../shared/data/decision-curve";
describe("agrees with R's dcurves on its 750 patients", {
  skip: existsSync(folder) ? false : `${folder} is not there`,
}, () => {
  const read = (name: string) => parseCsv(readFileSync(`${folder}/${name}`, "utf8"), name);
  const want = existsSync(folder) ? read("r_simple_binary_dca_result_df.csv") : null;

  test("net benefit of a model of age, at 100 thresholds", () => {
    const patients = read("df_binary.csv");
    const cancer = csvColumn(patients, "cancer").map((word) => (word === "TRUE" ? 1 : 0));
    const age = featureTable(
      ["age"],
      csvColumn(patients, "age").map((cell) => [Number(cell)]),
    );
    const model = predictLogistic(_fitLogistic(age, cancer), age);
    const rows = csvColumn(want!, "variable").map((name, i) => ({
      name,
      threshold: Number(csvColumn(want!, "threshold")[i]),
      hits: Number(csvColumn(want!, "tp_rate")[i]),
      alarms: Number(csvColumn(want!, "fp_rate")[i]),
      benefit: Number(csvColumn(want!, "net_benefit")[i]),
    }));
    const ofAge = rows.filter(({ name }) => name === "age");
    const curve = decisionCurve(
      cancer,
      { model },
      ofAge.map(({ threshold }) => threshold),
    );
    assertNear(
      curve.models.model.truePositiveRate,
      ofAge.map(({ hits }) => hits),
      1e-12,
    );
    assertNear(
      curve.models.model.falsePositiveRate,
      ofAge.map(({ alarms }) => alarms),
      1e-12,
    );
    assertNear(
      curve.models.model.netBenefit,
      ofAge.map(({ benefit }) => benefit),
      1e-10,
      { absolute: 1e-14 },
    );
    assertNear(
      curve.treatAll,
      rows.filter(({ name }) => name === "all").map(({ benefit }) => benefit),
      1e-12,
      { absolute: 1e-14 },
    );
  });
});

describe("agrees with hand calculation", () => {
  test("four patients at a threshold of 1/4", () => {
    // Positive 0.25, 0.5, 0.9: two events and one false alarm, which weighs 1/3.
    const curve = decisionCurve([0, 1, 0, 1], { m: [0.1, 0.25, 0.5, 0.9] }, [0.25]);
    assertNear(curve.models.m.netBenefit, [2 / 4 - 1 / 4 / 3], 1e-15);
    assertNear(curve.models.m.standardizedNetBenefit, [(2 / 4 - 1 / 12) / 0.5], 1e-15);
    assertNear(curve.treatAll, [0.5 - 0.5 / 3], 1e-15);
    assertNear(curve.models.m.interventionsAvoided, [0.25], 1e-14); // one of four spared, none missed
    const strict = decisionCurve([0, 1, 0, 1], { m: [0.1, 0.25, 0.5, 0.9] }, [0.25], { rule: ">" });
    assertNear(strict.models.m.netBenefit, [1 / 4 - 1 / 12], 1e-15);
  });

  test("a prevalence of one's own", () => {
    // Sensitivity 1 and specificity 1/2, used where 1 of 10 has the event.
    const curve = decisionCurve([0, 1, 0, 1], { m: [0.1, 0.25, 0.5, 0.9] }, [0.25], {
      prevalence: 0.1,
    });
    assertNear(curve.models.m.netBenefit, [0.1 - 0.45 / 3], 1e-14);
    assertNear(curve.treatAll, [0.1 - 0.9 / 3], 1e-14);
  });

  test("thresholds of 0 and 1", () => {
    const curve = decisionCurve([0, 1], { m: [0.2, 0.6] }, [0, 1]);
    assert.deepEqual(curve.models.m.netBenefit, [0.5, null]);
    assert.deepEqual(curve.models.m.interventionsAvoided, [null, null]);
    assert.deepEqual(curve.treatAll, [0.5, null]);
    assert.deepEqual(curve.treatNone, [0, 0]);
  });

  test("survival: Kaplan-Meier among those above the threshold", () => {
    // Above 0.5: times 1 (event), 2 (censored), 3 (event), 5: survival at 4 is 3/4 · 1/2 = 3/8, risk 5/8.
    const [times, events] = [
      [1, 2, 3, 5, 5, 4],
      [1, 0, 1, 0, 0, 1],
    ];
    const risks = [0.9, 0.8, 0.7, 0.6, 0.1, 0.2];
    const curve = survivalDecisionCurve(times, events, { m: risks }, [0.5], 4);
    const prevalence = 1 - (5 / 6) * (3 / 4) * (2 / 3);
    assertNear(curve.prevalence, prevalence, 1e-14);
    assertNear(curve.models.m.truePositiveRate, [(5 / 8) * (4 / 6)], 1e-14);
    assertNear(curve.models.m.netBenefit, [(5 / 8) * (4 / 6) - (3 / 8) * (4 / 6)], 1e-14);
  });

  test("survival: nobody above the threshold followed to the horizon", () => {
    const curve = survivalDecisionCurve(
      [1, 2, 9, 9],
      [1, 0, 0, 0],
      { m: [0.9, 0.8, 0.1, 0.1] },
      [0.5, 0.95],
      5,
    );
    assert.deepEqual(curve.models.m.netBenefit, [null, 0]);
  });

  test("survival: nobody above the threshold seen before the horizon", () => {
    const curve = survivalDecisionCurve(
      [8, 9, 1, 9],
      [1, 0, 1, 0],
      { m: [0.9, 0.8, 0.1, 0.1] },
      [0.5],
      5,
    );
    assert.deepEqual(curve.models.m.netBenefit, [null]);
  });

  test("reclassification of six patients over one cut", () => {
    // Events: one up, one down, one still; non-events: two down, one still.
    const y = [1, 1, 1, 0, 0, 0];
    const found = categoricalNri(
      y,
      [0.4, 0.6, 0.7, 0.6, 0.8, 0.2],
      [0.5, 0.4, 0.9, 0.3, 0.1, 0.1],
      [0.5],
    );
    assert.deepEqual(
      [found.up, found.down],
      [
        { events: 1, nonEvents: 0 },
        { events: 1, nonEvents: 2 },
      ],
    );
    assertNear([found.events, found.nonEvents, found.nri], [0, 2 / 3, 2 / 3], 1e-15);
    assertNear(found.standardError, Math.sqrt(2 / 9 + 2 / 9), 1e-14);
    assertNear(found.multinomialStandardError, Math.sqrt(2 / 9 + (2 / 9 - 4 / 27)), 1e-14);
  });

  test("improvement of four patients", () => {
    const found = discriminationImprovement(
      [1, 1, 0, 0],
      [0.5, 0.5, 0.5, 0.5],
      [0.7, 0.9, 0.4, 0.2],
    );
    assertNear(found.idi, 0.3 + 0.2, 1e-14);
    assertNear(found.standardError, Math.sqrt(0.02 / 2 + 0.02 / 2), 1e-13);
  });
});

describe("obeys the laws", () => {
  test("without censoring the survival curve is the plain one", () => {
    const times = labels.map((y, i) => (y === 1 ? 1 + (i % 7) : 10));
    const thresholds = [0.05, 0.2, 0.4, 0.6];
    const plain = decisionCurve(labels, { m: before }, thresholds);
    const survival = survivalDecisionCurve(times, labels, { m: before }, thresholds, 10);
    assertNear(survival.models.m, plain.models.m, 1e-12, { absolute: 1e-13 });
    assertNear(survival.prevalence, plain.prevalence, 1e-12);
  });

  test("the order of patients and of thresholds does not matter", () => {
    const order = Array.from(random.permutation(n));
    const shuffled = decisionCurve(
      order.map((i) => labels[i]),
      { m: order.map((i) => before[i]) },
      [0.4, 0.1],
    );
    const straight = decisionCurve(labels, { m: before }, [0.1, 0.4]);
    assert.deepEqual([...shuffled.models.m.netBenefit].reverse(), straight.models.m.netBenefit);
  });

  test("below the lowest risk a model treats everybody", () => {
    const curve = decisionCurve(labels, { m: before }, [0.001]);
    assert.deepEqual(curve.models.m.netBenefit, curve.treatAll);
  });

  test("the band of the patients themselves is the curve", () => {
    const once = [Array.from({ length: n }, (_, i) => i)];
    const thresholds = [0.3, 0.05, 1, 0, 0.6];
    const curve = decisionCurve(labels, { m: before }, thresholds);
    const band = decisionCurveBand(labels, before, thresholds, once);
    band.forEach((point, k) => {
      const value = curve.models.m.netBenefit[k];
      assertNear(point.netBenefit, value === null ? null : [value, value], 1e-13);
      const all = curve.treatAll[k];
      assertNear(point.treatAll, all === null ? null : [all, all], 1e-13);
    });
  });

  test("the band is that of curves taken resample by resample", () => {
    const resamples = resamplesOf(n, { replicates: 60, seed: 2 });
    const [point] = decisionCurveBand(labels, before, [0.3], resamples, { confidence: 0.8 });
    const values = resamples
      .map((resample) => {
        const rows = Array.from(resample);
        const curve = decisionCurve(
          rows.map((i) => labels[i]),
          { m: rows.map((i) => before[i]) },
          [0.3],
        );
        return curve.models.m.netBenefit[0] ?? Number.NaN;
      })
      .sort((a, b) => a - b);
    // Type 7 at 0.1 of 60 values: position 5.9.
    assertNear(point.netBenefit?.[0], 0.1 * values[5] + 0.9 * values[6], 1e-12);
  });

  test("exchanging the models turns every gain round", () => {
    const there = continuousNri(labels, before, after);
    const back = continuousNri(labels, after, before);
    assertNear([back.nri, back.z], [-there.nri, -(there.z ?? 0)], 1e-12);
    assert.equal(back.pValue, there.pValue);
    assertNear(
      discriminationImprovement(labels, after, before).idi,
      -discriminationImprovement(labels, before, after).idi,
      1e-12,
    );
    assertNear(
      categoricalNri(labels, after, before, [0.2, 0.5]).nri,
      -categoricalNri(labels, before, after, [0.2, 0.5]).nri,
      1e-12,
    );
  });

  test("the same model gains nothing, and there is no test", () => {
    const none = { nri: 0, standardError: 0, z: null, pValue: null };
    assertNear(continuousNri(labels, before, before), none, 0);
    assertNear(categoricalNri(labels, before, before, [0.5]), none, 0);
    assertNear(
      discriminationImprovement(labels, before, before),
      { idi: 0, z: null, pValue: null },
      0,
    );
  });
});

describe("refuses what it cannot answer", () => {
  const y = [0, 1];
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "scores that are no risks",
      () => decisionCurve(y, { m: [-2, 3] }, [0.5]),
      "risks must lie in [0, 1]; risks[0] is -2",
    ],
    [
      "thresholds in percent",
      () => decisionCurve(y, { m: [0.1, 0.2] }, [50]),
      "thresholds must lie in [0, 1]; thresholds[0] is 50",
    ],
    [
      "no threshold",
      () => decisionCurve(y, { m: [0.1, 0.2] }, []),
      "need at least one threshold; got none",
    ],
    [
      "a prevalence of 0",
      () => decisionCurve(y, { m: [0.1, 0.2] }, [0.5], { prevalence: 0 }),
      "prevalence must lie in (0, 1); got 0",
    ],
    [
      "an unknown rule",
      () => decisionCurve(y, { m: [0.1, 0.2] }, [0.5], { rule: "<" as never }),
      'rule must be ">=" or ">"; got "<"',
    ],
    [
      "a negative time",
      () => survivalDecisionCurve([-1, 2], [1, 0], { m: [0.1, 0.2] }, [0.5], 1),
      "times must be finite and not negative; times[0] is -1",
    ],
    [
      "an event mark of 2",
      () => survivalDecisionCurve([1, 2], [1, 2], { m: [0.1, 0.2] }, [0.5], 1),
      "events must be 0 or 1; events[1] is 2",
    ],
    [
      "a horizon beyond all follow-up",
      () => survivalDecisionCurve([1, 2], [1, 0], { m: [0.1, 0.2] }, [0.5], 9),
      "the risk by the horizon 9 must be known; no patient was followed that long, or none was seen before it",
    ],
    [
      "too few risks",
      () => survivalDecisionCurve([1, 2], [1, 0], { m: [0.1] }, [0.5], 2),
      'need one risk per time; model "m" has 1 for 2',
    ],
    [
      "cuts that fall",
      () => categoricalNri(y, [0.1, 0.2], [0.3, 0.4], [0.5, 0.2]),
      "cuts must rise inside (0, 1); cuts[1] is 0.2",
    ],
    [
      "no cut",
      () => categoricalNri(y, [0.1, 0.2], [0.3, 0.4], []),
      "need at least one cut point; got none",
    ],
    [
      "a risk outside [0, 1]",
      () => continuousNri(y, [0.1, 0.2], [0.3, 1.4]),
      "risks must lie in [0, 1]; risks[1] is 1.4",
    ],
    [
      "one event",
      () => discriminationImprovement([0, 0, 1], [0.1, 0.2, 0.3], [0.1, 0.2, 0.3]),
      "a variance needs two patients per outcome; got 1 events and 2 non-events",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
