/**
 * What a claim says against itself, whatever else is printed: an estimate outside its own interval, a P above 1, a count
 * that is no whole number. No file needs to ask for it.
 */

import { type CheckOutcome, outcome } from "./check-outcome.js";
import { type Claim, type ClaimKind, isEstimate, isShare } from "./claim.js";
import { shown } from "./evidence.js";
import { printedKnown } from "./known.js";
import type { PrintedNumber } from "./printed-number.js";
import { printedParts } from "./printed-value.js";

/** What numbers of a kind can be. */
const RANGES: readonly {
  readonly kinds: readonly ClaimKind[];
  readonly from: number;
  readonly to: number;
  readonly says: string;
}[] = [
  {
    kinds: ["p", "auc", "accuracy", "error rate", "sensitivity", "specificity", "ppv", "npv"],
    from: 0,
    to: 1,
    says: "lies between 0 and 1",
  },
  {
    kinds: ["odds ratio", "hazard ratio", "standard deviation", "count"],
    from: 0,
    to: Infinity,
    says: "is not below 0",
  },
];

/** Outcomes of every claim that contradicts itself; none of those that do not. */
export function ownOutcomes(claims: readonly Claim[]): CheckOutcome[] {
  return claims.flatMap((claim) =>
    [...rangeFaults(claim), ...intervalFaults(claim), ...countFaults(claim)].map((evidence) =>
      outcome(claim.id, "impossible as printed", evidence),
    ),
  );
}

function rangeFaults(claim: Claim): string[] {
  const range = RANGES.find(({ kinds }) => kinds.includes(claim.kind));
  if (range === undefined || isShare(claim.value)) return [];
  const outside = ({ value, relation }: PrintedNumber): boolean =>
    (value < range.from && relation !== ">" && relation !== "≥") ||
    (value > range.to && relation !== "<" && relation !== "≤");
  const article = /^[aeo]/.test(claim.kind) ? "an" : "a";
  return [...printedParts(claim).values()]
    .filter(outside)
    .map(({ value }) => `${article} ${claim.kind} ${range.says}; this is ${shown(value)}`);
}

function intervalFaults(claim: Claim): string[] {
  if (!isEstimate(claim.value)) return [];
  const [estimate, lower, upper] = [...printedParts(claim).values()].map(printedKnown);
  const limits = `${shown(lower!.value)} to ${shown(upper!.value)}`;
  if (lower!.low > upper!.high) return [`the limits must rise; they are ${limits}`];
  const inside = estimate!.high >= lower!.low && estimate!.low <= upper!.high;
  return inside ? [] : [`${shown(estimate!.value)} lies outside its own interval, ${limits}`];
}

function countFaults({ kind, value, printed }: Claim): string[] {
  if (isShare(value) && value.count > value.total)
    return [`${value.count} of ${value.total} is more than all`];
  const isFraction = kind === "count" && typeof value === "number" && !Number.isInteger(value);
  return isFraction ? [`a count is a whole number; this is ${printed}`] : [];
}
