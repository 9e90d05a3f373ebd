/**
 * Bootstrap bands of a decision curve: how far net benefit could lie elsewhere with other patients.
 *
 * Patients are drawn again and every value is taken anew, the prevalence with it, so the band of "treat all" is as
 * wide as it should be. A patient's risk passes a fixed number of the sorted thresholds, so a replicate is one count.
 * Source: Vickers et al., BMC Med. Inform. Decis. Mak. 8 (2008) 53; percentile intervals of type 7.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import {
  type DecisionCurveOptions,
  isPositive,
  netBenefit,
  requireThresholds,
} from "./decision-curve.js";
import { countEventsWithRisks } from "./outcome.js";
import { percentileInterval } from "./percentile-interval.js";
import { type Resamples, requireResamples } from "./resamples.js";

export interface NetBenefitBandPoint {
  readonly threshold: number;
  /** Percentile interval of the model's net benefit; null at a threshold of 1. */
  readonly netBenefit: readonly [lower: number, upper: number] | null;
  readonly treatAll: readonly [lower: number, upper: number] | null;
  /** Of the model's advantage over the better of treating everybody and nobody. */
  readonly advantage: readonly [lower: number, upper: number] | null;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks in [0, 1]
 * @param thresholds probabilities in [0, 1], in any order
 * @param resamples positions of patients
 * @throws RangeError on invalid input
 */
export function decisionCurveBand(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  thresholds: ArrayLike<number>,
  resamples: Resamples,
  {
    rule = ">=",
    confidence = 0.95,
    ...others
  }: Pick<DecisionCurveOptions, "rule"> & { confidence?: number } = {},
): NetBenefitBandPoint[] {
  requireNoOtherOptions("a band of the decision curve", others);
  countEventsWithRisks(labels, risks);
  requireThresholds(thresholds);
  requireResamples(resamples, labels.length);
  const positive = isPositive(rule);
  const rising = Float64Array.from(thresholds).sort();
  // How many of the rising thresholds each patient passes.
  const passed = Uint32Array.from(risks, (risk) => {
    let count = 0;
    while (count < rising.length && positive(risk, rising[count])) count++;
    return count;
  });
  const perThreshold = Array.from(rising, () => ({
    model: new Float64Array(resamples.length),
    all: new Float64Array(resamples.length),
  }));
  resamples.forEach((resample, r) => {
    const n = resample.length;
    const hits = new Uint32Array(rising.length + 1);
    const alarms = new Uint32Array(rising.length + 1);
    let events = 0;
    for (let i = 0; i < n; i++) {
      const patient = resample[i];
      if (labels[patient] === 1) {
        hits[passed[patient]]++;
        events++;
      } else alarms[passed[patient]]++;
    }
    // From the highest threshold down, those who pass it are those who pass more than its place.
    for (let k = rising.length - 1, hit = 0, alarm = 0; k >= 0; k--) {
      hit += hits[k + 1];
      alarm += alarms[k + 1];
      perThreshold[k].model[r] = netBenefit(hit / n, alarm / n, rising[k]) ?? Number.NaN;
      perThreshold[k].all[r] = netBenefit(events / n, 1 - events / n, rising[k]) ?? Number.NaN;
    }
  });
  const intervalOf = (values: Float64Array): readonly [number, number] | null =>
    values.every((value) => Number.isNaN(value)) ? null : percentileInterval(values, confidence).ci;
  return Array.from(thresholds, (threshold) => {
    const { model, all } = perThreshold[rising.indexOf(threshold)];
    return {
      threshold,
      netBenefit: intervalOf(model),
      treatAll: intervalOf(all),
      advantage: intervalOf(model.map((value, r) => value - Math.max(0, all[r]))),
    };
  });
}
