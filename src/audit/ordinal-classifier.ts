/**
 * A logistic model of one ordinal variable, from counts alone: what it predicts for each level, and the confusion matrix
 * of its cut. Nothing about single patients is needed, since those of one level are all predicted alike.
 */

import { featureTable } from "../cohort/feature-table.js";
import { _fitLogistic, predictLogistic } from "../model/logistic.js";
import type { MatrixValue } from "./claim.js";
import type { Counts } from "./odds-ratio-identifier.js";

export interface OrdinalClassification {
  /** Predicted risk per level. */
  readonly risks: readonly number[];
  readonly matrix: MatrixValue;
}

/**
 * @param learned counts that the model is fitted on
 * @param applied counts of those whom it classifies; the same levels
 * @param cut the risk from which a patient counts as positive
 * @throws RangeError as the fit
 */
export function ordinalClassification(
  learned: Counts,
  applied: Counts,
  cut: number,
): OrdinalClassification {
  const levels = learned.events.map((_, l) => [l + 1]);
  const fit = _fitLogistic(
    featureTable(["level"], [...levels, ...levels]),
    [...levels.map(() => 0), ...levels.map(() => 1)],
    { weights: [...learned.nonEvents, ...learned.events] },
  );
  const risks = Array.from(predictLogistic(fit, featureTable(["level"], levels)));
  const total = (counts: readonly number[], positive: boolean): number =>
    counts.reduce((sum, count, l) => (risks[l]! >= cut === positive ? sum + count : sum), 0);
  return {
    risks,
    matrix: {
      tp: total(applied.events, true),
      fp: total(applied.nonEvents, true),
      tn: total(applied.nonEvents, false),
      fn: total(applied.events, false),
    },
  };
}
