/** What the ranking with the synthetic rows must come to: its printed performance, and the unpaired test against the patients alone. */

import type { Random } from "../math/random.js";
import type { Draft } from "./draft.js";
import type { LinearScore } from "./linear-score.js";
import type { PerformanceGoal } from "./performance-goal.js";
import type { Ranking } from "./ranking.js";
import type { Augmentation, Specification } from "./specification.js";
import { SyntheticScores } from "./synthetic-scores.js";
import {
  performanceLoss,
  unpairedLoss,
  type WantedPerformance,
  type WantedZ,
  wantedPerformance,
  wantedZ,
} from "./wanted-performance.js";

/** Distances that count 1. */
const UNIT = { area: 0.002, patients: 2 };

export class SyntheticGoal {
  readonly synthetic: SyntheticScores;
  readonly #patients: Augmentation["patients"];
  /** The patients alone. */
  readonly #alone: readonly { readonly ranking: Ranking; readonly threshold: number }[];
  readonly #draft: Draft;
  readonly #scores: Float64Array;
  readonly #wanted: readonly WantedPerformance[];
  readonly #unpaired: readonly { readonly against: Ranking; readonly wanted: WantedZ }[];

  constructor(
    specification: Specification,
    augmentation: Augmentation,
    draft: Draft,
    models: readonly LinearScore[],
    patients: PerformanceGoal,
    random: Random,
  ) {
    this.#draft = draft;
    this.#patients = augmentation.patients;
    this.#scores = draft.values[specification.score.name]!;
    const added = augmentation.to - (draft.size - draft.without);
    this.synthetic = new SyntheticScores(this.#events(), this.#nonEvents(), added, random);
    const rows = specification.performance.filter(({ augmented }) => augmented === true);
    this.#wanted = rows.map((row) =>
      wantedPerformance(row, models.find(({ id }) => id === row.model)!.threshold),
    );
    this.#alone = rows.map(({ model }) => ({
      ranking: patients.rankings.get(model)!,
      threshold: models.find(({ id }) => id === model)!.threshold,
    }));
    this.#unpaired = specification.comparisons
      .filter(({ augmented }) => augmented === true)
      .map(({ models: [first], p }) => ({
        against: patients.rankings.get(first)!,
        wanted: wantedZ(p),
      }));
  }

  /** Take over the patients' scores. */
  follow(): void {
    this.synthetic.follow(this.#events(), this.#nonEvents());
  }

  /** How far the patients alone are from what is assumed of them. */
  patientLoss(): number {
    if (this.#patients === undefined) return 0;
    const { auc, positive } = this.#patients;
    let sum = 0;
    for (const { ranking, threshold } of this.#alone) {
      const above = ranking.events.reduce((count, score) => count + (score > threshold ? 1 : 0), 0);
      sum += Math.max(0, auc[0] - ranking.auc, ranking.auc - auc[1]) / UNIT.area;
      sum += Math.max(0, positive[0] - above, above - positive[1]) / UNIT.patients;
    }
    return sum;
  }

  loss(): number {
    let sum = 0;
    for (const wanted of this.#wanted) sum += performanceLoss(wanted, this.synthetic.ranking);
    for (const { against, wanted } of this.#unpaired)
      sum += unpairedLoss(wanted, against, this.synthetic.ranking);
    return sum;
  }

  #events(): Float64Array {
    return this.#scores.subarray(this.#draft.without);
  }

  #nonEvents(): Float64Array {
    return this.#scores.subarray(0, this.#draft.without);
  }
}
