/**
 * From Table 2 to the clinical model: the selected variables together, with and without scores; then the model of those
 * clinical variables that stay below the limit, and how it performs in each set.
 */

import type { PublishedClinicalModel } from "../audit/published-clinical-model.js";
import { type Coding, codedVariable } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { cohortSets } from "../cohort/group-summary.js";
import { type FitPermission, rowsOf } from "../cohort/rows.js";
import { performanceOnRows } from "../evaluate/performance.js";
import { fitOddsRatios, type OddsRatioModel, riskRows } from "../model/odds-ratios.js";
import { independentCodings } from "../model/univariate.js";
import type { NamedModel } from "../table/models-table.js";
import type { SetPerformance } from "../table/performance-table.js";

/** The selected variables in one model, and the clinical ones among them in another if that is a different one. */
export function fitSelected(
  training: Cohort,
  codings: readonly Coding[],
  permission: FitPermission = {},
): NamedModel[] {
  const clinical = withoutScores(training, codings);
  const hasScore = clinical.length < codings.length;
  return [
    ...(codings.length === 0
      ? []
      : [
          {
            key: "multivariate",
            title: hasScore ? "With the score" : "Selected variables",
            fitted: fitOddsRatios(training, codings, permission),
          },
        ]),
    ...(hasScore && clinical.length > 0
      ? [
          {
            key: "clinical-alone",
            title: "Clinical variables alone",
            fitted: fitOddsRatios(training, clinical),
          },
        ]
      : []),
  ];
}

/** What makes the clinical model: forced covariates, and clinical variables below the limit in the presence of the others. */
export function clinicalCodings(
  cohort: Cohort,
  multivariate: OddsRatioModel | null,
  { below }: { readonly below: number },
): Coding[] {
  if (multivariate === null) return [];
  const independent = independentCodings(multivariate, { below });
  return withoutScores(cohort, multivariate.codings).filter(
    (coding) =>
      independent.includes(coding) || cohort.forcedCovariates.includes(codedVariable(coding)),
  );
}

export function withoutScores(cohort: Cohort, codings: readonly Coding[]): Coding[] {
  return codings.filter(
    (coding) => variableNamed(cohort.dictionary, codedVariable(coding)).role !== "score",
  );
}

/** The model in each set of the cohort, beside what is printed where a printed table stands beside. */
export function modelPerformance(
  cohort: Cohort,
  fitted: OddsRatioModel,
  cut: number,
  published: PublishedClinicalModel | null,
): SetPerformance[] {
  const rows = riskRows(cohort, fitted, "risk");
  return cohortSets(cohort).map(({ role, label }) => {
    const set = role === "validation" ? "validation" : "training";
    return {
      role,
      label,
      patients: performanceOnRows(rowsOf(rows, role), "risk", cut),
      counts: published?.fromCounts?.[set] ?? null,
      printed: published?.printed[set] ?? null,
    };
  });
}
