/**
 * Minimum redundancy, maximum relevance: features that say much about the outcome and little about each other.
 *
 * Features are picked one at a time. Relevance is a feature's mutual information with the outcome, redundancy its
 * mean mutual information with the features already picked; the next pick has the largest difference (MID) or
 * quotient (MIQ). Mutual information is that of two normal variables with correlation r: −½ ln(1 − r²).
 *
 * The classic form, that of the R package mRMRe, counts the outcome itself among the redundant and divides by the
 * number of picks so far plus one. It picks exactly as MID does; its printed scores are (l − 1)/l of MID's at
 * pick l ≥ 2.
 *
 * Sources:
 * - Peng, Long & Ding, IEEE Trans. Pattern Anal. Mach. Intell. 27 (2005) 1226–1238: MID and MIQ.
 * - De Jay et al., Bioinformatics 29 (2013) 2365–2368: mRMRe. Its Spearman gives tied values distinct ranks in
 *   row order; here they share their mean rank, so that the order of patients does not matter.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { selectFeatures, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, permissionOf, type Rows, requireTraining } from "../cohort/rows.js";
import { type Columns, columnsOf } from "../math/columns.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import {
  addMutualInformation,
  centred,
  centredColumn,
  centreInPlace,
} from "./mutual-information.js";

export type MrmrCriterion = "classic" | "mid" | "miq";
export type MrmrEstimator = "pearson" | "spearman";

export interface MrmrOptions {
  /** How many features to pick. */
  readonly count: number;
  /** Defaults to "classic". */
  readonly criterion?: MrmrCriterion;
  /** Defaults to "pearson". */
  readonly estimator?: MrmrEstimator;
  /**
   * What to do if fewer can be picked, since others are constant, repeat a pick, or do not exist: refuse (the default),
   * or take those that can.
   */
  readonly ifFewer?: "refuse" | "take them";
}

export interface MrmrPicks {
  /** Zero-based columns, first pick first (mRMRe prints them last pick first). */
  readonly selected: readonly number[];
  /** The criterion's value of each pick when it was picked. */
  readonly scores: readonly number[];
  /** Mutual information of every column with the outcome; null for a constant column. */
  readonly relevance: readonly (number | null)[];
}

/** What was picked. Survives JSON. */
export interface MrmrSelection {
  readonly kind: "mrmr";
  /** Names of the features, first pick first. */
  readonly features: readonly string[];
  readonly scores: readonly number[];
  /** Mutual information of each picked feature with the outcome, in nats. */
  readonly relevance: readonly number[];
  readonly criterion: MrmrCriterion;
  readonly estimator: MrmrEstimator;
  readonly rowCount: number;
  /** The written reason under which rows other than training rows entered, or null. */
  readonly exception: string | null;
}

/**
 * Pick features from the training rows.
 *
 * @throws RangeError for rows that may not be learned from, and as {@link _fitMrmr}; also for a pick whose score
 *   is not finite: a feature that is the outcome itself, repeats another, or (MIQ) is redundant with none
 */
export function fitMrmr(training: Rows, options: MrmrOptions & FitPermission): MrmrSelection {
  const exception = requireTraining(training, "mRMR", permissionOf(options));
  const { names } = training.features;
  const { exception: _reason, synthetic: _synthetic, ...own } = options;
  const picks = _fitMrmr(tableRows(training.features), training.outcome, own);
  picks.scores.forEach((score, l) => {
    if (!Number.isFinite(score)) {
      throw new RangeError(
        `every mRMR score must be finite; "${names[picks.selected[l]]}", pick ${l + 1}, has ${score}; remove features that repeat one another or the outcome, or use MID`,
      );
    }
  });
  return Object.freeze({
    kind: "mrmr",
    features: Object.freeze(picks.selected.map((j) => names[j])),
    scores: Object.freeze([...picks.scores]),
    relevance: Object.freeze(picks.selected.map((j) => picks.relevance[j] as number)),
    criterion: options.criterion ?? "classic",
    estimator: options.estimator ?? "pearson",
    rowCount: training.ids.length,
    exception,
  });
}

/** The picked features of a table, in the order of the picks. @throws RangeError for a feature it lacks */
export function applyMrmr(selection: MrmrSelection, table: FeatureTable): FeatureTable {
  return selectFeatures(table, selection.features);
}

/** Mutual information of columns that differ by rounding alone, r² above 1 − 1e-12. */
const REPETITION = -0.5 * Math.log(1e-12);

