/**
 * Calibration, clinical use and reclassification of predicted risks on rows that know their role: what notebooks call.
 *
 * As in `discrimination-on-rows.ts`: behind the gate of {@link evaluationRows}, and where synthetic rows were let in
 * everything that measures uncertainty is null.
 */

import { selectFeatures } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { type BrierScore, brierScore } from "./brier.js";
import { type CalibrationFigures, calibrationFigures } from "./calibration.js";
import { type CalibrationCurve, calibrationCurve, type Smoother } from "./calibration-curve.js";
import { type DecisionCurve, type DecisionCurveOptions, decisionCurve } from "./decision-curve.js";
import { decisionCurveBand, type NetBenefitBandPoint } from "./decision-curve-band.js";
import { noInference } from "./discrimination-on-rows.js";
import { type Evaluated, type EvaluationPermission, evaluationRows } from "./evaluation-rows.js";
import { type HosmerLemeshow, hosmerLemeshow } from "./hosmer-lemeshow.js";
import { _optimismCalibration, type CorrectedCalibration } from "./optimism-calibration.js";
import { _optimismValidation, type OptimismValidation } from "./optimism-validation.js";
import {
  type CategoricalNri,
  type ContinuousNri,
  categoricalNri,
  continuousNri,
  type DiscriminationImprovement,
  discriminationImprovement,
} from "./reclassification.js";
import { type ResampleOptions, resamplesOf } from "./resamples.js";

export interface CalibrationOnRows {
  readonly evaluated: Evaluated;
  readonly brier: BrierScore;
  readonly curve: CalibrationCurve;
  /** Slope, intercept, observed over expected; null on synthetic rows, or where the logistic model has no fit. */
  readonly figures: CalibrationFigures | null;
  /** Null on synthetic rows, or where risks do not differ. */
  readonly hosmerLemeshow: HosmerLemeshow | null;
  /** Why a part is null; otherwise null. */
  readonly flag: string | null;
}

/**
 * All of calibration for one column of risks.
 *
 * @throws RangeError as {@link evaluationRows}, or for risks outside [0, 1]
 */
export function calibrationOnRows(
  rows: Rows,
  riskName: string,
  {
    syntheticReason,
    confidence = 0.95,
    smoother = "loess-interpolate",
    groups = 10,
    ...others
  }: EvaluationPermission & {
    readonly confidence?: number;
    readonly smoother?: Smoother;
    readonly groups?: number;
  } = {},
): CalibrationOnRows {
  requireNoOtherOptions("calibration", others);
  const {
    labels,
    scores: [risks],
    evaluated,
    inference,
  } = evaluationRows(rows, [riskName], { syntheticReason });
  const brier = brierScore(labels, risks);
  const curve = calibrationCurve(labels, risks, { smoother });
  if (!inference) {
    return {
      evaluated,
      brier: { ...brier, spiegelhalterP: null },
      curve,
      figures: null,
      hosmerLemeshow: null,
      flag: noInference(evaluated),
    };
  }
  const faults: string[] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push(error.message);
      return null;
    }
  };
  const figures = attempt(() => calibrationFigures(labels, risks, { confidence }));
  const test = attempt(() => hosmerLemeshow(labels, risks, { groups }));
  return {
    evaluated,
    brier,
    curve,
    figures,
    hosmerLemeshow: test,
    flag: faults.length === 0 ? null : faults.join("; "),
  };
}

export interface DecisionCurveOnRows extends DecisionCurve {
  readonly evaluated: Evaluated;
  /** Bootstrap bands by model, when resamples were asked for; null otherwise, and on synthetic rows. */
  readonly bands: Readonly<Record<string, readonly NetBenefitBandPoint[]>> | null;
}

/**
 * Decision curves of one or more columns of risks.
 *
 * @param options.band the resamples of the bootstrap bands; left out, there are none
 * @throws RangeError as {@link evaluationRows} and {@link decisionCurve}
 */
export function decisionCurveOnRows(
  rows: Rows,
  riskNames: readonly string[],
  thresholds: ArrayLike<number>,
  {
    syntheticReason,
    band,
    confidence = 0.95,
    ...options
  }: DecisionCurveOptions &
    EvaluationPermission & {
      readonly band?: ResampleOptions;
      readonly confidence?: number;
    } = {},
): DecisionCurveOnRows {
  const { labels, scores, evaluated, inference } = evaluationRows(rows, riskNames, {
    syntheticReason,
  });
  const models = Object.fromEntries(riskNames.map((name, k) => [name, scores[k]]));
  if (band && options.prevalence !== undefined)
    throw new RangeError(
      "a bootstrap band takes the prevalence from its resamples; leave out the prevalence, or the band",
    );
  const rule = options.rule === undefined ? {} : { rule: options.rule };
  const resamples = band && inference ? resamplesOf(labels.length, band) : null;
  return {
    evaluated,
    ...decisionCurve(labels, models, thresholds, options),
    bands:
      resamples === null
        ? null
        : Object.fromEntries(
            riskNames.map((name, k) => [
              name,
              decisionCurveBand(labels, scores[k], thresholds, resamples, { ...rule, confidence }),
            ]),
          ),
  };
}

export interface ReclassificationOnRows {
  readonly evaluated: Evaluated;
  readonly continuous: ContinuousNri;
  readonly idi: DiscriminationImprovement;
  /** Null without cut points. */
  readonly categorical: CategoricalNri | null;
}

/**
 * What a second column of risks gains over a first. Synthetic rows have no place here, with or without a reason.
 *
 * @throws RangeError as {@link evaluationRows} and {@link continuousNri}
 */
export function reclassificationOnRows(
  rows: Rows,
  oldRiskName: string,
  newRiskName: string,
  { cuts }: { readonly cuts?: readonly number[] } = {},
): ReclassificationOnRows {
  const {
    labels,
    scores: [before, after],
    evaluated,
  } = evaluationRows(rows, [oldRiskName, newRiskName]);
  return {
    evaluated,
    continuous: continuousNri(labels, before, after),
    idi: discriminationImprovement(labels, before, after),
    categorical: cuts === undefined ? null : categoricalNri(labels, before, after, cuts),
  };
}

export interface OptimismOnRows {
  readonly evaluated: Evaluated;
  readonly calibration: CorrectedCalibration;
  readonly validation: OptimismValidation;
  /** The written reason, if the rows were not training rows alone or a term is an in-sample score. */
  readonly exception: string | null;
}

/**
 * Calibration and performance of a logistic model on its training rows, corrected for optimism by refitting it.
 *
 * Only the last model is refitted. Where a term is a score that was itself learned on these rows, its own optimism
 * stays in: such a term needs a written exception.
 *
 * @param training the rows the model was fitted on
 * @param terms its features
 * @throws RangeError for rows of another role, or in-sample scores, without a written exception; for synthetic rows
 */
export function optimismOnRows(
  training: Rows,
  terms: readonly string[],
  { replicates = 1000, seed, ...permission }: ResampleOptions & Pick<FitPermission, "exception">,
): OptimismOnRows {
  const features = selectFeatures(training.features, terms);
  const exception = requireTraining({ ...training, features }, "optimism correction", permission);
  const { labels, scores, evaluated } = evaluationRows(training, terms);
  const x = labels.map((_, i) => scores.map((score) => score[i]));
  const resamples = resamplesOf(labels.length, { replicates, seed });
  return {
    evaluated,
    calibration: _optimismCalibration(x, labels, resamples),
    validation: _optimismValidation(x, labels, resamples),
    exception,
  };
}
