/**
 * The audit of a claims file: a verdict on each claim from the printed numbers alone.
 *
 * A claim with a recipe is computed from others; a percentage that prints its own count and total needs none. Checks add
 * what must hold among several, and each claim is checked against itself; one that is shown to be impossible is so,
 * whatever its recipe says. Counts that a sum shows to be misprinted are read as the one number
 * that mends all sums, if there is one. No verdict knows more than the file.
 */

import type { CheckOutcome, PrintedReadings } from "./check-outcome.js";
import { checkOutcomes, sumRules } from "./check-outcomes.js";
import { type Claim, type ClaimKind, type ClaimsFile, isShare } from "./claim.js";
import { dependencies, refId } from "./claim-graph.js";
import { type EvaluationContext, evaluate } from "./evaluate.js";
import { type FigureRow, figureRow } from "./evaluate-performance.js";
import { listed, sentence } from "./evidence.js";
import { grim, grimmer } from "./grim.js";
import { brokenSums, type Repair } from "./group-sums.js";
import { ownOutcomes } from "./own-checks.js";
import { printedReadings } from "./printed-readings.js";
import type { Check, FigureName, Recipe, Ref } from "./recipe.js";
import { repetition } from "./repetition.js";
import { judge, type Verdict } from "./verdict.js";
import { withChecks } from "./verdict-with-checks.js";
import { judgeWords } from "./words.js";

export interface AuditedClaim extends Verdict {
  readonly id: string;
  readonly printed: string | null;
  readonly kind: ClaimKind;
}

export interface Audit {
  readonly claims: readonly AuditedClaim[];
  /** Counts that are read as another number than printed. */
  readonly repairs: readonly Repair[];
}

/** Judge every claim of a sound file. */
export function auditClaims(file: ClaimsFile): Audit {
  const byId = new Map(file.claims.map((claim) => [claim.id, claim]));
  const verdicts = new Map<string, Verdict>();
  const rows = new Map<string, FigureRow | null>();
  const printed = printedReadings(byId, new Map(), verdictOf);
  const repairs = brokenSums(sumRules(file.checks), printed.count).flatMap(
    ({ repair }) => repair ?? [],
  );
  const readings = printedReadings(byId, new Map(repairs.map((r) => [r.id, r.readAs])), verdictOf);
  const outcomes = groupedById([
    ...ownOutcomes(file.claims),
    ...checkOutcomes(file.checks, readings),
  ]);
  const context: EvaluationContext = {
    ...readings,
    wholeMean: (ref) => wholeMean(ref, file.checks, readings),
    claim: (id) => byId.get(id)!,
    figureRow: (id) => {
      if (!rows.has(id)) rows.set(id, rowOf(byId.get(id)!, readings));
      return rows.get(id)!;
    },
  };
  const claims = file.claims.map(({ id, printed: text, kind }) => {
    const { evidence, ...verdict } = verdictOf(id);
    return { id, printed: text, kind, ...verdict, evidence: sentence(evidence) };
  });
  return { claims, repairs };

  function verdictOf(id: string): Verdict {
    const known = verdicts.get(id);
    if (known !== undefined) return known;
    const claim = byId.get(id)!;
    const verdict =
      claim.parts === undefined
        ? withChecks(claim, recipeVerdict(claim), outcomes.get(id) ?? [])
        : judgeWords(
            claim,
            claim.parts,
            readings,
            (other) => verdictOf(other).status === "impossible as printed",
          );
    verdicts.set(id, verdict);
    return verdict;
  }

  function recipeVerdict(claim: Claim): Verdict | null {
    const recipe = claim.recompute ?? ownShare(claim);
    if (recipe === null) return null;
    let verdict: Verdict;
    try {
      verdict = judge(claim, evaluate(claim, recipe, context));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { status: "not derivable", value: null, method: null, evidence: error.message };
    }
    if (recipe.by === "same as") return repetition(verdict, recipe.of, verdictOf, context.claim);
    return withRepairs(verdict, recipe, repairs);
  }
}

/** Of a mean that the file says is one of whole numbers: their sum, if there is only one, and their SD is possible too. */
function wholeMean(
  ref: Ref,
  checks: readonly Check[],
  readings: PrintedReadings,
): { sum: number; n: number } | null {
  const check = checks.find((own) => own.by === "whole numbers" && own.mean === ref);
  if (check?.by !== "whole numbers") return null;
  const n = readings.number(check.n).value;
  const mean = readings.printed(check.mean);
  const { sums } = grim(mean, n);
  const { fitting } = grimmer(mean, readings.printed(check.standardDeviation), n);
  return sums.length === 1 && fitting.length > 0 ? { sum: sums[0]!, n } : null;
}

/** What a percentage with its count and total says by itself. */
function ownShare({ kind, value }: Claim): Recipe | null {
  return kind === "percentage" && isShare(value) ? { by: "percentage" } : null;
}

function withRepairs(verdict: Verdict, recipe: Recipe, repairs: readonly Repair[]): Verdict {
  const ids = dependencies(recipe).map(refId);
  const used = repairs.filter(({ id }) => ids.includes(id));
  if (used.length === 0) return verdict;
  const read = listed(
    used.map(({ id, printed, readAs }) => `${id} read as ${readAs} for the printed ${printed}`),
  );
  return { ...verdict, evidence: `${verdict.evidence}; ${read}` };
}

/** The printed row that a matrix is found from; null for a matrix with another recipe. */
function rowOf({ recompute }: Claim, readings: PrintedReadings): FigureRow | null {
  if (recompute?.by !== "confusion matrix") return null;
  const figures = Object.entries(recompute.figures).map(([name, id]) => {
    const printed = readings.figure(id);
    return [name as FigureName, printed] as const;
  });
  return figureRow(
    Object.fromEntries(figures),
    readings.number(recompute.positives).value,
    readings.number(recompute.negatives).value,
  );
}

function groupedById(outcomes: readonly CheckOutcome[]): ReadonlyMap<string, CheckOutcome[]> {
  const grouped = new Map<string, CheckOutcome[]>();
  for (const outcome of outcomes) {
    const others = grouped.get(outcome.id);
    if (others === undefined) grouped.set(outcome.id, [outcome]);
    else others.push(outcome);
  }
  return grouped;
}
