/**
 * What a whole procedure is worth on patients it has not seen: nested, stratified, repeated cross-validation.
 * Folds are stratified by the outcome, and by batch where a pipeline harmonises batches.
 *
 * Each outer fold is left out once. On the rest everything is done again: filter, harmonisation, scaling, selection,
 * oversampling, tuning by inner folds. So nothing that was learned from a patient enters their score, and such scores
 * may enter a later fit on the same patients.
 * Source: Varma & Simon, BMC Bioinformatics 7 (2006) 91.
 */

import { checkedFoldNumbers, stratifiedFolds } from "../cohort/folds.js";
import { type FitPermission, type Rows, requireTraining, rowsAt } from "../cohort/rows.js";
import type { OutOfFoldScores } from "../cohort/score-column.js";
import { requireKnownOptions } from "../math/known-options.js";
import { seededRandom } from "../math/random.js";
import { type FittedPipeline, fitPipeline, predictPipeline } from "../model/pipeline.js";
import type { PipelineData } from "../model/pipeline-steps.js";
import { type Candidate, fitTuned, positions, requireCandidates } from "../model/tuning.js";
import { type CrossValidatedAuc, crossValidatedAuc } from "./cross-validated-auc.js";

const nestedOptions = [
  "outerFolds",
  "innerFolds",
  "repetitions",
  "seed",
  "data",
  "confidence",
  "told",
  "exception",
] as const;

export interface NestedOptions extends Pick<FitPermission, "exception"> {
  readonly outerFolds: number;
  /** Not needed for a single candidate. */
  readonly innerFolds?: number;
  /** Defaults to 1. */
  readonly repetitions?: number;
  readonly seed: number;
  readonly data?: PipelineData;
  readonly confidence?: number;
  /** Told after each outer fold, for who waits. */
  readonly told?: (done: number, of: number) => void;
}

export interface OuterFold {
  readonly fold: number;
  readonly chosen: string;
  /** Patients left out. */
  readonly leftOut: readonly string[];
  /** Mean inner AUC of each candidate, in their order; null for a single candidate. */
  readonly innerAuc: readonly number[] | null;
  readonly pipeline: FittedPipeline;
}

export interface NestedCrossValidation {
  readonly kind: "nested-cross-validation";
  readonly estimate: CrossValidatedAuc;
  /** Each with the score of every row by the models of its outer folds. */
  readonly repetitions: readonly (OutOfFoldScores & {
    readonly folds: readonly number[];
    readonly outer: readonly OuterFold[];
  })[];
  /** How often each candidate was chosen. */
  readonly choices: Readonly<Record<string, number>>;
  readonly exception: string | null;
}

/**
 * @param candidates whole pipelines; of several, one is chosen in each outer fold
 * @throws RangeError for rows that may not be learned from, an option out of range, a fold without both outcomes, or a
 *   candidate that cannot be fitted (named, with the fold)
 */
export function nestedCrossValidation(
  training: Rows,
  candidates: readonly Candidate[],
  options: NestedOptions,
): NestedCrossValidation {
  requireKnownOptions("a nested cross-validation", options, nestedOptions);
  const { outerFolds, innerFolds, repetitions: times = 1, seed, data = {}, confidence } = options;
  const permission = options.exception === undefined ? {} : { exception: options.exception };
  requireCandidates(candidates);
  if (!Number.isInteger(times) || times < 1)
    throw new RangeError(`repetitions must be a positive whole number; got ${times}`);
  if (candidates.length > 1 && innerFolds === undefined)
    throw new RangeError(
      `to choose among ${candidates.length} candidates needs innerFolds; got none`,
    );
  const exception = requireTraining(training, "nested cross-validation", permission);
  const spread = data.batches === undefined ? {} : { batches: data.batches };
  const random = seededRandom(seed);
  const nextSeed = () => random.integer(2 ** 31);
  const choices: Record<string, number> = Object.fromEntries(
    candidates.map(({ name }) => [name, 0]),
  );
  const repetitions = Array.from({ length: times }, (_, r) => {
    const folds = stratifiedFolds(training, { count: outerFolds, seed: nextSeed(), ...spread });
    const count = checkedFoldNumbers(folds, training.ids.length);
    const scores = new Array<number>(training.ids.length).fill(Number.NaN);
    const outer = Array.from({ length: count }, (_, f): OuterFold => {
      const fold = f + 1;
      const kept = rowsAt(
        training,
        positions(folds, (own) => own !== fold),
      );
      const at = positions(folds, (own) => own === fold);
      const left = rowsAt(training, at);
      const inner = nextSeed();
      const { chosen, innerAuc, pipeline } = atFold(fold, () => {
        if (innerFolds === undefined || candidates.length === 1)
          return {
            chosen: candidates[0].name,
            innerAuc: null,
            pipeline: fitPipeline(kept, candidates[0].steps, data, permission),
          };
        const tuned = fitTuned(kept, candidates, {
          folds: { count: innerFolds, seed: inner, ...spread },
          data,
          ...permission,
        });
        return { ...tuned, innerAuc: tuned.candidates.map(({ meanAuc }) => meanAuc) };
      });
      choices[chosen]++;
      const found = atFold(fold, () =>
        predictPipeline(pipeline, left.features, { ...data, patients: left.patients }),
      );
      at.forEach((i, k) => {
        scores[i] = found[k];
      });
      options.told?.(r * count + fold, times * count);
      return { fold, chosen, leftOut: [...new Set(left.patients)], innerAuc, pipeline };
    });
    return { ids: training.ids, scores, folds, outer };
  });
  return Object.freeze({
    kind: "nested-cross-validation",
    estimate: crossValidatedAuc(training.patients, training.outcome, repetitions, {
      ...(confidence !== undefined && { confidence }),
    }),
    repetitions,
    choices,
    exception,
  });
}

function atFold<T>(fold: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`outer fold ${fold}: ${error.message}`);
  }
}
