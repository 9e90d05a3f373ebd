/** Time to an event: what survival analysis takes from a cohort. */

import { type Cohort, completeCases } from "./cohort.js";
import { variableNamed, variablesOfRole } from "./dictionary.js";

export interface Endpoint {
  /** Name of the event's variable. */
  readonly name: string;
  /** What the event is, as a reader sees it. */
  readonly label: string;
  readonly timeUnit: string;
  /** Patients whose time and event are known. */
  readonly ids: readonly string[];
  /** From the start to the event or the end of follow-up. */
  readonly times: readonly number[];
  /** 1 = the event happened, 0 = follow-up ended without it. */
  readonly events: readonly number[];
}

/** The names of a cohort's endpoints, in the dictionary's order. */
export function endpointNames(cohort: Cohort): string[] {
  return variablesOfRole(cohort.dictionary, "event").map(({ name }) => name);
}

/**
 * One endpoint; patients without a known time or event are left out.
 *
 * @param name of the event's variable
 * @throws RangeError if there is no such variable, or it is not an event
 */
export function endpointOf(cohort: Cohort, name: string): Endpoint {
  const event = variableNamed(cohort.dictionary, name);
  if (event.role !== "event" || event.time === null) {
    throw new RangeError(
      `an endpoint must be one of ${endpointNames(cohort).join(", ")}; got "${name}"`,
    );
  }
  const time = variableNamed(cohort.dictionary, event.time);
  const patients = completeCases(cohort, [name, time.name]);
  return {
    name,
    label: event.label,
    timeUnit: time.unit ?? "",
    ids: patients.ids,
    times: patients.columns[time.name]!.values as number[],
    events: patients.columns[name]!.values.map((level) => (level === event.positive ? 1 : 0)),
  };
}
