/**
 * Bootstrap band of a calibration curve: how far the smoothed observed risk could lie elsewhere with other patients.
 *
 * Patients are drawn again with their risks, the curve is smoothed anew, and at each predicted risk the percentiles
 * are taken of those curves that reach it. The model is not refitted: the band is about these risks.
 * Smoother: lowess without robust rounds, as in `calibration-curve.ts`; Austin & Steyerberg, Stat. Med. 38 (2019) 4051.
 */

import { featureColumn } from "../cohort/feature-table.js";
import type { Rows } from "../cohort/rows.js";
import { firstOfTied, interpolate } from "../math/interpolation.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { lowess } from "../math/lowess.js";
import { type EvaluationPermission, evaluationRows } from "./evaluation-rows.js";
import { countEventsWithRisks } from "./outcome.js";
import { percentileInterval } from "./percentile-interval.js";
import {
  type ResampleOptions,
  type Resamples,
  requireResamples,
  resamplesOf,
} from "./resamples.js";

export interface CalibrationBandPoint {
  readonly predicted: number;
  /** Smoothed observed risk, clipped to [0, 1]. */
  readonly observed: number;
  readonly ci: readonly [lower: number, upper: number];
  /** Resamples whose curve reaches this risk. */
  readonly reached: number;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks in [0, 1], not all equal
 * @param resamples positions of patients
 * @returns equally spaced risks from the lowest to the highest; those that under half of the resamples reach are left out
 * @throws RangeError on invalid input, or when all risks are equal
 */
export function calibrationBand(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  resamples: Resamples,
  { gridSize = 50, confidence = 0.95, ...others }: { gridSize?: number; confidence?: number } = {},
): CalibrationBandPoint[] {
  requireNoOtherOptions("a band of the calibration curve", others);
  countEventsWithRisks(labels, risks);
  requireResamples(resamples, labels.length);
  const [lowest, highest] = [Math.min(...Array.from(risks)), Math.max(...Array.from(risks))];
  if (!(highest > lowest))
    throw new RangeError(`a calibration curve needs risks that differ; all are ${lowest}`);
  const grid = Array.from({ length: gridSize }, (_, g) =>
    g === gridSize - 1 ? highest : lowest + ((highest - lowest) * g) / (gridSize - 1),
  );
  const apparent = curveAt(labels, risks, grid);
  const curves = resamples.map((resample) =>
    curveAt(
      Array.from(resample, (i) => labels[i]),
      Array.from(resample, (i) => risks[i]),
      grid,
    ),
  );
  return grid.flatMap((predicted, g): CalibrationBandPoint[] => {
    const heights = curves.map((curve) => curve[g]).filter((height) => !Number.isNaN(height));
    if (heights.length < resamples.length / 2) return [];
    const { ci } = percentileInterval(heights, confidence);
    return [{ predicted, observed: apparent[g], ci, reached: heights.length }];
  });
}

/** The same on rows that know their role; synthetic rows are refused, since a band of copies says nothing. */
export function calibrationBandOnRows(
  rows: Rows,
  riskName: string,
  { replicates, seed }: ResampleOptions & Omit<EvaluationPermission, "syntheticReason">,
): CalibrationBandPoint[] {
  const { labels } = evaluationRows(rows, [riskName]);
  return calibrationBand(
    labels,
    featureColumn(rows.features, riskName),
    resamplesOf(labels.length, { seed, ...(replicates !== undefined && { replicates }) }),
  );
}

/**
 * The curve of these risks alone at each place of a grid, smoothed as above and clipped to [0, 1].
 *
 * @returns one height per place; null outside the range of the risks
 * @throws RangeError on invalid input
 */
export function calibrationCurveAt(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  grid: readonly number[],
): (number | null)[] {
  countEventsWithRisks(labels, risks);
  return curveAt(labels, risks, grid).map((height) => (Number.isNaN(height) ? null : height));
}

/** Smoothed observed risk at each place of the grid; NaN outside the range of the risks. */
function curveAt(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  grid: readonly number[],
): number[] {
  const line = lowess(risks, labels);
  const { x, y } = firstOfTied(line.x, line.y);
  if (x.length < 2) return grid.map(() => Number.NaN);
  return grid.map((risk) => {
    const height = interpolate(x, y, risk);
    return Number.isNaN(height) ? height : Math.min(1, Math.max(0, height));
  });
}
