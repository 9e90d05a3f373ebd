/**
 * Scores of a set on which the models are applied, not learned: annealed from random ones.
 *
 * A move changes the score of one patient, or exchanges the values of two; every ranking follows in one pass over the
 * other group. Nothing is kept but what the set's tables print.
 */

import type { Random } from "../math/random.js";
import { anneal, type Change } from "./annealing.js";
import { type Draft, randomPair, swap } from "./draft.js";
import type { LinearScore } from "./linear-score.js";
import { PerformanceGoal } from "./performance-goal.js";
import type { Specification } from "./specification.js";

/** Share of moves that exchange values between patients. */
const EXCHANGES = 0.3;
/** The long way down, and the warm rounds of small moves that close what is left. */
const FIRST = { steps: 60000, from: 3, to: 0.02 };
const ROUND = { steps: 20000, from: 0.15, to: 0.01 };
/** Nudges of a score, at the start, at the end and in the rounds. */
const NUDGE = { large: 0.85, small: 0.05, round: 0.2 };

/**
 * @param draft its scores and the order of its values are changed
 * @param models as fitted on the first set
 * @param rounds how often to warm up again, at most
 * @returns what is still missing; zero when all holds
 */
export function validationScores(
  specification: Specification,
  draft: Draft,
  models: readonly LinearScore[],
  random: Random,
  rounds: number,
  progress: (share: number, loss: number) => void,
): number {
  const { name, decimals, range } = specification.score;
  const scores = draft.values[name]!;
  const goal = new PerformanceGoal(specification, draft, models);
  const terms = models.filter(({ id }) => goal.rankings.has(id)).flatMap((model) => model.terms);
  const movable = [...new Set(terms.map(({ variable }) => variable))].filter((v) => v !== name);

  const exchange = (): (() => void) | null => {
    const values = draft.values[movable[random.integer(movable.length)]]!;
    const pair = randomPair(draft, random);
    if (pair === null || values[pair[0]] === values[pair[1]]) return null;
    const make = (): void => {
      swap(values, ...pair);
      for (const i of pair) goal.rerankPatient(i);
    };
    make();
    return make;
  };
  const nudge = (spread: number): (() => void) | null => {
    const { size, without } = draft;
    const i =
      random.uniform() < 0.5 ? random.integer(without) : without + random.integer(size - without);
    const before = scores[i];
    const after = before + spread * random.normal();
    if (after < range[0] || after > range[1]) return null;
    scores[i] = Number(after.toFixed(decimals));
    goal.rerankPatient(i);
    return () => {
      scores[i] = before;
      goal.rerankPatient(i);
    };
  };
  const propose = (spread: number): Change | null => {
    const undo = movable.length > 0 && random.uniform() < EXCHANGES ? exchange() : nudge(spread);
    return undo === null ? null : { loss: goal.loss(), undo };
  };
  const cooled = (share: number): number => NUDGE.large * (1 - share) + NUDGE.small;
  let missing = anneal(goal.loss(), (share) => propose(cooled(share)), random, {
    ...FIRST,
    progress: (share, loss) => progress(share / 2, loss),
  });
  for (let round = 0; round < rounds && missing > 0; round++) {
    progress((1 + round / rounds) / 2, missing);
    missing = anneal(missing, () => propose(NUDGE.round), random, ROUND);
  }
  return missing;
}
