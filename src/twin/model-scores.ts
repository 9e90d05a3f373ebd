/**
 * What each model says of each patient: a logistic model's linear predictor, fitted on the first set, or a score as
 * it is. Models are fitted by the library's own procedure.
 */

import { type FeatureTable, featureTable } from "../cohort/feature-table.js";
import { _fitLogistic, logisticPredictor } from "../model/logistic.js";
import {
  type ConstructedCohort,
  selectedRows,
  termName,
  termValues,
} from "./constructed-cohort.js";
import type { ModelSpecification, Specification } from "./specification.js";

export interface ModelScores {
  /** One per row of the cohort, synthetic rows apart; higher means the outcome is more likely. */
  readonly scores: Float64Array;
  /** A patient at or above it is called positive. */
  readonly threshold: number;
}

export function modelScores(
  specification: Specification,
  cohort: ConstructedCohort,
  model: ModelSpecification,
): ModelScores {
  const threshold = thresholdOf(model);
  if (model.terms === undefined)
    return { scores: Float64Array.from(cohort.values[model.score!]!), threshold };
  const { terms } = model;
  const training = selectedRows(cohort, { set: specification.sets[0]!.name });
  const table = (rows: readonly number[]): FeatureTable => {
    const columns = terms.map((term) => termValues(specification, cohort, term, rows));
    return featureTable(
      terms.map(termName),
      rows.map((_, i) => columns.map((column) => column[i]!)),
    );
  };
  const fit = _fitLogistic(
    table(training),
    training.map((i) => cohort.outcome[i]!),
  );
  return { scores: logisticPredictor(fit, table(cohort.sets.map((_, i) => i))), threshold };
}

/** The cut on the scale of the scores: a risk as log odds. */
export function thresholdOf({ cut }: ModelSpecification): number {
  return "risk" in cut ? Math.log(cut.risk / (1 - cut.risk)) : cut.score;
}
