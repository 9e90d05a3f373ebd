/**
 * The smallest and the largest standard error that DeLong's method can give for an AUC.
 *
 * An AUC does not fix its standard error: the same area has many curves. Let y(x) be the curve of m events and n
 * non-events, without ties. The mean squared placement of the non-events is ∫ y², that of the events ∫ 2(1 − x) y, so
 * the variance is
 *
 *     (∫ 2(1 − x) y − θ²) / (m − 1) + (∫ y² − θ²) / (n − 1),
 *
 * a convex function of the curve. Under ∫ y = θ it is smallest, point by point, for the line y = y₀ + x (n − 1)/(m − 1)
 * cut off at 0 and 1, which rises as a curve must: a bound that no scores can pass. It is largest at an extreme point
 * of the rising curves of that area, which are those with at most two steps: 0, then a constant, then 1.
 * A reported interval that is narrower than the one, or wider than the other, cannot be DeLong's for these groups.
 * Source of the estimator: DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837–845.
 */

import { findRoot } from "../math/root.js";

export interface DelongExtremes {
  readonly smallest: number;
  readonly largest: number;
}

/**
 * The range of standard errors, for scores without ties (ties can lead below it).
 *
 * @param auc in (0, 1)
 * @param events m, at least 2
 * @param nonEvents n, at least 2
 * @throws RangeError for an AUC or a group outside that
 * @example delongExtremes(0.914, 20, 96).smallest // 0.0245…
 */
export function delongExtremes(auc: number, events: number, nonEvents: number): DelongExtremes {
  if (!(auc > 0 && auc < 1)) throw new RangeError(`an AUC must lie in (0, 1); got ${auc}`);
  for (const count of [events, nonEvents])
    if (!(Number.isInteger(count) && count >= 2))
      throw new RangeError(`a variance needs two patients per outcome; got ${count}`);
  const variance = (eventSquares: number, nonEventSquares: number): number =>
    Math.max(0, eventSquares - auc ** 2) / (events - 1) +
    Math.max(0, nonEventSquares - auc ** 2) / (nonEvents - 1);
  return {
    smallest: Math.sqrt(variance(...steadyRise(auc, (nonEvents - 1) / (events - 1)))),
    largest: Math.sqrt(widest(auc, variance)),
  };
}

/** ∫ 2(1 − x) y and ∫ y² of the line of a given slope, cut off at 0 and 1, whose area is the AUC. */
function steadyRise(auc: number, slope: number): readonly [number, number] {
  const start = findRoot((y0) => lineIntegrals(y0, slope).area - auc, -slope, 1, {
    tolerance: 1e-14,
  });
  const { weighted, squared } = lineIntegrals(start, slope);
  return [weighted, squared];
}

/** Of y = y₀ + s x between 0 and 1: ∫ y, ∫ 2(1 − x) y, ∫ y², in closed form. */
function lineIntegrals(
  y0: number,
  slope: number,
): { readonly area: number; readonly weighted: number; readonly squared: number } {
  const within = (x: number): number => Math.max(0, Math.min(1, x));
  const from = within(-y0 / slope); // 0 until here
  const to = within((1 - y0) / slope); // 1 from here
  const length = to - from;
  const middle = (from + to) / 2;
  const height = y0 + slope * middle;
  const bend = (slope * length ** 3) / 12; // what Simpson's rule needs beyond the middle's value
  return {
    area: height * length + (1 - to),
    weighted: 2 * ((1 - middle) * height * length - bend) + (1 - to) ** 2,
    squared: height ** 2 * length + slope * bend + (1 - to),
  };
}

/** The largest variance of curves that are 0 until s, a constant until t, and 1 from there. */
function widest(auc: number, variance: (events: number, nonEvents: number) => number): number {
  const of = (s: number, t: number): number => {
    const constant = t > s ? (auc - (1 - t)) / (t - s) : 0;
    return variance(
      constant * ((1 - s) ** 2 - (1 - t) ** 2) + (1 - t) ** 2,
      constant ** 2 * (t - s) + (1 - t),
    );
  };
  let [best, bestS, bestT] = [0, 0, 1];
  for (
    let grid = 100, spanS = 1 - auc, spanT = auc;
    spanS + spanT > 1e-7;
    spanS /= 20, spanT /= 20
  ) {
    const [centreS, centreT] = [bestS, bestT];
    for (let i = -grid; i <= grid; i++)
      for (let j = -grid; j <= grid; j++) {
        const s = Math.max(0, Math.min(1 - auc, centreS + (spanS * i) / grid));
        const t = Math.max(1 - auc, Math.min(1, centreT + (spanT * j) / grid));
        const found = of(s, t);
        if (found > best) [best, bestS, bestT] = [found, s, t];
      }
  }
  return best;
}
