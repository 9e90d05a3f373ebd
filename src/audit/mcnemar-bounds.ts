/**
 * Is one classifier right more often than another on the same patients? What two confusion matrices say to that.
 *
 * McNemar's test needs the pairs: on how many patients only the first is right (b), and on how many only the second (c).
 * Their difference is printed, their sum is not; but it cannot be less than the difference, nor more than the margins
 * allow. So P has a smallest and a largest value, and sometimes both agree.
 * Source of the test: McNemar, Psychometrika 12 (1947) 153-157; exact P.
 */

import { mcNemarTest } from "../compare/mcnemar.js";
import type { MatrixValue } from "./claim.js";

export interface McNemarBounds {
  /** b and c with the fewest pairs that disagree: P is then smallest. */
  readonly fewest: readonly [b: number, c: number];
  /** And with the most: P is then largest. */
  readonly most: readonly [b: number, c: number];
  readonly smallestP: number;
  readonly largestP: number;
}

/**
 * From two matrices of the same patients.
 *
 * @throws RangeError if the groups differ in size
 */
export function mcNemarBounds(first: MatrixValue, second: MatrixValue): McNemarBounds {
  const events = first.tp + first.fn;
  const nonEvents = first.tn + first.fp;
  if (second.tp + second.fn !== events || second.tn + second.fp !== nonEvents)
    throw new RangeError(
      `both matrices must be of the same patients; got ${events} and ${nonEvents} against ${second.tp + second.fn} and ${second.tn + second.fp}`,
    );
  const [e, n] = [pairs(first.tp, second.tp, events), pairs(first.tn, second.tn, nonEvents)];
  return bounds(
    [e.fewest[0] + n.fewest[0], e.fewest[1] + n.fewest[1]],
    [e.most[0] + n.most[0], e.most[1] + n.most[1]],
  );
}

/** From how many of n patients each is right. */
export function mcNemarBoundsOfTotals(first: number, second: number, n: number): McNemarBounds {
  const { fewest, most } = pairs(first, second, n);
  return bounds(fewest, most);
}

function pairs(
  first: number,
  second: number,
  n: number,
): { readonly fewest: [number, number]; readonly most: [number, number] } {
  for (const count of [first, second])
    if (!(Number.isInteger(count) && count >= 0 && count <= n))
      throw new RangeError(`counts must be whole numbers up to ${n}; got ${count}`);
  const both = Math.min(first, second);
  const atLeastBoth = Math.max(0, first + second - n);
  return {
    fewest: [first - both, second - both],
    most: [first - atLeastBoth, second - atLeastBoth],
  };
}

function bounds(fewest: [number, number], most: [number, number]): McNemarBounds {
  const p = ([b, c]: [number, number]): number => (b + c === 0 ? 1 : mcNemarTest(b, c).exactP);
  return { fewest, most, smallestP: p(fewest), largestP: p(most) };
}
