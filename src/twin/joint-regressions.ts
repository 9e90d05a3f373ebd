/**
 * The regressions of the first set that depend on who has which values: those with a printed table that the scores
 * must meet exactly, and the models whose coefficients follow.
 */

import { termNumber } from "./constructed-cohort.js";
import type { Draft } from "./draft.js";
import { type Estimate, estimateBehind } from "./estimate-region.js";
import { type LinearScore, linearScore } from "./linear-score.js";
import { Polish, setScores } from "./polish.js";
import type { Specification, Term } from "./specification.js";
import { refit, type WorkingRegression, workingRegression } from "./working-regression.js";

interface Fitted {
  readonly terms: readonly Term[];
  readonly regression: WorkingRegression;
}

/** Largest difference from a wanted coefficient or standard error. */
const TOLERANCE = 1e-6;

export class JointRegressions {
  /** In the order of the specification; their coefficients are always those of the last {@link settle}. */
  readonly models: readonly LinearScore[];
  /** Variables that change places among patients to the effect of a joint model. */
  readonly movable: readonly string[];
  readonly #specification: Specification;
  readonly #draft: Draft;
  readonly #scores: Float64Array;
  readonly #printed: readonly Fitted[];
  readonly #modelled: readonly Fitted[];
  readonly #polish: Polish;

  constructor(specification: Specification, draft: Draft) {
    this.#specification = specification;
    this.#draft = draft;
    const { name } = specification.score;
    this.#scores = draft.values[name]!;
    const rows = specification.regressions
      .filter((regression) => regression.rows.some(({ variable }) => variable === name))
      .map((regression) => regression.rows);
    this.#printed = rows.map((terms) => this.#fitted(terms));
    this.#polish = new Polish(
      this.#printed.map(({ terms, regression }, r) => ({
        model: regression,
        terms: terms.map((_, k) => k + 1),
        wanted: rows[r]!.map((row) => estimateBehind(row) as Estimate),
      })),
      draft.size,
    );
    const modelled: Fitted[] = [];
    this.models = specification.models.map((model) => {
      if (model.terms === undefined) return linearScore(specification, model);
      const fitted = this.#fitted(model.terms);
      modelled.push(fitted);
      return linearScore(specification, model, fitted.regression.beta);
    });
    this.#modelled = modelled;
    const joint = [...this.#printed, ...modelled].filter(({ terms }) => terms.length > 1);
    const names = joint.flatMap(({ terms }) => terms.map(({ variable }) => variable));
    this.movable = [...new Set(names)].filter((variable) => variable !== name);
  }

  /**
   * Move the scores to where the printed regressions hold, and fit the models there.
   *
   * @returns false if they cannot be reached in so many steps; the scores are then anywhere
   */
  settle(steps: number): boolean {
    if (!this.#polish.apply(this.#scores, TOLERANCE, steps)) return false;
    return this.#modelled.every(({ regression }) => {
      if (regression.scoreTerm >= 0) setScores(regression, this.#scores);
      return refit(regression);
    });
  }

  /** Take over the values of a variable after some changed places. */
  load(variable: string): void {
    const values = this.#draft.values[variable]!;
    for (const { terms, regression } of [...this.#printed, ...this.#modelled])
      terms.forEach((term, k) => {
        if (term.variable !== variable) return;
        const number = termNumber(this.#specification, term);
        const { n, p, x } = regression;
        for (let i = 0; i < n; i++) x[i * p + k + 1] = number(values[i]);
      });
  }

  #fitted(terms: readonly Term[]): Fitted {
    const columns = terms.map((term) =>
      Array.from(this.#draft.values[term.variable]!, termNumber(this.#specification, term)),
    );
    const at = terms.findIndex(({ variable }) => variable === this.#specification.score.name);
    return { terms, regression: workingRegression(columns, this.#draft.outcome, at) };
  }
}
