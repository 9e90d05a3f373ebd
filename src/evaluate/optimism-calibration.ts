/**
 * A calibration curve corrected for optimism: the bootstrap of rms (`calibrate`).
 *
 * A model looks better calibrated on the patients it was fitted on than elsewhere. It is refitted on each resample;
 * the smoothed curve of the refit on its resample, minus that on the patients themselves, is its optimism at each
 * predicted risk, and the mean over the resamples is taken off the apparent curve. Curves are lowess without robust
 * rounds; where a resample does not reach a risk it is left out there.
 *
 * Each replicate reuses the order of the last one, since refits rank the patients nearly alike.
 * Source: Harrell, Regression Modeling Strategies, 2nd ed. (2015), section 10.11; conventions as rms 6.5.
 */

import { firstOfTied, interpolate } from "../math/interpolation.js";
import { expit } from "../math/logit.js";
import {
  _heightAtKnot,
  _lowessRoom,
  _placeKnots,
  _roomForKnots,
  _roomForPoints,
  type CountedPoints,
  type LowessKnots,
} from "../math/lowess.js";
import { mean, quantile } from "../math/summary.js";
import { type Vectors, withVectors } from "../math/vectors.js";
import { fitLrm, lrmRoom } from "./lrm.js";
import { countsOf, modelData, predictorOf } from "./model-data.js";
import type { Resamples } from "./resamples.js";

export interface CorrectedCalibration {
  /** Risks the curve is given at: equally spaced from the 5th lowest to the 5th highest prediction. */
  readonly predicted: readonly number[];
  /** Observed risk by the smoothed curve of the model on its own patients. */
  readonly apparent: readonly number[];
  /** Mean over the resamples of (curve on the resample − curve on the patients); null where none reaches. */
  readonly optimism: readonly (number | null)[];
  /** Apparent minus optimism. */
  readonly corrected: readonly (number | null)[];
  /** Resamples that reach each risk. */
  readonly reached: readonly number[];
  /** Distance of predicted and corrected risk over the patients inside the grid: mean, mean square, 90th percentile. */
  readonly meanAbsoluteError: number;
  readonly meanSquaredError: number;
  readonly q90AbsoluteError: number;
  readonly used: number;
  /** Resamples whose refit had no fit. */
  readonly dropped: number;
}

/**
 * @param x n rows of p terms, without an intercept; n ≥ 11
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param resamples positions of patients
 * @param gridSize how many risks the curve is given at
 * @throws RangeError on invalid input, or when the model itself has no fit
 */
export function _optimismCalibration(
  x: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  resamples: Resamples,
  gridSize: number = 50,
): CorrectedCalibration {
  const data = modelData(x, labels, resamples);
  if (data.n < 11) throw new RangeError(`need at least 11 patients; got ${data.n}`);
  const risks = predictorOf(data, data.fit.coefficients).map(expit);
  const grid = gridOf(risks, gridSize);
  const longest = resamples.reduce((most, { length }) => Math.max(most, length), data.n);
  const apparent = new Float64Array(gridSize);
  const sums = { training: new Float64Array(gridSize), test: new Float64Array(gridSize) };
  const reached = new Uint32Array(gridSize);
  let used = 0;
  withVectors(_lowessRoom(data.n), (vectors) => {
    const smoother = new GridSmoother(data.y, grid, longest, vectors);
    const room = lrmRoom(data.n, data.p);
    const once = new Uint32Array(data.n).fill(1);
    const drawn = new Uint32Array(data.n);
    const refitted = new Float64Array(data.n);
    const test = new Float64Array(gridSize);
    const training = new Float64Array(gridSize);
    smoother.rank(risks);
    smoother.smooth(once, apparent);
    for (const resample of resamples) {
      const counts = countsOf(resample, data.n, drawn);
      const fit = fitLrm({ ...data, counts }, room);
      if (fit === null) continue;
      used++;
      predictorOf(data, fit.coefficients, refitted);
      for (let i = 0; i < data.n; i++) refitted[i] = expit(refitted[i]);
      smoother.rank(refitted);
      smoother.smooth(once, test);
      smoother.smooth(counts, training);
      for (let k = 0; k < gridSize; k++) {
        if (Number.isNaN(training[k]) || Number.isNaN(test[k])) continue;
        reached[k]++;
        sums.training[k] += training[k] - grid[k];
        sums.test[k] += test[k] - grid[k];
      }
    }
  });
  const optimism = Array.from(reached, (count, k) =>
    count === 0 ? null : sums.training[k] / count - sums.test[k] / count,
  );
  const corrected = optimism.map((value, k) => (value === null ? null : apparent[k] - value));
  return {
    predicted: Array.from(grid),
    apparent: Array.from(apparent),
    optimism,
    corrected,
    reached: Array.from(reached),
    ...errorsOver(risks, grid, corrected),
    used,
    dropped: resamples.length - used,
  };
}

