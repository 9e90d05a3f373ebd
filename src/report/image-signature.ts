/**
 * The signature from image features, step by step as the paper took them: features that can be relied on, harmonisation
 * of the centres, and for each of the three feature sets the fifteen of mRMR and the choice of the LASSO; then the
 * classifier that the paper chose, a support vector machine on rows evened out by SMOTE.
 *
 * What is learned is learned on training patients. Harmonisation over all centres sees external images, and is a
 * declared exception.
 */

import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import {
  type FeatureSet,
  featureSets,
  type ImageFeatures,
  imageRows,
  isDeep,
  namesOfSet,
  repeatedReadings,
} from "../cohort/image-features.js";
import { type Rows, rowsOf, withFeatureNames } from "../cohort/rows.js";
import { type HarmonizationArm, type HarmonizedRows, harmonizedRows } from "../harmonize/arms.js";
import type { ClassifierKind, ClassifierSettings } from "../model/classifier.js";
import { fitPreparation, rowsThrough } from "../model/pipeline.js";
import type { FittedStep, LassoChoice } from "../model/pipeline-steps.js";
import { selectionSteps, stabilitySteps } from "../model/signature.js";
import type { SmoteOptions } from "../model/smote.js";
import type { MrmrSelection } from "../select/mrmr.js";

/** The settings of this project; the paper's supplement that would have its own is not available. */
export const signatureSeed = 20220612;

/** Features that mRMR ranks first, as the paper's. */
const signatureSize = 15;

/** Each classifier with the settings used for every model; its randomness from the seed of the study. */
export const classifierSettings: Readonly<{ [K in ClassifierKind]: ClassifierSettings<K> }> = {
  logistic: {},
  cart: {},
  "random-forest": { trees: 500, seed: signatureSeed },
  svm: { kernel: "radial", cost: 1 },
  adaboost: { rounds: 50 },
} as never;

/** The classifiers as a table names them. */
export const classifierTitles: Readonly<Record<ClassifierKind, string>> = {
  logistic: "logistic regression",
  cart: "decision tree",
  "random-forest": "random forest",
  svm: "SVM",
  adaboost: "AdaBoost",
};

/** The feature sets as a table names them. */
export const setTitles: Readonly<Record<FeatureSet, string>> = {
  handcrafted: "Handcrafted",
  deep: "Deep",
  combined: "Combined",
};

/**
 * SMOTE as the paper counts it: three synthetic rows for each training patient with the event (60 beside its 20), but
 * never more than make the classes equal.
 */
export const studySmote: SmoteOptions = { amount: { perRow: 3 }, seed: signatureSeed };

/** Why ComBat may see images of external patients. */
export const pooledReason =
  "as the paper seems to have done: ComBat over the patients of all centres at once, external images included; their outcomes are not used";

/** The selection for one feature set. */
export interface SetSelection {
  readonly set: FeatureSet;
  /** The network behind its deep features, by title and hash; null if it has none. */
  readonly network: string | null;
  /** Features that were there to choose from. */
  readonly candidates: readonly string[];
  /** How many mRMR was to rank first. */
  readonly wanted: number;
  readonly steps: readonly FittedStep[];
  readonly mrmr: MrmrSelection;
  readonly lasso: LassoChoice;
  /** All patients, with the chosen features as the steps leave them. */
  readonly rows: Rows;
}

/** Rows of features that repeat and are not null. */
export interface ReliableRows {
  readonly rows: Rows;
  readonly fitted: readonly FittedStep[];
  /** Training patients whose second reading decides which features repeat; 0 where nothing is filtered for it. */
  readonly readTwice: number;
}

/** All patients with the features that are reliable in the training patients. */
export function reliableRows(cohort: Cohort, features: ImageFeatures, iccCut = 0.75): ReliableRows {
  const rows = imageRows(cohort, features.first);
  const readings = repeatedReadings(cohort, features);
  const data = readings === null ? {} : { readings };
  const steps = stabilitySteps({ set: setOf(features), repeated: readings !== null, iccCut });
  const { fitted } = fitPreparation(rowsOf(rows, "training"), steps, data);
  const readTwice = readings === null ? 0 : readings[0].ids.length;
  return { fitted, rows: rowsThrough(fitted, rows, data), readTwice };
}

/** The centre of each row. @throws RangeError if the cohort has no variable of role centre */
export function centresOf(cohort: Cohort, rows: Rows): string[] {
  const [centre] = variablesOfRole(cohort.dictionary, "centre");
  if (centre === undefined)
    throw new RangeError("harmonisation needs a variable of role centre; the cohort has none");
  const of = new Map(
    cohort.ids.map((id, i) => [id, String(cohort.columns[centre.name]!.values[i])]),
  );
  return rows.patients.map((patient) => of.get(patient)!);
}

/** Why ComBat that is learned on the training patients cannot be used on all, in a clause; null if it can. */
export function trainingCombatAbsence(rows: Rows, batches: readonly string[]): string | null {
  const known = new Set(batches.filter((_, i) => rows.roles[i] === "training"));
  const unseen = [...new Set(batches)].filter((batch) => !known.has(batch));
  return unseen.length === 0
    ? null
    : `ComBat that is learned on training patients cannot be used on patients of ${unseen.join(" and ")}, where none of these is from`;
}

/** The rows of an arm; "none" wherever the cohort has one centre only. */
export function harmonizedStudy(
  cohort: Cohort,
  rows: Rows,
  arm: HarmonizationArm,
  exception: string = pooledReason,
): HarmonizedRows {
  if (arm === "none") return { arm, rows, combat: null };
  const centres = centresOf(cohort, rows);
  const reference = centres[rows.roles.indexOf("training")]!;
  return harmonizedRows(rows, centres, { arm, reference, exception });
}

/** The choice of mRMR and LASSO for one feature set, learned on the training patients. */
export function setSelection(rows: Rows, set: FeatureSet, network: string | null): SetSelection {
  const seed = signatureSeed;
  const candidates = namesOfSet(rows.features.names, set);
  const own = withFeatureNames(rows, candidates);
  const steps = selectionSteps({ set, seed, count: signatureSize });
  const { fitted } = fitPreparation(rowsOf(own, "training"), steps, {});
  return {
    set,
    network: candidates.some(isDeep) ? network : null,
    candidates,
    wanted: signatureSize,
    steps: fitted,
    mrmr: fitted.find(({ kind }) => kind === "mrmr") as MrmrSelection,
    lasso: fitted.find(({ kind }) => kind === "lasso-choice") as LassoChoice,
    rows: rowsThrough(fitted, own),
  };
}

/** The sets that a cohort's features allow. */
export function possibleSets({ first, network }: ImageFeatures): FeatureSet[] {
  const { names } = first.table;
  return featureSets.filter(
    (set) =>
      namesOfSet(names, set).length > 0 &&
      (set !== "combined" || (network !== null && namesOfSet(names, "handcrafted").length > 0)),
  );
}

function setOf(features: ImageFeatures): FeatureSet {
  const sets = possibleSets(features);
  return sets.includes("combined") ? "combined" : (sets[0] ?? "handcrafted");
}
