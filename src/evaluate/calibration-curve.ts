/**
 * The calibration curve without a model: observed risk as a smooth function of predicted risk.
 *
 * The curve shows where the risks are wrong; the indices say by how much, as the distance between smoothed and
 * predicted risk over the patients: its mean (ICI), median (E50), 90th percentile (E90) and greatest value (Emax).
 * Which smoother is used changes them visibly in small samples, so it is always named.
 * Source: Austin & Steyerberg, Stat. Med. 38 (2019) 4051–4065; smoothers as R's `lowess` and `loess`.
 */

import { firstOfTied, interpolate } from "../math/interpolation.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { loess } from "../math/loess.js";
import { lowess } from "../math/lowess.js";
import { mean, quantileOfSorted } from "../math/summary.js";
import { countEventsWithRisks } from "./outcome.js";

/** "lowess" without robust rounds (rms); "loess-interpolate" as R's default `loess`, "loess-direct" its exact form. */
export type Smoother = "lowess" | "loess-interpolate" | "loess-direct";

export interface CalibrationCurve {
  readonly smoother: Smoother;
  /** The smoother's value at each patient's predicted risk, in patient order; loess may leave [0, 1]. */
  readonly fitted: Float64Array;
  /** The same as an observed risk: clipped to [0, 1]. What the indices below are taken from. */
  readonly observed: Float64Array;
  /** Integrated calibration index: the mean distance. */
  readonly ici: number;
  readonly e50: number;
  readonly e90: number;
  readonly emax: number;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks in [0, 1]
 * @throws RangeError on invalid input, or (loess) when too many risks are equal for the span
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  { smoother = "loess-interpolate", ...others }: { smoother?: Smoother } = {},
): CalibrationCurve {
  requireNoOtherOptions("a calibration curve", others);
  countEventsWithRisks(labels, risks);
  const fitted = smoothed(labels, risks, smoother);
  const observed = fitted.map((value) => Math.min(1, Math.max(0, value)));
  const distances = observed.map((value, i) => Math.abs(value - risks[i])).sort();
  return {
    smoother,
    fitted,
    observed,
    ici: mean(distances),
    e50: quantileOfSorted(distances, 0.5),
    e90: quantileOfSorted(distances, 0.9),
    emax: distances[distances.length - 1],
  };
}

function smoothed(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  smoother: Smoother,
): Float64Array {
  switch (smoother) {
    case "lowess": {
      const line = lowess(risks, labels);
      const { x, y } = firstOfTied(line.x, line.y);
      return Float64Array.from(risks, (risk) => interpolate(x, y, risk));
    }
    case "loess-interpolate":
    case "loess-direct": {
      const surface = smoother === "loess-direct" ? "direct" : "interpolate";
      return loess(risks, labels, { surface });
    }
    default:
      throw new RangeError(
        `smoother must be "lowess", "loess-interpolate" or "loess-direct"; got ${JSON.stringify(smoother)}`,
      );
  }
}
