/**
 * What the standard error of an odds ratio says about its variable.
 *
 * In a model of one variable Σ wᵢ (xᵢ − x̄)² = 1/SE², with the weights wᵢ = pᵢ(1 − pᵢ). The risks add up to the events,
 * so the weights to mn/N at most, and no variance exceeds a quarter of the squared span: the values span at least
 * 2/(SE √(mn/N)). And an odds ratio that changes sides, or whose standard error grows much, when other variables join
 * the model, may share with them what it tells.
 */

import { decimal } from "../math/decimal.js";
import { type CheckOutcome, outcome, type PrintedReadings } from "./check-outcome.js";
import { shown } from "./evidence.js";
import { intervalConsistency } from "./interval-consistency.js";
import type { Check } from "./recipe.js";

/** How far the values of a variable lie apart at least; it proves nothing, so the claim stays open. */
export function span(
  { estimate, positives, negatives }: Extract<Check, { by: "span" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const [m, n] = [readings.number(positives).value, readings.number(negatives).value];
  const { standardError } = intervalConsistency(readings.estimate(estimate));
  const least = 2 / (standardError.high * Math.sqrt((m * n) / (m + n)));
  const text = `its standard error of ${shown(standardError.low)} to ${shown(standardError.high)} with ${m} and ${n} patients takes values that span at least ${shown(least)}`;
  return [outcome(estimate, "open", least > 1 ? `${text}, so they are no probabilities` : text)];
}

/** How much of the standard error must have grown before it is said. */
const GROWN = 2;

/** An odds ratio alone and beside others; it proves nothing, so the claims stay open. */
export function adjustment(
  { alone, together }: Extract<Check, { by: "adjustment" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const [before, after] = [alone, together].map((id) => {
    const known = readings.estimate(id);
    return { ratio: known.estimate, error: intervalConsistency(known).standardError };
  });
  const turned =
    (before!.ratio.high < 1 && after!.ratio.low > 1) ||
    (before!.ratio.low > 1 && after!.ratio.high < 1);
  const grows = after!.error.low / before!.error.high;
  const found = [
    turned
      ? `it changes sides, from ${shown(before!.ratio.value)} alone to ${shown(after!.ratio.value)} beside the others`
      : "",
    grows > GROWN
      ? `the standard error of its logarithm grows from ${shown(before!.error.value)} to ${shown(after!.error.value)}, ${decimal(after!.error.value / before!.error.value, 1)}-fold`
      : "",
  ].filter((text) => text !== "");
  return found.length === 0
    ? []
    : [
        outcome(
          together,
          "open",
          `${found.join(", and ")}, as happens where variables share what they tell`,
        ),
      ];
}
