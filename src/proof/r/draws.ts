/** The random draws of a notebook, written out: R draws others from the same seed. One line a draw, places from 1. */

import { type ResampleOptions, resamplesOf } from "../../evaluate/resamples.js";
import { seededRandom } from "../../math/random.js";

/** Resamples with replacement, as the optimism of a model is computed from. */
export function resamplesCsv(patients: number, options: ResampleOptions): string {
  return lines(resamplesOf(patients, options));
}

/** Orders of the patients, as the permuted P of the best cut is. */
export function permutationsCsv(
  patients: number,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
): string {
  const random = seededRandom(seed);
  return lines(Array.from({ length: permutations }, () => random.permutation(patients)));
}

function lines(draws: readonly ArrayLike<number>[]): string {
  return draws.map((draw) => `${Array.from(draw, (i) => i + 1).join(",")}\n`).join("");
}
