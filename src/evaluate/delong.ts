/**
 * Area under the ROC curve with DeLong's standard error, and the paired test between two curves.
 *
 * The whole method rests on one idea. A patient's *placement* is the share of the other group that
 * the score puts on the correct side of that patient (a tie counts half). The AUC is the mean
 * placement, and its variance is the variance of that mean over events and over non-events.
 * Comparing two scores on the same patients is the same sum over the *differences* of placements.
 *
 * Sources:
 * - DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837–845: estimator and test.
 * - Pepe, The Statistical Evaluation of Medical Tests (2003), p. 107: the interval on the logit scale.
 */

import { type Placements, placements } from "../compare/placements.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { normalQuantile, normalTwoSidedP } from "../math/normal.js";
import { variance } from "../math/summary.js";
import { type Direction, requireConfidence, splitByOutcome } from "./outcome.js";

export interface DelongOptions {
  /** Coverage of the interval, in (0, 1); defaults to 0.95. */
  readonly confidence?: number;
  /** Which way the score points; defaults to "<", higher means event. Never guessed from the data. */
  readonly direction?: Direction;
}

export interface DelongAuc {
  /** Probability that a random event scores above a random non-event, in [0, 1]. */
  readonly auc: number;
  readonly variance: number;
  readonly standardError: number;
  /** Wald interval, clipped to [0, 1]. */
  readonly ci: readonly [lower: number, upper: number];
  /** The interval built on the logit scale, which never leaves (0, 1); null for an AUC of 0 or 1. */
  readonly logitCi: readonly [lower: number, upper: number] | null;
  readonly eventCount: number;
  readonly nonEventCount: number;
  /** Why the interval says nothing, when the placements do not vary; otherwise null. */
  readonly flag: string | null;
}

export interface DelongTest {
  readonly aucA: number;
  readonly aucB: number;
  readonly varianceA: number;
  readonly varianceB: number;
  /** Covariance of the two AUCs; positive when the scores tend to place the same patients wrongly. */
  readonly covariance: number;
  /** AUC of `scoresA` minus AUC of `scoresB`. */
  readonly difference: number;
  readonly standardError: number;
  /** Wald interval of the difference, not clipped. */
  readonly ci: readonly [lower: number, upper: number];
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * AUC of one score, with its confidence interval.
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param scores n finite numbers; higher means the event is more likely, unless `direction` says otherwise
 * @throws RangeError on invalid input, or fewer than two patients with either outcome
 * @example delongAuc([1, 1, 0, 0], [4, 2, 3, 1]).auc // 0.75
 */
export function delongAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { confidence = 0.95, direction = "<", ...others }: DelongOptions = {},
): DelongAuc {
  requireNoOtherOptions("DeLong's interval", others);
  const placed = placementsOf(labels, scores, direction);
  return delongInterval(
    aucOf(placed),
    varianceOf(placed),
    placed.upper.length,
    placed.lower.length,
    confidence,
  );
}

/** What follows from an AUC and its variance. */
export function delongInterval(
  auc: number,
  spread: number,
  eventCount: number,
  nonEventCount: number,
  confidence: number,
): DelongAuc {
  const quantile = normalQuantile((1 + requireConfidence(confidence)) / 2);
  const standardError = Math.sqrt(spread);
  const margin = quantile * standardError;
  return {
    auc,
    variance: spread,
    standardError,
    ci: [Math.max(0, auc - margin), Math.min(1, auc + margin)],
    logitCi: logitInterval(auc, standardError, quantile),
    eventCount,
    nonEventCount,
    flag:
      spread === 0
        ? `the placements do not vary (AUC ${auc}), so DeLong's interval has no width; it says nothing about the uncertainty`
        : null,
  };
}

/**
 * DeLong's test that two scores, measured on the same patients, have the same AUC.
 *
 * Scores that rank every pair alike give z = 0 and p = 1, as in pROC.
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param scoresA n finite numbers, in the order of `labels`
 * @param scoresB n finite numbers, in the order of `labels`
 * @throws RangeError on invalid input, or if the AUCs differ without any variance to judge it by
 */
export function delongTest(
  labels: ArrayLike<number>,
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  { confidence = 0.95, direction = "<", ...others }: DelongOptions = {},
): DelongTest {
  requireNoOtherOptions("DeLong's test", others);
  const quantile = normalQuantile((1 + requireConfidence(confidence)) / 2);
  const a = placementsOf(labels, scoresA, direction);
  const b = placementsOf(labels, scoresB, direction);
  const gained: Placements = {
    upper: a.upper.map((placement, i) => placement - b.upper[i]),
    lower: a.lower.map((placement, i) => placement - b.lower[i]),
  };
  const difference = aucOf(gained);
  const spread = varianceOf(gained);
  const standardError = Math.sqrt(spread);
  if (standardError === 0 && difference !== 0) {
    throw new RangeError(
      `AUCs differ by ${difference} with zero variance; use a permutation test instead`,
    );
  }
  const z = difference === 0 ? 0 : difference / standardError;
  const [varianceA, varianceB] = [varianceOf(a), varianceOf(b)];
  return {
    aucA: aucOf(a),
    aucB: aucOf(b),
    varianceA,
    varianceB,
    covariance: (varianceA + varianceB - spread) / 2,
    difference,
    standardError,
    ci: [difference - quantile * standardError, difference + quantile * standardError],
    z,
    pValue: normalTwoSidedP(z),
  };
}

/** θ ± z·SE on the logit scale, taken back; null where the logit does not exist. */
function logitInterval(
  auc: number,
  standardError: number,
  quantile: number,
): readonly [number, number] | null {
  if (auc <= 0 || auc >= 1) return null;
  const center = Math.log(auc / (1 - auc));
  const margin = (quantile * standardError) / (auc * (1 - auc));
  return [1 / (1 + Math.exp(margin - center)), 1 / (1 + Math.exp(-margin - center))];
}

function placementsOf(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  direction: Direction,
): Placements {
  const { events, nonEvents } = splitByOutcome(labels, scores, direction);
  if (events.length < 2 || nonEvents.length < 2) {
    throw new RangeError(
      `a variance needs two patients per outcome; got ${events.length} events and ${nonEvents.length} non-events`,
    );
  }
  return placements(events, nonEvents);
}

/** The mean placement; exact before the last division, since placements are whole numbers. */
function aucOf({ upper, lower }: Placements): number {
  let doubled = 0;
  for (const placement of upper) doubled += placement;
  return doubled / (2 * upper.length * lower.length);
}

/** Var(V₁₀) / m + Var(V₀₁) / n, with placements counted in units of 1 / 2n and 1 / 2m. */
function varianceOf({ upper, lower }: Placements): number {
  const [m, n] = [upper.length, lower.length];
  return variance(upper) / (2 * n) ** 2 / m + variance(lower) / (2 * m) ** 2 / n;
}
