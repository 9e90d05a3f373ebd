/**
 * A claim: one thing that a paper says, as data.
 *
 * It keeps the text as printed, because the digits say how exactly a number is known; what it means; and, where other
 * claims suffice to compute it, the recipe. Nothing here belongs to one paper: any paper's claims can be written so.
 */

import type { Check, Part, Recipe } from "./recipe.js";

/** What kind of thing is printed. What each value looks like is said in `paper/claims.md`. */
export const claimKinds = [
  "count",
  "number",
  "mean",
  "standard deviation",
  "median",
  "minimum",
  "maximum",
  "percentage",
  "p",
  "odds ratio",
  "hazard ratio",
  "auc",
  "accuracy",
  "error rate",
  "sensitivity",
  "specificity",
  "ppv",
  "npv",
  "confusion matrix",
  "median survival",
  "threshold",
  "setting",
  "date",
  "bibliographic",
  "words",
] as const;

export type ClaimKind = (typeof claimKinds)[number];

/** `0.696 (0.564-0.827)` */
export interface EstimateValue {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** `25%-30%`, or "from 0.849 to 0.881". */
export interface SpanValue {
  readonly from: number;
  readonly to: number;
}

/** `32% (78/242)` */
export interface ShareValue {
  readonly estimate: number;
  readonly count: number;
  readonly total: number;
}

export interface MatrixValue {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** A word ("NA", "not reached", a name, a date) where there is no number. */
export type ClaimValue =
  | number
  | string
  | readonly string[]
  | EstimateValue
  | SpanValue
  | ShareValue
  | MatrixValue;

export interface Claim {
  /** Unique; other claims, results and the ledger name it by this. */
  readonly id: string;
  /** Section or table. */
  readonly where: string;
  /** For readers: what is claimed. */
  readonly statement: string;
  readonly kind: ClaimKind;
  /** The patients it is about, in the paper's words: "training". */
  readonly set?: string;
  /** The number or words, exactly as printed; null for what is derived from printed claims. */
  readonly printed: string | null;
  /** The words around it, exactly as printed. */
  readonly quote?: string;
  /** Left out for claims in words. */
  readonly value?: ClaimValue;
  readonly unit?: string;
  /** Numbers of the references that it is taken from. */
  readonly cites?: readonly number[];
  /** How other claims give it. */
  readonly recompute?: Recipe;
  /** What would be needed to compute it, where the printed numbers do not suffice. */
  readonly needs?: string;
  /** Why it is no numeric result of the study, where it is none. */
  readonly notResult?: string;
  /** Why no constructed cohort can give it, where none can. */
  readonly beyondTwin?: string;
  /** Of a claim in words: what would have to hold. */
  readonly parts?: readonly Part[];
  readonly note?: string;
}

export interface ClaimsFile {
  readonly title: string;
  readonly source: string;
  readonly licence?: string;
  readonly claims: readonly Claim[];
  /** What must hold among the claims, besides the recipes. */
  readonly checks: readonly Check[];
}

/** What a claim states and of which set, unless it says so itself. */
export function claimTitle({ statement, set }: Claim): string {
  const isSaid = set === undefined || set === "both" || statement.endsWith(`, ${set}`);
  return isSaid ? statement : `${statement}, ${set}`;
}

/** Whether it is a numeric result of the study: printed, no words, and not excepted with a reason. */
export function isNumericResult({ printed, kind, notResult }: Claim): boolean {
  return printed !== null && kind !== "words" && notResult === undefined;
}

export function isEstimate(value: ClaimValue | undefined): value is EstimateValue {
  return typeof value === "object" && "lower" in value;
}

export function isSpan(value: ClaimValue | undefined): value is SpanValue {
  return typeof value === "object" && "from" in value;
}

export function isShare(value: ClaimValue | undefined): value is ShareValue {
  return typeof value === "object" && "total" in value;
}

export function isMatrix(value: ClaimValue | undefined): value is MatrixValue {
  return typeof value === "object" && "tp" in value;
}
