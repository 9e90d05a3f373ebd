/** A model while scores move: a sum of terms times coefficients, and the ranking it makes of a draft's patients. */

import { termNumber } from "./constructed-cohort.js";
import type { Draft } from "./draft.js";
import { thresholdOf } from "./model-scores.js";
import { Ranking } from "./ranking.js";
import type { ModelSpecification, Specification, Term } from "./specification.js";

export interface LinearScore {
  readonly id: string;
  readonly terms: readonly Term[];
  /** The intercept first; for a model that is fitted, its coefficients as they are at the moment. */
  readonly coefficients: Float64Array;
  readonly threshold: number;
  /** From a variable's value to the number that enters, by term. */
  readonly numbers: readonly ((value: number) => number)[];
}

/** @param coefficients of a fitted model; left out for a score that is taken as it is */
export function linearScore(
  specification: Specification,
  model: ModelSpecification,
  coefficients: Float64Array = Float64Array.of(0, 1),
): LinearScore {
  const terms = model.terms ?? [{ variable: model.score! }];
  return {
    id: model.id,
    terms,
    coefficients,
    threshold: thresholdOf(model),
    numbers: terms.map((term) => termNumber(specification, term)),
  };
}

/** Of one patient. */
export function scoreOf(model: LinearScore, draft: Draft, i: number): number {
  let sum = model.coefficients[0];
  for (let k = 0; k < model.terms.length; k++)
    sum += model.coefficients[k + 1] * model.numbers[k](draft.values[model.terms[k].variable][i]);
  return sum;
}

/** A ranking of a draft's patients by a model. */
export function rankingBy(model: LinearScore, draft: Draft): Ranking {
  const ranking = new Ranking(
    new Float64Array(draft.size - draft.without),
    new Float64Array(draft.without),
  );
  rerank(ranking, model, draft);
  return ranking;
}

/** The same ranking after values or coefficients changed. */
export function rerank(ranking: Ranking, model: LinearScore, draft: Draft): void {
  const { without, size } = draft;
  for (let i = 0; i < without; i++) ranking.nonEvents[i] = scoreOf(model, draft, i);
  for (let i = without; i < size; i++) ranking.events[i - without] = scoreOf(model, draft, i);
  ranking.recount();
}

/** The ranking after one patient's values changed. */
export function rerankPatient(ranking: Ranking, model: LinearScore, draft: Draft, i: number): void {
  const score = scoreOf(model, draft, i);
  if (i < draft.without) ranking.moveNonEvent(i, score);
  else ranking.moveEvent(i - draft.without, score);
}
