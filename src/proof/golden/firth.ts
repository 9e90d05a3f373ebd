/** Golden cases of Firth's penalised logistic regression. */

import { _fitFirth } from "../../model/firth.js";
import { waldTable } from "../../model/wald.js";
import type { GoldenCase } from "../golden.js";
import { logisticCase } from "./logistic.js";

export function compute(goldenCase: GoldenCase): unknown {
  const { table, y, options, confidence } = logisticCase(goldenCase);
  const fit = _fitFirth(table, y, { ...options, confidence });
  const rows = waldTable(fit, confidence);
  return {
    terms: fit.terms,
    coef: fit.coefficients,
    se: fit.standardErrors,
    seAugmented: fit.augmentedStandardErrors,
    or: fit.coefficients.map(Math.exp),
    penLogLik: fit.penalizedLogLikelihood,
    penLogLikNull: fit.penalizedLogLikelihoodNull,
    lrChisq: fit.likelihoodRatio?.chiSquare ?? null,
    lrP: fit.likelihoodRatio?.pValue ?? null,
    plrChisq: fit.tests.map((test) => test.chiSquare),
    plrP: fit.tests.map((test) => test.pValue),
    profileLow: fit.lower,
    profileHigh: fit.upper,
    waldLow: rows.map((row) => row.lower),
    waldHigh: rows.map((row) => row.upper),
    waldP: rows.map((row) => row.pValue),
    vcov: fit.covariance,
    fitted: fit.fitted,
  };
}
