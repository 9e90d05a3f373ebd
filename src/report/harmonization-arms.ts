/**
 * Ways to bring the centres of a study together, side by side on the same patients, and what each does to features and
 * models.
 *
 * Where all training patients come from one centre: none; ComBat over all centres at once, as the paper seems to have
 * done; and ComBat with the training centre as reference. Where training patients come from several centres, or were
 * seen by several sequences: none, and ComBat learned on the training patients; where validation patients come from
 * centres without a training patient, that is left out, and ComBat over all centres takes its place. The outcome is
 * never a covariate.
 */

import type { Cohort } from "../cohort/cohort.js";
import { type Variable, variablesOfRole } from "../cohort/dictionary.js";
import { joinFeatures, selectFeatures, tableRows } from "../cohort/feature-table.js";
import {
  type FeatureSet,
  type ImageFeatures,
  imageRows,
  isDeep,
} from "../cohort/image-features.js";
import { type Rows, rowsOf, withFeatureNames, withFeatures } from "../cohort/rows.js";
import { withScore } from "../cohort/score-column.js";
import { comparedClassifier } from "../evaluate/classifier-comparison.js";
import { type AucComparison, delongTestOnRows } from "../evaluate/discrimination-on-rows.js";
import { evaluatedSets } from "../evaluate/evaluation-rows.js";
import type { Performance } from "../evaluate/performance.js";
import { type HarmonizationArm, harmonizedRows } from "../harmonize/arms.js";
import { type BatchEffect, batchEffect, correlationRatio } from "../harmonize/batch-effect.js";
import { fitCombat } from "../harmonize/combat.js";
import { applyCombat } from "../harmonize/combat-apply.js";
import { applyZScore, fitZScore } from "../harmonize/z-score.js";
import { principalComponents } from "../math/principal-components.js";
import { predictClassifier } from "../model/classifier.js";
import {
  centresOf,
  classifierSettings,
  pooledReason,
  possibleSets,
  reliableRows,
  setSelection,
  studySmote,
  trainingCombatAbsence,
} from "./image-signature.js";

/** Why ComBat with a reference may see images of external patients. */
export const referenceReason =
  "each external centre is brought to the training centre by its own images, without their outcomes; the training patients stay as they are, so nothing that is learned from them depends on it";

export interface StudyArm {
  readonly id: HarmonizationArm | "training";
  readonly label: string;
  /** Why ComBat saw patients who are not training patients; null where it did not. */
  readonly exception: string | null;
  /** All patients with their reliable features. */
  readonly rows: Rows;
}

export interface ArmStudy {
  readonly cohort: Cohort;
  /** Label of the variable that makes the batches. */
  readonly variable: string;
  /** Labels of the batches that occur, in the dictionary's order. */
  readonly batches: readonly string[];
  /** The batch of each patient, by its label. */
  readonly batchOf: readonly string[];
  /** Reliable features that the batches touch. */
  readonly touched: readonly string[];
  readonly sets: readonly FeatureSet[];
  /** The network behind the deep features, by title and hash; null if there are none. */
  readonly network: string | null;
  readonly arms: readonly StudyArm[];
  /** Why an arm is left out, in a sentence; null if none is. */
  readonly leftOut: string | null;
}

/** Why there is nothing to harmonise, in a sentence; null if there are batches. */
export function armsAbsence(cohort: Cohort, features: ImageFeatures): string | null {
  const [centre] = variablesOfRole(cohort.dictionary, "centre");
  if (centre === undefined)
    return "The dictionary has no variable of role centre: there are no batches, and nothing to harmonise.";
  const { batches } = batchesOf(cohort, imageRows(cohort, features.first));
  return batches.length < 2
    ? `All patients with image features are of one batch (${centre.label}: ${batches.join()}): there is nothing to harmonise.`
    : null;
}

/** The arms of a cohort with batches. @throws RangeError if there are none, and as ComBat */
export function armStudy(cohort: Cohort, features: ImageFeatures): ArmStudy {
  const { rows } = reliableRows(cohort, features);
  const { centre, batches, batchOf } = batchesOf(cohort, rows);
  if (batches.length < 2)
    throw new RangeError(`harmonisation needs two batches or more; got ${batches.length}`);
  const pattern = new RegExp(features.batchOnly ?? "");
  const touched = rows.features.names.filter((name) => pattern.test(name));
  return {
    cohort,
    variable: centre.label,
    batches,
    batchOf,
    touched,
    sets: possibleSets(features),
    network: features.network,
    ...armsOf(rows, centre.label, batchOf, touched),
  };
}

function batchesOf(
  cohort: Cohort,
  rows: Rows,
): { readonly centre: Variable } & Pick<ArmStudy, "batches" | "batchOf"> {
  const values = centresOf(cohort, rows);
  const centre = variablesOfRole(cohort.dictionary, "centre")[0]!;
  const labels = new Map(centre.levels.map(({ value, label }) => [value, label]));
  const batchOf = values.map((value) => labels.get(value) ?? value);
  const batches = [...labels.values()].filter((label) => batchOf.includes(label));
  return { centre, batches, batchOf };
}

/** How the batches show in the features of an arm. */
export interface ArmEffect {
  readonly arm: StudyArm;
  readonly kind: "handcrafted" | "deep";
  readonly effect: BatchEffect;
}

