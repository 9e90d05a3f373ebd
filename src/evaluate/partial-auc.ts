/**
 * Area under a part of the ROC curve: where the specificity (or the sensitivity) is high enough to be of use.
 *
 * The raw area is hard to read, since even a perfect test only reaches the width of the range; McClish's
 * correction maps chance to 0.5 and perfection to 1. DeLong's variance does not hold here: the interval is a
 * bootstrap. Sources: McClish, Med. Decis. Making 9 (1989) 190–195; definitions as pROC 1.18.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { countEvents, type Direction } from "./outcome.js";
import { type PercentileInterval, percentileInterval } from "./percentile-interval.js";
import { type Resamples, requireResamples } from "./resamples.js";
import { type RocPoint, rocCurve } from "./roc.js";
import { requireShare } from "./roc-coordinates.js";

export interface PartialRange {
  /** What the range is of; defaults to "specificity". */
  readonly focus?: "specificity" | "sensitivity";
  /** Lower end, in [0, 1). */
  readonly from: number;
  /** Upper end, in (0, 1]; defaults to 1. */
  readonly to?: number;
}

export interface PartialAuc {
  /** The area, from 0 to `to` − `from`. */
  readonly area: number;
  /** McClish's: 0.5 is chance, 1 perfect; null where the area is below chance, for which it is not defined. */
  readonly corrected: number | null;
}

/**
 * @param points a whole curve, as `rocCurve` gives it
 * @throws RangeError for a range that is empty or leaves [0, 1]
 */
export function partialAuc(points: readonly RocPoint[], range: PartialRange): PartialAuc {
  const { focus = "specificity", from, to = 1, ...others } = range;
  requireNoOtherOptions("the range of a partial AUC", others);
  requireShare("from", from);
  requireShare("to", to);
  if (from >= to) throw new RangeError(`from must be below to; got ${from} and ${to}`);
  if (focus !== "specificity" && focus !== "sensitivity")
    throw new RangeError(
      `focus must be "specificity" or "sensitivity"; got ${JSON.stringify(focus)}`,
    );
  const area = areaBetween(
    points.map(({ specificity, sensitivity }) =>
      focus === "specificity" ? [specificity, sensitivity] : [1 - sensitivity, specificity],
    ),
    focus === "specificity" ? from : 1 - to,
    focus === "specificity" ? to : 1 - from,
  );
  const chance = ((1 - from) ** 2 - (1 - to) ** 2) / 2;
  const perfect = to - from;
  const corrected = (1 + (area - chance) / (perfect - chance)) / 2;
  return { area, corrected: area < chance ? null : corrected };
}

/**
 * Percentile intervals of the area and of its corrected form.
 *
 * A replicate below chance is kept in the corrected interval by its formula, as pROC does.
 *
 * @throws RangeError on invalid input
 */
export function bootstrapPartialAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  range: PartialRange,
  resamples: Resamples,
  {
    confidence = 0.95,
    direction = "<",
    ...others
  }: { confidence?: number; direction?: Direction } = {},
): { readonly area: PercentileInterval; readonly corrected: PercentileInterval } {
  requireNoOtherOptions("a bootstrap of the AUC", others);
  countEvents(labels, scores);
  requireResamples(resamples, labels.length);
  const { from, to = 1 } = range;
  const chance = ((1 - from) ** 2 - (1 - to) ** 2) / 2;
  const areas = Float64Array.from(resamples, (resample) => {
    const drawn = Array.from(resample, (i) => labels[i]);
    const events = drawn.reduce((sum, label) => sum + label, 0);
    if (events === 0 || events === drawn.length) return Number.NaN;
    const points = rocCurve(
      drawn,
      Array.from(resample, (i) => scores[i]),
      { direction },
    );
    return partialAuc(points, range).area;
  });
  return {
    area: percentileInterval(areas, confidence),
    corrected: percentileInterval(
      areas.map((area) => (1 + (area - chance) / (to - from - chance)) / 2),
      confidence,
    ),
  };
}

/** Area under straight pieces between x = from and x = to; x never falls along the line. */
function areaBetween(line: readonly (readonly number[])[], from: number, to: number): number {
  let area = 0;
  for (let i = 1; i < line.length; i++) {
    const [x0, y0] = line[i - 1];
    const [x1, y1] = line[i];
    const [low, high] = [Math.max(x0, from), Math.min(x1, to)];
    if (high <= low) continue;
    const height = (x: number): number => y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
    area += ((high - low) * (height(low) + height(high))) / 2;
  }
  return area;
}
