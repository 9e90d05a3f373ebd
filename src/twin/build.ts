/**
 * From a specification and a seed to a cohort.
 *
 * Levels are dealt out inside the groups whose counts are printed, so that every count and every univariate regression
 * holds whoever gets what; values on a grid get their means and SDs; the scores and the order of values of the first
 * set are walked to its regressions and performance; those of the other sets to theirs; times to an event come last.
 * The builder aims a little inside what prints right, and is not trusted: whoever calls it measures the targets on
 * the finished tables.
 */

import { type Random, seededRandom } from "../math/random.js";
import type { ConstructedCohort } from "./constructed-cohort.js";
import { drawContinuous } from "./continuous-values.js";
import { reachCorrelation } from "./correlation.js";
import { type Draft, dealLevels, emptyDrafts } from "./draft.js";
import type { LinearScore } from "./linear-score.js";
import type { Specification } from "./specification.js";
import { drawSurvival } from "./survival-times.js";
import { type TrainingScores, trainingScores } from "./training-scores.js";
import { validationScores } from "./validation-scores.js";

export interface BuildOptions {
  readonly seed: number;
  /** Told what is done, how much of it (0-1), and how far the figures still are from the printed ones. */
  readonly progress?: (stage: string, share: number, missing: number) => void;
}

/** How often a stage is begun anew, and how long its walks are. */
const TRIES = { whole: 6, others: 3 };
const LENGTH = { trainingSteps: 20000, rounds: 15 };

/**
 * Build a cohort. It may miss targets: measure them.
 *
 * @example const cohort = buildCohort(specification, { seed: specification.seed });
 */
export function buildCohort(
  specification: Specification,
  { seed, progress = () => {} }: BuildOptions,
): ConstructedCohort {
  const random = seededRandom(seed);
  const drafts = emptyDrafts(specification);
  dealLevels(specification, drafts, random);
  for (const variable of specification.continuous) {
    progress(`values of ${variable.name}`, 0, 0);
    drawContinuous(specification, variable, drafts, random);
  }
  const synthetic = walkScores(specification, drafts, random, progress);
  return assemble(specification, drafts, synthetic, random);
}

/** Scores of all sets, and times to an event. @returns the scores of the synthetic rows */
function walkScores(
  specification: Specification,
  drafts: readonly Draft[],
  random: Random,
  progress: NonNullable<BuildOptions["progress"]>,
): Float64Array {
  const [first, ...others] = drafts;
  let synthetic = new Float64Array();
  let settled = false;
  for (let attempt = 1; attempt <= TRIES.whole; attempt++) {
    const again = attempt === 1 ? "" : `, attempt ${attempt}`;
    reachAssumptions(specification, drafts, random);
    startScores(specification, first!, null, random);
    const training = trainingScores(specification, first!, random, LENGTH.trainingSteps, (...at) =>
      progress(`scores of ${first!.set}${again}`, ...at),
    );
    settled = training !== null;
    if (training === null) continue;
    synthetic = Float64Array.from(training.syntheticScores);
    let missing = training.loss;
    for (const draft of others) {
      if (missing > 0) break;
      missing += applyScores(specification, draft, first!, training, random, progress);
    }
    if (missing > 0) continue;
    reachAssumptions(specification, drafts, random, training.models);
    progress("times to an event", 0, 0);
    if (survivalHolds(specification, drafts, training.models, random)) return synthetic;
  }
  if (!settled) startScores(specification, first!, null, random);
  fillIn(specification, drafts, random);
  return synthetic;
}

/**
 * Give what no attempt came to some value, so that the tables are whole and the missed targets can be named: random
 * scores, and an event of everybody at a random time.
 */
function fillIn(specification: Specification, drafts: readonly Draft[], random: Random): void {
  const { score, survival } = specification;
  for (const draft of drafts) {
    if (draft.values[score.name] === undefined)
      startScores(specification, draft, drafts[0]!, random);
    if (survival === undefined || draft.values[survival.time] !== undefined) continue;
    const time = (): number => survival.longest * (1 - random.uniform());
    draft.values[survival.time] = Float64Array.from({ length: draft.size }, time);
    draft.values[survival.event] = new Float64Array(draft.size).fill(1);
  }
}

/** Scores of a set on which the models are only applied. @returns what is missing at last */
function applyScores(
  specification: Specification,
  draft: Draft,
  first: Draft,
  { models }: TrainingScores,
  random: Random,
  progress: NonNullable<BuildOptions["progress"]>,
): number {
  let missing = Infinity;
  for (let attempt = 1; attempt <= TRIES.others && missing > 0; attempt++) {
    startScores(specification, draft, first, random);
    missing = validationScores(specification, draft, models, random, LENGTH.rounds, (...at) =>
      progress(`scores of ${draft.set}`, ...at),
    );
  }
  return missing;
}

function survivalHolds(
  specification: Specification,
  drafts: readonly Draft[],
  models: readonly LinearScore[],
  random: Random,
): boolean {
  const { survival } = specification;
  return (
    survival === undefined || drafts.every((draft) => drawSurvival(survival, draft, models, random))
  );
}

/** Random scores: spread over the middle of the range, or like those of the first set. */
function startScores(
  { score: { name, range } }: Specification,
  draft: Draft,
  like: Draft | null,
  random: Random,
): void {
  const spread = (range[1] - range[0]) / 8;
  const middle = (range[0] + range[1]) / 2;
  const centre = (outcome: number): number => {
    if (like === null) return middle + (outcome === 1 ? 1 : -1) * spread;
    const scores = like.values[name]!.filter((_, i) => like.outcome[i] === outcome);
    return scores.reduce((sum, value) => sum + value, 0) / scores.length;
  };
  const centres = [centre(0), centre(1)];
  draft.values[name] = draft.outcome.map((y) => centres[y] + spread * random.normal());
}

/**
 * Bring assumed correlations about: all of them at first; once models stand, only by moving variables that no model
 * has, so that no score changes.
 */
function reachAssumptions(
  { correlations, regressions }: Specification,
  drafts: readonly Draft[],
  random: Random,
  models?: readonly LinearScore[],
): void {
  const used = new Set([
    ...(models ?? []).flatMap(({ terms }) => terms.map(({ variable }) => variable)),
    ...regressions.flatMap(({ rows }) =>
      rows.length > 1 ? rows.map(({ variable }) => variable) : [],
    ),
  ]);
  for (const assumption of correlations) {
    if (models !== undefined && used.has(assumption.between[1])) continue;
    const draft = drafts.find(({ set }) => set === assumption.set)!;
    reachCorrelation(draft, assumption, random);
  }
}

/** One table of all sets, the patients of each in random order, scores rounded as they will be written. */
function assemble(
  { score, sets: specified }: Specification,
  drafts: readonly Draft[],
  synthetic: Float64Array,
  random: Random,
): ConstructedCohort {
  const orders = drafts.map(({ size }) => random.permutation(size));
  const names = Object.keys(drafts[0]!.values);
  const rounded = (value: number): number => Number(value.toFixed(score.decimals));
  const values = Object.fromEntries(
    names.map((name) => [
      name,
      drafts.flatMap((draft, d) =>
        Array.from(orders[d]!, (i) =>
          name === score.name ? rounded(draft.values[name]![i]!) : draft.values[name]![i]!,
        ),
      ),
    ]),
  );
  return {
    sets: drafts.flatMap(({ size }, d) => new Array<string>(size).fill(specified[d]!.name)),
    outcome: drafts.flatMap((draft, d) => Array.from(orders[d]!, (i) => draft.outcome[i]!)),
    values,
    syntheticScores: Array.from(synthetic, rounded),
  };
}
