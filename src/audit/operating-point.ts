/**
 * Which AUCs can a ranking have, one of whose cuts has this sensitivity and specificity?
 *
 * The curve passes through the point and only rises: at least it stays at 0 before, jumps, and stays; at most it jumps
 * to the sensitivity at once, and to 1 behind the point.
 */

import type { Interval } from "./printed-number.js";

/** The smallest and largest area under a curve through the point. */
export function aucThrough(sensitivity: number, specificity: number): Interval {
  return {
    low: sensitivity * specificity,
    high: sensitivity * (1 - specificity) + specificity,
  };
}
