/**
 * Decision curves: what acting on predicted risks is worth, over the threshold at which one would act.
 *
 * A patient who would be treated from a risk of t on weighs a false alarm t / (1 − t) against a true one. Net benefit
 * is true positives minus so weighted false positives, per patient; it is compared with treating everybody and
 * nobody. The values are the data's own: nothing is smoothed.
 * Sources: Vickers & Elkin, Med. Decis. Making 26 (2006) 565–574; standardised: Kerr et al., J. Clin. Oncol. 34
 * (2016) 2534–2540; interventions avoided: Vickers et al., BMC Med. Inform. Decis. Mak. 8 (2008) 53.
 */

import { requireKnownOptions } from "../math/known-options.js";
import { countEventsWithRisks } from "./outcome.js";

export interface DecisionCurveOptions {
  /** Whether a risk equal to the threshold is acted on: ">=" (default, as R's dcurves) or ">" (as rmda). */
  readonly rule?: ">=" | ">";
  /** Share of events where the model is to be used, in (0, 1), when the data are not representative (case-control). */
  readonly prevalence?: number;
}

/** One model, one value per threshold; null where the threshold is 1 (or 0, for interventions). */
export interface NetBenefitCurve {
  /** True positives per patient. */
  readonly truePositiveRate: readonly number[];
  /** False positives per patient. */
  readonly falsePositiveRate: readonly number[];
  readonly netBenefit: readonly (number | null)[];
  /** Net benefit as a share of the greatest possible, the prevalence. */
  readonly standardizedNetBenefit: readonly (number | null)[];
  /** Interventions per patient spared against treating everybody, with no event missed for it. */
  readonly interventionsAvoided: readonly (number | null)[];
}

export interface DecisionCurve {
  readonly n: number;
  readonly prevalence: number;
  readonly thresholds: readonly number[];
  readonly treatAll: readonly (number | null)[];
  readonly treatNone: readonly number[];
  readonly models: Readonly<Record<string, NetBenefitCurve>>;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param models for each name n predicted risks in [0, 1]
 * @param thresholds probabilities in [0, 1], in any order
 * @throws RangeError on invalid input
 */
export function decisionCurve(
  labels: ArrayLike<number>,
  models: Readonly<Record<string, ArrayLike<number>>>,
  thresholds: ArrayLike<number>,
  options: DecisionCurveOptions = {},
): DecisionCurve {
  requireKnownOptions("a decision curve", options, ["rule", "prevalence"]);
  requireThresholds(thresholds);
  const positive = isPositive(options.rule);
  const all = Array.from(labels, () => 1);
  const events = countEventsWithRisks(labels, all);
  const n = labels.length;
  const prevalence = options.prevalence ?? events / n;
  if (!(prevalence > 0 && prevalence < 1))
    throw new RangeError(`prevalence must lie in (0, 1); got ${prevalence}`);
  const treatAll = Array.from(thresholds, (t) => netBenefit(prevalence, 1 - prevalence, t));
  const curveOf = (risks: ArrayLike<number>): NetBenefitCurve => {
    countEventsWithRisks(labels, risks);
    const rates = Array.from(thresholds, (t) => {
      let [hits, alarms] = [0, 0];
      for (let i = 0; i < n; i++) {
        if (!positive(risks[i], t)) continue;
        if (labels[i] === 1) hits++;
        else alarms++;
      }
      return options.prevalence === undefined
        ? [hits / n, alarms / n]
        : [(hits / events) * prevalence, (alarms / (n - events)) * (1 - prevalence)];
    });
    return netBenefitCurve(rates, thresholds, prevalence, treatAll);
  };
  return {
    n,
    prevalence,
    thresholds: Array.from(thresholds),
    treatAll,
    treatNone: Array.from(thresholds, () => 0),
    models: Object.fromEntries(
      Object.entries(models).map(([name, risks]) => [name, curveOf(risks)]),
    ),
  };
}

/** The curve of one model from its rates at each threshold: [true positives, false positives] per patient. */
export function netBenefitCurve(
  rates: readonly (readonly number[])[],
  thresholds: ArrayLike<number>,
  prevalence: number,
  treatAll: readonly (number | null)[],
): NetBenefitCurve {
  const benefit = rates.map(([hits, alarms], k) => netBenefit(hits, alarms, thresholds[k]));
  return {
    truePositiveRate: rates.map(([hits]) => hits),
    falsePositiveRate: rates.map(([, alarms]) => alarms),
    netBenefit: benefit,
    standardizedNetBenefit: benefit.map((value) => (value === null ? null : value / prevalence)),
    interventionsAvoided: benefit.map((value, k) => {
      const everybody = treatAll[k];
      if (value === null || everybody === null || thresholds[k] === 0) return null;
      return (value - everybody) / oddsOf(thresholds[k]);
    }),
  };
}

/** True positives minus weighted false positives; null at a threshold of 1, where a false alarm weighs infinitely. */
export function netBenefit(hits: number, alarms: number, threshold: number): number | null {
  return threshold === 1 ? null : hits - alarms * oddsOf(threshold);
}

/** @throws RangeError unless there are thresholds and all lie in [0, 1] */
export function requireThresholds(thresholds: ArrayLike<number>): void {
  if (thresholds.length === 0) throw new RangeError("need at least one threshold; got none");
  for (let k = 0; k < thresholds.length; k++) {
    if (!(thresholds[k] >= 0 && thresholds[k] <= 1))
      throw new RangeError(`thresholds must lie in [0, 1]; thresholds[${k}] is ${thresholds[k]}`);
  }
}

/** The rule as a function. @throws RangeError for an unknown rule */
export function isPositive(
  rule: DecisionCurveOptions["rule"] = ">=",
): (risk: number, threshold: number) => boolean {
  if (rule === ">=") return (risk, threshold) => risk >= threshold;
  if (rule === ">") return (risk, threshold) => risk > threshold;
  throw new RangeError(`rule must be ">=" or ">"; got ${JSON.stringify(rule)}`);
}

function oddsOf(threshold: number): number {
  return threshold / (1 - threshold);
}
