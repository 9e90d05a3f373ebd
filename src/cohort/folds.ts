/**
 * Folds for cross-validation: each row gets the number of the fold that is left out when it is predicted.
 *
 * All readings of a patient share a fold, and each fold has about the same number of patients and of events. The
 * folds are drawn by a seed; folds drawn elsewhere (by R, or published with a study) can be given instead.
 */

import { seededRandom } from "../math/random.js";
import type { Rows } from "./rows.js";

/** Fold numbers from 1, one per row; or how many folds to draw, and the seed to draw them by. */
export type Folds = readonly number[] | FoldDraw;

export interface FoldDraw {
  readonly count: number;
  readonly seed: number;
  /** The batch of each patient, so that every fold gets its share of each batch too. */
  readonly batches?: Readonly<Record<string, string>>;
}

/**
 * Fold numbers 1 … count, one per row.
 *
 * Patients with an event are dealt out first, then the others, each group in random order; so two folds differ by
 * at most one patient, and by at most one patient with an event. With batches, each group is dealt out batch by batch:
 * two folds also differ by at most one patient with an event of a batch, and by at most one without.
 *
 * @throws RangeError if count is not between 2 and the number of patients, or if a row is synthetic
 */
export function stratifiedFolds(rows: Rows, { count, seed, batches }: FoldDraw): number[] {
  const synthetic = rows.roles.indexOf("synthetic");
  if (synthetic >= 0) {
    throw new RangeError(
      `folds must be made of real patients, before SMOTE; row ${synthetic} (${rows.ids[synthetic]}) is synthetic`,
    );
  }
  const hasEvent = new Map<string, boolean>();
  rows.patients.forEach((patient, i) => {
    hasEvent.set(patient, (hasEvent.get(patient) ?? false) || rows.outcome[i] === 1);
  });
  if (!Number.isInteger(count) || count < 2 || count > hasEvent.size) {
    throw new RangeError(
      `the number of folds must be a whole number from 2 to the ${hasEvent.size} patients; got ${count}`,
    );
  }
  const random = seededRandom(seed);
  const foldOf = new Map<string, number>();
  for (const event of [true, false]) {
    const patients = [...hasEvent.keys()]
      .filter((patient) => hasEvent.get(patient) === event)
      .sort();
    const drawn = Array.from(random.permutation(patients.length), (at) => patients[at]);
    for (const patient of byBatch(drawn, batches)) foldOf.set(patient, (foldOf.size % count) + 1);
  }
  return rows.patients.map((patient) => foldOf.get(patient) ?? 0);
}

/** One batch after the other, each in the order it had. */
function byBatch(patients: readonly string[], batches: FoldDraw["batches"]): readonly string[] {
  if (batches === undefined) return patients;
  const names = [...new Set(patients.map((patient) => batches[patient]))].sort();
  return names.flatMap((name) => patients.filter((patient) => batches[patient] === name));
}

/**
 * The fold number of each row: drawn, or as given and checked.
 *
 * @throws RangeError as {@link stratifiedFolds} and {@link checkedFoldNumbers}, or if a patient is in two folds
 */
export function foldNumbers(rows: Rows, folds: Folds): number[] {
  if (!("length" in folds)) return stratifiedFolds(rows, folds);
  checkedFoldNumbers(folds, rows.ids.length);
  const foldOf = new Map<string, number>();
  rows.patients.forEach((patient, i) => {
    const before = foldOf.get(patient);
    if (before !== undefined && before !== folds[i]) {
      throw new RangeError(
        `all readings of a patient must share a fold; ${patient} is in folds ${before} and ${folds[i]}`,
      );
    }
    foldOf.set(patient, folds[i]);
  });
  return [...folds];
}

/**
 * The number of folds.
 *
 * @throws RangeError unless there is one number per row and the numbers 1 … F all occur, F ≥ 2
 */
export function checkedFoldNumbers(folds: ArrayLike<number>, rowCount: number): number {
  if (folds.length !== rowCount)
    throw new RangeError(`need one fold number per row; got ${folds.length} for ${rowCount} rows`);
  let count = 0;
  for (let i = 0; i < rowCount; i++) {
    if (!Number.isInteger(folds[i]) || folds[i] < 1)
      throw new RangeError(`fold numbers must be whole and start at 1; folds[${i}] is ${folds[i]}`);
    count = Math.max(count, folds[i]);
  }
  const used = new Set(Array.from(folds));
  for (let fold = 1; fold <= count; fold++)
    if (!used.has(fold))
      throw new RangeError(`every fold from 1 to ${count} must have rows; fold ${fold} has none`);
  if (count < 2) throw new RangeError(`cross-validation needs at least 2 folds; got ${count}`);
  return count;
}