/** Of the features that the batches touch, all patients together. */
export function armEffects({ arms, touched, batchOf }: ArmStudy): ArmEffect[] {
  return (["handcrafted", "deep"] as const).flatMap((kind) => {
    const names = touched.filter((name) => isDeep(name) === (kind === "deep"));
    if (names.length === 0) return [];
    return arms.map((arm) => {
      const table = selectFeatures(arm.rows.features, names);
      return { arm, kind, effect: batchEffect(table, batchOf, arm.rows.outcome) };
    });
  });
}

/** Where patients lie on the first two principal components of the handcrafted features of an arm. */
export interface ArmComponents {
  readonly arm: StudyArm;
  readonly features: number;
  /** By component, one coordinate a patient. */
  readonly scores: readonly Float64Array[];
  /** Of each component: its share of the variance of all features, and the batches' share of its own. */
  readonly shares: readonly number[];
  readonly byBatch: readonly number[];
}

/** Of the handcrafted features that the batches touch, as z-scores that were learned on the training patients. */
export function armComponents({ arms, batches, batchOf, touched }: ArmStudy): ArmComponents[] {
  const names = touched.filter((name) => !isDeep(name));
  const groups = batches.map((label) => batchOf.flatMap((of, i) => (of === label ? [i] : [])));
  return arms.map((arm) => {
    const rows = withFeatureNames(arm.rows, names);
    const scaled = applyZScore(fitZScore(rowsOf(rows, "training")), rows.features);
    const { scores, shares } = principalComponents(tableRows(scaled), 2);
    const byBatch = scores.map((score) => correlationRatio(score, groups));
    return { arm, features: names.length, scores, shares, byBatch };
  });
}

/** What an arm does to a model: selection and a support vector machine with SMOTE, as the paper's. */
export interface ArmPerformance {
  readonly arm: StudyArm;
  readonly set: FeatureSet;
  /** Features that the model uses. */
  readonly kept: readonly string[];
  /** The decision value of each patient. */
  readonly scores: Float64Array;
  readonly training: Performance;
  readonly external: Performance;
  /** In the external patients against the arm without harmonisation, DeLong's paired test; null for that arm. */
  readonly against: AucComparison | null;
}

/** Of the handcrafted and the combined model; empty where the cohort has no external patients, or too few. */
export function armPerformances({ arms, sets, network }: ArmStudy): ArmPerformance[] {
  if (!evaluatedSets(arms[0]!.rows).includes("validation")) return [];
  return sets
    .filter((set) => set !== "deep")
    .flatMap((set) => {
      let scored = withFeatureNames(arms[0]!.rows, []);
      return arms.map((arm) => {
        const { rows } = setSelection(arm.rows, set, network);
        const { model, training, validation } = comparedClassifier(rows, "svm", "smote", {
          settings: classifierSettings,
          smote: studySmote,
          syntheticReason: "not shown: real patients alone are evaluated here",
        });
        const scores = predictClassifier(model, rows.features);
        scored = withScore(scored, arm.id, scores, { learnedOn: model.learnedOn });
        const external = rowsOf(scored, "validation");
        const against = arm.id === "none" ? null : delongTestOnRows(external, arm.id, "none");
        const kept = rows.features.names;
        return { arm, set, kept, scores, training, external: validation!, against };
      });
    });
}

function armsOf(
  rows: Rows,
  variable: string,
  batchOf: readonly string[],
  touched: readonly string[],
): Pick<ArmStudy, "arms" | "leftOut"> {
  const none: StudyArm = { id: "none", label: "None", exception: null, rows };
  const inTraining = [...new Set(batchOf.filter((_, i) => rows.roles[i] === "training"))];
  const own = withFeatureNames(rows, touched);
  const arm = (id: "pooled" | "reference", label: string, exception: string): StudyArm => {
    const options = { arm: id, reference: inTraining[0]!, exception };
    const harmonised = harmonizedRows(own, batchOf, options).rows;
    return { id, label, exception, rows: replaced(rows, harmonised) };
  };
  const pooled = (): StudyArm => arm("pooled", "ComBat, pooled", pooledReason);
  if (inTraining.length > 1) {
    const absence = trainingCombatAbsence(rows, batchOf);
    if (absence !== null) return { arms: [none, pooled()], leftOut: `${absence}: left out.` };
    const training = rowsOf(own, "training");
    const trainingBatches = batchOf.filter((_, i) => rows.roles[i] === "training");
    const combat = fitCombat(training, trainingBatches);
    const harmonised = withFeatures(own, applyCombat(combat, own.features, batchOf));
    const label = `ComBat by ${variable.toLowerCase()}`;
    const learned: StudyArm = {
      id: "training",
      label,
      exception: null,
      rows: replaced(rows, harmonised),
    };
    return { arms: [none, learned], leftOut: null };
  }
  const reference = arm("reference", `ComBat to ${inTraining[0]!}`, referenceReason);
  return { arms: [none, pooled(), reference], leftOut: null };
}

/** The rows with some features replaced, in their order. */
function replaced(rows: Rows, { features }: Rows): Rows {
  const { names } = rows.features;
  const own = new Set(features.names);
  const others = names.filter((name) => !own.has(name));
  const table = joinFeatures(features, selectFeatures(rows.features, others));
  return withFeatures(rows, selectFeatures(table, names));
}
