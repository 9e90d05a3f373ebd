/**
 * The AUCs of a claims file side by side: the standard error of each printed interval against what DeLong's can be, and
 * of each comparison the P of different patients and the correlation that the printed P needs.
 */

import { aucDifference, standardErrorRange } from "./auc-difference.js";
import { standardErrorLimits } from "./auc-standard-error.js";
import type { Claim, ClaimsFile } from "./claim.js";
import type { EstimateKnown } from "./known.js";
import { type Interval, roundingInterval } from "./printed-number.js";
import { printedReadings } from "./printed-readings.js";
import { mainNumber } from "./verdict.js";

export interface AucStandardError {
  readonly id: string;
  readonly statement: string;
  readonly set: string;
  readonly printed: string;
  readonly events: number;
  readonly nonEvents: number;
  /** Of the printed interval, within its rounding. */
  readonly standardError: Interval;
  /** DeLong's smallest without shared scores, and largest. */
  readonly limits: Interval;
  readonly possible: boolean;
}

export interface AucComparisonSurvey {
  readonly id: string;
  readonly statement: string;
  readonly set: string;
  readonly printed: string;
  /** P if the AUCs were of different patients. */
  readonly unpairedP: number;
  /** Correlations of the two AUCs at which P prints so; null if there are none. */
  readonly correlations: Interval | null;
}

/** Each AUC that the file checks by its interval. */
export function aucStandardErrors(file: ClaimsFile): AucStandardError[] {
  const { claimOf, readings } = reader(file);
  return file.checks.flatMap((check) => {
    if (check.by !== "AUC interval") return [];
    const { id, statement, set = "", printed } = claimOf(check.auc);
    const known = readings.estimate(check.auc);
    const events = readings.number(check.positives).value;
    const nonEvents = readings.number(check.negatives).value;
    const { smallestUntied, largest } = standardErrorLimits(known.estimate, events, nonEvents);
    const standardError = standardErrorRange(known);
    const limits = { low: smallestUntied ?? 0, high: largest };
    const possible = standardError.high >= limits.low && standardError.low <= limits.high;
    const shared = { id, statement, set, printed: printed ?? "", events, nonEvents };
    return [{ ...shared, standardError, limits, possible }];
  });
}

/** Each P of a difference of two AUCs. */
export function aucComparisons(file: ClaimsFile): AucComparisonSurvey[] {
  const { readings } = reader(file);
  return file.claims.flatMap((claim) => {
    const { id, statement, set = "", printed, recompute } = claim;
    const number = mainNumber(claim);
    if (recompute?.by !== "AUC comparison" || number === null) return [];
    const [a, b] = recompute.of.map((of): EstimateKnown => readings.estimate(of));
    const { unpairedP, correlationsFor } = aucDifference(a!, b!);
    const correlations = correlationsFor(roundingInterval(number));
    return [{ id, statement, set, printed: printed ?? "", unpairedP, correlations }];
  });
}

function reader({ claims }: ClaimsFile): {
  claimOf(id: string): Claim;
  readings: ReturnType<typeof printedReadings>;
} {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const readings = printedReadings(byId, new Map(), (id) => {
    throw new RangeError(`"${id}" must be printed; it is derived`);
  });
  return { claimOf: (id) => byId.get(id)!, readings };
}
