/** Calibration in groups: patients of similar predicted risk, and how many of them had the event. */

import { requireNoOtherOptions } from "../math/known-options.js";
import { quantileOfSorted } from "../math/summary.js";
import { countEventsWithRisks } from "./outcome.js";
import { type Proportion, proportion } from "./proportion.js";

export interface CalibrationBin {
  /** Risks above this (from it, in the first bin) … */
  readonly from: number;
  /** … up to and including this. */
  readonly to: number;
  readonly meanPredicted: number;
  /** Share of events with its intervals. */
  readonly observed: Proportion;
}

export interface CalibrationBinsOptions {
  /** How many bins to ask for; defaults to 10. Fewer come back where risks tie, and empty ones are left out. */
  readonly bins?: number;
  /** "quantile" (default): as many patients in each; "width": equal widths of risk from 0 to 1. */
  readonly by?: "quantile" | "width";
  readonly confidence?: number;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks in [0, 1]
 * @throws RangeError on invalid input
 */
export function calibrationBins(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  { bins = 10, by = "quantile", confidence = 0.95, ...others }: CalibrationBinsOptions = {},
): CalibrationBin[] {
  requireNoOtherOptions("binned calibration", others);
  countEventsWithRisks(labels, risks);
  if (by !== "quantile" && by !== "width")
    throw new RangeError(`by must be "quantile" or "width"; got ${JSON.stringify(by)}`);
  const breaks =
    by === "width"
      ? Array.from({ length: requireBins(bins) + 1 }, (_, k) => k / bins)
      : quantileBreaks(risks, bins);
  return groupsBetween(risks, breaks).flatMap((members, k) => {
    if (members.length === 0) return [];
    const events = members.reduce((sum, i) => sum + labels[i], 0);
    return [
      {
        from: breaks[k],
        to: breaks[k + 1],
        meanPredicted: members.reduce((sum, i) => sum + risks[i], 0) / members.length,
        observed: proportion(events, members.length, { confidence }),
      },
    ];
  });
}

/**
 * The distinct quantiles (type 7) of the risks at 0, 1/bins … 1; a single value twice when all risks are equal.
 *
 * The shares are multiples of the rounded 1/bins, as R's `seq(0, 1, 1 / bins)`: on tied risks the last bit decides.
 *
 * @throws RangeError unless bins is a whole number from 1
 */
export function quantileBreaks(risks: ArrayLike<number>, bins: number): number[] {
  const step = 1 / requireBins(bins);
  const sorted = Float64Array.from(risks).sort();
  const breaks = Array.from({ length: bins + 1 }, (_, k) =>
    quantileOfSorted(sorted, Math.min(1, k * step)),
  ).filter((value, k, all) => k === 0 || value !== all[k - 1]);
  return breaks.length === 1 ? [breaks[0], breaks[0]] : breaks;
}

/** Positions of the values in (break k, break k + 1], the first interval closed on both sides. */
export function groupsBetween(values: ArrayLike<number>, breaks: readonly number[]): number[][] {
  const groups: number[][] = breaks.slice(1).map(() => []);
  for (let i = 0; i < values.length; i++) {
    const above = breaks.findIndex((end, k) => k > 0 && values[i] <= end);
    groups[above - 1].push(i);
  }
  return groups;
}

function requireBins(bins: number): number {
  if (!(Number.isSafeInteger(bins) && bins >= 1))
    throw new RangeError(`the number of bins must be a whole number from 1; got ${bins}`);
  return bins;
}
