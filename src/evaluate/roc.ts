/**
 * The empirical ROC curve, with every threshold, as R's pROC draws it.
 *
 * Thresholds lie midway between neighbouring distinct scores, with −∞ and +∞ at the ends, so each of them
 * gives another division of the patients. Counts are kept beside the rates: comparisons between points are
 * made on them, exactly.
 * Source: Fawcett, Pattern Recognit. Lett. 27 (2006) 861–874, algorithm 1; thresholds as pROC 1.18.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { type Direction, splitByOutcome } from "./outcome.js";

export interface RocPoint {
  /** Patients scoring at least this are called positive (at most this, for direction ">"). */
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
  readonly truePositives: number;
  readonly trueNegatives: number;
}

export interface RocOptions {
  /** Which way the score points; defaults to "<", higher means event. Never guessed from the data. */
  readonly direction?: Direction;
}

/**
 * One point per division of the patients, from "everybody positive" (sensitivity 1) to "nobody positive".
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param scores n finite numbers
 * @returns points of falling sensitivity; thresholds rise for direction "<" and fall for ">"
 * @throws RangeError on invalid input
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { direction = "<", ...others }: RocOptions = {},
): RocPoint[] {
  requireNoOtherOptions("a ROC curve", others);
  const { events, nonEvents } = splitByOutcome(labels, scores, direction);
  const sign = direction === "<" ? 1 : -1;
  events.sort();
  nonEvents.sort();
  const [m, n] = [events.length, nonEvents.length];
  const points: RocPoint[] = [];
  let previous = -Infinity;
  for (let e = 0, d = 0; ; ) {
    const next = Math.min(e < m ? events[e] : Infinity, d < n ? nonEvents[d] : Infinity);
    points.push({
      threshold: sign * thresholdBetween(previous, next) + 0, // + 0: never a negative zero
      sensitivity: (m - e) / m,
      specificity: d / n,
      truePositives: m - e,
      trueNegatives: d,
    });
    if (next === Infinity) return points;
    while (e < m && events[e] === next) e++;
    while (d < n && nonEvents[d] === next) d++;
    previous = next;
  }
}

/** Midway, or the upper neighbour where the midpoint cannot be told from the lower one in double precision. */
function thresholdBetween(lower: number, upper: number): number {
  if (lower === -Infinity) return -Infinity;
  if (upper === Infinity) return Infinity;
  const sum = lower + upper;
  const middle = Number.isFinite(sum) ? sum / 2 : lower / 2 + upper / 2;
  return middle === lower ? upper : middle;
}
