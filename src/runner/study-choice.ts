/** What whole chains are worth on patients they have not seen: nested cross-validation of a study, computed once. */

import type { Cohort } from "../cohort/cohort.js";
import { type ImageFeatures, imageRows, repeatedReadings } from "../cohort/image-features.js";
import { type Rows, rowsOf } from "../cohort/rows.js";
import type { CrossValidatedAuc } from "../evaluate/cross-validated-auc.js";
import { nestedCrossValidation } from "../evaluate/nested-cross-validation.js";
import type { Json } from "../io/notebook.js";
import type { PipelineData } from "../model/pipeline-steps.js";
import type { Candidate } from "../model/tuning.js";
import { signatureSeed } from "../report/image-signature.js";
import { hashOfRows } from "./hash-of-rows.js";
import { remember } from "./remember.js";
import { reportProgress } from "./report-progress.js";

/** At most so many folds; fewer where there are not as many patients of each outcome. */
export interface StudyFolds {
  readonly outerFolds: number;
  readonly innerFolds: number;
  readonly repetitions: number;
}

/** What is kept of a nested cross-validation: no models. */
export interface StudyChoice {
  readonly estimate: CrossValidatedAuc;
  /** How often each candidate was chosen. */
  readonly choices: Readonly<Record<string, number>>;
  readonly repetitions: readonly {
    readonly ids: readonly string[];
    readonly scores: readonly number[];
    readonly folds: readonly number[];
  }[];
  readonly n: number;
  readonly events: number;
  readonly folds: StudyFolds;
}

/** For the choice among many chains: repeated where it is the only estimate, without validation patients. */
export function choiceFolds({ roles }: Pick<Cohort, "roles">): StudyFolds {
  return { outerFolds: 5, innerFolds: 3, repetitions: roles.includes("validation") ? 1 : 5 };
}

/** For a single chain. */
export function estimateFolds({ roles }: Pick<Cohort, "roles">): StudyFolds {
  return roles.includes("validation")
    ? { outerFolds: 10, innerFolds: 3, repetitions: 1 }
    : { outerFolds: 5, innerFolds: 3, repetitions: 10 };
}

/** @param batches of the patients, for candidates that harmonise inside the folds */
export async function studyChoice(
  cohort: Cohort,
  features: ImageFeatures,
  candidates: readonly Candidate[],
  wanted: StudyFolds,
  { batches }: Pick<PipelineData, "batches"> = {},
): Promise<StudyChoice> {
  const training = rowsOf(imageRows(cohort, features.first), "training");
  const readings = repeatedReadings(cohort, features);
  const folds = possibleFolds(training, wanted);
  const inputs = {
    rows: hashOfRows(training),
    readings: readings === null ? null : readings.map(hashOfRows),
    batches: batches ?? null,
    candidates,
    folds,
    seed: signatureSeed,
  } as unknown as { [key: string]: Json };
  const found = await remember(
    { name: "nested", modules: ["dlrn/evaluate/nested-cross-validation"], inputs },
    async () => {
      const { estimate, choices, repetitions } = nestedCrossValidation(training, candidates, {
        ...folds,
        seed: signatureSeed,
        told: (done, of) => reportProgress("outer folds of the nested cross-validation", done, of),
        data: {
          ...(readings !== null && { readings }),
          ...(batches !== undefined && { batches }),
        },
      });
      return {
        estimate,
        choices,
        repetitions: repetitions.map((own) => ({
          ids: own.ids,
          scores: own.scores,
          folds: own.folds,
        })),
        n: training.ids.length,
        events: eventsOf(training),
        folds,
      } as unknown as { [key: string]: Json };
    },
  );
  return found as unknown as StudyChoice;
}

function eventsOf({ outcome }: Rows): number {
  return outcome.filter((label) => label === 1).length;
}

/** Every fold needs a patient of each outcome, and so does every inner fold of what an outer one leaves. */
function possibleFolds(training: Rows, wanted: StudyFolds): StudyFolds {
  const events = eventsOf(training);
  const rarer = Math.min(events, training.outcome.length - events);
  const outerFolds = Math.min(wanted.outerFolds, rarer);
  const left = rarer - Math.ceil(rarer / outerFolds);
  return { ...wanted, outerFolds, innerFolds: Math.min(wanted.innerFolds, left) };
}
