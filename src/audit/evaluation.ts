/** What a recipe gives: every way it can be meant, each with its value, and what rounding leaves open. */

import type { ClaimValue, MatrixValue } from "./claim.js";
import type { EstimateKnown, Known } from "./known.js";
import type { Interval } from "./printed-number.js";
import type { Ref } from "./recipe.js";

/** The numbers that recipes compute with: printed ones, or those of a cohort. */
export interface Readings {
  number(ref: Ref): Known;
  estimate(id: string): EstimateKnown;
  matrix(id: string): MatrixValue;
  /** The mean that whole numbers have where this is printed, as a sum and a count; null where that is not known. */
  wholeMean?(ref: Ref): { readonly sum: number; readonly n: number } | null;
  /** By which method a claim was found to be computed; null where that is open. */
  method(id: string): string | null;
}

/** One way to compute a claim. */
export interface Candidate {
  /** In words: "Student's t test", "62 + 34". Unique among the candidates. */
  readonly method: string;
  /** Null where it depends on what is not printed. */
  readonly value: ClaimValue | null;
  /** What the value may be within the rounding of its inputs; null for exact inputs, and where that was not looked at. */
  readonly range: Interval | null;
  /** What else is to be said of it. */
  readonly remark?: string;
}

export interface Evaluation {
  /** In the order in which they are to be preferred. */
  readonly candidates: readonly Candidate[];
  /** Why no patients can have the printed number; only where that is proven. */
  readonly impossible?: string;
  /** What a reader should look at if none of the candidates gives the printed number. */
  readonly lead?: string;
}

/** An evaluation by one method. */
export function single(method: string, { value, low, high }: Known): Evaluation {
  return { candidates: [{ method, value, range: low === high ? null : { low, high } }] };
}
