/**
 * What a constructed cohort gives for the claims of a paper.
 *
 * A claim is a target if the builder was told to meet it; what was measured then is its value. It is implied if its
 * recipe, applied to what was measured, gives a value: a P from counts, an accuracy from a confusion matrix, a number
 * that is printed twice. Agreement shows that the code computes what the paper's software computed, and nothing else.
 */

import type { Audit } from "../audit/audit.js";
import {
  type Claim,
  type ClaimsFile,
  type ClaimValue,
  isEstimate,
  isMatrix,
  isShare,
  type MatrixValue,
} from "../audit/claim.js";
import { type EvaluationContext, evaluate } from "../audit/evaluate.js";
import { type EstimateKnown, exactly, type Known } from "../audit/known.js";
import { printedParts } from "../audit/printed-value.js";
import type { Ref } from "../audit/recipe.js";
import { valuePrintsAs } from "../audit/verdict.js";
import type { Target } from "./target.js";

export interface CohortClaim {
  readonly source: "target" | "implied";
  readonly value: ClaimValue;
  /** How it was measured or computed. */
  readonly method: string;
}

/** Every claim that the cohort gives a value for, by id. @param targets as measured on the cohort */
export function cohortClaims(
  { claims }: ClaimsFile,
  audit: Audit,
  targets: readonly Target[],
): ReadonlyMap<string, CohortClaim> {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const byClaim = new Map<string, Target[]>();
  for (const target of targets)
    if (target.claim !== null)
      byClaim.set(target.claim, [...(byClaim.get(target.claim) ?? []), target]);
  const methods = new Map(audit.claims.map(({ id, method }) => [id, method]));
  const values = new Map<string, CohortClaim | null>();
  const context = cohortContext(byId, (id) => methods.get(id) ?? null, givenValue);
  for (const claim of claims) claimValue(claim);
  return new Map([...values].flatMap(([id, found]) => (found === null ? [] : [[id, found]])));

  function givenValue(id: string): ClaimValue | null {
    return claimValue(byId.get(id)!)?.value ?? null;
  }

  function claimValue(claim: Claim): CohortClaim | null {
    const known = values.get(claim.id);
    if (known !== undefined) return known;
    const found = measured(claim, byClaim.get(claim.id) ?? []) ?? implied(claim);
    values.set(claim.id, found);
    return found;
  }

  function measured(claim: Claim, own: readonly Target[]): CohortClaim | null {
    if (own.length === 0) return null;
    if (isShare(claim.value))
      return own.every(({ met }) => met) ? shareOf(claim, "its counts, as met") : null;
    const value = targetValue(claim, own);
    return value === null ? null : { source: "target", value, method: "measured on the cohort" };
  }

  function shareOf(claim: Claim, method: string): CohortClaim | null {
    const found = implied(claim);
    return found && { ...found, source: "target", method };
  }

  function implied(claim: Claim): CohortClaim | null {
    if (claim.recompute === undefined) return null;
    let candidates: ReturnType<typeof evaluate>["candidates"];
    try {
      ({ candidates } = evaluate(claim, claim.recompute, context));
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
    const settled = methods.get(claim.id) ?? null;
    const chosen =
      candidates.find(({ method }) => method === settled) ??
      candidates.find(({ value }) => value !== null && valuePrintsAs(claim, value)) ??
      candidates[0];
    if (chosen === undefined || chosen.value === null) return null;
    const { value, method } = chosen;
    return { source: "implied", value, method };
  }
}

/** What the targets of a claim say together; null if a part is missing. */
function targetValue(claim: Claim, targets: readonly Target[]): ClaimValue | null {
  const obtained = (id: string): number | null =>
    targets.find((target) => target.id === id)?.obtained ?? null;
  if (isEstimate(claim.value)) {
    const [estimate, lower, upper] = ["", ".lower", ".upper"].map((part) =>
      obtained(`${claim.id}${part}`),
    );
    if (estimate === null || lower === null || upper === null) return null;
    return { estimate: estimate!, lower: lower!, upper: upper! };
  }
  if (claim.kind === "confusion matrix") {
    const [tp, fp, tn, fn] = ["tp", "fp", "tn", "fn"].map((part) =>
      obtained(`${claim.id}.${part}`),
    );
    if (tp === null || fp === null || tn === null || fn === null) return null;
    return { tp: tp!, fp: fp!, tn: tn!, fn: fn! };
  }
  const [only] = targets;
  if (only === undefined || targets.length > 1) return null;
  return only.relation === "not reached" && only.obtained === null ? "not reached" : only.obtained;
}

/** The cohort's values as recipes read them; limits and other settings as printed. */
function cohortContext(
  byId: ReadonlyMap<string, Claim>,
  method: (id: string) => string | null,
  givenValue: (id: string) => ClaimValue | null,
): EvaluationContext {
  const missing = (ref: Ref): never => {
    throw new RangeError(`the cohort gives no value for "${ref}"`);
  };
  const number = (ref: Ref): Known => {
    if (typeof ref === "number") return exactly(ref);
    const [id, part] = ref.split("#") as [string, string | undefined];
    const claim = byId.get(id)!;
    const value = claim.notResult === undefined ? givenValue(id) : null;
    if (value === null && claim.notResult !== undefined) {
      const printed = printedParts(claim).get(part ?? "value");
      return printed === undefined ? missing(ref) : exactly(printed.value);
    }
    if (typeof value === "number") return exactly(value);
    if (value === null || typeof value === "string") return missing(ref);
    const inner = (value as unknown as Record<string, unknown>)[part ?? "estimate"];
    return typeof inner === "number" ? exactly(inner) : missing(ref);
  };
  return {
    number,
    method,
    claim: (id) => byId.get(id)!,
    figureRow: () => null,
    estimate: (id): EstimateKnown => {
      const value = givenValue(id);
      if (value === null || !isEstimate(value)) return missing(id);
      const { estimate, lower, upper } = value;
      return { estimate: exactly(estimate), lower: exactly(lower), upper: exactly(upper) };
    },
    matrix: (id): MatrixValue => {
      const value = givenValue(id);
      return value !== null && isMatrix(value) ? value : missing(id);
    },
  };
}
