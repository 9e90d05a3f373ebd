/**
 * Discrimination of scores on rows that know their role: what notebooks call.
 *
 * Each function is the one of the same name without `OnRows`, behind the gate of {@link evaluationRows}. Where
 * synthetic rows were let in, everything that measures uncertainty is null.
 */

import type { Rows } from "../cohort/rows.js";
import { areaUnderCurve } from "../compare/placements.js";
import {
  type ConfusionFigures,
  type ConfusionOptions,
  confusionFigures,
  confusionMatrix,
} from "./confusion.js";
import { type DelongOptions, delongAuc, delongTest } from "./delong.js";
import { delongUnpairedTest } from "./delong-unpaired.js";
import { type Evaluated, type EvaluationPermission, evaluationRows } from "./evaluation-rows.js";
import { splitByOutcome } from "./outcome.js";
import type { Proportion } from "./proportion.js";
import { type RocOptions, type RocPoint, rocCurve } from "./roc.js";

export interface AucOnRows {
  readonly evaluated: Evaluated;
  readonly auc: number;
  readonly eventCount: number;
  readonly nonEventCount: number;
  /** DeLong's; null on synthetic rows. */
  readonly standardError: number | null;
  readonly ci: readonly [lower: number, upper: number] | null;
  readonly logitCi: readonly [lower: number, upper: number] | null;
  /** Why there is no interval, or why it says nothing; otherwise null. */
  readonly flag: string | null;
}

/**
 * AUC of one score with DeLong's interval.
 *
 * @throws RangeError as {@link evaluationRows} and {@link delongAuc}
 * @example delongAucOnRows(rowsOf(rows, "validation"), "dlrn")
 */
export function delongAucOnRows(
  rows: Rows,
  scoreName: string,
  { syntheticReason, ...options }: DelongOptions & EvaluationPermission = {},
): AucOnRows {
  const {
    labels,
    scores: [score],
    evaluated,
    inference,
  } = evaluationRows(rows, [scoreName], { syntheticReason });
  if (inference) {
    const { variance: _, ...found } = delongAuc(labels, score, options);
    return { evaluated, ...found };
  }
  const { events, nonEvents } = splitByOutcome(labels, score, options.direction);
  return {
    evaluated,
    auc: areaUnderCurve(events, nonEvents),
    eventCount: events.length,
    nonEventCount: nonEvents.length,
    standardError: null,
    ci: null,
    logitCi: null,
    flag: noInference(evaluated),
  };
}

export interface AucComparison {
  readonly evaluated: Evaluated;
  readonly aucA: number;
  readonly aucB: number;
  readonly difference: number;
  readonly standardError: number | null;
  /** Of the difference; null for groups of different patients, and on synthetic rows. */
  readonly ci: readonly [lower: number, upper: number] | null;
  /** DeLong's z (paired), or t with Satterthwaite's degrees of freedom (unpaired). */
  readonly statistic: number | null;
  /** Null for the paired test, which is normal. */
  readonly degreesOfFreedom: number | null;
  readonly pValue: number | null;
  /** Of the unpaired test, by the normal distribution. */
  readonly normalPValue: number | null;
  readonly flag: string | null;
}

/**
 * DeLong's paired test of two scores on the same rows.
 *
 * @throws RangeError as {@link evaluationRows} and {@link delongTest}
 */
export function delongTestOnRows(
  rows: Rows,
  scoreNameA: string,
  scoreNameB: string,
  { syntheticReason, ...options }: DelongOptions & EvaluationPermission = {},
): AucComparison {
  const { labels, scores, evaluated, inference } = evaluationRows(rows, [scoreNameA, scoreNameB], {
    syntheticReason,
  });
  if (!inference) {
    const [aucA, aucB] = scores.map((score) => aucOf(labels, score, options));
    return withoutTest(evaluated, aucA, aucB);
  }
  const test = delongTest(labels, scores[0], scores[1], options);
  return {
    evaluated,
    aucA: test.aucA,
    aucB: test.aucB,
    difference: test.difference,
    standardError: test.standardError,
    ci: test.ci,
    statistic: test.z,
    degreesOfFreedom: null,
    pValue: test.pValue,
    normalPValue: null,
    flag: null,
  };
}

/**
 * DeLong's unpaired test: a score on two groups of different patients, or each group its own score.
 *
 * @throws RangeError as {@link evaluationRows} and {@link delongUnpairedTest}
 */
