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

export class SyntheticGoal {
  readonly synthetic: SyntheticScores;
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
    this.#scores = draft.values[specification.score.name]!;
    const added = augmentation.to - (draft.size - draft.without);
    this.synthetic = new SyntheticScores(this.#events(), this.#nonEvents(), added, random);
    this.#wanted = specification.performance
      .filter(({ augmented }) => augmented === true)
      .map((row) => wantedPerformance(row, models.find(({ id }) => id === row.model)!.threshold));
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
