/**
 * Precision against recall, and the average precision.
 *
 * Precision is the share of events among the patients called positive; unlike the ROC curve it shows what a
 * rare event costs. Between points the curve is not straight, so the area is the sum of steps: each event found
 * adds its precision. Chance is the prevalence, not 0.5.
 * Source: Davis & Goadrich, Proc. ICML (2006) 233–240; average precision as scikit-learn.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { type Direction, splitByOutcome } from "./outcome.js";

export interface PrecisionRecallPoint {
  /** Patients scoring at least this are called positive (at most this, for direction ">"). */
  readonly threshold: number;
  readonly precision: number;
  /** The sensitivity. */
  readonly recall: number;
}

export interface PrecisionRecall {
  /** One per distinct score, from the strictest threshold to the one that calls everybody positive. */
  readonly points: readonly PrecisionRecallPoint[];
  /** In (0, 1]; chance gives the prevalence. */
  readonly averagePrecision: number;
  readonly prevalence: number;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param scores n finite numbers
 * @throws RangeError on invalid input
 */
export function precisionRecall(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { direction = "<", ...others }: { direction?: Direction } = {},
): PrecisionRecall {
  requireNoOtherOptions("a precision-recall curve", others);
  const { events, nonEvents } = splitByOutcome(labels, scores, direction);
  const sign = direction === "<" ? 1 : -1;
  events.sort();
  nonEvents.sort();
  const points: PrecisionRecallPoint[] = [];
  let averagePrecision = 0;
  let [e, d] = [events.length - 1, nonEvents.length - 1];
  while (e >= 0 || d >= 0) {
    const score = Math.max(e >= 0 ? events[e] : -Infinity, d >= 0 ? nonEvents[d] : -Infinity);
    const before = e;
    while (e >= 0 && events[e] === score) e--;
    while (d >= 0 && nonEvents[d] === score) d--;
    const found = events.length - 1 - e;
    const precision = found / (found + nonEvents.length - 1 - d);
    averagePrecision += ((before - e) / events.length) * precision;
    points.push({ threshold: sign * score + 0, precision, recall: found / events.length });
  }
  return {
    points,
    averagePrecision,
    prevalence: events.length / (events.length + nonEvents.length),
  };
}
