/**
 * The risk of each patient by a logistic model of all the others: no patient has a hand in his own risk, so that it may
 * be held against what happened to him.
 */

import { type Rows, requireTraining, rowsAt, withFeatureNames } from "../cohort/rows.js";
import { fitLogistic, predictLogistic } from "../model/logistic.js";

/**
 * @param training one row a patient; a score among the terms must be out of fold itself
 * @param terms the model's features
 * @returns a risk a row
 * @throws RangeError for other rows, and as the fit
 */
export function leftOutRisks(training: Rows, terms: readonly string[]): number[] {
  const rows = withFeatureNames(training, terms);
  requireTraining(rows, "risks of patients left out", {});
  const places = rows.ids.map((_, i) => i);
  return places.map((i) => {
    const others = places.filter((other) => rows.patients[other] !== rows.patients[i]);
    const model = fitLogistic(rowsAt(rows, others), { terms });
    return predictLogistic(model, rowsAt(rows, [i]).features)[0]!;
  });
}
