/**
 * AUC and DeLong interval from a table of counts: events and non-events at each level of an ordinal score.
 *
 * A printed table (T stage by outcome, a readers' rating scale) holds all that DeLong's method needs: patients
 * at one level share a placement, so sums over patients become sums over levels. Equal to {@link delongAuc} of
 * the patients written out one by one.
 */

import { type DelongAuc, type DelongOptions, delongInterval } from "./delong.js";
import { signOf } from "./outcome.js";

/** Counts at K levels, from the lowest to the highest. */
export interface OrdinalCounts {
  readonly events: ArrayLike<number>;
  readonly nonEvents: ArrayLike<number>;
}

/**
 * @param counts K whole numbers a group; levels rise with the score
 * @throws RangeError if lengths differ, a count is not a whole number ≥ 0, or a group has fewer than two patients
 * @example delongAucOfCounts({ events: [3, 7, 2, 8], nonEvents: [33, 44, 11, 8] }).auc
 */
export function delongAucOfCounts(
  counts: OrdinalCounts,
  { confidence = 0.95, direction = "<" }: DelongOptions = {},
): DelongAuc {
  const { events, nonEvents } = checked(counts);
  if (signOf(direction) === -1) {
    events.reverse();
    nonEvents.reverse();
  }
  const m = events.reduce((sum, count) => sum + count, 0);
  const n = nonEvents.reduce((sum, count) => sum + count, 0);
  if (m < 2 || n < 2) {
    throw new RangeError(
      `a variance needs two patients per outcome; got ${m} events and ${n} non-events`,
    );
  }
  const eventPlacements = new Float64Array(events.length);
  const nonEventPlacements = new Float64Array(events.length);
  let doubled = 0;
  for (let level = 0, eventsUpTo = 0, nonEventsBelow = 0; level < events.length; level++) {
    eventsUpTo += events[level];
    eventPlacements[level] = 2 * nonEventsBelow + nonEvents[level];
    nonEventPlacements[level] = 2 * (m - eventsUpTo) + events[level];
    nonEventsBelow += nonEvents[level];
    doubled += events[level] * eventPlacements[level];
  }
  const variance =
    varianceOfLevels(eventPlacements, events, m) / (2 * n) ** 2 / m +
    varianceOfLevels(nonEventPlacements, nonEvents, n) / (2 * m) ** 2 / n;
  return delongInterval(doubled / (2 * m * n), variance, m, n, confidence);
}

function varianceOfLevels(values: Float64Array, counts: number[], total: number): number {
  const mean = values.reduce((sum, value, level) => sum + value * counts[level], 0) / total;
  return (
    values.reduce((sum, value, level) => sum + counts[level] * (value - mean) ** 2, 0) / (total - 1)
  );
}

function checked({ events, nonEvents }: OrdinalCounts): { events: number[]; nonEvents: number[] } {
  if (events.length !== nonEvents.length) {
    throw new RangeError(
      `need both outcomes at each level; got ${events.length} levels of events and ${nonEvents.length} of non-events`,
    );
  }
  for (const [name, counts] of [
    ["events", events],
    ["nonEvents", nonEvents],
  ] as const) {
    for (let level = 0; level < counts.length; level++) {
      if (!(Number.isSafeInteger(counts[level]) && counts[level] >= 0)) {
        throw new RangeError(
          `counts must be whole numbers from 0; ${name}[${level}] is ${counts[level]}`,
        );
      }
    }
  }
  return { events: Array.from(events), nonEvents: Array.from(nonEvents) };
}
