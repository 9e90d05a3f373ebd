/**
 * Decision curves for an outcome that takes time: net benefit at a horizon, with censored patients.
 *
 * Who is above the threshold is known; how many of them have the event by the horizon is estimated by Kaplan-Meier
 * among them, so that patients lost before it still count while they were seen.
 * Source: Vickers et al., BMC Med. Inform. Decis. Mak. 8 (2008) 53, section "Censored data"; conventions as R's dcurves.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import {
  type DecisionCurve,
  type DecisionCurveOptions,
  isPositive,
  requireThresholds,
} from "./decision-curve.js";

export interface SurvivalNetBenefit {
  /** Null where nobody above the threshold was followed to the horizon. */
  readonly truePositiveRate: readonly (number | null)[];
  readonly falsePositiveRate: readonly (number | null)[];
  readonly netBenefit: readonly (number | null)[];
  readonly standardizedNetBenefit: readonly (number | null)[];
  readonly interventionsAvoided: readonly (number | null)[];
}

export interface SurvivalDecisionCurve extends Omit<DecisionCurve, "models"> {
  /** The risk of the event by the horizon among all patients stands in place of the prevalence. */
  readonly prevalence: number;
  readonly horizon: number;
  readonly models: Readonly<Record<string, SurvivalNetBenefit>>;
}

/**
 * @param times n times to the event or the end of observation, ≥ 0
 * @param events n marks: 1 = event, 0 = censored
 * @param models for each name n predicted risks, in [0, 1], of the event by the horizon
 * @throws RangeError on invalid input, or when nobody was followed to the horizon
 */
export function survivalDecisionCurve(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  models: Readonly<Record<string, ArrayLike<number>>>,
  thresholds: ArrayLike<number>,
  horizon: number,
  { rule = ">=", ...others }: Pick<DecisionCurveOptions, "rule"> = {},
): SurvivalDecisionCurve {
  requireNoOtherOptions("a decision curve of survival", others);
  requireFollowUp(times, events, horizon);
  requireThresholds(thresholds);
  const positive = isPositive(rule);
  const n = times.length;
  const everybody = Array.from({ length: n }, (_, i) => i);
  const prevalence = riskByHorizon(times, events, everybody, horizon);
  if (prevalence === null)
    throw new RangeError(
      `the risk by the horizon ${horizon} must be known; no patient was followed that long, or none was seen before it`,
    );
  const benefitAt = (hits: number, alarms: number, t: number): number | null =>
    t === 1 ? null : hits - (alarms * t) / (1 - t);
  const treatAll = Array.from(thresholds, (t) => benefitAt(prevalence, 1 - prevalence, t));
  const curveOf = (name: string, risks: ArrayLike<number>): SurvivalNetBenefit => {
    requireRisks(name, risks, n);
    const points = Array.from(thresholds, (t, k) => {
      const above = everybody.filter((i) => positive(risks[i], t));
      const share = above.length / n;
      const risk = above.length === 0 ? 0 : riskByHorizon(times, events, above, horizon);
      const benefit = risk === null ? null : benefitAt(risk * share, (1 - risk) * share, t);
      const all = treatAll[k];
      return {
        hits: risk === null ? null : risk * share,
        alarms: risk === null ? null : (1 - risk) * share,
        benefit,
        avoided:
          benefit === null || all === null || t === 0 ? null : (benefit - all) / (t / (1 - t)),
      };
    });
    return {
      truePositiveRate: points.map(({ hits }) => hits),
      falsePositiveRate: points.map(({ alarms }) => alarms),
      netBenefit: points.map(({ benefit }) => benefit),
      standardizedNetBenefit: points.map(({ benefit }) =>
        benefit === null || prevalence === 0 ? null : benefit / prevalence,
      ),
      interventionsAvoided: points.map(({ avoided }) => avoided),
    };
  };
  return {
    n,
    prevalence,
    horizon,
    thresholds: Array.from(thresholds),
    treatAll,
    treatNone: Array.from(thresholds, () => 0),
    models: Object.fromEntries(
      Object.entries(models).map(([name, risks]) => [name, curveOf(name, risks)]),
    ),
  };
}

/** 1 − Kaplan-Meier at the horizon; null if nobody was followed that long, or nobody was seen up to it. */
function riskByHorizon(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  patients: readonly number[],
  horizon: number,
): number | null {
  const order = patients.slice().sort((a, b) => times[a] - times[b]);
  if (times[order[order.length - 1]] < horizon || times[order[0]] > horizon) return null;
  let survival = 1;
  for (let at = 0; at < order.length && times[order[at]] <= horizon; ) {
    const time = times[order[at]];
    const atRisk = order.length - at;
    let deaths = 0;
    for (; at < order.length && times[order[at]] === time; at++) deaths += events[order[at]];
    survival *= 1 - deaths / atRisk;
  }
  return 1 - survival;
}

function requireFollowUp(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  horizon: number,
): void {
  if (times.length !== events.length || times.length === 0)
    throw new RangeError(
      `need one event mark per time, at least one; got ${events.length} for ${times.length} times`,
    );
  for (let i = 0; i < times.length; i++) {
    if (!(Number.isFinite(times[i]) && times[i] >= 0))
      throw new RangeError(`times must be finite and not negative; times[${i}] is ${times[i]}`);
    if (events[i] !== 0 && events[i] !== 1)
      throw new RangeError(`events must be 0 or 1; events[${i}] is ${events[i]}`);
  }
  if (!(horizon > 0 && horizon < Infinity))
    throw new RangeError(`the horizon must be a time above 0; got ${horizon}`);
}

function requireRisks(name: string, risks: ArrayLike<number>, n: number): void {
  if (risks.length !== n)
    throw new RangeError(`need one risk per time; model "${name}" has ${risks.length} for ${n}`);
  for (let i = 0; i < n; i++) {
    if (!(Number.isFinite(risks[i]) && risks[i] >= 0 && risks[i] <= 1))
      throw new RangeError(`risks must lie in [0, 1]; model "${name}" has ${risks[i]} at ${i}`);
  }
}
