/**
 * The AUC of a procedure, from cross-validation: the mean over folds of the AUC among the rows left out.
 *
 * Scores are only compared within a fold, since every fold has a model, and a scale, of its own. The interval comes from
 * each patient's influence on that mean; all rows of a patient count as one, and repetitions are averaged before, so
 * that they narrow the interval only by what they take from the chance of the folds. It takes the models as given, and
 * is too narrow where the choice of features changes much with the patients.
 * Source: LeDell, Petersen & van der Laan, Electron. J. Stat. 9 (2015) 1583–1607.
 */

import { placements } from "../compare/placements.js";
import { normalQuantile } from "../math/normal.js";
import { mean } from "../math/summary.js";
import { requireConfidence } from "./outcome.js";

/** One cross-validation: a score of each row, by a model without its fold. */
export interface ScoredFolds {
  readonly folds: readonly number[];
  readonly scores: readonly number[];
}

export interface CrossValidatedAuc {
  readonly auc: number;
  readonly standardError: number;
  readonly ci: readonly [lower: number, upper: number];
  /** AUC of each fold, by repetition. */
  readonly foldAuc: readonly (readonly number[])[];
  /** Why the interval says nothing; otherwise null. */
  readonly flag: string | null;
}

/**
 * @param patients one name per row
 * @param outcome one per row, 0 or 1
 * @throws RangeError if lengths differ, a score is not finite, or a fold lacks one outcome
 */
export function crossValidatedAuc(
  patients: readonly string[],
  outcome: readonly number[],
  repetitions: readonly ScoredFolds[],
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): CrossValidatedAuc {
  const quantile = normalQuantile((1 + requireConfidence(confidence)) / 2);
  if (repetitions.length === 0) throw new RangeError("need a cross-validation; got none");
  const influence = new Map<string, number>();
  const foldAuc = repetitions.map(({ folds, scores }) => {
    check(patients, outcome, folds, scores);
    const numbers = [...new Set(folds)].sort((a, b) => a - b);
    return numbers.map((fold) => {
      const at = (label: number) =>
        folds.flatMap((own, i) => (own === fold && outcome[i] === label ? [i] : []));
      const [events, others] = [at(1), at(0)];
      if (events.length === 0 || others.length === 0)
        throw new RangeError(
          `every fold must hold both outcomes; fold ${fold} has ${events.length} events and ${others.length} non-events; take fewer folds`,
        );
      const values = (rows: readonly number[]) => Float64Array.from(rows, (i) => scores[i]);
      const twice = placements(values(events), values(others));
      const upper = twice.upper.map((count) => count / (2 * others.length));
      const lower = twice.lower.map((count) => count / (2 * events.length));
      const auc = mean(upper);
      const share = 1 / (repetitions.length * numbers.length);
      const add = (rows: readonly number[], placed: Float64Array) =>
        rows.forEach((i, k) => {
          const own = (share * (placed[k] - auc)) / rows.length;
          influence.set(patients[i], (influence.get(patients[i]) ?? 0) + own);
        });
      add(events, upper);
      add(others, lower);
      return auc;
    });
  });
  const auc = mean(foldAuc.map((own) => mean(own)));
  let variance = 0;
  for (const own of influence.values()) variance += own * own;
  const standardError = Math.sqrt(variance);
  const margin = quantile * standardError;
  return {
    auc,
    standardError,
    ci: [Math.max(0, auc - margin), Math.min(1, auc + margin)],
    foldAuc,
    flag:
      standardError === 0
        ? `no patient's score changes the AUC (${auc}), so the interval has no width; it says nothing about the uncertainty`
        : null,
  };
}

function check(
  patients: readonly string[],
  outcome: readonly number[],
  folds: readonly number[],
  scores: readonly number[],
): void {
  const n = patients.length;
  if (outcome.length !== n || folds.length !== n || scores.length !== n)
    throw new RangeError(
      `need one outcome, fold and score per row; got ${outcome.length}, ${folds.length} and ${scores.length} for ${n} rows`,
    );
  const bad = scores.findIndex((score) => !Number.isFinite(score));
  if (bad >= 0) throw new RangeError(`scores must be finite; scores[${bad}] is ${scores[bad]}`);
}
