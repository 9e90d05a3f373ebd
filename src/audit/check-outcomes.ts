/** What every check of a file says of the claims it holds against each other. */

import { type CheckOutcome, outcome, type PrintedReadings } from "./check-outcome.js";
import { checkRefs } from "./claim-graph.js";
import { order, proportion, shares, sumOutcomes, wholeNumbers } from "./count-checks.js";
import { brokenSums, type SumRule } from "./group-sums.js";
import { aucInterval, interval, operatingPoint } from "./interval-checks.js";
import { adjustment, span } from "./ratio-checks.js";
import type { Check } from "./recipe.js";

/** Every outcome of every check; sums first, since a misprint is found by all sums together. */
export function checkOutcomes(checks: readonly Check[], readings: PrintedReadings): CheckOutcome[] {
  const rules = sumRules(checks);
  return [
    ...sumOutcomes(rules, brokenSums(rules, readings.count), readings),
    ...checks.flatMap((check) => outcomesOrReason(check, readings)),
  ];
}

/** The checks that are sums. */
export function sumRules(checks: readonly Check[]): SumRule[] {
  return checks.flatMap((check) =>
    check.by === "sum" ? [{ of: check.of.map(String), total: String(check.total) }] : [],
  );
}

/** A check that its numbers do not allow (a lower limit that prints 0.00) stays open, with the reason. */
function outcomesOrReason(check: Check, readings: PrintedReadings): CheckOutcome[] {
  try {
    return outcomesOf(check, readings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const reason = `the check of ${check.by} cannot be made: ${error.message}`;
    return checkRefs(check)
      .filter((ref) => typeof ref === "string")
      .map((ref) => outcome(ref, "open", reason));
  }
}

function outcomesOf(check: Check, readings: PrintedReadings): CheckOutcome[] {
  switch (check.by) {
    case "sum":
      return [];
    case "whole numbers":
      return wholeNumbers(check, readings);
    case "interval":
      return interval(check, readings);
    case "span":
      return span(check, readings);
    case "adjustment":
      return adjustment(check, readings);
    case "AUC interval":
      return aucInterval(check, readings);
    case "operating point":
      return operatingPoint(check, readings);
    case "proportion":
      return proportion(check, readings);
    case "shares":
      return shares(check.of, readings);
    case "order":
      return order(check.of, readings);
  }
}
