/**
 * The table of a regression: for each term its estimate, error, odds ratio, interval and P value.
 *
 * Wald's interval takes the log-likelihood for a parabola: good with many events, too narrow or too wide with few
 * (then use the profile likelihood). Source: Hosmer, Lemeshow & Sturdivant, Applied Logistic Regression, 3rd ed. (2013), ch. 1.
 */

import { normalQuantile, normalTwoSidedP } from "../math/normal.js";

export interface WaldRow {
  readonly term: string;
  /** Log odds per unit; null throughout for an aliased term. */
  readonly coefficient: number | null;
  readonly standardError: number | null;
  readonly z: number | null;
  /** z²: SPSS's Wald statistic. */
  readonly chiSquare: number | null;
  readonly pValue: number | null;
  /** Limits of the coefficient. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly oddsRatio: number | null;
  readonly oddsRatioLower: number | null;
  readonly oddsRatioUpper: number | null;
}

/** What a table needs to know of a fit. */
export interface Estimates {
  readonly terms: readonly string[];
  readonly coefficients: readonly (number | null)[];
  readonly standardErrors: readonly (number | null)[];
}

/**
 * @param confidence coverage of the intervals, in (0, 1)
 * @throws RangeError unless confidence lies in (0, 1)
 */
export function waldTable(fit: Estimates, confidence = 0.95): WaldRow[] {
  const critical = criticalValue(confidence);
  return fit.terms.map((term, j) => {
    const coefficient = fit.coefficients[j];
    const standardError = fit.standardErrors[j];
    if (coefficient === null || standardError === null) return { ...aliasedRow, term };
    const z = coefficient / standardError;
    const lower = coefficient - critical * standardError;
    const upper = coefficient + critical * standardError;
    return {
      term,
      coefficient,
      standardError,
      z,
      chiSquare: z ** 2,
      pValue: normalTwoSidedP(z),
      lower,
      upper,
      oddsRatio: Math.exp(coefficient),
      oddsRatioLower: Math.exp(lower),
      oddsRatioUpper: Math.exp(upper),
    };
  });
}

/** The normal quantile of a two-sided interval. @throws RangeError unless confidence lies in (0, 1) */
export function criticalValue(confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  return normalQuantile((1 + confidence) / 2);
}

const aliasedRow: Omit<WaldRow, "term"> = {
  coefficient: null,
  standardError: null,
  z: null,
  chiSquare: null,
  pValue: null,
  lower: null,
  upper: null,
  oddsRatio: null,
  oddsRatioLower: null,
  oddsRatioUpper: null,
};
