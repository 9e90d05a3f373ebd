/**
 * Which claims a claim is computed from, and that none is computed from itself.
 *
 * The figures from which a confusion matrix is found are no dependencies of it: a figure is recomputed from the matrix
 * that all the others leave, so it never rests on itself.
 */

import type { Claim } from "./claim.js";
import type { Check, Part, Recipe, Ref } from "./recipe.js";

/** Every claim that a recipe reads, a confusion matrix's figures included. */
export function recipeRefs(recipe: Recipe): Ref[] {
  return recipe.by === "confusion matrix"
    ? [...dependencies(recipe), ...Object.values(recipe.figures)]
    : dependencies(recipe);
}

/** The claims that a recipe's result rests on. */
export function dependencies(recipe: Recipe): Ref[] {
  switch (recipe.by) {
    case "same as":
    case "sum":
    case "difference":
    case "product":
    case "McNemar":
    case "AUC comparison":
      return [...recipe.of];
    case "logarithm":
    case "odds ratio P":
    case "interval P":
      return [recipe.of];
    case "percentage":
      return [...(recipe.part ?? []), ...(recipe.whole ?? [])];
    case "count below":
      return [...recipe.of, recipe.limit];
    case "group comparison":
    case "odds ratio":
    case "ordinal AUC":
      return [...recipe.nonEvents, ...recipe.events];
    case "mean comparison":
      return recipe.groups.flatMap(({ mean, standardDeviation, n }) => [
        mean,
        standardDeviation,
        n,
      ]);
    case "logistic classification":
      return [recipe.learned, recipe.applied].flatMap((counts) => [
        ...counts.nonEvents,
        ...counts.events,
      ]);
    case "confusion matrix":
      return [recipe.positives, recipe.negatives];
    case "confusion figure":
      return [recipe.matrix];
  }
}

/** The claims that a check holds against each other. */
export function checkRefs(check: Check): Ref[] {
  switch (check.by) {
    case "sum":
      return [...check.of, check.total];
    case "whole numbers": {
      const { mean, standardDeviation, n, smallest = 0, largest = 0 } = check;
      return [mean, standardDeviation, n, smallest, largest];
    }
    case "interval":
      return [check.estimate, check.p];
    case "span":
      return [check.estimate, check.positives, check.negatives];
    case "adjustment":
      return [check.alone, check.together];
    case "AUC interval":
      return [check.auc, check.positives, check.negatives];
    case "operating point":
      return [check.auc, check.sensitivity, check.specificity];
    case "proportion":
      return [check.of, check.n];
    case "shares":
    case "order":
      return [...check.of];
  }
}

/** The claims that a part of a claim in words reads. */
export function partRefs(part: Part): Ref[] {
  switch (part.by) {
    case "compare":
      return [part.left, part.right];
    case "count below":
      return [...part.of, part.limit, part.expected];
    case "higher AUC":
    case "more often right":
      return [...part.of, part.alpha];
    case "higher accuracy":
      return [...part.of, part.n, part.alpha];
    case "better than prevalence":
      return [part.matrix, part.alpha];
    case "figure above":
      return [part.matrix];
    case "computed by":
    case "computed alike":
    case "net benefit":
      return [...part.of];
    case "not printed":
      return [];
  }
}

/** The id of a claim in a reference; null for a plain number. */
export function refId(ref: Ref): string | null {
  return typeof ref === "number" ? null : ref.split("#")[0]!;
}

/**
 * A circle of claims computed from each other, its first claim once more at the end; null if there is none.
 *
 * @param claims with unique ids
 */
export function circle(claims: readonly Claim[]): string[] | null {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const settled = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (settled.has(id)) return null;
    const recipe = byId.get(id)?.recompute;
    for (const ref of recipe === undefined ? [] : dependencies(recipe)) {
      const next = refId(ref);
      const found = next === null ? null : visit(next, [...path, id]);
      if (found !== null) return found;
    }
    settled.add(id);
    return null;
  };
  for (const { id } of claims) {
    const found = visit(id, []);
    if (found !== null) return found;
  }
  return null;
}
