/**
 * A set of patients while it is built: those without the outcome first, then those with it.
 *
 * Values of a variable may change places among patients of one outcome at will: no count, mean or univariate
 * regression of the table notices. That freedom, and the scores, are what the builder works with.
 */

import type { Random } from "../math/random.js";
import { selectedRows } from "./constructed-cohort.js";
import type { Specification } from "./specification.js";

export interface Draft {
  readonly set: string;
  /** How many have not the outcome; they come first. */
  readonly without: number;
  readonly size: number;
  readonly outcome: Float64Array;
  /** By variable: values, or positions of levels; the score among them. */
  readonly values: Record<string, Float64Array>;
}

/** Empty drafts of all sets. */
export function emptyDrafts({ sets }: Specification): Draft[] {
  return sets.map(({ name, counts: [without, withOutcome] }) => ({
    set: name,
    without,
    size: without + withOutcome,
    outcome: Float64Array.from({ length: without + withOutcome }, (_, i) => (i < without ? 0 : 1)),
    values: {},
  }));
}

/** Deal out every variable's levels at random inside the groups whose counts are given. */
export function dealLevels(
  { categorical }: Specification,
  drafts: readonly Draft[],
  random: Random,
): void {
  const sets = drafts.flatMap(({ set, size }) => new Array<string>(size).fill(set));
  const outcome = drafts.flatMap((draft) => Array.from(draft.outcome));
  for (const { name, groups } of categorical) {
    const all = new Float64Array(sets.length);
    for (const group of groups) {
      const rows = selectedRows({ sets, outcome }, group);
      const levels = group.counts.flatMap((count, level) => new Array<number>(count).fill(level));
      random.permutation(rows.length).forEach((from, k) => {
        all[rows[k]!] = levels[from]!;
      });
    }
    let start = 0;
    for (const draft of drafts) {
      draft.values[name] = all.slice(start, start + draft.size);
      start += draft.size;
    }
  }
}

/** Two different patients of the same outcome, at random; null where an outcome has one patient. */
export function randomPair(draft: Draft, random: Random): readonly [number, number] | null {
  const { without, size } = draft;
  const [first, count] = random.uniform() < 0.5 ? [0, without] : [without, size - without];
  if (count < 2) return null;
  const i = first + random.integer(count);
  const j = first + random.integer(count - 1);
  return [i, j >= i ? j + 1 : j];
}

export function swap(values: Float64Array, i: number, j: number): void {
  [values[i], values[j]] = [values[j], values[i]];
}
