/**
 * The chain from image features to the chosen features of each model, for one cohort: what notebooks 03 to 09 look at,
 * each from its own side.
 *
 * Where training patients come from several centres, ComBat is learned on them alone, inside every fold. Where all come
 * from one and the validation patients from others, it is fitted over all centres at once, as the paper seems to have
 * done: a declared exception. One centre needs none, and where ComBat cannot be learned for every centre there is none.
 */

import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import type { FeatureSet, ImageFeatures } from "../cohort/image-features.js";
import { type Rows, rowsOf } from "../cohort/rows.js";
import type { HarmonizationArm } from "../harmonize/arms.js";
import { fitPreparation, rowsThrough } from "../model/pipeline.js";
import type { PipelineData } from "../model/pipeline-steps.js";
import {
  centresOf,
  harmonizedStudy,
  pooledReason,
  possibleSets,
  type ReliableRows,
  reliableRows,
  type SetSelection,
  setSelection,
  trainingCombatAbsence,
} from "./image-signature.js";

/** How the centres, or sequences, of a cohort are brought together. */
export interface ChainHarmonization {
  readonly kind: "none" | "pooled" | "within training";
  /** In a sentence. */
  readonly words: string;
  /** Why images of validation patients were seen; null where none were. */
  readonly exception: string | null;
}

export interface StudyChain {
  readonly features: ImageFeatures;
  readonly reliable: ReliableRows;
  readonly harmonization: ChainHarmonization;
  /** Reliable features of all patients, harmonised. */
  readonly rows: Rows;
  readonly selections: readonly SetSelection[];
}

/** Every learned step on the training patients. @throws RangeError as the steps */
export function studyChain(cohort: Cohort, features: ImageFeatures): StudyChain {
  const reliable = reliableRows(cohort, features);
  const harmonization = harmonizationOf(cohort, reliable.rows, features);
  const rows = harmonizedBy(harmonization, cohort, reliable.rows, features);
  const selections = possibleSets(features).map((set) => setSelection(rows, set, features.network));
  return { features, reliable, harmonization, rows, selections };
}

/** The selection of one model. @throws RangeError if the cohort's features do not allow it */
export function selectionOf({ selections }: StudyChain, set: FeatureSet): SetSelection {
  const found = selections.find((selection) => selection.set === set);
  if (found === undefined)
    throw new RangeError(
      `the cohort must have the features of the ${set} model; it has ${selections.map((own) => own.set).join(", ")}`,
    );
  return found;
}

/** The widest model that the features allow: combined where there are both kinds. */
export function widestSelection({ selections }: StudyChain): SetSelection {
  return selections.find(({ set }) => set === "combined") ?? selections[0]!;
}

/** What pipelines need beside rows to harmonise inside folds; empty where nothing is harmonised there. */
export function batchData(cohort: Cohort, rows: Rows, { kind }: ChainHarmonization): PipelineData {
  if (kind !== "within training") return {};
  const centres = centresOf(cohort, rows);
  return { batches: Object.fromEntries(rows.patients.map((patient, i) => [patient, centres[i]!])) };
}

function harmonizationOf(
  cohort: Cohort,
  rows: Rows,
  { batchOnly }: ImageFeatures,
): ChainHarmonization {
  const [centre] = variablesOfRole(cohort.dictionary, "centre");
  const centres = centre === undefined ? [] : centresOf(cohort, rows);
  const inTraining = [...new Set(centres.filter((_, i) => rows.roles[i] === "training"))];
  const name = centre?.label.toLowerCase() ?? "";
  if (inTraining.length > 1) {
    const obstacle = trainingCombatAbsence(rows, centres) ?? fewOfBatch(rows, centres);
    if (obstacle !== null)
      return {
        kind: "none",
        words: `Nothing is harmonised by ${name}: ${obstacle}.`,
        exception: null,
      };
    return {
      kind: "within training",
      words: `ComBat by ${name} (${inTraining.join(", ")}) is learned on training patients alone${batchOnly === null ? "" : `, for the features that match \`${batchOnly}\``}.`,
      exception: null,
    };
  }
  if (new Set(centres).size > 1)
    return {
      kind: "pooled",
      words: `ComBat over the ${new Set(centres).size} centres at once; the outcome is no covariate.`,
      exception: pooledReason,
    };
  return {
    kind: "none",
    words: "All patients are of one centre: nothing is harmonised.",
    exception: null,
  };
}

/** Every part of a cross-validation needs patients of each batch: three of one outcome are dealt to three folds. */
function fewOfBatch(rows: Rows, centres: readonly string[]): string | null {
  const groups = new Map<string, number>();
  const most = new Map<string, number>();
  centres.forEach((centre, i) => {
    if (rows.roles[i] !== "training") return;
    const group = JSON.stringify([centre, rows.outcome[i]]);
    groups.set(group, (groups.get(group) ?? 0) + 1);
    most.set(centre, Math.max(most.get(centre) ?? 0, groups.get(group)!));
  });
  const few = [...most].filter(([, count]) => count < 3).map(([centre]) => centre);
  return few.length === 0
    ? null
    : `ComBat would be learned in every part of a cross-validation, and ${few.join(", ")} has fewer than 3 training patients of each outcome`;
}

function harmonizedBy(
  { kind, exception }: ChainHarmonization,
  cohort: Cohort,
  rows: Rows,
  { batchOnly }: ImageFeatures,
): Rows {
  if (kind === "none") return rows;
  if (kind === "pooled") {
    const arm: HarmonizationArm = "pooled";
    return harmonizedStudy(cohort, rows, arm, exception!).rows;
  }
  const only = batchOnly ?? ".";
  const harmonization = { kind, words: "", exception };
  const data = batchData(cohort, rows, harmonization);
  const { fitted } = fitPreparation(rowsOf(rows, "training"), [{ step: "combat", only }], data);
  return rowsThrough(fitted, rows, data);
}
