/**
 * The three models that a radiomics nomogram paper compares, from one score: the nomogram (score and stage), the score
 * by itself, and the stage by itself, each a logistic model of the training patients.
 *
 * A score has no unit. What it says as a risk is learned by logistic recalibration on the real training patients; its
 * ranking, and so its AUC, stays that of the score.
 */

import { cohortRows } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import { variableNamed, variablesOfRole } from "../cohort/dictionary.js";
import { featureTable, joinFeatures } from "../cohort/feature-table.js";
import { type Rows, rowsOf, withFeatures } from "../cohort/rows.js";
import { fitLogistic, type LogisticModel, predictLogistic } from "../model/logistic.js";

export interface ScoreModels {
  /** Score + stage. */
  readonly dlrn: LogisticModel;
  /** Score alone: its recalibration. */
  readonly radiomics: LogisticModel;
  /** Stage alone. */
  readonly clinical: LogisticModel;
  /** What readers call the stage: "T-stage". */
  readonly stageLabel: string;
  /** All patients: score, stage, and the risks `dlrn`, `radiomics`, `clinical`, with what each was learned on. */
  readonly rows: Rows;
}

export interface ScoreModelOptions {
  /** Names of the variables; they default to those of the paper. */
  readonly score?: string;
  readonly stage?: string;
  /** Why the score may enter on the rows it was learned on. */
  readonly exception: string;
}

/** Why these models cannot be made of a cohort, in a sentence; null if they can. */
export function scoreModelsAbsence(
  cohort: Cohort,
  { score = "radi_score", stage = "t_stage" }: Pick<ScoreModelOptions, "score" | "stage"> = {},
): string | null {
  const scores = variablesOfRole(cohort.dictionary, "score").map(({ name }) => name);
  const covariates = variablesOfRole(cohort.dictionary, "covariate").map(({ name }) => name);
  const lacking = [
    ...(scores.includes(score) ? [] : [`no radiomics score (${score}, of role score)`]),
    ...(covariates.includes(stage) ? [] : [`no T-stage (${stage}, a covariate)`]),
  ];
  if (lacking.length === 0) return null;
  return `The table of patients of this cohort has ${lacking.join(" and ")}; without them there is no such model to judge, and none is made up.`;
}

/** @throws RangeError as the fits, and for a cohort without the variables */
export function scoreModels(
  cohort: Cohort,
  { score = "radi_score", stage = "t_stage", exception }: ScoreModelOptions,
): ScoreModels {
  const rows = cohortRows(cohort, [score, { variable: stage, as: "number" }]);
  const training = rowsOf(rows, "training");
  const fit = (...terms: string[]): LogisticModel => fitLogistic(training, { terms, exception });
  const models = { dlrn: fit(score, stage), radiomics: fit(score), clinical: fit(stage) };
  const risks = Object.values(models).map((model) => predictLogistic(model, rows.features));
  const added = featureTable(
    Object.keys(models),
    rows.ids.map((_, i) => risks.map((risk) => risk[i])),
  );
  const learnedOn = Object.fromEntries(Object.keys(models).map((name) => [name, training.ids]));
  return {
    ...models,
    stageLabel: variableNamed(cohort.dictionary, stage).label,
    rows: withFeatures(rows, joinFeatures(rows.features, added), {
      ...rows.inSample,
      ...learnedOn,
    }),
  };
}
