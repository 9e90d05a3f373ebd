/** The one place where a binary outcome and its scores are checked. */

/** Scores of the patients with and without the event, each in patient order; higher means the event is more likely. */
export interface ScoresByOutcome {
  readonly events: Float64Array;
  readonly nonEvents: Float64Array;
}

/**
 * Which way a score points, in the words of R's pROC: `"<"` when non-events score lower than events, `">"` when
 * they score higher. It is always given, never guessed from the data: an AUC below 0.5 stays below 0.5.
 */
export type Direction = "<" | ">";

/**
 * Separate scores by outcome; every binary metric starts here, so none of them checks again.
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param scores n finite numbers, in any unit. Not necessarily probabilities.
 * @param direction `">"` turns the scores round, so that higher always means "event" afterwards
 * @throws RangeError if lengths differ, a label is not 0 or 1, a score is not finite, or an outcome is absent
 */
export function splitByOutcome(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  direction: Direction = "<",
): ScoresByOutcome {
  const eventCount = countEvents(labels, scores);
  const sign = signOf(direction);
  const events = new Float64Array(eventCount);
  const nonEvents = new Float64Array(labels.length - eventCount);
  let [e, n] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1) events[e++] = sign * scores[i];
    else nonEvents[n++] = sign * scores[i];
  }
  return { events, nonEvents };
}

/**
 * Check outcomes with what belongs to them, and count the events.
 *
 * @param what how one of `scores` is called in a message: "score", "risk"
 * @throws RangeError as {@link splitByOutcome}
 */
export function countEvents(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  what = "score",
): number {
  if (labels.length !== scores.length) {
    throw new RangeError(
      `need one ${what} per label; got ${scores.length} ${what}s for ${labels.length} labels`,
    );
  }
  let events = 0;
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isFinite(scores[i]))
      throw new RangeError(`${what}s must be finite; ${what}s[${i}] is ${scores[i]}`);
    if (labels[i] === 1) events++;
    else if (labels[i] !== 0)
      throw new RangeError(`labels must be 0 or 1; labels[${i}] is ${labels[i]}`);
  }
  if (events === 0 || events === labels.length) {
    throw new RangeError(
      `need both outcomes; got ${events} events and ${labels.length - events} non-events`,
    );
  }
  return events;
}

/**
 * Check outcomes with predicted risks, and count the events.
 *
 * @throws RangeError as {@link countEvents}, or if a risk lies outside [0, 1]
 */
export function countEventsWithRisks(labels: ArrayLike<number>, risks: ArrayLike<number>): number {
  const events = countEvents(labels, risks, "risk");
  for (let i = 0; i < risks.length; i++) {
    if (risks[i] < 0 || risks[i] > 1)
      throw new RangeError(`risks must lie in [0, 1]; risks[${i}] is ${risks[i]}`);
  }
  return events;
}

/** 1 when higher scores mean the event, −1 when lower ones do. @throws RangeError for another word */
export function signOf(direction: Direction): 1 | -1 {
  if (direction === "<") return 1;
  if (direction === ">") return -1;
  throw new RangeError(
    `direction must be "<" (events score higher) or ">" (events score lower); got ${JSON.stringify(direction)}`,
  );
}

/** @throws RangeError unless 0 < confidence < 1 */
export function requireConfidence(confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  return confidence;
}
