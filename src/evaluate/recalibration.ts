/**
 * Logistic recalibration: a model's risks, corrected by an intercept and a slope learned on new patients.
 *
 * The ranking of patients (and so the AUC) stays; only what the numbers say is put right. With `slope: "fixed"`
 * only the overall level is moved. Source: Steyerberg, Clinical Prediction Models, 2nd ed. (2019), chapter 20.
 */

import { featureColumn, featureTable } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { expit } from "../math/logit.js";
import { _fitLogistic } from "../model/logistic.js";
import { logitsOf } from "./calibration.js";
import { countEventsWithRisks } from "./outcome.js";

export interface RecalibrationOptions {
  /** "free" (default) learns intercept and slope, "fixed" the intercept alone. */
  readonly slope?: "free" | "fixed";
}

/** What to do to the log odds: intercept + slope x log odds. Survives JSON. */
export interface Recalibration {
  readonly kind: "recalibration";
  readonly intercept: number;
  readonly slope: number;
  readonly n: number;
}

/** A recalibration that was learned on rows. */
export interface FittedRecalibration extends Recalibration {
  /** The written reason, if it was not learned on training rows alone. */
  readonly exception: string | null;
}

/**
 * Learn the correction of the risks in one column.
 *
 * @param riskName the feature that holds the risks
 * @throws RangeError for rows of another role without a written exception, and as {@link _fitRecalibration}
 */
export function fitRecalibration(
  training: Rows,
  riskName: string,
  { slope = "free", ...permission }: RecalibrationOptions & FitPermission = {},
): FittedRecalibration {
  const exception = requireTraining(training, "recalibration", permission);
  const fit = _fitRecalibration(training.outcome, featureColumn(training.features, riskName), {
    slope,
  });
  return Object.freeze({ ...fit, exception });
}

/**
 * The mathematics of {@link fitRecalibration}.
 *
 * @throws RangeError on invalid input, a risk of 0 or 1, equal risks with a free slope, or separated outcomes
 */
export function _fitRecalibration(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  { slope = "free", ...others }: RecalibrationOptions = {},
): Recalibration {
  requireNoOtherOptions("recalibration", others);
  countEventsWithRisks(labels, risks);
  if (slope !== "free" && slope !== "fixed")
    throw new RangeError(`slope must be "free" or "fixed"; got ${JSON.stringify(slope)}`);
  const logits = logitsOf(risks);
  const rows = Array.from(logits, (value) => (slope === "free" ? [value] : []));
  const table = featureTable(slope === "free" ? ["logit"] : [], rows);
  const fit = _fitLogistic(table, labels, slope === "free" ? {} : { offset: logits });
  const [intercept, learned] = [...fit.coefficients, 1];
  if (intercept === null || learned === null)
    throw new RangeError("a slope needs risks that differ; they are all equal; fix the slope");
  return { kind: "recalibration", intercept, slope: learned, n: labels.length };
}

/** The corrected risks. @throws RangeError for a risk of 0 or 1 */
export function applyRecalibration(
  recalibration: Recalibration,
  risks: ArrayLike<number>,
): Float64Array {
  const { intercept, slope } = recalibration;
  return logitsOf(risks).map((value) => expit(intercept + slope * value));
}
