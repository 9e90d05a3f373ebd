/**
 * Five classifiers under one name: logistic regression, decision tree, random forest, support vector machine, AdaBoost.
 *
 * Each takes training rows and gives every patient a number that rises with the risk. It is a risk (0 to 1) for all but
 * the support vector machine, which gives a decision value: above 0 an event is predicted. A rare outcome can be met by
 * SMOTE or by weights of the classes; both at once would count it twice, and are refused.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { requireKnownOptions } from "../math/known-options.js";
import {
  type AdaBoostModel,
  type AdaBoostOptions,
  fitAdaBoost,
  predictAdaBoost,
} from "./adaboost.js";
import { type CartModel, type CartOptions, fitCart, predictCart } from "./cart.js";
import { type FirthPredictor, fitFirthPredictor } from "./firth.js";
import { fitLogistic, type LogisticModel, predictLogistic } from "./logistic.js";
import { type ForestModel, type ForestOptions, fitForest, predictForest } from "./random-forest.js";
import { type SmoteOptions, smote } from "./smote.js";
import { fitSvm, predictSvm, type SvmFit } from "./svm.js";
import type { SvmOptions } from "./svm-machine.js";

export const classifierKinds: readonly ClassifierKind[] = [
  "logistic",
  "cart",
  "random-forest",
  "svm",
  "adaboost",
];

export type ClassifierKind = "logistic" | "cart" | "random-forest" | "svm" | "adaboost";

/** The settings of each, without those that are common to all. */
export interface ClassifierOptions {
  /** Firth's penalised likelihood has an answer also where the outcomes are separated; defaults to "maximum". */
  readonly logistic: { readonly likelihood?: "maximum" | "firth" };
  readonly cart: CartOptions;
  readonly "random-forest": Omit<ForestOptions, "classWeights">;
  readonly svm: Omit<SvmOptions, "classWeights">;
  readonly adaboost: Omit<AdaBoostOptions, "classWeights">;
}

export interface CommonClassifierOptions {
  /** Left out, no synthetic rows are made. */
  readonly smote?: SmoteOptions;
  /** Weights of a non-event and of an event, or "balanced": n / (2 · rows of the class). A decision tree has none. */
  readonly classWeights?: readonly [number, number] | "balanced";
}

export type ClassifierSettings<K extends ClassifierKind = ClassifierKind> = ClassifierOptions[K] &
  CommonClassifierOptions;

/** A fitted classifier. Survives JSON. */
export interface ClassifierModel {
  readonly kind: "classifier";
  /** What it predicts: a risk (0 to 1), or a decision value (any number). */
  readonly output: "risk" | "decision";
  /** From here on an event is predicted. */
  readonly threshold: number;
  readonly fit: LogisticModel | FirthPredictor | CartModel | ForestModel | SvmFit | AdaBoostModel;
  readonly features: readonly string[];
  /** Patients it was fitted on. */
  readonly learnedOn: readonly string[];
  readonly syntheticCount: number;
  readonly classWeights: readonly [number, number] | null;
  readonly exception: string | null;
}

/**
 * @throws RangeError for rows that may not be learned from (synthetic ones may enter), an unknown classifier, SMOTE beside
 *   class weights, class weights of a tree, and whatever the classifier refuses
 */
