/**
 * Bootstrap resamples: lists of patient positions, drawn once and handed to whatever is bootstrapped.
 *
 * Keeping the draw apart from the statistic makes every bootstrap repeatable: the same lists can be given to R,
 * and two statistics of one list are paired. Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993).
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { seededRandom } from "../math/random.js";

export interface ResampleOptions {
  /** How many resamples; defaults to 2000. */
  readonly replicates?: number;
  /** A whole number; the same seed gives the same resamples on every machine. */
  readonly seed: number;
}

/** Zero-based positions of the patients drawn, one list a replicate. */
export type Resamples = readonly ArrayLike<number>[];

/**
 * Patients drawn with replacement from all patients.
 *
 * @throws RangeError unless there is a patient and at least one replicate
 */
export function resamplesOf(
  patientCount: number,
  { replicates = 2000, seed, ...others }: ResampleOptions,
): Uint32Array[] {
  requireNoOtherOptions("a draw of resamples", others);
  if (!(Number.isSafeInteger(patientCount) && patientCount >= 1))
    throw new RangeError(`need at least one patient to draw from; got ${patientCount}`);
  const random = seededRandom(seed);
  const lists = emptyLists(requireReplicates(replicates), patientCount);
  for (const drawn of lists)
    for (let i = 0; i < patientCount; i++) drawn[i] = random.integer(patientCount);
  return lists;
}

/**
 * Patients drawn with replacement within each outcome, so that every resample has as many events as the data:
 * first the non-events, then the events.
 *
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @throws RangeError if an outcome is absent
 */
export function stratifiedResamples(
  labels: ArrayLike<number>,
  { replicates = 2000, seed, ...others }: ResampleOptions,
): Uint32Array[] {
  requireNoOtherOptions("a draw of resamples", others);
  const strata = [0, 1].map((outcome) =>
    Uint32Array.from(Array.from(labels).flatMap((label, i) => (label === outcome ? [i] : []))),
  );
  if (strata.some((stratum) => stratum.length === 0))
    throw new RangeError(
      `need both outcomes; got ${strata[1].length} events and ${strata[0].length} non-events`,
    );
  const random = seededRandom(seed);
  const lists = emptyLists(requireReplicates(replicates), labels.length);
  for (const drawn of lists) {
    let at = 0;
    for (const stratum of strata)
      for (let i = 0; i < stratum.length; i++)
        drawn[at++] = stratum[random.integer(stratum.length)];
  }
  return lists;
}

/** Lists that lie in one memory, which costs less than one each. */
function emptyLists(count: number, length: number): Uint32Array[] {
  const all = new Uint32Array(count * length);
  return Array.from({ length: count }, (_, r) => all.subarray(r * length, (r + 1) * length));
}

/** @throws RangeError if there is no list, or a position is not that of a patient */
export function requireResamples(resamples: Resamples, patientCount: number): void {
  requireReplicates(resamples.length);
  resamples.forEach((resample, r) => {
    for (let i = 0; i < resample.length; i++) {
      if (!(Number.isInteger(resample[i]) && resample[i] >= 0 && resample[i] < patientCount)) {
        throw new RangeError(
          `resamples must hold positions from 0 to ${patientCount - 1}; resamples[${r}][${i}] is ${resample[i]}`,
        );
      }
    }
  });
}

function requireReplicates(replicates: number): number {
  if (!(Number.isSafeInteger(replicates) && replicates >= 1))
    throw new RangeError(
      `the number of replicates must be a whole number from 1; got ${replicates}`,
    );
  return replicates;
}
