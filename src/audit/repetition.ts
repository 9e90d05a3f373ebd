/**
 * A number that is printed twice. It is as good as its other printing: what was computed there counts here, if both
 * agree.
 */

import { type Claim, type ClaimValue, isEstimate } from "./claim.js";
import { refId } from "./claim-graph.js";
import type { Ref } from "./recipe.js";
import type { Verdict } from "./verdict.js";

/** From the best to the worst: a number from several claims is as good as the worst of them. */
const ORDER = [
  "recomputed",
  "compatible",
  "not derivable",
  "setting",
  "differs",
  "impossible as printed",
];

/** @param agreement whether the printed numbers agree, as a verdict */
export function repetition(
  agreement: Verdict,
  of: readonly Ref[],
  verdictOf: (id: string) => Verdict,
  claimOf: (id: string) => Claim,
): Verdict {
  const ids = of.map((ref) => refId(ref)).filter((id) => id !== null);
  if (agreement.status !== "recomputed" || ids.length < of.length) return agreement;
  const others = ids.map((id) => verdictOf(id));
  const worst = others.reduce((a, b) =>
    ORDER.indexOf(b.status) > ORDER.indexOf(a.status) ? b : a,
  );
  const [first, second] = others.map(({ value }) => numberOf(value));
  const value =
    second === undefined
      ? (first ?? null)
      : first === null || first === undefined || second === null
        ? null
        : { from: first, to: second };
  const places = ids.map((id) => `${claimOf(id).where} (${id}, ${claimOf(id).printed})`);
  const evidence = `as in ${places.join(" and ")}; there ${worst.status}: ${worst.evidence}`;
  return { status: worst.status, value, method: agreement.method, evidence };
}

function numberOf(value: ClaimValue | null): number | null {
  if (typeof value === "number") return value;
  return value !== null && isEstimate(value) ? value.estimate : null;
}
