/**
 * Odds ratios of a logistic model of patients: for each coded variable how the odds of the outcome change, with Wald's
 * interval and P and the profile-likelihood interval beside it.
 *
 * Wald's interval is what papers print; with few events the profile likelihood is to be trusted more
 * ({@link _profileIntervals}). Patients with a missing value of any of the variables are left out and counted.
 */

import { type CodedColumn, type Coding, codedColumns, cohortRows } from "../cohort/coding.js";
import { type Cohort, completeCases } from "../cohort/cohort.js";
import { type FeatureTable, featureTable } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, withFeatures } from "../cohort/rows.js";
import {
  _fitLogistic,
  fitLogistic,
  type LogisticFit,
  type LogisticModel,
  predictLogistic,
} from "./logistic.js";
import { _profileIntervals } from "./logistic-profile.js";
import { likelihoodRatioTest } from "./logistic-tests.js";
import { waldTable } from "./wald.js";

type Interval = readonly [lower: number, upper: number];

export interface OddsRatio {
  /** Name of the term in the model. */
  readonly term: string;
  /** Of the log odds. */
  readonly coefficient: number;
  readonly standardError: number;
  readonly oddsRatio: number;
  readonly wald: Interval;
  /** A limit that does not exist is 0 or Infinity. */
  readonly profile: Interval;
  /** Wald's. */
  readonly p: number;
}

export interface OddsRatioModel {
  readonly codings: readonly Coding[];
  readonly columns: readonly CodedColumn[];
  readonly model: LogisticModel;
  /** One per column, in their order. */
  readonly ratios: readonly OddsRatio[];
  /** Of all terms together against none. */
  readonly likelihoodRatioP: number;
  /** Patients with a missing value, who were left out. */
  readonly leftOut: number;
}

/**
 * Fit on training patients.
 *
 * @throws RangeError for patients of another role or in-sample scores without a written exception, for collinear
 *   columns, and as {@link _fitLogistic}
 */
export function fitOddsRatios(
  training: Cohort,
  codings: readonly Coding[],
  permission: FitPermission = {},
): OddsRatioModel {
  const columns = codedColumns(training.dictionary, codings);
  const cases = completeCases(
    training,
    columns.map(({ variable }) => variable),
  );
  const rows = cohortRows(cases, codings);
  const model = fitLogistic(rows, permission);
  return Object.freeze({
    codings,
    columns,
    model,
    ratios: ratiosOf(model, rows.features, rows.outcome),
    likelihoodRatioP: likelihoodRatioTest(model).pValue,
    leftOut: training.ids.length - cases.ids.length,
  });
}

/** The mathematics of {@link fitOddsRatios}: rows x coded columns; weights make a table of counts a data set. */
export function _oddsRatios(
  table: FeatureTable,
  outcome: ArrayLike<number>,
  weights?: ArrayLike<number>,
): { readonly fit: LogisticFit; readonly ratios: readonly OddsRatio[] } {
  const fit = _fitLogistic(table, outcome, weights ? { weights } : {});
  return { fit, ratios: ratiosOf(fit, table, outcome, weights) };
}

/**
 * The risks that a model gives to patients, in a column of the given name. Patients with a missing value have none and
 * are left out. The rows say which of them the model was learned on.
 */
export function riskRows(
  cohort: Cohort,
  { codings, columns, model }: OddsRatioModel,
  name: string,
): Rows {
  const cases = completeCases(
    cohort,
    columns.map(({ variable }) => variable),
  );
  const rows = cohortRows(cases, codings);
  const risks = predictLogistic(model, rows.features);
  return withFeatures(
    rows,
    featureTable(
      [name],
      Array.from(risks, (risk) => [risk]),
    ),
    { [name]: rows.ids.filter((_, i) => rows.roles[i] === "training") },
  );
}

function ratiosOf(
  fit: LogisticFit,
  table: FeatureTable,
  outcome: ArrayLike<number>,
  weights?: ArrayLike<number>,
): OddsRatio[] {
  if (fit.aliased.length > 0)
    throw new RangeError(
      `the columns of a model must not explain one another; ${fit.aliased.map((name) => `"${name}"`).join(", ")} follow from those before; leave them out`,
    );
  const profiles = _profileIntervals(table, outcome, weights ? { weights } : {});
  return waldTable(fit)
    .map((row, j): OddsRatio => {
      const { lower, upper } = profiles[j];
      return {
        term: row.term,
        coefficient: row.coefficient as number,
        standardError: row.standardError as number,
        oddsRatio: row.oddsRatio as number,
        wald: [row.oddsRatioLower as number, row.oddsRatioUpper as number],
        profile: [Math.exp(lower as number), Math.exp(upper as number)],
        p: row.pValue as number,
      };
    })
    .slice(1); // the first is the intercept's
}
