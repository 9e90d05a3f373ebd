/** One recipe → what it gives, on whatever numbers it is given: printed ones or those of a cohort. */

import type { Claim } from "./claim.js";
import { evaluateArithmetic } from "./evaluate-arithmetic.js";
import {
  groupComparison,
  intervalP,
  meanComparison,
  oddsRatio,
  oddsRatioP,
} from "./evaluate-comparison.js";
import {
  aucComparison,
  type FigureRow,
  figureFromOthers,
  figureOfMatrix,
  logisticClassification,
  matrixOfFigures,
  ordinalAuc,
} from "./evaluate-performance.js";
import type { Evaluation, Readings } from "./evaluation.js";
import { mcNemarP } from "./mcnemar-identifier.js";
import type { Recipe } from "./recipe.js";
import { mainNumber } from "./verdict.js";

export interface EvaluationContext extends Readings {
  claim(id: string): Claim;
  /** The printed row that a matrix is to be found from; null where the matrix itself is known. */
  figureRow(matrix: string): FigureRow | null;
}

/** @throws RangeError if a number that the recipe needs is not known */
export function evaluate(claim: Claim, recipe: Recipe, context: EvaluationContext): Evaluation {
  switch (recipe.by) {
    case "group comparison":
      return groupComparison(recipe, mainNumber(claim), context);
    case "mean comparison":
      return meanComparison(recipe, context);
    case "odds ratio":
      return oddsRatio(recipe, context);
    case "odds ratio P": {
      const own = context.claim(recipe.of).recompute;
      if (own?.by !== "odds ratio")
        throw new RangeError(`"${recipe.of}" must have an odds ratio as its recipe`);
      return oddsRatioP(own, context.method(recipe.of), context);
    }
    case "interval P":
      return intervalP(context.claim(recipe.of), context);
    case "ordinal AUC":
      return ordinalAuc(recipe, context);
    case "logistic classification":
      return logisticClassification(recipe, context);
    case "confusion matrix": {
      const row = context.figureRow(claim.id);
      return row === null
        ? {
            candidates: [
              { method: "the cohort's own", value: context.matrix(claim.id), range: null },
            ],
          }
        : matrixOfFigures(row);
    }
    case "confusion figure": {
      const row = context.figureRow(recipe.matrix);
      const printed = mainNumber(claim);
      return row === null || printed === null
        ? figureOfMatrix(context.matrix(recipe.matrix), recipe.figure)
        : figureFromOthers(row, recipe.figure, printed);
    }
    case "McNemar":
      return mcNemarP(recipe, mainNumber(claim), context);
    case "AUC comparison":
      return aucComparison(recipe, mainNumber(claim), context);
    default:
      return evaluateArithmetic(claim, recipe, context);
  }
}
