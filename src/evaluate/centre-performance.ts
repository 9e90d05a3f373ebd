/**
 * How each model does at each centre: whoever validates a model in patients of several hospitals wants to know whether
 * it holds at every one of them, or on average only.
 *
 * AUC with DeLong's interval; sensitivity and specificity at the model's own cut; the mean of the predicted risks
 * beside the share of patients who have the outcome, which is calibration in the large at that centre. Training and
 * validation patients of a centre are never put together.
 */

import type { Cohort } from "../cohort/cohort.js";
import { levelsOf } from "../cohort/cohort.js";
import { type Variable, variablesOfRole } from "../cohort/dictionary.js";
import { featureColumn } from "../cohort/feature-table.js";
import { type Role, type Rows, rowsAt } from "../cohort/rows.js";
import { mean } from "../math/summary.js";
import { type ComparedModel, comparedModels } from "./compared-models.js";
import type { ConfusionFigures } from "./confusion.js";
import { type AucOnRows, confusionOnRows, delongAucOnRows } from "./discrimination-on-rows.js";

export interface CentrePerformance {
  /** What the dictionary calls the variable: "Institution". */
  readonly variable: string;
  /** The level of the centre, and as a reader sees it. */
  readonly centre: string;
  readonly centreLabel: string;
  readonly role: Role;
  readonly model: ComparedModel;
  readonly label: string;
  readonly n: number;
  readonly events: number;
  /** Null with fewer than two patients of an outcome. */
  readonly auc: AucOnRows | null;
  /** Null without a patient of each outcome. */
  readonly figures: ConfusionFigures | null;
  readonly cut: number;
  readonly meanRisk: number;
}

/** Why there is nothing to say of single centres, in a sentence; null where there is. */
export function centreAbsence(cohort: Cohort): string | null {
  const centre = centreOf(cohort);
  if (centre === undefined)
    return "The cohort’s table has no centre without missing values, so nothing is told of single centres.";
  const name = centre.label.toLowerCase();
  if (new Set(levelsOf(cohort, centre.name)).size < 2)
    return `All patients are of one ${name}, so there are no others to compare.`;
  return cohort.fromPaper
    ? `Which validation patient is of which ${name} is not printed, and was constructed: only the AUC in each is shown, as a range, among the subgroups above.`
    : null;
}

/**
 * Every model at every centre, in each set; a centre without patients in a set is left out there.
 *
 * @param rows with the scores and risks of {@link comparedModels}
 */
export function performanceByCentre(cohort: Cohort, rows: Rows): CentrePerformance[] {
  const centre = centreOf(cohort);
  if (centre === undefined) return [];
  const levels = levelsOf(cohort, centre.name);
  const own = new Map(cohort.ids.map((id, i) => [id, levels[i]]));
  return (["training", "validation"] as const).flatMap((role) =>
    centre.levels.flatMap(({ value, label: centreLabel }) => {
      const at = rows.ids.flatMap((id, i) =>
        rows.roles[i] === role && own.get(id) === value ? [i] : [],
      );
      if (at.length === 0) return [];
      const patients = rowsAt(rows, at);
      const events = patients.outcome.filter((outcome) => outcome === 1).length;
      const fewest = Math.min(events, at.length - events);
      return comparedModels.map(
        ({ model, label, score, cut }): CentrePerformance => ({
          variable: centre.label,
          centre: value,
          centreLabel,
          role,
          model,
          label,
          n: at.length,
          events,
          auc: fewest >= 2 ? delongAucOnRows(patients, score) : null,
          figures: fewest >= 1 ? confusionOnRows(patients, score, cut) : null,
          cut,
          meanRisk: mean(Array.from(featureColumn(patients.features, model))),
        }),
      );
    }),
  );
}

function centreOf(cohort: Cohort): Variable | undefined {
  const [centre] = variablesOfRole(cohort.dictionary, "centre");
  return centre !== undefined && cohort.missing[centre.name] === 0 ? centre : undefined;
}
