/**
 * What a recipe and the checks say to a claim, together.
 *
 * A claim that some check proves to be impossible is so, whatever its recipe says. A number that was recomputed stays
 * so, with what contradicts it beside; otherwise the worst that a check says counts.
 */

import type { CheckOutcome } from "./check-outcome.js";
import type { Claim, ClaimKind } from "./claim.js";
import type { Verdict } from "./verdict.js";

/** Kinds that a study sets and does not find. */
const SETTINGS: readonly ClaimKind[] = ["setting", "threshold", "date", "bibliographic"];

/** @param verdict from the claim's recipe; null if it has none */
export function withChecks(
  claim: Claim,
  verdict: Verdict | null,
  outcomes: readonly CheckOutcome[],
): Verdict {
  const saying = (status: CheckOutcome["status"]): string[] =>
    outcomes.filter((outcome) => outcome.status === status).map(({ evidence }) => evidence);
  const impossible = saying("impossible as printed");
  const contradicting = saying("differs");
  const fitting = saying("compatible");
  if (impossible.length > 0) return plain("impossible as printed", joined(impossible));
  if (verdict !== null && verdict.status !== "not derivable") {
    const worse = verdict.status === "compatible" && contradicting.length > 0;
    const evidence = joined([verdict.evidence, ...contradicting]);
    return { ...verdict, status: worse ? "differs" : verdict.status, evidence };
  }
  const needed = claim.needs === undefined ? [] : [`needed to compute it: ${claim.needs}`];
  const why = verdict === null ? needed : [verdict.evidence, ...needed];
  if (contradicting.length > 0) return plain("differs", joined(contradicting));
  if (isSetting(claim))
    return plain(
      "setting",
      joined([claim.notResult ?? "nothing to compute", ...fitting, ...saying("open")]),
    );
  if (fitting.length > 0)
    return plain("compatible", joined([...fitting, ...saying("open"), ...why]));
  const open = [...saying("open"), ...why];
  return plain("not derivable", open.length > 0 ? joined(open) : "no recipe and no check names it");
}

/** Whether there is nothing to compute: chosen by the authors, and not taken from elsewhere. */
function isSetting({ kind, needs, notResult }: Claim): boolean {
  return needs === undefined && (SETTINGS.includes(kind) || notResult !== undefined);
}

function plain(status: Verdict["status"], evidence: string): Verdict {
  return { status, value: null, method: null, evidence };
}

function joined(texts: readonly string[]): string {
  return [...new Set(texts)].join("; ");
}
