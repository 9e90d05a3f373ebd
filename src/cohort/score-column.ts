/**
 * Scores as features: a model's score beside other variables, with the memory of which rows the model saw.
 *
 * A score is too good on the rows it was learned from. Such rows are written down, and a later fit on them is refused;
 * scores that were made out of fold, by models that had not seen the row, may enter.
 */

import { featureTable, joinFeatures } from "./feature-table.js";
import { foldNumbers } from "./folds.js";
import { type Rows, withFeatures } from "./rows.js";

export interface ScoreOrigin {
  /** Ids or patients of the rows that the model was fitted on; all readings of such a patient count as seen. */
  readonly learnedOn: readonly string[];
}

/**
 * Rows with one more feature, the score.
 *
 * @param scores one finite number per row
 * @throws RangeError if lengths differ, a score is not finite, or the name is taken
 */
export function withScore(
  rows: Rows,
  name: string,
  scores: ArrayLike<number>,
  { learnedOn }: ScoreOrigin,
): Rows {
  if (scores.length !== rows.ids.length)
    throw new RangeError(`need one score per row; got ${scores.length} for ${rows.ids.length}`);
  const column = Array.from(scores, (score, i) => {
    if (!Number.isFinite(score))
      throw new RangeError(`scores must be finite; "${name}" of ${rows.ids[i]} is ${score}`);
    return [score];
  });
  const seen = new Set(learnedOn);
  const inSample = rows.ids.filter((id, i) => seen.has(id) || seen.has(rows.patients[i]!));
  const features = joinFeatures(rows.features, featureTable([name], column));
  return withFeatures(rows, features, { ...rows.inSample, [name]: inSample });
}

/** Scores of rows by models that had not seen their patients. */
export interface OutOfFoldScores {
  readonly ids: readonly string[];
  readonly scores: readonly number[];
  /** The fold of each row, in which it was left out. */
  readonly folds: readonly number[];
}

/**
 * Rows with an out-of-fold score, which may enter a later fit on these rows.
 *
 * @throws RangeError for a row without an out-of-fold score, a patient whose readings are in several folds (a model that
 *   scored one had seen the other), and as {@link withScore}
 */
export function withOutOfFoldScore(rows: Rows, name: string, outOfFold: OutOfFoldScores): Rows {
  const place = new Map(outOfFold.ids.map((id, k) => [id, k]));
  const scores = rows.ids.map((id) => {
    const k = place.get(id);
    if (k === undefined)
      throw new RangeError(
        `every row must have an out-of-fold score; ${id} has none; take the rows that were cross-validated`,
      );
    return outOfFold.scores[k]!;
  });
  foldNumbers(
    rows,
    rows.ids.map((id) => outOfFold.folds[place.get(id)!]!),
  );
  return withScore(rows, name, scores, { learnedOn: [] });
}
