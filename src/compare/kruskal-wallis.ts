/**
 * The Kruskal-Wallis test: do values of several groups tend to be of equal rank?
 * Source: Kruskal & Wallis, J. Am. Stat. Assoc. 47 (1952) 583-621, with their correction for ties.
 */

import { chiSquareUpperTail } from "../math/chi-square.js";
import { midranks } from "../math/summary.js";
import { tieSum } from "./ranks.js";
import { requireGroups } from "./sample.js";

export interface KruskalWallis {
  readonly h: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** @throws RangeError if there are fewer than two groups, one is empty, a value is not finite, or all values are tied */
export function kruskalWallisTest(groups: readonly ArrayLike<number>[]): KruskalWallis {
  requireGroups(groups, 1);
  const values = groups.flatMap((group) => Array.from(group));
  const n = values.length;
  const ties = tieSum(values);
  if (ties === n ** 2 * n - n)
    throw new RangeError(`the values must vary; all ${n} are ${values[0]}`);
  const ranks = midranks(values);
  let start = 0;
  let squares = 0; // of the distances of mean ranks from the middle, so that nothing cancels
  for (const { length } of groups) {
    let sum = 0;
    for (let i = start; i < start + length; i++) sum += ranks[i] - (n + 1) / 2;
    squares += sum ** 2 / length;
    start += length;
  }
  const h = ((12 / (n * (n + 1))) * squares) / (1 - ties / (n ** 2 * n - n));
  const degreesOfFreedom = groups.length - 1;
  return { h, degreesOfFreedom, pValue: chiSquareUpperTail(h, degreesOfFreedom) };
}
