/** Assumed correlations between variables: reached by exchanging values among patients of one outcome. */

import type { Random } from "../math/random.js";
import { mean } from "../math/summary.js";
import { type Draft, randomPair, swap } from "./draft.js";
import type { CorrelationAssumption } from "./specification.js";

const EXCHANGES = 20000;

/** Pearson's correlation of two variables as they are kept (positions of levels); 0 where one does not vary. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const [centreA, centreB] = [mean(a), mean(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i] - centreA) * (b[i] - centreB);
    squareA += (a[i] - centreA) ** 2;
    squareB += (b[i] - centreB) ** 2;
  }
  return squareA * squareB === 0 ? 0 : both / Math.sqrt(squareA * squareB);
}

/** How far a draft is from an assumption; 0 where it holds. */
export function correlationDistance(draft: Draft, assumption: CorrelationAssumption): number {
  const [a, b] = assumption.between;
  const found = correlation(draft.values[a]!, draft.values[b]!);
  return Math.max(0, assumption.from - found, found - assumption.to);
}

/**
 * Exchange values of the second variable until the correlation lies in the middle of what is assumed.
 *
 * @returns whether it came to lie inside
 */
export function reachCorrelation(
  draft: Draft,
  assumption: CorrelationAssumption,
  random: Random,
): boolean {
  const [a, b] = assumption.between;
  const middle = (assumption.from + assumption.to) / 2;
  const moving = draft.values[b]!;
  const distance = (): number => Math.abs(correlation(draft.values[a]!, moving) - middle);
  const near = (assumption.to - assumption.from) / 4;
  let best = distance();
  for (let k = 0; k < EXCHANGES && best > near; k++) {
    const pair = randomPair(draft, random);
    if (pair === null || moving[pair[0]] === moving[pair[1]]) continue;
    swap(moving, ...pair);
    const now = distance();
    if (now <= best) best = now;
    else swap(moving, ...pair);
  }
  return correlationDistance(draft, assumption) === 0;
}
