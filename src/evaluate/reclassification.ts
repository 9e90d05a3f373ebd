/**
 * Does a second model move patients the right way? Net reclassification and integrated discrimination.
 *
 * The continuous net reclassification counts, among events, those whose risk rises minus those whose risk
 * falls, and the other way round among non-events; the categorical one counts only moves across given cut
 * points. The integrated discrimination improvement is the gain in mean risk of events over that of non-events.
 * The net reclassification is known to be optimistic for useless markers: print it beside the AUCs.
 * Sources: Pencina et al., Stat. Med. 27 (2008) 157–172 (categorical, IDI) and 30 (2011) 11–21 (continuous);
 * Pepe et al., Stat. Biosci. 7 (2015) 282–295 (the warning); standard errors as Hmisc 4.8, `improveProb`.
 */

import { normalTwoSidedP } from "../math/normal.js";
import { mean, variance } from "../math/summary.js";
import { countEventsWithRisks } from "./outcome.js";

export interface ContinuousNri {
  /** Events' part plus non-events' part, in [−2, 2]. */
  readonly nri: number;
  readonly standardError: number;
  /** Null where the standard error is 0. */
  readonly z: number | null;
  /** Two-sided. */
  readonly pValue: number | null;
  readonly events: number;
  readonly eventsStandardError: number;
  readonly nonEvents: number;
  readonly nonEventsStandardError: number;
}

/** How many patients of each outcome moved to a higher or a lower class. */
export interface Moves {
  readonly events: number;
  readonly nonEvents: number;
}

export interface CategoricalNri {
  readonly nri: number;
  readonly events: number;
  readonly nonEvents: number;
  readonly up: Moves;
  readonly down: Moves;
  /** Pencina's, which takes the two parts as if nothing had moved on balance. */
  readonly standardError: number;
  /** By Pencina's standard error; null where it is 0. */
  readonly z: number | null;
  readonly pValue: number | null;
  /** From the multinomial law of moves, as the continuous form. */
  readonly multinomialStandardError: number;
}

export interface DiscriminationImprovement {
  /** Mean change of risk in events minus that in non-events. */
  readonly idi: number;
  readonly standardError: number;
  readonly z: number | null;
  /** Two-sided. */
  readonly pValue: number | null;
}

/**
 * Net reclassification without categories.
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param oldRisks n risks in [0, 1] by the first model
 * @param newRisks n risks in [0, 1] by the second; an equal risk counts as no move
 * @throws RangeError on invalid input
 */
export function continuousNri(
  labels: ArrayLike<number>,
  oldRisks: ArrayLike<number>,
  newRisks: ArrayLike<number>,
): ContinuousNri {
  const { m, n } = checked(labels, oldRisks, newRisks);
  const { up, down } = moves(labels, (i) => Math.sign(newRisks[i] - oldRisks[i]));
  const events = (up.events - down.events) / m;
  const nonEvents = (down.nonEvents - up.nonEvents) / n;
  const eventsVariance = multinomialVariance(up.events, down.events, m);
  const nonEventsVariance = multinomialVariance(up.nonEvents, down.nonEvents, n);
  const nri = events + nonEvents;
  const standardError = Math.sqrt(eventsVariance + nonEventsVariance);
  return {
    nri,
    standardError,
    ...significance(nri, standardError),
    events,
    eventsStandardError: Math.sqrt(eventsVariance),
    nonEvents,
    nonEventsStandardError: Math.sqrt(nonEventsVariance),
  };
}

/**
 * Net reclassification over risk classes.
 *
 * @param cuts rising cut points in (0, 1); a risk equal to a cut belongs to the class above it
 * @throws RangeError on invalid input
 */
export function categoricalNri(
  labels: ArrayLike<number>,
  oldRisks: ArrayLike<number>,
  newRisks: ArrayLike<number>,
  cuts: readonly number[],
): CategoricalNri {
  const { m, n } = checked(labels, oldRisks, newRisks);
  if (cuts.length === 0) throw new RangeError("need at least one cut point; got none");
  cuts.forEach((cut, k) => {
    if (!(cut > 0 && cut < 1) || (k > 0 && cut <= cuts[k - 1]))
      throw new RangeError(`cuts must rise inside (0, 1); cuts[${k}] is ${cut}`);
  });
  const classOf = (risk: number): number => cuts.filter((cut) => risk >= cut).length;
  const { up, down } = moves(labels, (i) => classOf(newRisks[i]) - classOf(oldRisks[i]));
  const events = (up.events - down.events) / m;
  const nonEvents = (down.nonEvents - up.nonEvents) / n;
  const nri = events + nonEvents;
  const standardError = Math.sqrt(
    (up.events + down.events) / m ** 2 + (up.nonEvents + down.nonEvents) / n ** 2,
  );
  return {
    nri,
    events,
    nonEvents,
    up,
    down,
    standardError,
    ...significance(nri, standardError),
    multinomialStandardError: Math.sqrt(
      multinomialVariance(up.events, down.events, m) +
        multinomialVariance(up.nonEvents, down.nonEvents, n),
    ),
  };
}

/**
 * Integrated discrimination improvement.
 *
 * @throws RangeError on invalid input, or fewer than two patients with either outcome
 */
export function discriminationImprovement(
  labels: ArrayLike<number>,
  oldRisks: ArrayLike<number>,
  newRisks: ArrayLike<number>,
): DiscriminationImprovement {
  const { m, n } = checked(labels, oldRisks, newRisks);
  if (m < 2 || n < 2)
    throw new RangeError(
      `a variance needs two patients per outcome; got ${m} events and ${n} non-events`,
    );
  const changes: [number[], number[]] = [[], []];
  for (let i = 0; i < labels.length; i++) changes[labels[i]].push(newRisks[i] - oldRisks[i]);
  const idi = mean(changes[1]) - mean(changes[0]);
  const standardError = Math.sqrt(variance(changes[1]) / m + variance(changes[0]) / n);
  return { idi, standardError, ...significance(idi, standardError) };
}

function checked(
  labels: ArrayLike<number>,
  oldRisks: ArrayLike<number>,
  newRisks: ArrayLike<number>,
): { m: number; n: number } {
  const m = countEventsWithRisks(labels, oldRisks);
  countEventsWithRisks(labels, newRisks);
  return { m, n: labels.length - m };
}

function moves(
  labels: ArrayLike<number>,
  change: (patient: number) => number,
): { up: Moves; down: Moves } {
  const up = [0, 0];
  const down = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const step = change(i);
    if (step > 0) up[labels[i]]++;
    else if (step < 0) down[labels[i]]++;
  }
  return {
    up: { events: up[1], nonEvents: up[0] },
    down: { events: down[1], nonEvents: down[0] },
  };
}

/** Variance of (up − down) / size under the multinomial law. */
function multinomialVariance(up: number, down: number, size: number): number {
  return (up + down) / size ** 2 - (up - down) ** 2 / size / size ** 2;
}

function significance(
  value: number,
  standardError: number,
): { z: number | null; pValue: number | null } {
  // Changes of risks carry rounding errors near 1e-16: a spread below that is none.
  if (standardError < 1e-15) return { z: null, pValue: null };
  const z = value / standardError;
  return { z, pValue: normalTwoSidedP(z) };
}
