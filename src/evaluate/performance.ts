/**
 * What a table of models prints of each: the AUC with DeLong's interval, and the figures of the confusion matrix at one
 * risk. From patients, or from counts at the levels of an ordinal variable.
 */

import type { Rows } from "../cohort/rows.js";
import { type ConfusionFigures, confusionFigures, confusionMatrix } from "./confusion.js";
import { type DelongAuc, delongAuc } from "./delong.js";
import { delongAucOfCounts, type OrdinalCounts } from "./delong-counts.js";
import { evaluationRows } from "./evaluation-rows.js";

export interface Performance {
  readonly n: number;
  readonly events: number;
  readonly auc: DelongAuc;
  /** The risk from which a patient is called positive. */
  readonly cut: number;
  readonly figures: ConfusionFigures;
  readonly largestRisk: number;
  /** Patients the model was learned on: on them its performance is apparent. */
  readonly inSampleCount: number;
}

/**
 * Of a column of risks, on real patients.
 *
 * @throws RangeError for synthetic rows, several rows of a patient, and as {@link delongAuc}
 */
export function performanceOnRows(rows: Rows, riskName: string, cut: number): Performance {
  const {
    labels,
    scores: [risks],
    evaluated,
  } = evaluationRows(rows, [riskName]);
  return {
    n: labels.length,
    events: labels.filter((label) => label === 1).length,
    auc: delongAuc(labels, risks),
    cut,
    figures: confusionFigures(confusionMatrix(labels, risks, cut)),
    largestRisk: Math.max(...risks),
    inSampleCount: evaluated.inSampleCount,
  };
}

/**
 * Of counts at K levels to which a model gives K risks.
 *
 * @param learned whether the model was learned on these counts
 * @throws RangeError unless there is one risk a level, and as {@link delongAucOfCounts}
 */
export function performanceOfCounts(
  counts: OrdinalCounts,
  risks: ArrayLike<number>,
  cut: number,
  { learned }: { readonly learned: boolean },
): Performance {
  if (risks.length !== counts.events.length)
    throw new RangeError(
      `need one risk per level; got ${risks.length} for ${counts.events.length} levels`,
    );
  const order = Array.from(risks, (_, level) => level).sort((a, b) => risks[a] - risks[b]);
  const events = order.map((level) => counts.events[level]);
  const nonEvents = order.map((level) => counts.nonEvents[level]);
  const above = (group: readonly number[], positive: boolean): number =>
    order.reduce((sum, level, i) => (risks[level] >= cut === positive ? sum + group[i] : sum), 0);
  const figures = confusionFigures({
    truePositives: above(events, true),
    falseNegatives: above(events, false),
    falsePositives: above(nonEvents, true),
    trueNegatives: above(nonEvents, false),
  });
  const eventCount = events.reduce((sum, count) => sum + count, 0);
  const n = eventCount + nonEvents.reduce((sum, count) => sum + count, 0);
  return {
    n,
    events: eventCount,
    auc: delongAucOfCounts({ events, nonEvents }),
    cut,
    figures,
    largestRisk: Math.max(
      ...order.filter((_, i) => events[i] + nonEvents[i] > 0).map((l) => risks[l]),
    ),
    inSampleCount: learned ? n : 0,
  };
}
