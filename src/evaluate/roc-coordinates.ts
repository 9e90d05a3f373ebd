/**
 * Sensitivity at a given specificity, and the other way round.
 *
 * Between two points of the curve the value is interpolated on the straight line; on a vertical (or horizontal)
 * piece the more favourable end counts. Source: pROC 1.18, `coords`.
 */

import type { RocPoint } from "./roc.js";

/**
 * @param points a whole curve, as `rocCurve` gives it
 * @param specificity in [0, 1]
 * @returns the sensitivity there
 * @throws RangeError if the specificity lies outside [0, 1]
 */
export function sensitivityAt(points: readonly RocPoint[], specificity: number): number {
  requireShare("specificity", specificity);
  const at = points.findIndex((point) => point.specificity >= specificity);
  const high = points[at];
  if (high.specificity === specificity) return high.sensitivity;
  const low = points[at - 1];
  const share = (specificity - high.specificity) / (low.specificity - high.specificity);
  return high.sensitivity + share * (low.sensitivity - high.sensitivity);
}

/** The specificity at a given sensitivity. As {@link sensitivityAt} otherwise. */
export function specificityAt(points: readonly RocPoint[], sensitivity: number): number {
  requireShare("sensitivity", sensitivity);
  const at = points.findLastIndex((point) => point.sensitivity >= sensitivity);
  const high = points[at];
  if (high.sensitivity === sensitivity) return high.specificity;
  const low = points[at + 1];
  const share = (sensitivity - low.sensitivity) / (high.sensitivity - low.sensitivity);
  return low.specificity + share * (high.specificity - low.specificity);
}

export function requireShare(what: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${what} must lie in [0, 1]; got ${value}`);
}