/**
 * The mathematics of mRMR.
 *
 * A constant column has no mutual information and is never picked. On equal scores the first column wins. Scores
 * that differ by rounding alone (1e-10 of their size) count as equal: radiomics has many features that are multiples
 * of one another, and which of them is picked must not depend on the order of patients.
 *
 * @param x n rows of p finite numbers
 * @param y n numbers, the outcome, not all equal
 * @throws RangeError on invalid input, when fewer than `count` columns can be picked and that is to be refused, or none
 */
export function _fitMrmr(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  {
    count,
    criterion = "classic",
    estimator = "pearson",
    ifFewer = "refuse",
    ...others
  }: MrmrOptions,
): MrmrPicks {
  requireNoOtherOptions("mRMR", others);
  const columns = columnsOf(x);
  checkOptions(columns, y, { count, criterion, estimator, ifFewer });
  const ofRanks = estimator === "spearman";
  const outcome = centred(y, ofRanks);
  if (outcome.squares === 0)
    throw new RangeError(`the outcome must vary; all ${y.length} values are ${y[0]}`);
  const features = centreInPlace(columns, ofRanks);
  const p = features.columnCount;
  const relevance = new Float64Array(p);
  addMutualInformation(features, outcome, relevance);

  const selected: number[] = [];
  const scores: number[] = [];
  const isPicked = new Uint8Array(p);
  const redundancy = new Float64Array(p); // the sum over the picks so far
  while (selected.length < count) {
    const picked = selected.length;
    let best = -1;
    let bestScore = Number.NaN;
    for (let j = 0; j < p; j++) {
      if (isPicked[j] === 1) continue;
      const score = scoreOf(criterion, relevance[j], redundancy[j], picked);
      if (Number.isNaN(score)) continue;
      if (best < 0 || isBetter(score, bestScore)) [best, bestScore] = [j, score];
    }
    if (ifFewer === "take them" && picked > 0 && best < 0) break;
    if (best < 0) {
      throw new RangeError(
        `count must not exceed the columns that can be picked; got ${count}, but only ${picked} of ${p} can (the others are constant or repeat a pick exactly)`,
      );
    }
    selected.push(best);
    scores.push(bestScore);
    isPicked[best] = 1;
    if (selected.length === count) break;
    const before = redundancy.slice();
    addMutualInformation(features, centredColumn(features, best), redundancy);
    if (ifFewer === "take them")
      for (let j = 0; j < p; j++) if (redundancy[j] - before[j] > REPETITION) isPicked[j] = 1;
  }
  return {
    selected,
    scores,
    relevance: Array.from(relevance, (mi) => (Number.isNaN(mi) ? null : mi)),
  };
}

function isBetter(score: number, best: number): boolean {
  if (best === -Infinity) return score > best;
  return score - best > 1e-12 + 1e-10 * Math.abs(best);
}

function scoreOf(
  criterion: MrmrCriterion,
  relevance: number,
  redundancy: number,
  picked: number,
): number {
  if (picked === 0) return relevance;
  if (criterion === "mid") return relevance - redundancy / picked;
  if (criterion === "miq") return relevance / (redundancy / picked);
  return relevance - (relevance + redundancy) / (picked + 1);
}

function checkOptions(
  columns: Columns,
  y: ArrayLike<number>,
  { count, criterion, estimator, ifFewer }: Required<MrmrOptions>,
): void {
  if (y.length !== columns.rowCount)
    throw new RangeError(
      `need one outcome per row of x; got ${y.length} for ${columns.rowCount} rows`,
    );
  if (columns.rowCount < 3)
    throw new RangeError(`a correlation needs at least 3 rows; got ${columns.rowCount}`);
  for (let i = 0; i < y.length; i++)
    if (!Number.isFinite(y[i]))
      throw new RangeError(`the outcome must hold finite numbers; y[${i}] is ${y[i]}`);
  if (ifFewer !== "refuse" && ifFewer !== "take them")
    throw new RangeError(`ifFewer must be "refuse" or "take them"; got "${String(ifFewer)}"`);
  const most = ifFewer === "refuse" ? columns.columnCount : Number.POSITIVE_INFINITY;
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new RangeError(
      `count must be a whole number from 1${ifFewer === "refuse" ? ` to the ${columns.columnCount} columns of x` : ""}; got ${count}`,
    );
  if (!["classic", "mid", "miq"].includes(criterion))
    throw new RangeError(`criterion must be classic, mid or miq; got ${criterion}`);
  if (!["pearson", "spearman"].includes(estimator))
    throw new RangeError(`estimator must be pearson or spearman; got ${estimator}`);
}
