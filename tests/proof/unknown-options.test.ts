/** An option that a function does not know is refused, and so is a number that is none where a function takes numbers. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { mcNemarTest } from "dlrn/compare/mcnemar";
import {
  standardisedMeanDifferenceFromSummaries,
  standardisedProportionDifference,
} from "dlrn/compare/standardised-mean-difference";
import { tTestFromSummaries } from "dlrn/compare/t-test";
import { delongUnpairedTest } from "dlrn/evaluate/delong-unpaired";
import { hanleyMcNeilStandardError } from "dlrn/evaluate/hanley-mcneil";
import { nestedCrossValidation } from "dlrn/evaluate/nested-cross-validation";
import { proportion } from "dlrn/evaluate/proportion";
import { resamplesOf, stratifiedResamples } from "dlrn/evaluate/resamples";
import { selectionStability } from "dlrn/evaluate/selection-stability";
import { harmonizedRows } from "dlrn/harmonize/arms";
import { fitCombat } from "dlrn/harmonize/combat";
import { fitZScore } from "dlrn/harmonize/z-score";
import { seededRandom } from "dlrn/math/random";
import { _fitCox } from "dlrn/model/cox";
import { fitFirth } from "dlrn/model/firth";
import { fitLogistic } from "dlrn/model/logistic";
import { nomogram } from "dlrn/model/nomogram";
import { eventsPerVariable, largestCoxSnell, minimumSampleSize } from "dlrn/model/sample-size";
import { secondForest, secondLogistic } from "dlrn/model/second-engines";
import { fitTuned } from "dlrn/model/tuning";
import { fitIccFilter } from "dlrn/select/icc-filter";
import { fitLasso } from "dlrn/select/lasso";
import { fitMrmr } from "dlrn/select/mrmr";

const random = seededRandom(3);
const x = Array.from({ length: 40 }, () => [random.normal(), random.normal(), random.normal()]);
const outcome = x.map(([first]) => (random.uniform() < 1 / (1 + Math.exp(-first!)) ? 1 : 0));
const ids = x.map((_, i) => `patient ${i}`);
const rows = makeRows({
  ids,
  roles: ids.map(() => "training" as const),
  features: featureTable(["a", "b", "c"], x),
  outcome,
});
const centres = ids.map((_, i) => (i % 2 === 0 ? "A" : "B"));
const group = { labels: outcome, scores: x.map(([first]) => first!) };
const slip = { confidense: 0.9 } as object;
const exception = "a reason that is written down";
const candidate = { name: "one", steps: [] };

describe("a slip of the pen is no option of", () => {
  const calls: Readonly<Record<string, () => unknown>> = {
    fitLogistic: () => fitLogistic(rows, slip),
    fitFirth: () => fitFirth(rows, slip),
    fitLasso: () => fitLasso(rows, slip),
    fitMrmr: () => fitMrmr(rows, { count: 2, ...slip }),
    fitCombat: () => fitCombat(rows, centres, slip),
    fitZScore: () => fitZScore(rows, slip),
    fitIccFilter: () => fitIccFilter([rows, rows], slip),
    fitTuned: () => fitTuned(rows, [candidate], { folds: { count: 4, seed: 1 }, ...slip } as never),
    nestedCrossValidation: () =>
      nestedCrossValidation(rows, [candidate], { outerFolds: 3, seed: 1, ...slip }),
    selectionStability: () => selectionStability(rows, [], { replicates: 5, seed: 1, ...slip }),
    harmonizedRows: () => harmonizedRows(rows, centres, { arm: "pooled", exception, ...slip }),
    secondLogistic: () => secondLogistic(rows, rows, slip),
    secondForest: () => secondForest(rows, rows, { seed: 1, ...slip }),
    minimumSampleSize: () =>
      minimumSampleSize({ parameters: 3, prevalence: 0.3, coxSnell: 0.1, ...slip }),
    nomogram: () =>
      nomogram({ intercept: 0, covariates: [], link: { kind: "logistic" }, ...slip } as never, []),
    _fitCox: () =>
      _fitCox(
        ids.map((_, i) => i + 1),
        outcome,
        x,
        slip,
      ),
    delongUnpairedTest: () => delongUnpairedTest(group, group, slip),
    resamplesOf: () => resamplesOf(10, { seed: 1, ...slip }),
    stratifiedResamples: () => stratifiedResamples(outcome, { seed: 1, ...slip }),
  };
  for (const [name, call] of Object.entries(calls))
    test(name, () => assert.throws(call, { name: "RangeError", message: /confidense/ }));
});

describe("no number, no answer", () => {
  const calls: Readonly<Record<string, readonly ((value: number) => unknown)[]>> = {
    mcNemarTest: [(v) => mcNemarTest(v, 3), (v) => mcNemarTest(3, v)],
    eventsPerVariable: [(v) => eventsPerVariable(v, 9, 2), (v) => eventsPerVariable(9, 9, v)],
    largestCoxSnell: [largestCoxSnell],
    hanleyMcNeilStandardError: [
      (v) => hanleyMcNeilStandardError(v, 9, 9),
      (v) => hanleyMcNeilStandardError(0.8, v, 9),
    ],
    proportion: [(v) => proportion(v, 9), (v) => proportion(3, v)],
    standardisedProportionDifference: [
      (v) => standardisedProportionDifference(v, 9, 3, 9),
      (v) => standardisedProportionDifference(3, v, 3, 9),
    ],
    standardisedMeanDifferenceFromSummaries: [
      (v) =>
        standardisedMeanDifferenceFromSummaries(
          { mean: 0, standardDeviation: v },
          { mean: 1, standardDeviation: 1 },
        ),
    ],
    tTestFromSummaries: [
      (v) =>
        tTestFromSummaries(
          { n: 5, mean: 0, standardDeviation: v },
          { n: 5, mean: 1, standardDeviation: 1 },
          { variances: "unequal" },
        ),
      (v) =>
        tTestFromSummaries(
          { n: v, mean: 0, standardDeviation: 1 },
          { n: 5, mean: 1, standardDeviation: 1 },
          { variances: "equal" },
        ),
    ],
  };
  const none: readonly unknown[] = [Number.NaN, Infinity, -1, null, undefined, "x", {}];
  for (const [name, own] of Object.entries(calls))
    test(name, () => {
      for (const call of own)
        for (const value of none)
          assert.throws(() => call(value as number), { name: "RangeError" }, String(value));
    });
});