/** Lowess curves of the same patients under changing risks, read off at a fixed grid. */
class GridSmoother {
  private risks: Float64Array = new Float64Array(0);
  private readonly order: Uint32Array;
  private readonly points: CountedPoints;
  private readonly knots: LowessKnots;

  constructor(
    private readonly labels: Float64Array,
    private readonly grid: Float64Array,
    longest: number,
    vectors: Vectors,
  ) {
    this.order = Uint32Array.from(labels, (_, i) => i);
    this.points = _roomForPoints(labels.length, vectors);
    this.knots = _roomForKnots(longest);
  }

  /** The patients have these risks from now on. */
  rank(risks: Float64Array): void {
    this.risks = risks;
    sortByRisk(this.order, risks);
  }

  /** The curve of the patients, each as often as in `counts`, to `curve`; NaN outside their risks. */
  smooth(counts: Uint32Array, curve: Float64Array): void {
    const { points, labels, knots, risks } = this;
    let size = 0;
    for (const patient of this.order) {
      if (counts[patient] === 0) continue;
      points.x[size] = risks[patient];
      points.y[size] = labels[patient];
      points.counts[size++] = counts[patient];
    }
    points.size = size;
    _placeKnots(points, 2 / 3, 0.01 * (points.x[size - 1] - points.x[0]), knots);
    this.readOff(curve);
  }

  /** Straight lines between the knots; only knots beside a point of the grid are fitted. */
  private readOff(curve: Float64Array): void {
    const { points, knots, grid } = this;
    const { x } = points;
    const final = knots.count - 1;
    let knot = 0;
    let fitted = -2; // the knot that `low` belongs to
    let low = 0;
    let high = 0;
    for (let k = 0; k < grid.length; k++) {
      const at = grid[k];
      if (at < x[0] || at > x[knots.entry[final]]) {
        curve[k] = Number.NaN;
        continue;
      }
      while (knot < final - 1 && x[knots.entry[knot + 1]] < at) knot++;
      if (fitted !== knot) {
        low = fitted === knot - 1 ? high : _heightAtKnot(points, knots, knot);
        high = final > 0 ? _heightAtKnot(points, knots, knot + 1) : low;
        fitted = knot;
      }
      const from = x[knots.entry[knot]];
      const share = at === from ? 0 : (at - from) / (x[knots.entry[knot + 1]] - from);
      curve[k] = low + (high - low) * share;
    }
  }
}

/** Put the patients in order of risk, ties in patient order. Quick when they nearly are already. */
function sortByRisk(order: Uint32Array, risks: Float64Array): void {
  let moves = 0;
  for (let k = 1; k < order.length; k++) {
    const patient = order[k];
    const risk = risks[patient];
    let at = k;
    while (
      at > 0 &&
      (risks[order[at - 1]] > risk || (risks[order[at - 1]] === risk && order[at - 1] > patient))
    ) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = patient;
    moves += k - at;
    if (moves > 50 * order.length) {
      order.sort((a, b) => risks[a] - risks[b] || a - b);
      return;
    }
  }
}

function gridOf(risks: Float64Array, size: number): Float64Array {
  if (!(Number.isSafeInteger(size) && size >= 2))
    throw new RangeError(`the grid must have at least 2 risks; got ${size}`);
  const sorted = risks.slice().sort();
  const [from, to] = [sorted[4], sorted[sorted.length - 5]];
  if (from === to)
    throw new RangeError(
      `a curve needs predictions that differ; all but the 4 lowest and highest are ${from}`,
    );
  const step = (to - from) / (size - 1);
  const grid = Float64Array.from({ length: size }, (_, k) => from + k * step);
  grid[size - 1] = to; // exactly, or rounding would put the patient there outside
  return grid;
}

function errorsOver(
  risks: Float64Array,
  grid: Float64Array,
  corrected: readonly (number | null)[],
): Pick<CorrectedCalibration, "meanAbsoluteError" | "meanSquaredError" | "q90AbsoluteError"> {
  const known = Array.from(grid, (_, k) => k).filter((k) => corrected[k] !== null);
  const line = firstOfTied(
    known.map((k) => grid[k]),
    known.map((k) => corrected[k] ?? Number.NaN),
  );
  const errors = risks
    .map((risk) => Math.abs(risk - interpolate(line.x, line.y, risk)))
    .filter((error) => !Number.isNaN(error));
  if (errors.length === 0)
    throw new RangeError("the corrected curve must reach at least one patient; it reaches none");
  return {
    meanAbsoluteError: mean(errors),
    meanSquaredError: mean(errors.map((error) => error ** 2)),
    q90AbsoluteError: quantile(errors, 0.9),
  };
}
