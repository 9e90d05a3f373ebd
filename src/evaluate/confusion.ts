/**
 * The confusion matrix of a test, and the figures read from it.
 *
 * Each figure that is a proportion comes with what it is a proportion of and its intervals. A figure whose
 * denominator is empty is null, never 0: the predictive value of a test that calls nobody positive does not
 * exist. Sources: Altman & Bland, BMJ 308 (1994) 1552 and 309 (1994) 102 and 188; Cohen, Educ. Psychol. Meas.
 * 20 (1960) 37–46 (kappa); Matthews, Biochim. Biophys. Acta 405 (1975) 442–451 (MCC).
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { countEvents } from "./outcome.js";
import { type Proportion, proportion } from "./proportion.js";

export interface ConfusionCounts {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
}

export interface ConfusionOptions {
  /** Whether a score equal to the threshold is positive (">=", the default) or not (">"); or "<=" and "<" for scores that fall with the event. */
  readonly rule?: ">=" | ">" | "<=" | "<";
}

export interface ConfusionFigures {
  readonly counts: ConfusionCounts;
  readonly accuracy: Proportion;
  readonly errorRate: number | null;
  readonly sensitivity: Proportion;
  readonly specificity: Proportion;
  /** Positive predictive value. */
  readonly ppv: Proportion;
  /** Negative predictive value. */
  readonly npv: Proportion;
  /** Share of events among the patients. */
  readonly prevalence: number | null;
  readonly balancedAccuracy: number | null;
  /** Sensitivity + specificity − 1. */
  readonly youdenIndex: number | null;
  /** Harmonic mean of sensitivity and positive predictive value. */
  readonly f1: number | null;
  /** Matthews' correlation of prediction and outcome, in [−1, 1]. */
  readonly mcc: number | null;
  /** Cohen's agreement beyond chance. */
  readonly kappa: number | null;
  /** How much a positive test raises the odds of the event; Infinity when there are no false positives. */
  readonly positiveLikelihoodRatio: number | null;
  /** How much a negative test leaves of the odds of the event. */
  readonly negativeLikelihoodRatio: number | null;
  /** Infinity when nobody is misplaced one way. */
  readonly diagnosticOddsRatio: number | null;
  /** Which figures could not be computed, in words; null when all could. */
  readonly flag: string | null;
}

/**
 * Patients by outcome and by test.
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param scores n finite numbers
 * @throws RangeError on invalid input, or an unknown rule
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  threshold: number,
  { rule = ">=", ...others }: ConfusionOptions = {},
): ConfusionCounts {
  requireNoOtherOptions("a confusion matrix", others);
  countEvents(labels, scores);
  if (Number.isNaN(threshold)) throw new RangeError("threshold must be a number; got NaN");
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    counts[2 * labels[i] + (isPositive(scores[i], threshold, rule) ? 1 : 0)]++;
  }
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return { truePositives, falseNegatives, falsePositives, trueNegatives };
}

/**
 * Every figure of a confusion matrix.
 *
 * @throws RangeError if a count is not a whole number ≥ 0
 */
export function confusionFigures(
  counts: ConfusionCounts,
  { confidence = 0.95, ...others }: { confidence?: number } = {},
): ConfusionFigures {
  requireNoOtherOptions("the figures of a confusion matrix", others);
  const tp = wholeCount(counts, "truePositives");
  const fn = wholeCount(counts, "falseNegatives");
  const fp = wholeCount(counts, "falsePositives");
  const tn = wholeCount(counts, "trueNegatives");
  const [m, n, total] = [tp + fn, fp + tn, tp + fn + fp + tn];
  const share = (count: number, of: number): Proportion => proportion(count, of, { confidence });
  const both = (combine: (sensitivity: number, specificity: number) => number): number | null =>
    m === 0 || n === 0 ? null : combine(tp / m, tn / n);
  const chance = ((tp + fp) * m + (fn + tn) * n) / total ** 2;
  const mccScale = Math.sqrt(tp + fp) * Math.sqrt(m) * Math.sqrt(n) * Math.sqrt(fn + tn);
  const figures = {
    accuracy: share(tp + tn, total),
    errorRate: ratio(fp + fn, total),
    sensitivity: share(tp, m),
    specificity: share(tn, n),
    ppv: share(tp, tp + fp),
    npv: share(tn, tn + fn),
    prevalence: ratio(m, total),
    balancedAccuracy: both((sensitivity, specificity) => (sensitivity + specificity) / 2),
    youdenIndex: both((sensitivity, specificity) => sensitivity + specificity - 1),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    mcc: mccScale === 0 ? null : (tp * tn - fp * fn) / mccScale,
    kappa: total === 0 || chance === 1 ? null : ((tp + tn) / total - chance) / (1 - chance),
    positiveLikelihoodRatio: m === 0 || n === 0 ? null : odds(tp / m, fp / n),
    negativeLikelihoodRatio: m === 0 || n === 0 ? null : odds(fn / m, tn / n),
    diagnosticOddsRatio: odds(tp * tn, fp * fn),
  };
  const missing = Object.entries(figures)
    .filter(([, value]) => value === null || (typeof value === "object" && value.estimate === null))
    .map(([name]) => name);
  return {
    counts: { truePositives: tp, falseNegatives: fn, falsePositives: fp, trueNegatives: tn },
    ...figures,
    flag:
      missing.length === 0
        ? null
        : `not computable with ${tp} true positives, ${fn} false negatives, ${fp} false positives and ${tn} true negatives: ${missing.join(", ")}`,
  };
}

function isPositive(score: number, threshold: number, rule: ConfusionOptions["rule"]): boolean {
  switch (rule) {
    case ">=":
      return score >= threshold;
    case ">":
      return score > threshold;
    case "<=":
      return score <= threshold;
    case "<":
      return score < threshold;
    default:
      throw new RangeError(`rule must be ">=", ">", "<=" or "<"; got ${JSON.stringify(rule)}`);
  }
}

function wholeCount(counts: ConfusionCounts, name: keyof ConfusionCounts): number {
  const count = counts[name];
  if (!(Number.isSafeInteger(count) && count >= 0))
    throw new RangeError(`counts must be whole numbers from 0; ${name} is ${count}`);
  return count;
}

/** null where there is nothing to divide by. */
function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Infinity where only the denominator is 0, null where both are. */
function odds(numerator: number, denominator: number): number | null {
  if (denominator !== 0) return numerator / denominator;
  return numerator === 0 ? null : Infinity;
}
