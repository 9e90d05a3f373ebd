/** Which endpoint comes first, and how its survival is named: times in the cohort's own unit. */

import type { Cohort } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { endpointNames } from "../cohort/endpoint.js";

/** The axes of a survival figure. */
export interface SurvivalAxis {
  /** Of the share that is left: "Share without progression or death". */
  readonly endpoint: string;
  readonly unit: string;
  /** Between two marks of time. */
  readonly step: number;
}

/**
 * The event that is nearest to the outcome: the one whose name or label says progression or metastasis, else the first.
 *
 * @throws RangeError for a cohort without follow-up
 */
export function primaryEndpoint(cohort: Cohort): string {
  const names = endpointNames(cohort);
  const near = names.find((name) =>
    /progress|metasta|recurr/i.test(variableNamed(cohort.dictionary, name).label),
  );
  const found = near ?? names[0];
  if (found === undefined)
    throw new RangeError("survival needs an endpoint; the cohort's dictionary has no event");
  return found;
}

/** The endpoints beside the first. */
export function otherEndpoints(cohort: Cohort): string[] {
  const first = primaryEndpoint(cohort);
  return endpointNames(cohort).filter((name) => name !== first);
}

/** Why there is no survival analysis, in a sentence; null where there is follow-up. */
export function endpointAbsence(cohort: Cohort): string | null {
  return endpointNames(cohort).length > 0
    ? null
    : "The table of patients of this cohort has no event with a time: there is no follow-up to analyse.";
}

/** Marks every two years, in the unit of the table. */
export function survivalAxis(cohort: Cohort, endpoint: string): SurvivalAxis {
  const event = variableNamed(cohort.dictionary, endpoint);
  const unit = variableNamed(cohort.dictionary, event.time!).unit ?? "";
  const steps: Readonly<Record<string, number>> = { days: 730, months: 24, years: 2 };
  return {
    endpoint: `Share without ${event.label.toLowerCase()}`,
    unit,
    step: steps[unit] ?? 24,
  };
}
