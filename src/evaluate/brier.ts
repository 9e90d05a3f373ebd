/**
 * The Brier score: the mean squared distance of predicted risk and outcome, and Spiegelhalter's test on it.
 *
 * The raw score depends on how common the event is; scaled, 1 is perfect and 0 no better than giving everybody the
 * prevalence. Spiegelhalter's z asks whether the score is what it should be if every risk were right.
 * Sources: Brier, Mon. Weather Rev. 78 (1950) 1–3; Spiegelhalter, Stat. Med. 5 (1986) 421–433; scaling: Steyerberg
 * et al., Epidemiology 21 (2010) 128–138.
 */

import { normalTwoSidedP } from "../math/normal.js";
import { countEventsWithRisks } from "./outcome.js";

export interface BrierScore {
  /** In [0, 1]; 0 is perfect. */
  readonly brier: number;
  /** 1 − brier / (prevalence x (1 − prevalence)); negative when worse than the prevalence alone. */
  readonly scaled: number;
  /** Positive when events are more frequent than the risks say where they are low, or rarer where they are high; null when every risk is 0, 0.5 or 1. */
  readonly spiegelhalterZ: number | null;
  /** Two-sided. */
  readonly spiegelhalterP: number | null;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks in [0, 1]
 * @throws RangeError on invalid input
 */
export function brierScore(labels: ArrayLike<number>, risks: ArrayLike<number>): BrierScore {
  const prevalence = countEventsWithRisks(labels, risks) / labels.length;
  let [squares, excess, variance] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    const residual = labels[i] - risks[i];
    const tilt = 1 - 2 * risks[i];
    squares += residual ** 2;
    excess += residual * tilt;
    variance += tilt ** 2 * risks[i] * (1 - risks[i]);
  }
  const brier = squares / labels.length;
  const z = variance > 0 ? excess / Math.sqrt(variance) : null;
  return {
    brier,
    scaled: 1 - brier / (prevalence * (1 - prevalence)),
    spiegelhalterZ: z,
    spiegelhalterP: z === null ? null : normalTwoSidedP(z),
  };
}
