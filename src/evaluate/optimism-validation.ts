/**
 * How much of a model's performance is optimism: the bootstrap validation of rms (`validate`).
 *
 * The model is refitted on each resample and judged twice, on the resample and on the patients themselves; the mean
 * difference is the optimism, which is taken off the apparent performance. The refits are those of rms, so that the
 * numbers are as well.
 * Source: Harrell, Regression Modeling Strategies, 2nd ed. (2015), section 5.3.4; conventions as rms 6.5.
 */

import { expit, logit } from "../math/logit.js";
import { mean } from "../math/summary.js";
import { giniMeanDifference, nagelkerkeR2, somersDxy } from "./discrimination-indices.js";
import { fitLrm, type LrmFit, lrmDeviance } from "./lrm.js";
import { countsOf, type ModelData, modelData, predictorOf } from "./model-data.js";
import type { Resamples } from "./resamples.js";
import { deviance } from "./val-prob.js";

/** The indices of rms: D, U, Q per patient; B is the Brier score; g and gp the mean difference of log odds and of risks. */
export type ValidationIndex =
  | "Dxy"
  | "R2"
  | "Intercept"
  | "Slope"
  | "Emax"
  | "D"
  | "U"
  | "Q"
  | "B"
  | "g"
  | "gp";

export interface ValidatedIndex {
  /** On the patients the model was fitted on. */
  readonly apparent: number;
  /** Mean over the resamples, on the resample and on the patients. */
  readonly training: number;
  readonly test: number;
  readonly optimism: number;
  readonly corrected: number;
}

export interface OptimismValidation {
  readonly indices: Readonly<Record<ValidationIndex, ValidatedIndex>>;
  /** Resamples whose refit succeeded. */
  readonly used: number;
  readonly dropped: number;
}

/**
 * @param x n rows of p terms, without an intercept
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param resamples positions of patients
 * @throws RangeError on invalid input, or when the model itself, or every refit, has no fit
 */
export function _optimismValidation(
  x: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  resamples: Resamples,
): OptimismValidation {
  const data = modelData(x, labels, resamples);
  const everybody = Uint32Array.from({ length: data.n }, (_, i) => i);
  const apparent = fittedIndices(data, data.fit, everybody);
  const training: Indices[] = [];
  const test: Indices[] = [];
  for (const resample of resamples) {
    const fit = fitLrm({ ...data, counts: countsOf(resample, data.n) });
    const elsewhere = fit && indicesElsewhere(data, fit);
    if (!fit || !elsewhere) continue;
    training.push(fittedIndices(data, fit, resample));
    test.push(elsewhere);
  }
  if (training.length === 0)
    throw new RangeError(`a refit must succeed at least once; none of ${resamples.length} did`);
  const validated = Object.fromEntries(
    names.map((name) => {
      const inside = mean(training.map((indices) => indices[name]));
      const outside = mean(test.map((indices) => indices[name]));
      const optimism = inside - outside;
      const corrected = apparent[name] - optimism;
      return [
        name,
        { apparent: apparent[name], training: inside, test: outside, optimism, corrected },
      ];
    }),
  ) as Record<FittedIndex, ValidatedIndex>;
  const emax = greatestError(validated.Intercept.corrected, validated.Slope.corrected);
  return {
    indices: {
      ...validated,
      Emax: { apparent: 0, training: 0, test: emax, optimism: emax, corrected: emax },
    },
    used: training.length,
    dropped: resamples.length - training.length,
  };
}

type FittedIndex = Exclude<ValidationIndex, "Emax">;
type Indices = Record<FittedIndex, number>;

const names: readonly FittedIndex[] = [
  "Dxy",
  "R2",
  "Intercept",
  "Slope",
  "D",
  "U",
  "Q",
  "B",
  "g",
  "gp",
];

/** Performance on the rows the model was fitted on: calibrated by construction. */
function fittedIndices(data: ModelData, fit: LrmFit, rows: ArrayLike<number>): Indices {
  const all = predictorOf(data, fit.coefficients);
  const predictor = Float64Array.from(rows, (i) => all[i]);
  const labels = Float64Array.from(rows, (i) => data.y[i]);
  const n = rows.length;
  const residual = lrmDeviance({ ...data, counts: countsOf(rows, data.n) }, fit.coefficients);
  const d = (fit.nullDeviance - residual - 1) / n;
  const risks = predictor.map(expit);
  return {
    Dxy: somersDxy(labels, predictor),
    R2: nagelkerkeR2(residual, fit.nullDeviance, n),
    Intercept: 0,
    Slope: 1,
    D: d,
    U: -2 / n,
    Q: d + 2 / n,
    B: meanSquare(labels, risks),
    g: giniMeanDifference(predictor),
    gp: giniMeanDifference(risks),
  };
}

/** Performance of a refit on all patients, with its predictor recalibrated; null if that has no fit. */
function indicesElsewhere(data: ModelData, fit: LrmFit): Indices | null {
  const { n, y } = data;
  const predictor = predictorOf(data, fit.coefficients);
  const input = { x: predictor, n, p: 1, y };
  const recalibrated = fitLrm(input);
  if (recalibrated === null) return null;
  const residual = lrmDeviance(input, recalibrated.coefficients);
  const [intercept, slope] = recalibrated.coefficients;
  const d = (recalibrated.nullDeviance - residual - 1) / n;
  const u = (deviance(y, predictor) - residual - 2) / n;
  return {
    Dxy: somersDxy(y, predictor),
    R2: nagelkerkeR2(residual, recalibrated.nullDeviance, n),
    Intercept: intercept,
    Slope: slope,
    D: d,
    U: u,
    Q: d - u,
    B: meanSquare(y, predictor.map(expit)),
    g: giniMeanDifference(predictor.map((value) => slope * value)),
    gp: giniMeanDifference(predictor.map((value) => expit(intercept + slope * value))),
  };
}

/** The greatest distance of a risk from its recalibration, over risks of 0.0005 … 0.9995. */
function greatestError(intercept: number, slope: number): number {
  let greatest = 0;
  for (let k = 1; k < 2000; k++) {
    const risk = k * 0.0005;
    greatest = Math.max(greatest, Math.abs(risk - expit(intercept + slope * logit(risk))));
  }
  return greatest;
}

function meanSquare(labels: ArrayLike<number>, risks: Float64Array): number {
  return mean(risks.map((risk, i) => (labels[i] - risk) ** 2));
}