export function delongUnpairedTestOnRows(
  groupA: { readonly rows: Rows; readonly scoreName: string },
  groupB: { readonly rows: Rows; readonly scoreName: string },
  { syntheticReason, ...options }: Pick<DelongOptions, "direction"> & EvaluationPermission = {},
): AucComparison {
  const a = evaluationRows(groupA.rows, [groupA.scoreName], { syntheticReason });
  const b = evaluationRows(groupB.rows, [groupB.scoreName], { syntheticReason });
  const evaluated: Evaluated = {
    rowCount: a.evaluated.rowCount + b.evaluated.rowCount,
    roles: {
      training: a.evaluated.roles.training + b.evaluated.roles.training,
      validation: a.evaluated.roles.validation + b.evaluated.roles.validation,
      synthetic: a.evaluated.roles.synthetic + b.evaluated.roles.synthetic,
    },
    inSampleCount: a.evaluated.inSampleCount + b.evaluated.inSampleCount,
    syntheticReason: a.evaluated.syntheticReason ?? b.evaluated.syntheticReason,
  };
  if (!a.inference || !b.inference)
    return withoutTest(
      evaluated,
      aucOf(a.labels, a.scores[0], options),
      aucOf(b.labels, b.scores[0], options),
    );
  const test = delongUnpairedTest(
    { labels: a.labels, scores: a.scores[0] },
    { labels: b.labels, scores: b.scores[0] },
    options,
  );
  return {
    evaluated,
    aucA: test.aucA,
    aucB: test.aucB,
    difference: test.difference,
    standardError: test.standardError,
    ci: null,
    statistic: test.statistic,
    degreesOfFreedom: test.degreesOfFreedom,
    pValue: test.pValue,
    normalPValue: test.normalPValue,
    flag: null,
  };
}

/** The ROC curve of a score. @throws RangeError as {@link evaluationRows} and {@link rocCurve} */
export function rocCurveOnRows(
  rows: Rows,
  scoreName: string,
  { syntheticReason, ...options }: RocOptions & EvaluationPermission = {},
): { readonly evaluated: Evaluated; readonly points: readonly RocPoint[] } {
  const {
    labels,
    scores: [score],
    evaluated,
  } = evaluationRows(rows, [scoreName], { syntheticReason });
  return { evaluated, points: rocCurve(labels, score, options) };
}

/**
 * Confusion figures of a score at a threshold; on synthetic rows without their intervals.
 *
 * @throws RangeError as {@link evaluationRows} and {@link confusionMatrix}
 */
export function confusionOnRows(
  rows: Rows,
  scoreName: string,
  threshold: number,
  {
    syntheticReason,
    confidence = 0.95,
    ...options
  }: ConfusionOptions & EvaluationPermission & { readonly confidence?: number } = {},
): ConfusionFigures & { readonly evaluated: Evaluated } {
  const {
    labels,
    scores: [score],
    evaluated,
    inference,
  } = evaluationRows(rows, [scoreName], { syntheticReason });
  const figures = confusionFigures(confusionMatrix(labels, score, threshold, options), {
    confidence,
  });
  if (inference) return { evaluated, ...figures };
  return {
    evaluated,
    ...figures,
    accuracy: withoutIntervals(figures.accuracy),
    sensitivity: withoutIntervals(figures.sensitivity),
    specificity: withoutIntervals(figures.specificity),
    ppv: withoutIntervals(figures.ppv),
    npv: withoutIntervals(figures.npv),
    flag: [noInference(evaluated), figures.flag].filter(Boolean).join("; "),
  };
}

/** What is said in place of an interval. */
export function noInference({ roles, syntheticReason }: Evaluated): string {
  return `no interval and no P value: ${roles.synthetic} rows are synthetic (${syntheticReason})`;
}

function withoutTest(evaluated: Evaluated, aucA: number, aucB: number): AucComparison {
  return {
    evaluated,
    aucA,
    aucB,
    difference: aucA - aucB,
    standardError: null,
    ci: null,
    statistic: null,
    degreesOfFreedom: null,
    pValue: null,
    normalPValue: null,
    flag: noInference(evaluated),
  };
}

function withoutIntervals(share: Proportion): Proportion {
  return {
    count: share.count,
    total: share.total,
    estimate: share.estimate,
    clopperPearson: null,
    wilson: null,
    wilsonContinuity: null,
    agrestiCoull: null,
    jeffreys: null,
    wald: null,
  };
}

function aucOf(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { direction }: Pick<DelongOptions, "direction">,
): number {
  const { events, nonEvents } = splitByOutcome(labels, scores, direction);
  return areaUnderCurve(events, nonEvents);
}
