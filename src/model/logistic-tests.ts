/**
 * Tests and measures of a logistic model: likelihood ratio, score, and what share of the deviance it explains.
 *
 * The likelihood-ratio statistic is the fall of the deviance when terms are added; the score statistic asks the
 * smaller model alone how steeply its likelihood would rise in the direction of the terms it lacks. Both are
 * chi-square with as many degrees of freedom as there are terms. As R's anova(test = "LRT") and drop1.
 *
 * Sources: Rao, Proc. Camb. Philos. Soc. 44 (1948) 50–57; Nagelkerke, Biometrika 78 (1991) 691–692.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { chiSquareUpperTail } from "../math/chi-square.js";
import { expit } from "../math/logit.js";
import { cholesky, solveCholesky, weightedCrossProduct } from "../math/matrix.js";
import { type Design, logisticDesign } from "./design.js";
import { type IrlsResult, irls } from "./irls.js";
import { type LogisticFit, type LogisticOptions, requireMaximum } from "./logistic.js";

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** All terms together against none. @throws RangeError if the model has no term beside the intercept */
export function likelihoodRatioTest(fit: LogisticFit): ChiSquareTest {
  const df = fit.rank - (fit.terms[0] === "(Intercept)" ? 1 : 0);
  return chiSquareTest(fit.nullDeviance - fit.deviance, df);
}

/**
 * A model against a larger one with the same rows that contains it.
 *
 * @throws RangeError if the rows differ in number, or the second model is not the larger
 */
export function nestedTest(smaller: LogisticFit, larger: LogisticFit): ChiSquareTest {
  if (smaller.n !== larger.n)
    throw new RangeError(
      `nested models need the same rows; got ${smaller.n} and ${larger.n}; leave out rows with a missing value first`,
    );
  const missing = smaller.terms.filter((term) => !larger.terms.includes(term));
  if (missing.length > 0)
    throw new RangeError(
      `the larger model must contain every term of the smaller; it lacks ${missing.map((name) => `"${name}"`).join(", ")}`,
    );
  return chiSquareTest(smaller.deviance - larger.deviance, larger.rank - smaller.rank);
}

export interface PseudoRSquared {
  readonly coxSnell: number;
  /** Cox and Snell's, divided by the largest value it could take. */
  readonly nagelkerke: number;
  readonly mcFadden: number;
}

/** Three analogues of the share of variance explained; with weights, n is still the number of rows. */
export function pseudoRSquared(fit: LogisticFit): PseudoRSquared {
  const { logLikelihood, logLikelihoodNull, n } = fit;
  const coxSnell = -Math.expm1((2 * (logLikelihoodNull - logLikelihood)) / n);
  return {
    coxSnell,
    nagelkerke: coxSnell / -Math.expm1((2 * logLikelihoodNull) / n),
    mcFadden: 1 - logLikelihood / logLikelihoodNull,
  };
}

export interface DroppedTerm {
  /** The terms left out together: one, or all indicator columns of a factor. */
  readonly terms: readonly string[];
  readonly likelihoodRatio: ChiSquareTest;
  readonly score: ChiSquareTest;
}

/**
 * Each term tested in the presence of all others, as R's drop1.
 *
 * @param groups terms to leave out together; left out, each term by itself
 * @throws RangeError as the fit, for a group with an unknown term, and if a term follows from the terms before it
 */
export function _dropTests(
  table: FeatureTable,
  outcome: ArrayLike<number>,
  options: LogisticOptions = {},
  groups: readonly (readonly string[])[] = table.names.map((name) => [name]),
): DroppedTerm[] {
  const design = logisticDesign(table, outcome, options);
  const { epsilon } = options;
  const full = irls({ ...design, epsilon });
  requireMaximum(design, full);
  const { rank, order } = full.factor;
  if (rank < design.p) {
    const aliased = Array.from(order.subarray(rank), (j) => `"${design.terms[j]}"`).join(", ");
    throw new RangeError(
      `terms to be dropped in turn must not be collinear; ${aliased} follow from the terms before; leave them out`,
    );
  }
  return groups.map((terms) => {
    const dropped = terms.map((term) => {
      const j = design.terms.indexOf(term);
      if (j < 0)
        throw new RangeError(`each group must consist of terms of the model; got "${term}"`);
      return j;
    });
    const rest = design.terms.map((_, j) => j).filter((j) => !dropped.includes(j));
    const reduced = irls({ ...withColumns(design, rest), epsilon });
    const df = dropped.length;
    return {
      terms,
      likelihoodRatio: chiSquareTest(reduced.deviance - full.deviance, df),
      score: chiSquareTest(scoreStatistic(design, reduced), df),
    };
  });
}

/** The design with some of its columns. */
export function withColumns(design: Design, columns: readonly number[]): Design {
  const { n, p, x, terms } = design;
  const q = columns.length;
  const narrow = new Float64Array(n * q);
  for (let i = 0; i < n; i++) for (let k = 0; k < q; k++) narrow[i * q + k] = x[i * p + columns[k]];
  return { ...design, x: narrow, p: q, terms: columns.map((j) => terms[j]) };
}

/**
 * U' I⁻¹ U with the score and information of the full design at the reduced fit. As in R the information is that of
 * the last iteration but one, and the score is the working residual under its weights.
 */
function scoreStatistic(
  { x, n, p, y, weights }: Design,
  { linearPredictor: eta, weightedAt }: IrlsResult,
): number {
  const score = new Float64Array(p);
  const information = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const before = expit(weightedAt[i]);
    const risk = expit(eta[i]);
    information[i] = (weights?.[i] ?? 1) * before * (1 - before);
    const pull = (information[i] * (y[i] - risk)) / (risk * (1 - risk));
    for (let j = 0; j < p; j++) score[j] += pull * x[i * p + j];
  }
  const factor = cholesky(weightedCrossProduct(x, n, p, information), p);
  const solution = solveCholesky(factor, p, score);
  return score.reduce((sum, value, j) => sum + value * solution[j], 0);
}

/** @throws RangeError if there is nothing to test */
export function chiSquareTest(chiSquare: number, degreesOfFreedom: number): ChiSquareTest {
  if (!(degreesOfFreedom > 0))
    throw new RangeError(
      `a chi-square test needs at least one degree of freedom; got ${degreesOfFreedom}`,
    );
  const statistic = Math.max(0, chiSquare);
  return {
    chiSquare: statistic,
    degreesOfFreedom,
    pValue: chiSquareUpperTail(statistic, degreesOfFreedom),
  };
}
