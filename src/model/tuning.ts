/**
 * Choosing among pipelines by cross-validation: settings of a classifier, numbers of features, or whole chains.
 *
 * Every candidate is fitted without each fold, all its learned steps included, and judged by the AUC in that fold; the
 * mean over folds decides, the first of equals. Candidates that differ in the classifier alone share what comes before
 * it. All readings of a patient are in one fold. The AUC of the winner is optimistic, because it won: nested
 * cross-validation (`nested-cross-validation.ts`) gives an honest one.
 */

import { checkedFoldNumbers, type Folds, foldNumbers } from "../cohort/folds.js";
import { type FitPermission, type Rows, requireTraining, rowsAt } from "../cohort/rows.js";
import { areaUnderCurve } from "../compare/placements.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { mean } from "../math/summary.js";
import {
  type FittedPipeline,
  finishPipeline,
  fitPipeline,
  fitPreparation,
  type Pipeline,
  predictPipeline,
  requireOrder,
} from "./pipeline.js";
import { fitStep, type PipelineData } from "./pipeline-steps.js";

export interface Candidate {
  readonly name: string;
  readonly steps: Pipeline;
}

export interface TuningOptions extends Pick<FitPermission, "exception"> {
  readonly folds: Folds;
  readonly data?: PipelineData;
}

/** The winner, fitted on all training rows. Survives JSON. */
export interface TunedPipeline {
  readonly kind: "tuned-pipeline";
  readonly chosen: string;
  readonly pipeline: FittedPipeline;
  /** In the order of the candidates: the AUC in each fold and its mean. */
  readonly candidates: readonly {
    readonly name: string;
    readonly foldAuc: readonly number[];
    readonly meanAuc: number;
  }[];
  readonly folds: readonly number[];
  readonly exception: string | null;
}

/**
 * Every combination of the values, as settings; the last named varies fastest.
 *
 * @example settingsGrid({ cost: [1, 10], gamma: [0.1] }) // [{ cost: 1, gamma: 0.1 }, { cost: 10, gamma: 0.1 }]
 */
export function settingsGrid<T extends Readonly<Record<string, readonly unknown[]>>>(
  values: T,
): { readonly [K in keyof T]: T[K][number] }[] {
  let grid: Record<string, unknown>[] = [{}];
  for (const [name, list] of Object.entries(values)) {
    if (list.length === 0)
      throw new RangeError(`a grid needs a value of each setting; "${name}" has none`);
    grid = grid.flatMap((settings) => list.map((value) => ({ ...settings, [name]: value })));
  }
  return grid as { readonly [K in keyof T]: T[K][number] }[];
}

/**
 * @throws RangeError for rows that may not be learned from, no candidate or two of one name, a fold without both outcomes,
 *   or a candidate that cannot be fitted (named, with the fold)
 */
export function fitTuned(
  training: Rows,
  candidates: readonly Candidate[],
  { folds: asked, data = {}, exception: reason, ...others }: TuningOptions,
): TunedPipeline {
  requireNoOtherOptions("tuning", others);
  const permission = reason === undefined ? {} : { exception: reason };
  requireCandidates(candidates);
  const exception = requireTraining(training, "tuning", permission);
  const folds = foldNumbers(training, asked);
  const count = checkedFoldNumbers(folds, training.ids.length);
  const aucs = candidates.map((): number[] => []);
  for (let fold = 1; fold <= count; fold++) {
    const kept = rowsAt(
      training,
      positions(folds, (own) => own !== fold),
    );
    const left = rowsAt(
      training,
      positions(folds, (own) => own === fold),
    );
    const prepared = new Map<string, ReturnType<typeof fitPreparation>>();
    candidates.forEach(({ name, steps }, c) => {
      try {
        const before = steps.slice(0, -1);
        const key = JSON.stringify(before);
        const found = prepared.get(key) ?? fitPreparation(kept, before, data, permission);
        prepared.set(key, found);
        const last = fitStep(found.rows, steps[steps.length - 1], data, permission);
        const fitted = finishPipeline(kept, found.fitted, last, exception);
        const scores = predictPipeline(fitted, left.features, { ...data, patients: left.patients });
        aucs[c].push(foldAuc(left, scores, `fold ${fold} of tuning`));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new RangeError(`"${name}" without fold ${fold} of tuning: ${error.message}`);
      }
    });
  }
  const judged = candidates.map(({ name }, c) => ({
    name,
    foldAuc: aucs[c],
    meanAuc: mean(aucs[c]),
  }));
  // Means that differ by rounding alone are equal, and the first wins.
  const best = judged.reduce(
    (at, { meanAuc }, c) => (meanAuc > judged[at].meanAuc + 1e-12 ? c : at),
    0,
  );
  return Object.freeze({
    kind: "tuned-pipeline",
    chosen: candidates[best].name,
    pipeline: fitPipeline(training, candidates[best].steps, data, permission),
    candidates: judged,
    folds,
    exception,
  });
}

/** AUC of the rows of a fold. @throws RangeError if it lacks one outcome */
export function foldAuc({ outcome }: Rows, scores: Float64Array, where: string): number {
  const events = scores.filter((_, i) => outcome[i] === 1);
  const others = scores.filter((_, i) => outcome[i] === 0);
  if (events.length === 0 || others.length === 0)
    throw new RangeError(
      `every fold must hold both outcomes; ${where} has ${events.length} events and ${others.length} non-events; take fewer folds`,
    );
  return areaUnderCurve(events, others);
}

/** @throws RangeError for no candidate, two of one name, or steps out of order */
export function requireCandidates(candidates: readonly Candidate[]): void {
  if (candidates.length === 0) throw new RangeError("tuning needs a candidate; got none");
  const names = new Set<string>();
  for (const { name, steps } of candidates) {
    if (names.has(name))
      throw new RangeError(`candidates must have names of their own; "${name}" comes twice`);
    names.add(name);
    requireOrder(steps);
  }
}

export function positions(folds: readonly number[], test: (fold: number) => boolean): number[] {
  return folds.flatMap((fold, i) => (test(fold) ? [i] : []));
}
