/** What a set's rankings must come to: every printed line of its performance, and every test between two models. */

import type { Draft } from "./draft.js";
import { type LinearScore, rankingBy, rerank, rerankPatient } from "./linear-score.js";
import type { Ranking } from "./ranking.js";
import type { Specification } from "./specification.js";
import {
  pairedLoss,
  performanceLoss,
  type WantedPerformance,
  type WantedZ,
  wantedPerformance,
  wantedZ,
} from "./wanted-performance.js";

export class PerformanceGoal {
  /** By model, of those that the set's tables mention. */
  readonly rankings: ReadonlyMap<string, Ranking>;
  readonly #draft: Draft;
  readonly #models: readonly LinearScore[];
  readonly #performance: readonly {
    readonly ranking: Ranking;
    readonly wanted: WantedPerformance;
  }[];
  readonly #paired: readonly {
    readonly a: Ranking;
    readonly b: Ranking;
    readonly wanted: WantedZ;
  }[];

  constructor(specification: Specification, draft: Draft, models: readonly LinearScore[]) {
    this.#draft = draft;
    const performance = specification.performance.filter(({ set }) => set === draft.set);
    const comparisons = specification.comparisons.filter(({ set }) => set === draft.set);
    const mentioned = new Set([
      ...performance.map(({ model }) => model),
      ...comparisons.flatMap(({ models: pair }) => pair),
    ]);
    this.#models = models.filter(({ id }) => mentioned.has(id));
    this.rankings = new Map(this.#models.map((model) => [model.id, rankingBy(model, draft)]));
    const ranking = (id: string): Ranking => this.rankings.get(id)!;
    this.#performance = performance
      .filter(({ augmented }) => augmented !== true)
      .map((row) => {
        const { threshold } = models.find(({ id }) => id === row.model)!;
        return { ranking: ranking(row.model), wanted: wantedPerformance(row, threshold) };
      });
    this.#paired = comparisons
      .filter(({ augmented }) => augmented !== true)
      .map(({ models: [a, b], p }) => ({ a: ranking(a), b: ranking(b), wanted: wantedZ(p) }));
  }

  /** Rank all patients anew. */
  rerank(): void {
    for (const model of this.#models) rerank(this.rankings.get(model.id)!, model, this.#draft);
  }

  /** Rank one patient anew, whose values changed. */
  rerankPatient(i: number): void {
    for (const model of this.#models)
      rerankPatient(this.rankings.get(model.id)!, model, this.#draft, i);
  }

  loss(): number {
    let sum = 0;
    for (const { ranking, wanted } of this.#performance) sum += performanceLoss(wanted, ranking);
    for (const { a, b, wanted } of this.#paired) sum += pairedLoss(wanted, a, b);
    return sum;
  }
}
