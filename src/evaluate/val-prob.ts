/**
 * Validation of predicted risks on new patients: the list of indices that rms prints as `val.prob`.
 *
 * D is what the risks tell of the outcome (discrimination), U what is lost by their miscalibration, Q = D − U what
 * remains; each per patient on the scale of the likelihood. Concordance is that of `lrm`: probabilities cut into
 * 5000 bins.
 * Sources: Miller, Hui & Tierney, Stat. Med. 10 (1991) 1213–1226; conventions as rms 6.5.
 */

import { chiSquareUpperTail } from "../math/chi-square.js";
import { mean, quantileOfSorted } from "../math/summary.js";
import { brierScore } from "./brier.js";
import { logitsOf } from "./calibration.js";
import { calibrationCurve } from "./calibration-curve.js";
import { binnedDxy, nagelkerkeR2 } from "./discrimination-indices.js";
import { fitLrm, lrmDeviance } from "./lrm.js";
import { countEventsWithRisks } from "./outcome.js";

export interface ValProb {
  readonly dxy: number;
  readonly c: number;
  readonly r2: number;
  readonly d: number;
  readonly dChiSquare: number;
  readonly u: number;
  readonly uChiSquare: number;
  readonly uPValue: number;
  readonly q: number;
  readonly brier: number;
  /** Of the recalibration model. */
  readonly intercept: number;
  readonly slope: number;
  /** Greatest, 90th percentile and mean distance of the risks from their lowess curve. */
  readonly emax: number;
  readonly e90: number;
  readonly eavg: number;
  readonly spiegelhalterZ: number | null;
  readonly spiegelhalterP: number | null;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks strictly between 0 and 1
 * @throws RangeError on invalid input, a risk of 0 or 1, or when the recalibration model has no fit
 */
export function valProb(labels: ArrayLike<number>, risks: ArrayLike<number>): ValProb {
  countEventsWithRisks(labels, risks);
  const logits = logitsOf(risks);
  const { brier, spiegelhalterZ, spiegelhalterP } = brierScore(labels, risks);
  const shared = { brier, spiegelhalterZ, spiegelhalterP };
  const n = labels.length;
  const input = { x: logits, n, p: 1, y: labels };
  const asGiven = deviance(labels, logits);
  if (logits.every((value) => value === logits[0])) {
    return { ...ofEqualRisks(labels, risks, asGiven), ...shared };
  }
  const fit = fitLrm(input);
  if (fit === null)
    throw new RangeError(
      "the recalibration model must have a fit; the risks separate the outcomes, or nearly so",
    );
  const dChiSquare = fit.nullDeviance - lrmDeviance(input, [0, 1]);
  const dxy = binnedDxy(labels, risks);
  const d = (dChiSquare - 1) / n;
  const uChiSquare = asGiven - lrmDeviance(input, fit.coefficients);
  const u = (uChiSquare - 2) / n;
  const { fitted } = calibrationCurve(labels, risks, { smoother: "lowess" });
  const distances = fitted.map((observed, i) => Math.abs(risks[i] - observed)).sort();
  return {
    dxy,
    c: dxy / 2 + 0.5,
    r2: nagelkerkeR2(fit.nullDeviance - dChiSquare, fit.nullDeviance, n),
    d,
    dChiSquare,
    u,
    uChiSquare,
    uPValue: uChiSquare > 0 ? chiSquareUpperTail(uChiSquare, 2) : 1,
    q: d - u,
    intercept: fit.coefficients[0],
    slope: fit.coefficients[1],
    emax: distances[n - 1],
    e90: quantileOfSorted(distances, 0.9),
    eavg: mean(distances),
    ...shared,
  };
}

/** What rms reports when every patient has the same risk: no discrimination, and one degree of freedom. */
function ofEqualRisks(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  asGiven: number,
): Omit<ValProb, "brier" | "spiegelhalterZ" | "spiegelhalterP"> {
  const n = labels.length;
  const prevalence = mean(labels);
  const intercept = Math.log(prevalence / (1 - prevalence));
  const uChiSquare = asGiven - deviance(labels, new Float64Array(n).fill(intercept));
  const u = (uChiSquare - 1) / n;
  const distance = Math.abs(risks[0] - prevalence);
  return {
    dxy: 0,
    c: 0.5,
    r2: 0,
    d: -1 / n,
    dChiSquare: 0,
    u,
    uChiSquare,
    uPValue: uChiSquare > 0 ? chiSquareUpperTail(uChiSquare, 1) : 1,
    q: -1 / n - u,
    intercept,
    slope: 0,
    emax: 0,
    e90: distance,
    eavg: distance,
  };
}

/** Minus twice the log-likelihood of the log odds as they are. */
export function deviance(labels: ArrayLike<number>, logits: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const signed = labels[i] === 1 ? -logits[i] : logits[i];
    sum += signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed));
  }
  return 2 * sum;
}