export function fitClassifier<K extends ClassifierKind>(
  training: Rows,
  kind: K,
  settings: ClassifierSettings<K>,
  permission: Pick<FitPermission, "exception"> = {},
): ClassifierModel {
  if (!classifierKinds.includes(kind))
    throw new RangeError(
      `a classifier must be one of ${classifierKinds.join(", ")}; got "${String(kind)}"`,
    );
  const { smote: oversampling, classWeights: weighting, ...own } = settings;
  if (oversampling !== undefined && weighting !== undefined)
    throw new RangeError(
      "a rare outcome must be met by SMOTE or by class weights, not by both; leave one out",
    );
  const exception = requireTraining(training, kind, { ...permission, synthetic: "allowed" });
  const rows =
    oversampling === undefined ? training : smote(training, { ...oversampling, ...permission });
  const classWeights = weighting === undefined ? null : weightsOf(rows, weighting);
  if (classWeights !== null && kind === "cart")
    throw new RangeError(
      "a decision tree has no class weights here; use SMOTE, or another classifier",
    );
  const fit = fitOf(rows, kind, own, classWeights, permission);
  return Object.freeze({
    kind: "classifier",
    output: fit.kind === "svm" ? "decision" : "risk",
    threshold: fit.kind === "svm" ? 0 : 0.5,
    fit,
    features: rows.features.names,
    learnedOn: [...new Set(training.patients)],
    syntheticCount: rows.roles.filter((role) => role === "synthetic").length,
    classWeights,
    exception,
  });
}

/** The risk or decision value (see `output`) of each row. @throws RangeError for a feature the table lacks */
export function predictClassifier({ fit }: ClassifierModel, table: FeatureTable): Float64Array {
  switch (fit.kind) {
    case "logistic":
    case "firth-predictor":
      return predictLogistic(fit, table);
    case "cart":
      return predictCart(fit, table);
    case "random-forest":
      return predictForest(fit, table);
    case "svm":
      return predictSvm(fit, table);
    case "adaboost":
      return predictAdaBoost(fit, table);
  }
}

function fitOf(
  rows: Rows,
  kind: ClassifierKind,
  own: object,
  weights: readonly [number, number] | null,
  permission: Pick<FitPermission, "exception">,
): ClassifierModel["fit"] {
  const allowed = { ...permission, synthetic: "allowed" as const };
  const options = { ...own, ...allowed };
  const classWeights = weights ?? ([1, 1] as const);
  switch (kind) {
    case "logistic":
      return logisticOf(rows, own, weights, allowed);
    case "cart":
      return fitCart(rows, options);
    case "random-forest":
      return fitForest(rows, { ...(own as ForestOptions), ...allowed, classWeights });
    case "svm":
      requireKnownOptions("SVM", own, svmOptions);
      return fitSvm(rows, {
        ...options,
        classWeights: { nonEvent: classWeights[0], event: classWeights[1] },
      });
    case "adaboost":
      return fitAdaBoost(rows, { ...options, classWeights });
  }
}

function logisticOf(
  rows: Rows,
  own: ClassifierOptions["logistic"],
  weights: readonly [number, number] | null,
  permission: FitPermission,
): LogisticModel | FirthPredictor {
  requireKnownOptions("logistic regression as a classifier", own, ["likelihood"]);
  const { likelihood = "maximum" } = own;
  if (likelihood !== "maximum" && likelihood !== "firth")
    throw new RangeError(`likelihood must be maximum or firth; got "${String(likelihood)}"`);
  if (likelihood === "maximum")
    return fitLogistic(rows, {
      ...permission,
      ...(weights && { weights: rows.outcome.map((label) => weights[label]) }),
    });
  if (weights !== null)
    throw new RangeError("Firth's logistic regression has no class weights here; use SMOTE");
  return fitFirthPredictor(rows, permission);
}

const svmOptions = ["kernel", "cost", "gamma", "coef0", "degree", "scale", "tolerance", "exact"];

function weightsOf(
  { outcome }: Rows,
  weighting: readonly [number, number] | "balanced",
): readonly [number, number] {
  if (weighting === "balanced") {
    const n = outcome.length;
    const events = outcome.reduce((sum, label) => sum + label, 0);
    if (events === 0 || events === n)
      throw new RangeError(
        `balanced class weights need both outcomes; got ${events} events and ${n - events} non-events`,
      );
    return [n / (2 * (n - events)), n / (2 * events)];
  }
  if (!Array.isArray(weighting) || weighting.length !== 2)
    throw new RangeError(
      `class weights must be "balanced" or two numbers; got ${JSON.stringify(weighting)}`,
    );
  return weighting;
}
