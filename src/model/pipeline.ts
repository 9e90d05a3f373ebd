/**
 * A chain of learned steps fitted as one: each on training rows as the steps before have left them.
 *
 * A pipeline is plain data, so that it can be printed, saved and tuned; the paper's is ComBat, z-score, mRMR, LASSO and a
 * classifier. What is fitted holds every step; it is applied to any rows without learning anything from them. A chain
 * that ends in LASSO, without a classifier, gives its linear predictor: the signature's score.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { withScore } from "../cohort/score-column.js";
import { predictLasso } from "../select/lasso.js";
import { type ClassifierModel, predictClassifier } from "./classifier.js";
import {
  applyStep,
  type FittedStep,
  fitStep,
  type PipelineData,
  type PipelineStep,
  rowsAfter,
} from "./pipeline-steps.js";

export type Pipeline = readonly PipelineStep[];

/** A fitted chain. Survives JSON. */
export interface FittedPipeline {
  readonly kind: "pipeline";
  readonly steps: readonly FittedStep[];
  /** Features it was fitted on; a table to be predicted has them in this order. */
  readonly features: readonly string[];
  /** What it predicts: a risk, a decision value (above 0: an event), or LASSO's linear predictor. */
  readonly output: "risk" | "decision" | "score";
  /** Patients that any step was fitted on. */
  readonly learnedOn: readonly string[];
  readonly exception: string | null;
}

/**
 * @throws RangeError for rows that may not be learned from, a classifier that is not the last step, a chain that ends in
 *   neither a classifier nor LASSO, and whatever a step refuses
 */
export function fitPipeline(
  training: Rows,
  steps: Pipeline,
  data: PipelineData = {},
  permission: Pick<FitPermission, "exception"> = {},
): FittedPipeline {
  requireOrder(steps);
  const exception = requireTraining(training, steps[0].step, permission);
  const { fitted, rows } = fitPreparation(training, steps.slice(0, -1), data, permission);
  return finishPipeline(
    training,
    fitted,
    fitStep(rows, steps[steps.length - 1], data, permission),
    exception,
  );
}

/** The steps before the last, and the training rows as they leave them. */
export function fitPreparation(
  training: Rows,
  steps: Pipeline,
  data: PipelineData,
  permission: Pick<FitPermission, "exception"> = {},
): { readonly fitted: readonly FittedStep[]; readonly rows: Rows } {
  const fitted: FittedStep[] = [];
  let rows = training;
  for (const step of steps) {
    const own = fitStep(rows, step, data, permission);
    fitted.push(own);
    if (own.kind !== "classifier") rows = rowsAfter(own, rows, data);
  }
  return { fitted, rows };
}

/** Any rows as fitted steps leave them. @throws RangeError if one of the steps gives no features: a classifier */
export function rowsThrough(
  fitted: readonly FittedStep[],
  rows: Rows,
  data: PipelineData = {},
): Rows {
  return fitted.reduce((left, own) => {
    if (own.kind === "classifier")
      throw new RangeError("a classifier gives no features; leave it out of the steps");
    return rowsAfter(own, left, data);
  }, rows);
}

/** A chain of steps that were fitted one after the other. */
export function finishPipeline(
  training: Rows,
  before: readonly FittedStep[],
  last: FittedStep,
  exception: string | null,
): FittedPipeline {
  return Object.freeze({
    kind: "pipeline",
    steps: [...before, last],
    features: training.features.names,
    output: last.kind === "classifier" ? last.output : "score",
    learnedOn: [...new Set(training.patients)],
    exception,
  });
}

/**
 * The risk, decision value or score (see `output`) of each row.
 *
 * @param patients of the rows, where ComBat has to know their batches (in `data.batches`)
 * @throws RangeError for other features, an unseen batch, or a patient without one
 */
export function predictPipeline(
  { steps }: FittedPipeline,
  table: FeatureTable,
  { patients = [], ...data }: PipelineData & { readonly patients?: readonly string[] } = {},
): Float64Array {
  let features = table;
  for (const own of steps.slice(0, -1))
    if (own.kind !== "classifier") features = applyStep(own, features, patients, data);
  const last = steps[steps.length - 1] as FittedStep;
  if (last.kind === "lasso-choice")
    return predictLasso(last.lasso, features, { lambda: last.lambda });
  return predictClassifier(last as ClassifierModel, features);
}

/** Rows with the pipeline's score beside their features, marked on the patients it was fitted on. */
export function withPipelineScore(
  rows: Rows,
  name: string,
  pipeline: FittedPipeline,
  data: PipelineData = {},
): Rows {
  const scores = predictPipeline(pipeline, rows.features, { ...data, patients: rows.patients });
  return withScore(rows, name, scores, { learnedOn: pipeline.learnedOn });
}

/** @throws RangeError unless the last step gives a score, and it alone is a classifier */
export function requireOrder(steps: Pipeline): void {
  const last = steps.at(-1)?.step;
  if (last !== "classifier" && last !== "lasso")
    throw new RangeError(
      `a pipeline must end in a classifier or LASSO; it ends in ${last === undefined ? "nothing" : `"${last}"`}`,
    );
  const early = steps.findIndex(({ step }) => step === "classifier");
  if (early >= 0 && early < steps.length - 1)
    throw new RangeError(
      `a classifier must be the last step; it is step ${early + 1} of ${steps.length}`,
    );
}
