/** Recipes that are sums, shares and counts of other claims. */

import type { Claim } from "./claim.js";
import { isShare } from "./claim.js";
import { type Evaluation, type Readings, single } from "./evaluation.js";
import { shown } from "./evidence.js";
import { exactly, type Known, throughout } from "./known.js";
import type { Recipe, Ref } from "./recipe.js";

export type ArithmeticRecipe = Extract<
  Recipe,
  { by: "same as" | "sum" | "difference" | "product" | "logarithm" | "percentage" | "count below" }
>;

/** @param claim whose own count and total a percentage without parts takes */
export function evaluateArithmetic(
  claim: Claim,
  recipe: ArithmeticRecipe,
  readings: Readings,
): Evaluation {
  switch (recipe.by) {
    case "same as":
      return sameAs(recipe.of, readings);
    case "sum":
      return combined(recipe.of, " + ", readings, (values) => values.reduce((a, b) => a + b, 0));
    case "difference":
      return combined(recipe.of, " − ", readings, ([first, ...others]) =>
        others.reduce((a, b) => a - b, first!),
      );
    case "product":
      return combined(recipe.of, " × ", readings, (values) => values.reduce((a, b) => a * b, 1));
    case "logarithm": {
      const of = readings.number(recipe.of);
      if (!(of.low > 0))
        throw new RangeError(`a logarithm is taken of numbers above 0; got ${of.value}`);
      return single(
        `ln ${shown(of.value)}`,
        throughout([of], ([x]) => Math.log(x!)),
      );
    }
    case "percentage":
      return percentage(claim, recipe, readings);
    case "count below": {
      const { value: limit } = readings.number(recipe.limit);
      const below = recipe.of.filter((ref) => isBelow(readings.number(ref), limit));
      return single(
        `counting those of ${recipe.of.length} below ${shown(limit)}`,
        exactly(below.length),
      );
    }
  }
}

/** Whether a number lies below a limit; a printed "<0.001" does if the limit is no less. */
export function isBelow({ value, low }: Known, limit: number): boolean {
  return low === -Infinity ? value <= limit : value < limit;
}

function sameAs(of: readonly Ref[], readings: Readings): Evaluation {
  const [first, second] = of.map((ref) => readings.number(ref));
  if (second === undefined) return single(`as ${of[0]}`, first!);
  const value = { from: first!.value, to: second.value };
  return { candidates: [{ method: `as ${of.join(" and ")}`, value, range: null }] };
}

function combined(
  of: readonly Ref[],
  sign: string,
  readings: Readings,
  combine: (values: readonly number[]) => number,
): Evaluation {
  const numbers = of.map((ref) => readings.number(ref));
  const method = numbers.map(({ value }) => shown(value)).join(sign);
  return single(method, throughout(numbers, combine));
}

function percentage(
  { value }: Claim,
  { part, whole }: Extract<Recipe, { by: "percentage" }>,
  readings: Readings,
): Evaluation {
  const own = isShare(value) ? value : null;
  const sum = (refs: readonly Ref[] | undefined, printed: number | undefined): number => {
    if (refs !== undefined)
      return refs.reduce<number>((total, ref) => total + readings.number(ref).value, 0);
    if (printed === undefined)
      throw new RangeError("a percentage needs part and whole; it has neither in its value");
    return printed;
  };
  const [count, total] = [sum(part, own?.count), sum(whole, own?.total)];
  if (total === 0) throw new RangeError("a percentage needs a whole above 0; it is 0");
  const share = (100 * count) / total;
  const method = `${count} of ${total}`;
  if (own === null) return single(method, exactly(share));
  const given = { estimate: share, count, total };
  return { candidates: [{ method, value: given, range: null }] };
}
