/** Checks of estimates with intervals: ratios and their P, AUCs and their standard error, AUCs and a point of the curve. */

import { expit, logit } from "../math/logit.js";
import { normalQuantile } from "../math/normal.js";
import { standardErrorRange } from "./auc-difference.js";
import {
  fewestEvents,
  smallestTiedStandardError,
  standardErrorLimits,
} from "./auc-standard-error.js";
import { type CheckOutcome, outcome, type PrintedReadings } from "./check-outcome.js";
import { rounded, shown } from "./evidence.js";
import { intervalConsistency } from "./interval-consistency.js";
import { type EstimateKnown, overlap, throughout } from "./known.js";
import { aucThrough } from "./operating-point.js";
import { type Interval, roundingInterval } from "./printed-number.js";
import type { Check } from "./recipe.js";

export function interval(
  { estimate, p }: Extract<Check, { by: "interval" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const printed = readings.printed(p);
  const found = intervalConsistency(readings.estimate(estimate));
  const middle = `the limits have their middle at ${shown(found.middle.value)} on the log scale`;
  const range = rounded(found.p.low, found.p.high);
  const wald = `Wald's P would be ${shown(found.p.value)} (${range}), printed ${printed.text}`;
  const pFits = overlap(found.p, roundingInterval(printed));
  return [
    outcome(
      estimate,
      found.symmetric && pFits ? "compatible" : "differs",
      `${middle}${found.symmetric ? "" : ", away from the estimate"}; ${wald}`,
    ),
    outcome(p, pFits ? "compatible" : "differs", wald),
  ];
}

/** The printed interval of an AUC against what DeLong's can be for so many patients, on the plain or the logit scale. */
export function aucInterval(
  { auc, positives, negatives, untied }: Extract<Check, { by: "AUC interval" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const known = readings.estimate(auc);
  const [m, n] = [readings.number(positives).value, readings.number(negatives).value];
  const found = errorBehind(known);
  if (found === null) {
    const { lower, upper } = known;
    const middle = shown((lower.value + upper.value) / 2);
    const away = `the interval's middle is ${middle}, not the AUC, and on the logit scale it is not in the middle either, so it is no DeLong interval; a bootstrap's may lie so`;
    return [outcome(auc, "differs", away)];
  }
  const { error, scale } = found;
  const { smallestUntied, largest } = standardErrorLimits(known.estimate, m, n);
  const least = smallestUntied ?? 0;
  const is = `the interval${scale} has a standard error of ${shown(error.low)} to ${shown(error.high)}`;
  const text = `${is}; DeLong's lies between ${shown(least)} and ${shown(largest)} for ${m} and ${n} patients without shared scores`;
  if (error.low > largest) return [outcome(auc, "impossible as printed", text)];
  if (error.high >= least) return [outcome(auc, "compatible", text)];
  const tied = smallestTiedStandardError(known.estimate, m, n);
  const more = fewestEvents(known.estimate, error.high, m, n);
  const shared =
    tied === null
      ? "rankings with shared scores were not searched"
      : `with shared scores none is below ${shown(tied)}`;
  const takes = more === null ? "" : `; with ${n} non-events it takes at least ${more} events`;
  const evidence = `${text}${takes}; ${shared}`;
  if (untied !== undefined)
    return [
      outcome(
        auc,
        "impossible as printed",
        `${evidence}; but ${untied}, which hardly any two patients share`,
      ),
    ];
  const possible = tied === null || error.high >= tied;
  return [outcome(auc, possible ? "compatible" : "impossible as printed", evidence)];
}

/** The standard error of an interval that lies evenly about its AUC, and on which scale it does; null if on neither. */
function errorBehind(known: EstimateKnown): { error: Interval; scale: string } | null {
  const { estimate, lower, upper } = known;
  const cutOff = upper.high >= 1 || lower.low <= 0;
  const middle = throughout([lower, upper], ([l, u]) => (l! + u!) / 2);
  if (cutOff || overlap(middle, estimate)) return { error: standardErrorRange(known), scale: "" };
  const onLogit = throughout([lower, upper], ([l, u]) => expit((logit(l!) + logit(u!)) / 2));
  if (!overlap(onLogit, estimate)) return null;
  const width = throughout([lower, upper], ([l, u]) => logit(u!) - logit(l!));
  const slopes = [estimate.low, estimate.high].map((value) => value * (1 - value));
  const per = 2 * normalQuantile(0.975);
  const error = {
    low: (width.low * Math.min(...slopes)) / per,
    high: (width.high * Math.max(...slopes)) / per,
  };
  return { error, scale: ", on the logit scale," };
}

export function operatingPoint(
  check: Extract<Check, { by: "operating point" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const auc = readings.number(check.auc);
  const sensitivity = readings.number(check.sensitivity);
  const specificity = readings.number(check.specificity);
  const { low } = aucThrough(sensitivity.low, specificity.low);
  const { high } = aucThrough(sensitivity.high, specificity.high);
  const evidence = `a curve through sensitivity ${shown(sensitivity.value)} and specificity ${shown(specificity.value)} has an AUC of ${shown(Math.max(0, low))} to ${shown(Math.min(1, high))}`;
  return [outcome(check.auc, overlap(auc, { low, high }) ? "compatible" : "differs", evidence)];
}
