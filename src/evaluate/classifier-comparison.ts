/**
 * Classifiers side by side on the same chosen features: with no correction of a rare outcome, with SMOTE, and with
 * weights of the classes; each judged on the real training patients (apparent) and on the validation patients.
 *
 * Rows that SMOTE made are no patients. What a model scores on training patients and its own synthetic rows together is
 * computed too, since studies print it, and stands by itself, without interval.
 */

import { type Role, type Rows, rowsOf } from "../cohort/rows.js";
import { withScore } from "../cohort/score-column.js";
import {
  type ClassifierKind,
  type ClassifierModel,
  type ClassifierSettings,
  classifierKinds,
  fitClassifier,
  predictClassifier,
} from "../model/classifier.js";
import { type SmoteOptions, smote } from "../model/smote.js";
import type { ConfusionFigures } from "./confusion.js";
import { type AucOnRows, confusionOnRows, delongAucOnRows } from "./discrimination-on-rows.js";
import { evaluatedSets } from "./evaluation-rows.js";
import { type Performance, performanceOnRows } from "./performance.js";
import { type CalibrationOnRows, calibrationOnRows } from "./risks-on-rows.js";

export type Correction = "none" | "smote" | "class weights";

export const corrections: readonly Correction[] = ["none", "smote", "class weights"];

export interface ComparisonOptions {
  readonly settings: { readonly [K in ClassifierKind]: ClassifierSettings<K> };
  readonly smote: SmoteOptions;
  /** Why synthetic rows are evaluated at all; printed beside what comes of it. */
  readonly syntheticReason: string;
}

/** One classifier with one correction. */
export interface ComparedClassifier {
  readonly classifier: ClassifierKind;
  readonly correction: Correction;
  readonly model: ClassifierModel;
  /** On the real training patients: apparent. */
  readonly training: Performance;
  /** Null where the cohort has no validation patients, or too few of an outcome. */
  readonly validation: Performance | null;
  /** Training patients and synthetic rows together; null without SMOTE. */
  readonly augmented: { readonly auc: AucOnRows; readonly figures: ConfusionFigures } | null;
  /** On validation patients, of what is a risk; null for a decision value, or where it cannot be computed. */
  readonly calibration: CalibrationOnRows | null;
  /** All rows with the feature `score`. */
  readonly rows: Rows;
}

/** Every classifier with every correction; a decision tree has no class weights here. */
export function comparedClassifiers(rows: Rows, options: ComparisonOptions): ComparedClassifier[] {
  return classifierKinds.flatMap((classifier) =>
    corrections.flatMap((correction) =>
      classifier === "cart" && correction === "class weights"
        ? []
        : [comparedClassifier(rows, classifier, correction, options)],
    ),
  );
}

/** @throws RangeError as {@link fitClassifier}, naming the classifier and the correction */
export function comparedClassifier<K extends ClassifierKind>(
  rows: Rows,
  classifier: K,
  correction: Correction,
  { settings, smote: oversampling, syntheticReason }: ComparisonOptions,
): ComparedClassifier {
  const training = rowsOf(rows, "training");
  const own = {
    ...settings[classifier],
    ...(correction === "smote" && { smote: oversampling }),
    ...(correction === "class weights" && { classWeights: "balanced" as const }),
  } as ClassifierSettings<K>;
  const model = fitClassifier(training, classifier, own);
  const scored = scoredBy(rows, model);
  const of = (role: Role): Rows => rowsOf(scored, role);
  const validation = of("validation");
  const isValidated = evaluatedSets(scored).includes("validation");
  const augmented = correction === "smote" ? scoredBy(smote(training, oversampling), model) : null;
  return {
    classifier,
    correction,
    model,
    rows: scored,
    training: performanceOnRows(of("training"), "score", model.threshold),
    validation: isValidated ? performanceOnRows(validation, "score", model.threshold) : null,
    augmented: augmented && {
      auc: delongAucOnRows(augmented, "score", { syntheticReason }),
      figures: confusionOnRows(augmented, "score", model.threshold, { syntheticReason }),
    },
    calibration:
      model.output === "risk" && isValidated ? calibrationOnRows(validation, "score") : null,
  };
}

/** Rows with the model's risk or decision value as the feature `score`, marked on the patients it was fitted on. */
export function scoredBy(rows: Rows, model: ClassifierModel): Rows {
  const scores = predictClassifier(model, rows.features);
  return withScore(rows, "score", scores, { learnedOn: model.learnedOn });
}
