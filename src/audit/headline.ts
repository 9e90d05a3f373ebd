/** How many claims have which verdict: numeric results, what is derived from them, other statements, claims in words. */

import type { Audit } from "./audit.js";
import { type Claim, type ClaimsFile, isNumericResult } from "./claim.js";
import type { AggregateStatus, WordsStatus } from "./verdict.js";

export const aggregateStatuses: readonly AggregateStatus[] = [
  "recomputed",
  "compatible",
  "differs",
  "impossible as printed",
  "not derivable",
  "setting",
];

export const wordsStatuses: readonly WordsStatus[] = [
  "supported",
  "supported in part",
  "not supported",
  "undecided",
];

/** What kinds of claims are counted apart. */
export type ClaimGroup = "numeric results" | "derived" | "other statements" | "claims in words";

export interface StatusCount {
  readonly status: string;
  readonly count: number;
}

export interface Headline {
  readonly group: ClaimGroup;
  readonly total: number;
  /** In the order of the statuses; those without a claim left out. */
  readonly counts: readonly StatusCount[];
}

export const claimGroups: readonly ClaimGroup[] = [
  "numeric results",
  "derived",
  "other statements",
  "claims in words",
];

export function claimGroup(claim: Claim): ClaimGroup {
  if (claim.kind === "words") return "claims in words";
  if (claim.printed === null) return "derived";
  return isNumericResult(claim) ? "numeric results" : "other statements";
}

/** Counts of each group. Only `recomputed` says that a number was found again; the rest is never added to it. */
export function headlines(file: ClaimsFile, audit: Audit): Headline[] {
  const groupOf = new Map(file.claims.map((claim) => [claim.id, claimGroup(claim)]));
  return claimGroups.flatMap((group) => {
    const own = audit.claims.filter(({ id }) => groupOf.get(id) === group);
    if (own.length === 0) return [];
    const counts = [...aggregateStatuses, ...wordsStatuses].map((status) => ({
      status,
      count: own.filter((claim) => claim.status === status).length,
    }));
    return [{ group, total: own.length, counts: counts.filter(({ count }) => count > 0) }];
  });
}

/** `269 numeric results: 99 recomputed, 131 compatible, …` */
export function headlineText({ group, total, counts }: Headline): string {
  return `${total} ${group}: ${counts.map(({ status, count }) => `${count} ${status}`).join(", ")}`;
}
