/**
 * The scores of synthetic rows: each lies between the scores of two patients with the outcome, as SMOTE makes them.
 *
 * A synthetic row is a pair of patients and a share of the way between them, so it follows them when their scores
 * move. Which pair and which share are free: the tables print only how the enlarged group ranks.
 * Source: Chawla et al., J. Artif. Intell. Res. 16 (2002) 321-357.
 */

import type { Random } from "../math/random.js";
import { anneal } from "./annealing.js";
import { Ranking } from "./ranking.js";

interface Between {
  from: number;
  to: number;
  share: number;
}

export class SyntheticScores {
  /** Patients with the outcome first, then the synthetic rows, against the patients without it. */
  readonly ranking: Ranking;
  readonly #patients: number;
  readonly #rows: Between[];

  /** @param added how many synthetic rows; each patient starts equally many */
  constructor(events: Float64Array, nonEvents: Float64Array, added: number, random: Random) {
    this.#patients = events.length;
    this.#rows = Array.from({ length: added }, (_, k) => ({
      from: k % events.length,
      to: random.integer(events.length),
      share: random.uniform(),
    }));
    this.ranking = new Ranking(new Float64Array(events.length + added), nonEvents);
    this.follow(events, nonEvents);
  }

  /** The synthetic rows' scores. */
  get scores(): Float64Array {
    return this.ranking.events.slice(this.#patients);
  }

  /** Move with the patients' scores. */
  follow(events: Float64Array, nonEvents: Float64Array): void {
    const { ranking } = this;
    ranking.events.set(events);
    ranking.nonEvents.set(nonEvents);
    this.#rows.forEach((row, k) => {
      ranking.events[this.#patients + k] = this.#scoreOf(row);
    });
    ranking.recount();
  }

  /** Choose pairs and shares anew, some at a time, until the loss is zero. @returns the loss reached */
  improve(loss: () => number, steps: number, temperature: number, random: Random): number {
    const propose = (): { loss: number; undo(): void } => {
      const k = random.integer(this.#rows.length);
      const row = this.#rows[k];
      const { to, share } = row;
      const score = this.ranking.events[this.#patients + k];
      if (random.uniform() < 0.5) row.to = random.integer(this.#patients);
      row.share = random.uniform();
      this.ranking.moveEvent(this.#patients + k, this.#scoreOf(row));
      const undo = (): void => {
        row.to = to;
        row.share = share;
        this.ranking.moveEvent(this.#patients + k, score);
      };
      return { loss: loss(), undo };
    };
    const schedule = { steps, from: temperature, to: temperature / 10 };
    return anneal(loss(), propose, random, schedule);
  }

  /** What {@link restore} goes back to. */
  save(): readonly Readonly<Between>[] {
    return this.#rows.map((row) => ({ ...row }));
  }

  restore(saved: readonly Readonly<Between>[]): void {
    saved.forEach((row, k) => {
      Object.assign(this.#rows[k]!, row);
    });
  }

  #scoreOf({ from, to, share }: Between): number {
    const { events } = this.ranking;
    return events[from] + share * (events[to] - events[from]);
  }
}
