/**
 * The choice of a winner among models that are fitted already, by a figure that each was given.
 *
 * Choosing is learning: the figure of the winner is its best draw, and on the patients that it was measured in the winner
 * is judged too well afterwards. So a choice obeys the rule of every fit: no validation patient, and no patient whose
 * score the model had learned from, unless a written exception says why. Tuning and nested cross-validation choose so.
 * Source: Cawley & Talbot, J. Mach. Learn. Res. 11 (2010) 2079–2107.
 */

import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";

export interface JudgedModel {
  readonly name: string;
  /** By which it is judged; the larger the better. */
  readonly figure: number;
  /** The rows that the figure was measured in, with the model's score among their features. */
  readonly rows: Rows;
}

export interface Choice {
  /** Place of the winner, the first of equals. */
  readonly winner: number;
  readonly name: string;
  readonly figure: number;
  /** The reason under which rows other than unseen training rows chose, or null. */
  readonly exception: string | null;
}

/**
 * The model with the largest figure.
 *
 * @throws RangeError for no model, a figure that is not finite, or figures of patients who may not choose; it names them
 */
export function chosenModel(
  models: readonly JudgedModel[],
  permission: Pick<FitPermission, "exception"> = {},
): Choice {
  if (models.length === 0) throw new RangeError("a choice needs a model; got none");
  const exceptions = models.map(({ name, figure, rows }) => {
    if (!Number.isFinite(figure))
      throw new RangeError(`figures must be finite; that of "${name}" is ${figure}`);
    return requireTraining(rows, "the choice of the winner", permission);
  });
  const winner = models.reduce(
    (best, { figure }, i) => (figure > models[best].figure ? i : best),
    0,
  );
  const { name, figure } = models[winner];
  return { winner, name, figure, exception: exceptions.find((own) => own !== null) ?? null };
}
