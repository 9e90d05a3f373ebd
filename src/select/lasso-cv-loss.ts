/** How badly predicted risks of left-out rows fit their outcomes: the five measures of cross-validated LASSO. */

export type LassoMeasure = "deviance" | "class" | "mse" | "mae" | "auc";

export const lassoMeasures: readonly LassoMeasure[] = ["deviance", "class", "mse", "mae", "auc"];

const smallestProbability = 1e-5; // beyond it the deviance no longer grows

/**
 * The loss of one row; lower is better.
 *
 * - deviance: −2 ln(probability of what happened), the probability kept within [1e-5, 1 − 1e-5]
 * - class: 1 if the likelier outcome did not happen (a risk of exactly ½ counts as no event), else 0
 * - mse, mae: summed over both outcomes as in glmnet, so twice the Brier score and twice the absolute error
 */
export function rowLoss(
  measure: Exclude<LassoMeasure, "auc">,
  outcome: number,
  risk: number,
): number {
  switch (measure) {
    case "deviance": {
      const kept = Math.min(Math.max(risk, smallestProbability), 1 - smallestProbability);
      return -2 * Math.log(outcome === 1 ? kept : 1 - kept);
    }
    case "class":
      return (outcome === 1 ? risk <= 0.5 : risk > 0.5) ? 1 : 0;
    case "mse":
      return 2 * (outcome - risk) ** 2;
    case "mae":
      return 2 * Math.abs(outcome - risk);
  }
}

/** Weighted share of pairs of an event and a non-event that the risks order rightly; ties count half. NaN if no pair. */
export function weightedAuc(
  outcome: ArrayLike<number>,
  risks: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const order = Array.from(risks, (_, i) => i).sort((i, j) => risks[i] - risks[j]);
  let below = 0; // weight of non-events with a lower risk
  let events = 0;
  let ordered = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    let eventsHere = 0;
    let othersHere = 0;
    for (; end < order.length && risks[order[end]] === risks[order[start]]; end++) {
      if (outcome[order[end]] === 1) eventsHere += weights[order[end]];
      else othersHere += weights[order[end]];
    }
    ordered += eventsHere * (below + othersHere / 2);
    below += othersHere;
    events += eventsHere;
  }
  return ordered / (events * below);
}

/** Σ w v / Σ w over the values that are not NaN; NaN if there is none. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    sum += weights[i] * values[i];
    total += weights[i];
  }
  return sum / total;
}
