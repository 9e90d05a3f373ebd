/**
 * The scores that notebooks 07 to 09 rest on: that of the table of patients where it has one, else that of the images.
 *
 * From images there are two. The published way scores training patients by the model that was learned on them. The
 * honest way scores each by models that had not seen them: the whole chain is learned again in every fold. Validation
 * patients have the same score in both.
 */

import type { Cohort } from "../cohort/cohort.js";
import { featureColumn } from "../cohort/feature-table.js";
import type { ImageFeatures } from "../cohort/image-features.js";
import { unmeasuredSets } from "../evaluate/evaluation-rows.js";
import { scoreModels, scoreModelsAbsence } from "../evaluate/score-models.js";
import { mean } from "../math/summary.js";
import { candidateOf, chainCandidates } from "../report/choice-findings.js";
import { comparedModel } from "../report/comparison-findings.js";
import { imageScoreCohort, type ScoredStudy, stageName } from "../report/image-score.js";
import { scoreSentence } from "../report/nomogram-findings.js";
import { batchData, studyChain, widestSelection } from "../report/study-chain.js";
import { estimateFolds, studyChoice } from "./study-choice.js";
import { imageFeaturesAbsence, openImageFeatures } from "./study-features.js";

/** Both scores from the images of a cohort. */
export interface ImageScores {
  readonly outOfFold: ScoredStudy;
  /** Those that models can be made of: as published, if that is possible, then out of fold. */
  readonly versions: readonly ScoredStudy[];
  /** Which versions there are, and why one is not, in sentences. */
  readonly sentence: string;
}

const inSampleReason =
  "as published: the model was fitted on scores of the patients the signature was learned on, so its performance in training is too good";

/** The score of the table of patients, else the out-of-fold score of the images; a sentence where there is neither. */
export async function openScoredStudy(
  cohort: Cohort,
): Promise<ScoredStudy | { readonly absence: string }> {
  const absence = scoreModelsAbsence(cohort);
  if (absence === null) {
    const scored: ScoredStudy = {
      study: cohort,
      source: "patients",
      sentence: measuredIn(scoreSentence(cohort), cohort),
      reason: inSampleReason,
      exception: inSampleReason,
    };
    const refused = modelRefusal(scored);
    return refused === null ? scored : { absence: `${noModel} ${refused}.` };
  }
  const images = await openImageScores(cohort);
  if (images === null) return { absence };
  const lacking = scoreModelsAbsence(images.outOfFold.study);
  if (lacking !== null) return { absence: lacking };
  const refused = modelRefusal(images.outOfFold);
  if (refused !== null) return { absence: `${absence} ${noModel} ${refused}.` };
  const { study, sentence, ...rest } = images.outOfFold;
  const stage = stageSentence(cohort, study);
  return { ...rest, study, sentence: measuredIn(`${sentence}${stage}`, study) };
}

/** That a class by size stands where a stage should, if one does. */
function stageSentence(own: Cohort, { dictionary }: Cohort): string {
  const staged = (variables: Cohort["dictionary"]["variables"]) =>
    variables.find(({ name }) => name === stageName);
  const derived = staged(dictionary.variables);
  return derived === undefined || staged(own.dictionary.variables) !== undefined
    ? ""
    : ` **No T-stage is known:** a ${derived.label.toLowerCase()} takes its place, ${derived.note}.`;
}

const noModel = "The score does not allow a model:";

/** The sentence, and which sets nothing is measured in. */
function measuredIn(sentence: string, cohort: Cohort): string {
  return [sentence, unmeasuredSets(cohort) ?? []].flat().join(" ");
}

/** A second score, from images, of a cohort whose first is in its table; null where there is none. */
export async function openSecondScores(cohort: Cohort): Promise<ImageScores | null> {
  return scoreModelsAbsence(cohort) === null ? openImageScores(cohort) : null;
}

/** Both scores from images; null for a cohort without image features. */
export async function openImageScores(cohort: Cohort): Promise<ImageScores | null> {
  if (imageFeaturesAbsence(cohort) !== null) return null;
  const features = await openImageFeatures(cohort);
  const chain = studyChain(cohort, features);
  const selection = widestSelection(chain);
  const model = comparedModel(selection, "svm", "smote");
  if (model.found === null) throw new RangeError(model.notComputable);
  const { rows } = model.found;
  const scores = featureColumn(rows.features, "score");
  const folds = estimateFolds(rows);
  const candidate = candidateOf(chainCandidates(chain), selection.set, "svm", "smote");
  const data = batchData(cohort, chain.rows, chain.harmonization);
  const honest = await studyChoice(cohort, features, [candidate], folds, data);
  const outOfFold = new Map(
    honest.repetitions[0]!.ids.map((id, i) => [
      id,
      mean(honest.repetitions.map((repetition) => repetition.scores[i]!)),
    ]),
  );
  const diameters = diametersOf(features, rows.patients);
  const shared = { patients: rows.patients, diameters };
  const network = selection.network === null ? "" : ` (deep features: ${selection.network})`;
  const chainWords = `the signature of the ${selection.set} features${network}, a support vector machine with SMOTE`;
  const shape = cohort.constructed
    ? " The images are synthetic: these numbers show that the chain works, and nothing about the paper."
    : "";
  const published: ScoredStudy = {
    study: imageScoreCohort(cohort, { ...shared, scores: [...scores], inSample: true }),
    source: "images",
    sentence: `**From images, as published:** ${chainWords}; training patients are scored by the model that was learned on them.${shape}`,
    reason: inSampleReason,
    exception: inSampleReason,
  };
  const honestStudy: ScoredStudy = {
    study: imageScoreCohort(cohort, {
      ...shared,
      scores: rows.patients.map((patient, i) => outOfFold.get(patient) ?? scores[i]!),
      inSample: false,
    }),
    source: "images",
    sentence: `**From images, out of fold:** ${chainWords}; a training patient is scored by models that had not seen it (${folds.outerFolds} folds${folds.repetitions > 1 ? `, mean of ${folds.repetitions} repetitions` : ""}, every learned step in each).${shape}`,
    reason: "scores are out of fold",
    exception: null,
  };
  const refused = modelRefusal(published);
  return {
    outOfFold: honestStudy,
    versions: refused === null ? [published, honestStudy] : [honestStudy],
    sentence:
      refused === null
        ? `${published.sentence} ${honestStudy.sentence}`
        : `${honestStudy.sentence} **As published there is no model:** ${refused}. The signature fits the patients it was learned on so well that its in-sample score leaves nothing to estimate.`,
  };
}

/** Why no model can be made of the scores; null if one can, or if the cohort has no stage. */
function modelRefusal({ study, reason }: ScoredStudy): string | null {
  if (scoreModelsAbsence(study) !== null) return null;
  try {
    scoreModels(study, { exception: reason });
    return null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}

/** Largest diameter in mm by the first sequence that has it, with the original image's mask. */
function diametersOf({ first }: ImageFeatures, patients: readonly string[]): number[] | null {
  const name = first.table.names.find((own) => own.endsWith("_original_shape_Maximum3DDiameter"));
  if (name === undefined) return null;
  const column = featureColumn(first.table, name);
  const of = new Map(first.patients.map((patient, i) => [patient, column[i]!]));
  return patients.map((patient) => of.get(patient)!);
}
