/**
 * Rank and spread indices of rms: Somers' Dxy, Nagelkerke's R², and Gini's mean difference.
 *
 * Sources: Harrell, Regression Modeling Strategies, 2nd ed. (2015), chapter 10; Nagelkerke, Biometrika 78 (1991)
 * 691–692; David, Biometrika 55 (1968) 573–575 (mean difference).
 */

import { areaUnderCurve } from "../compare/placements.js";
import { mean } from "../math/summary.js";

/** 2 (AUC − 0.5), in [−1, 1]; NaN without both outcomes. */
export function somersDxy(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const groups: [number[], number[]] = [[], []];
  for (let i = 0; i < labels.length; i++) groups[labels[i]].push(scores[i]);
  return 2 * (areaUnderCurve(Float64Array.from(groups[1]), Float64Array.from(groups[0])) - 0.5);
}

/**
 * Somers' Dxy of probabilities cut into 5000 bins: what `lrm` and `val.prob` print. Values in one bin count as
 * tied, which moves C by up to 1e-4. The probabilities are taken from their log odds and back, as there: a risk of
 * two decimals lies on the edge of a bin, and rounding decides.
 */
export function binnedDxy(labels: ArrayLike<number>, risks: ArrayLike<number>): number {
  const bins = Float64Array.from(risks, (risk) => {
    const again = 1 / (1 + Math.exp(-Math.log(risk / (1 - risk))));
    return Math.floor(5000 * again + 1);
  });
  return somersDxy(labels, bins);
}

/** Share of the possible gain in likelihood, in [0, 1]. */
export function nagelkerkeR2(deviance: number, nullDeviance: number, n: number): number {
  return (1 - Math.exp((deviance - nullDeviance) / n)) / (1 - Math.exp(-nullDeviance / n));
}

/** Mean distance of two different patients. */
export function giniMeanDifference(values: ArrayLike<number>): number {
  const n = values.length;
  const center = mean(values);
  const sorted = Float64Array.from(values).sort();
  return sorted.reduce(
    (sum, value, i) => sum + ((4 * (i - (n - 1) / 2)) / (n * (n - 1))) * (value - center),
    0,
  );
}
