/**
 * Bands around a ROC curve: how far the curve could lie elsewhere with other patients.
 *
 * Two kinds. The bootstrap band redraws the patients, and at each specificity takes the percentiles of the
 * sensitivity. The pointwise intervals treat the sensitivity and the specificity of each threshold as the
 * proportions they are; they say nothing of the choice of the threshold.
 * Source: Fawcett, Pattern Recognit. Lett. 27 (2006) 861–874, section 9; bootstrap as pROC 1.18, `ci.se`.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { countEvents, type Direction } from "./outcome.js";
import { percentileInterval } from "./percentile-interval.js";
import { type ProportionMethod, proportionInterval } from "./proportion.js";
import { type Resamples, requireResamples } from "./resamples.js";
import { type RocPoint, rocCurve } from "./roc.js";
import { sensitivityAt } from "./roc-coordinates.js";

export interface RocBandPoint {
  readonly specificity: number;
  /** Sensitivity of the curve itself, interpolated. */
  readonly sensitivity: number;
  /** Percentile interval of the sensitivity at this specificity. */
  readonly ci: readonly [lower: number, upper: number];
}

export interface RocBandOptions {
  /** Where to look; defaults to 0, 0.01 … 1. */
  readonly specificities?: readonly number[];
  readonly confidence?: number;
  readonly direction?: Direction;
}

/**
 * Percentile band of the sensitivity at given specificities.
 *
 * @param resamples positions of patients; one without either outcome is left out
 * @throws RangeError on invalid input
 */
export function rocBand(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  resamples: Resamples,
  {
    specificities = Array.from({ length: 101 }, (_, i) => i / 100),
    confidence = 0.95,
    direction = "<",
    ...others
  }: RocBandOptions = {},
): RocBandPoint[] {
  requireNoOtherOptions("a band of the ROC curve", others);
  countEvents(labels, scores);
  requireResamples(resamples, labels.length);
  const curve = rocCurve(labels, scores, { direction });
  const replicates = resamples.flatMap((resample) => {
    const drawn = Array.from(resample, (i) => labels[i]);
    const events = drawn.reduce((sum, label) => sum + label, 0);
    if (events === 0 || events === drawn.length) return [];
    const points = rocCurve(
      drawn,
      Array.from(resample, (i) => scores[i]),
      { direction },
    );
    return [specificities.map((specificity) => sensitivityAt(points, specificity))];
  });
  return specificities.map((specificity, at) => ({
    specificity,
    sensitivity: sensitivityAt(curve, specificity),
    ci: percentileInterval(
      replicates.map((sensitivities) => sensitivities[at]),
      confidence,
    ).ci,
  }));
}

export interface RocPointIntervals extends RocPoint {
  readonly sensitivityCi: readonly [lower: number, upper: number];
  readonly specificityCi: readonly [lower: number, upper: number];
}

/** The points of a curve with the intervals of both their proportions. */
export function rocPointIntervals(
  points: readonly RocPoint[],
  {
    confidence = 0.95,
    method = "clopperPearson",
    ...others
  }: { confidence?: number; method?: ProportionMethod } = {},
): RocPointIntervals[] {
  requireNoOtherOptions("an interval of a point of the ROC curve", others);
  if (points.length < 2)
    throw new RangeError(`need the points of a whole ROC curve; got ${points.length}`);
  const m = points[0].truePositives;
  const n = points[points.length - 1].trueNegatives;
  return points.map((point) => ({
    ...point,
    sensitivityCi: proportionInterval(point.truePositives, m, { confidence, method }),
    specificityCi: proportionInterval(point.trueNegatives, n, { confidence, method }),
  }));
}
