/**
 * Each variable by itself, and which of them enter a model together: those whose P is below a limit.
 *
 * The usual way to a clinical model, and a bad one: with few events such a selection depends on chance, and P values and
 * intervals after it are too small (Harrell, Regression Modeling Strategies, 2nd ed. (2015), ch. 4.3). It is here since
 * papers do it.
 */

import { type Coding, codedVariable } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import type { FitPermission } from "../cohort/rows.js";
import { fitOddsRatios, type OddsRatioModel } from "./odds-ratios.js";

export type UnivariateModel =
  | {
      readonly variable: string;
      readonly coding: Coding;
      readonly fitted: OddsRatioModel;
      /** Wald's; of a variable with several columns that of the likelihood ratio, all its columns against none. */
      readonly p: number;
    }
  | {
      readonly variable: string;
      readonly coding: Coding;
      readonly fitted: null;
      /** Why there is no estimate. */
      readonly notComputable: string;
    };

/**
 * One logistic model a variable, in the order of the codings.
 *
 * @throws RangeError as the gate of every fit: for patients of another role, or in-sample scores, without an exception
 */
export function fitUnivariate(
  training: Cohort,
  codings: readonly Coding[],
  permission: FitPermission = {},
): UnivariateModel[] {
  return codings.map((coding): UnivariateModel => {
    const variable = codedVariable(coding);
    try {
      const fitted = fitOddsRatios(training, [coding], permission);
      const p = fitted.ratios.length === 1 ? fitted.ratios[0].p : fitted.likelihoodRatioP;
      return { variable, coding, fitted, p };
    } catch (error) {
      if (
        !(error instanceof RangeError) ||
        !/^(a logistic model needs|the columns of)/.test(error.message)
      )
        throw error;
      return { variable, coding, fitted: null, notComputable: error.message };
    }
  });
}

/** The codings of the variables with P below the limit, and of those that enter whatever their P. */
export function selectedCodings(
  univariate: readonly UnivariateModel[],
  { below, forced = [] }: { readonly below: number; readonly forced?: readonly string[] },
): Coding[] {
  return univariate.flatMap((entry) =>
    forced.includes(entry.variable) || (entry.fitted !== null && entry.p < below)
      ? [entry.coding]
      : [],
  );
}

/** The codings of the variables that stay below the limit in the presence of the others: what a paper calls independent. */
export function independentCodings(
  { codings, columns, ratios }: OddsRatioModel,
  { below }: { readonly below: number },
): Coding[] {
  return codings.filter((coding) =>
    columns.some(({ variable }, j) => variable === codedVariable(coding) && ratios[j].p < below),
  );
}
