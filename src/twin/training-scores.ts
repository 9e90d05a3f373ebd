/**
 * Scores of the first set, and who has which values: the joint regressions exactly, then performance.
 *
 * Newton's method (`polish.ts`) puts the scores on the surface on which every printed coefficient and standard error
 * holds. The walk then never leaves it: it nudges a few scores or exchanges the values of two patients, returns to
 * the surface, and keeps the change if AUCs, intervals, confusion matrices, P values and assumed correlations come
 * nearer to what is printed. Synthetic rows are chosen along the way.
 */

import type { Random } from "../math/random.js";
import { anneal, type Change } from "./annealing.js";
import { correlationDistance } from "./correlation.js";
import { type Draft, randomPair, swap } from "./draft.js";
import { JointRegressions } from "./joint-regressions.js";
import type { LinearScore } from "./linear-score.js";
import { PerformanceGoal } from "./performance-goal.js";
import type { Specification } from "./specification.js";
import { SyntheticGoal } from "./synthetic-goal.js";

export interface TrainingScores {
  /** What is still missing; zero when all holds. */
  readonly loss: number;
  /** The fitted models, for the other sets. */
  readonly models: readonly LinearScore[];
  readonly syntheticScores: Float64Array;
}

/** Newton steps from a random start, and from a point nearby. */
const STEPS_FROM_AFAR = 80;
const STEPS_FROM_NEARBY = 6;
/** Distances that count 1. */
const UNIT = { correlation: 0.05, range: 0.2 };
/** Share of moves that exchange values between patients. */
const EXCHANGES = 0.2;
/** Changes of synthetic rows that are tried after each move. */
const SYNTHETIC_STEPS = 60;

/**
 * @param draft its scores and the order of its values are changed
 * @returns null if the printed regressions cannot be reached from these starting values
 */
export function trainingScores(
  specification: Specification,
  draft: Draft,
  random: Random,
  steps: number,
  progress: (share: number, loss: number) => void,
): TrainingScores | null {
  const regressions = new JointRegressions(specification, draft);
  if (!regressions.settle(STEPS_FROM_AFAR)) return null;
  const { models, movable } = regressions;
  const goal = new PerformanceGoal(specification, draft, models);
  const { augmentation } = specification;
  const enlarged =
    augmentation === undefined
      ? null
      : new SyntheticGoal(specification, augmentation, draft, models, goal, random);
  const scores = draft.values[specification.score.name]!;
  const assumptions = specification.correlations.filter(({ set }) => set === draft.set);
  const [lowest, highest] = specification.score.range;

  const loss = (temperature: number): number => {
    goal.rerank();
    let sum = goal.loss();
    for (const assumption of assumptions)
      sum += correlationDistance(draft, assumption) / UNIT.correlation;
    for (let i = 0; i < scores.length; i++)
      sum += Math.max(0, lowest - scores[i], scores[i] - highest) / UNIT.range;
    if (enlarged === null) return sum;
    enlarged.follow();
    sum += enlarged.patientLoss();
    return (
      sum + enlarged.synthetic.improve(() => enlarged.loss(), SYNTHETIC_STEPS, temperature, random)
    );
  };
  const nudge = (share: number): void => {
    const spread = 0.4 * (1 - share) + 0.05;
    for (let count = 1 + random.integer(4); count > 0; count--) {
      const i =
        random.uniform() < 0.5
          ? draft.without + random.integer(draft.size - draft.without)
          : random.integer(draft.without);
      scores[i] += spread * random.normal();
    }
    if (random.uniform() > 0.1) return;
    const shift = 0.1 * random.normal();
    for (let i = 0; i < draft.size; i++) scores[i] += shift;
  };
  const before = new Float64Array(draft.size);
  const propose = (share: number): Change | null => {
    before.set(scores);
    const synthetic = enlarged?.synthetic.save();
    let exchangeBack = (): void => {};
    if (movable.length > 0 && random.uniform() < EXCHANGES) {
      const variable = movable[random.integer(movable.length)];
      const values = draft.values[variable]!;
      const pair = randomPair(draft, random);
      if (pair === null || values[pair[0]] === values[pair[1]]) return null;
      const exchange = (): void => {
        swap(values, ...pair);
        regressions.load(variable);
      };
      exchange();
      exchangeBack = exchange;
    } else nudge(share);
    const undo = (): void => {
      exchangeBack();
      scores.set(before);
      if (synthetic !== undefined) enlarged?.synthetic.restore(synthetic);
    };
    if (!regressions.settle(STEPS_FROM_NEARBY)) {
      undo();
      return null;
    }
    return { loss: loss(0.3 * (1 - share) + 0.01), undo };
  };
  const reached = anneal(loss(1), propose, random, { steps, from: 3, to: 0.02, progress });
  return {
    loss: reached,
    models,
    syntheticScores: enlarged?.synthetic.scores ?? new Float64Array(),
  };
}
