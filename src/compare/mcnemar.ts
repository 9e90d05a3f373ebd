/**
 * McNemar's test for two yes-or-no readings of the same patients: only the pairs that disagree count.
 * Sources: McNemar, Psychometrika 12 (1947) 153-157; Edwards, Psychometrika 13 (1948) 185-187 (the correction).
 */

import { binomialLowerTail } from "../math/binomial.js";
import { chiSquareUpperTail } from "../math/chi-square.js";

export interface McNemar {
  /** Exact: twice the smaller binomial tail of a fair coin. */
  readonly exactP: number;
  readonly chiSquare: number;
  readonly pValue: number;
  /** (|b − c| − 1)² / (b + c), as Edwards defines it, also where b equals c (R then leaves the correction out). */
  readonly correctedChiSquare: number;
  readonly correctedP: number;
}

/**
 * @param b pairs with the first reading positive only
 * @param c pairs with the second reading positive only
 * @throws RangeError if a count is no whole number, or no pair disagrees
 */
export function mcNemarTest(b: number, c: number): McNemar {
  for (const [name, count] of Object.entries({ b, c }))
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`${name} must be a whole number of pairs; got ${count}`);
  const n = b + c;
  if (n === 0) throw new RangeError("some pair must disagree; b and c are both 0");
  const chiSquare = (b - c) ** 2 / n;
  const correctedChiSquare = (Math.abs(b - c) - 1) ** 2 / n;
  return {
    exactP: Math.min(1, 2 * binomialLowerTail(Math.min(b, c), n, 0.5)),
    chiSquare,
    pValue: chiSquareUpperTail(chiSquare, 1),
    correctedChiSquare,
    correctedP: chiSquareUpperTail(correctedChiSquare, 1),
  };
}
