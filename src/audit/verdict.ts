/**
 * A printed claim against what its recipe gives.
 *
 * `recomputed`: some usual way gives all printed digits. `compatible`: some inputs inside their rounding do, or nothing
 * contradicts. `differs`: none does. `impossible as printed`: no patients have this number, whatever the inputs.
 */

import { type Claim, type ClaimValue, isEstimate, isMatrix, isShare, isSpan } from "./claim.js";
import type { Candidate, Evaluation } from "./evaluation.js";
import { listed, rounded, shownValue } from "./evidence.js";
import { overlap } from "./known.js";
import { isCutOff, type PrintedNumber, printsAs, roundingInterval } from "./printed-number.js";
import { printedParts } from "./printed-value.js";

export type AggregateStatus =
  | "recomputed"
  | "compatible"
  | "differs"
  | "impossible as printed"
  | "not derivable"
  | "setting";

export type WordsStatus = "supported" | "supported in part" | "not supported" | "undecided";

export interface Verdict {
  readonly status: AggregateStatus | WordsStatus;
  /** What was computed, in full precision; null where nothing was. */
  readonly value: ClaimValue | null;
  /** The way it was computed that gives the printed number; null if none does. */
  readonly method: string | null;
  /** One sentence with numbers. */
  readonly evidence: string;
}

/** The verdict on a claim from its recipe's evaluation. */
export function judge(claim: Claim, { candidates, impossible, lead }: Evaluation): Verdict {
  if (impossible !== undefined)
    return { status: "impossible as printed", value: null, method: null, evidence: impossible };
  if (claim.printed === null && claim.value === undefined) {
    const [first] = candidates;
    if (first !== undefined && first.value !== null) return found("recomputed", first, [], first);
  }
  const giving = candidates.filter(({ value }) => value !== null && valuePrintsAs(claim, value));
  const [given, ...alike] = giving;
  if (given !== undefined) return found("recomputed", given, alike, candidates[0]!);
  const open = candidates.filter((candidate) => mayPrintAs(claim, candidate));
  if (open.length > 0) {
    const evidence = open.map(described).join("; or ");
    const [first] = open;
    return { status: "compatible", value: first!.value, method: first!.method, evidence };
  }
  const tried = candidates.filter(({ value }) => value !== null).map(described);
  const results =
    tried.length === 0 ? [] : [`${listed(tried)}, printed ${claim.printed ?? "nowhere"}`];
  const [closest] = candidates;
  const printed = mainNumber(claim);
  const cut = mainValue(closest?.value ?? null);
  const cutOff =
    candidates.length === 1 && printed !== null && cut !== null && isCutOff(cut, printed)
      ? ["cut off, not rounded"]
      : [];
  const evidence = [...results, ...cutOff, ...(lead === undefined ? [] : [lead])].join("; ");
  return { status: "differs", value: closest?.value ?? null, method: null, evidence };
}

/** Whether a value is printed like the claim: every number of it to its digits. */
export function valuePrintsAs(claim: Claim, value: ClaimValue): boolean {
  const printed = printedParts(claim);
  if (typeof value === "string" || typeof claim.value === "string") return value === claim.value;
  if (isMatrix(value)) return isMatrix(claim.value) && sameMatrix(value, claim.value);
  if (claim.printed === null) return value === claim.value;
  if (typeof value === "number") {
    const main = printed.get("value") ?? printed.get("estimate");
    return main !== undefined && printsAs(value, main);
  }
  if (isEstimate(value) && typeof claim.value === "number")
    return printsAs(value.estimate, printed.get("value")!);
  if (!(isEstimate(value) || isSpan(value) || isShare(value))) return false;
  const parts = Object.entries(value) as [string, number][];
  return (
    printed.size === parts.length &&
    parts.every(([name, number]) => {
      const own = printed.get(name);
      return own !== undefined && printsAs(number, own);
    })
  );
}

/** Whether the candidate's range holds a number that prints like the claim. */
function mayPrintAs(claim: Claim, { range }: Candidate): boolean {
  const printed = mainNumber(claim);
  return range !== null && printed !== null && overlap(range, roundingInterval(printed));
}

/** The number that a P or a percentage is compared by. */
export function mainNumber(claim: Claim): PrintedNumber | null {
  const printed = printedParts(claim);
  return printed.get("value") ?? printed.get("estimate") ?? null;
}

/** The same of a computed value. */
function mainValue(value: ClaimValue | null): number | null {
  if (typeof value === "number") return value;
  return value !== null && (isEstimate(value) || isShare(value)) ? value.estimate : null;
}

/** The verdict, with whatever else gives the number, and the usual way if that does not. */
function found(
  status: "recomputed",
  candidate: Candidate,
  alike: readonly Candidate[],
  usual: Candidate,
): Verdict {
  const { method, value } = candidate;
  const also = alike.length === 0 ? "" : `; so does ${listed(alike.map(described))}`;
  const instead = usual === candidate ? "" : `; the usual way would be ${described(usual)}`;
  return { status, value, method, evidence: `${described(candidate)}${also}${instead}` };
}

function described({ method, value, range, remark }: Candidate): string {
  const more = remark === undefined ? "" : ` (${remark})`;
  if (value === null) return `${method}${more}`;
  const rounding =
    range === null || remark !== undefined
      ? ""
      : `, ${rounded(range.low, range.high, " of its inputs")}`;
  return `${method}: ${shownValue(value)}${rounding}${more}`;
}

function sameMatrix(a: ClaimValue, b: ClaimValue): boolean {
  return (
    isMatrix(a) && isMatrix(b) && a.tp === b.tp && a.fp === b.fp && a.tn === b.tn && a.fn === b.fn
  );
}
