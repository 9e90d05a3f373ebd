/**
 * A ranking whose scores move one at a time: AUC and DeLong's variance, kept up to date.
 *
 * Every pair of a patient with and one without the outcome counts 2, 1 or 0 for the former scoring higher, equal or
 * lower; the sums of these counts by patient are the placements of `evaluate/delong.ts`. Moving one score touches
 * its own pairs only, and the sums of squares follow.
 */

export class Ranking {
  /** Scores of the patients with the outcome, and of those without. */
  readonly events: Float64Array;
  readonly nonEvents: Float64Array;
  /** Placements, counted in halves of a patient. */
  readonly eventCounts: Float64Array;
  readonly nonEventCounts: Float64Array;
  #total = 0;
  #eventSquares = 0;
  #nonEventSquares = 0;

  constructor(events: ArrayLike<number>, nonEvents: ArrayLike<number>) {
    this.events = Float64Array.from(events);
    this.nonEvents = Float64Array.from(nonEvents);
    this.eventCounts = new Float64Array(events.length);
    this.nonEventCounts = new Float64Array(nonEvents.length);
    this.recount();
  }

  /** After the scores were changed directly. */
  recount(): void {
    const { events, nonEvents, eventCounts, nonEventCounts } = this;
    nonEventCounts.fill(0);
    this.#total = 0;
    this.#eventSquares = 0;
    this.#nonEventSquares = 0;
    for (let i = 0; i < events.length; i++) {
      const score = events[i];
      let count = 0;
      for (let j = 0; j < nonEvents.length; j++) {
        const pair = score > nonEvents[j] ? 2 : score === nonEvents[j] ? 1 : 0;
        count += pair;
        nonEventCounts[j] += pair;
      }
      eventCounts[i] = count;
      this.#total += count;
      this.#eventSquares += count * count;
    }
    for (let j = 0; j < nonEvents.length; j++) this.#nonEventSquares += nonEventCounts[j] ** 2;
  }

  moveEvent(i: number, score: number): void {
    const { nonEvents, eventCounts, nonEventCounts } = this;
    const old = this.events[i];
    let gained = 0;
    for (let j = 0; j < nonEvents.length; j++) {
      const other = nonEvents[j];
      const change =
        (score > other ? 2 : score === other ? 1 : 0) - (old > other ? 2 : old === other ? 1 : 0);
      if (change === 0) continue;
      const count = nonEventCounts[j];
      this.#nonEventSquares += change * (2 * count + change);
      nonEventCounts[j] = count + change;
      gained += change;
    }
    this.#eventSquares += gained * (2 * eventCounts[i] + gained);
    eventCounts[i] += gained;
    this.#total += gained;
    this.events[i] = score;
  }

  moveNonEvent(j: number, score: number): void {
    const { events, eventCounts, nonEventCounts } = this;
    const old = this.nonEvents[j];
    let gained = 0;
    for (let i = 0; i < events.length; i++) {
      const other = events[i];
      const change =
        (other > score ? 2 : other === score ? 1 : 0) - (other > old ? 2 : other === old ? 1 : 0);
      if (change === 0) continue;
      const count = eventCounts[i];
      this.#eventSquares += change * (2 * count + change);
      eventCounts[i] = count + change;
      gained += change;
    }
    this.#nonEventSquares += gained * (2 * nonEventCounts[j] + gained);
    nonEventCounts[j] += gained;
    this.#total += gained;
    this.nonEvents[j] = score;
  }

  get auc(): number {
    return this.#total / (2 * this.events.length * this.nonEvents.length);
  }

  /** DeLong's variance of the AUC. */
  get variance(): number {
    const [m, n] = [this.events.length, this.nonEvents.length];
    const square = this.auc ** 2;
    return (
      (this.#eventSquares / (4 * n * n * m) - square) / (m - 1) +
      (this.#nonEventSquares / (4 * m * m * n) - square) / (n - 1)
    );
  }
}

/** DeLong's covariance of the AUCs of two rankings of the same patients. */
export function rankingCovariance(a: Ranking, b: Ranking): number {
  const [m, n] = [a.events.length, a.nonEvents.length];
  let events = 0;
  let nonEvents = 0;
  for (let i = 0; i < m; i++) events += a.eventCounts[i] * b.eventCounts[i];
  for (let j = 0; j < n; j++) nonEvents += a.nonEventCounts[j] * b.nonEventCounts[j];
  const product = a.auc * b.auc;
  return (
    (events / (4 * n * n * m) - product) / (m - 1) +
    (nonEvents / (4 * m * m * n) - product) / (n - 1)
  );
}
