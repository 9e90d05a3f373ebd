/**
 * The ledger: one row a claim of the paper, and what three sources say to it. They are never mixed, and only the first
 * says something about the paper's numbers.
 *
 * - `aggregates`: the other printed numbers.
 * - `twin`: patients constructed to give the printed tables. The word "reproduced" has no place there.
 * - `images`: the chain run on images; its shape can be looked at, its values say nothing about the paper's.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Audit, AuditedClaim } from "../audit/audit.js";
import {
  type Claim,
  type ClaimKind,
  type ClaimsFile,
  type ClaimValue,
  isNumericResult,
} from "../audit/claim.js";
import { sentence, shownValue } from "../audit/evidence.js";
import { valuePrintsAs } from "../audit/verdict.js";
import { sameValues } from "../io/same-values.js";
import { writeWhole } from "../io/write-whole.js";
import { type CohortClaim, cohortClaims } from "../twin/claim-values.js";
import type { Target } from "../twin/target.js";
import type { NotebookResults, Result, Source } from "./results.js";

export type TwinStatus = "target" | "implied" | "free" | "not reached";

export const twinStatuses: readonly TwinStatus[] = ["target", "implied", "free", "not reached"];

export interface LedgerEntry<Status extends string> {
  readonly status: Status;
  /** In full precision; null where nothing was computed. */
  readonly value: ClaimValue | null;
  readonly evidence: string;
}

export interface LedgerRow {
  readonly id: string;
  readonly printed: string | null;
  readonly kind: ClaimKind;
  readonly aggregates: LedgerEntry<AuditedClaim["status"]> | null;
  readonly twin: LedgerEntry<TwinStatus> | null;
  readonly images: LedgerEntry<"shape only"> | null;
  /** The notebook and cell that show it. */
  readonly where: { readonly notebook: string; readonly cell: string };
}

/** Where the ledger's own notebook shows claims of which verdict. */
export interface LedgerCells {
  readonly notebook: string;
  readonly words: string;
  /** Claims that others contradict. */
  readonly contradicted: string;
  /** Claims that the twin does not give. */
  readonly missing: string;
  /** All others. */
  readonly aggregates: string;
}

/** What the ledger reads beside the claims. */
export interface LedgerSources {
  /** Of the constructed cohort, as measured on it. */
  readonly targets: readonly Target[];
  /** Of the other notebooks. */
  readonly results: readonly NotebookResults[];
  /** The notebook that shows what no other does, and its cells. */
  readonly here: LedgerCells;
}

/** A row for each claim, in the file's order. */
export function ledger(file: ClaimsFile, audit: Audit, sources: LedgerSources): LedgerRow[] {
  const answers = answersByClaim(sources.results);
  const cohort = cohortClaims(file, audit, sources.targets);
  const verdicts = new Map(audit.claims.map((verdict) => [verdict.id, verdict]));
  const readAs = new Map(audit.repairs.map((repair) => [repair.id, repair.readAs]));
  return file.claims.map((claim) => {
    const { id, printed, kind } = claim;
    const own = answers.get(id) ?? [];
    const { status, value, evidence } = verdicts.get(id)!;
    const shown = own.find(({ source }) => source === "patients") ?? own[0];
    const twin = twinEntry(claim, cohort.get(id) ?? null, own, readAs.get(id));
    const cell = cellHere(sources.here, kind, status, twin?.status);
    return {
      id,
      printed,
      kind,
      aggregates: { status, value, evidence },
      twin,
      images: imagesEntry(claim, own),
      where:
        shown === undefined
          ? { notebook: sources.here.notebook, cell }
          : { notebook: shown.notebook, cell: shown.result.cell },
    };
  });
}

function cellHere(
  here: LedgerCells,
  kind: ClaimKind,
  aggregates: AuditedClaim["status"],
  twin: TwinStatus | undefined,
): string {
  if (kind === "words") return here.words;
  if (aggregates === "differs" || aggregates === "impossible as printed") return here.contradicted;
  return twin === "not reached" ? here.missing : here.aggregates;
}

/** The text of the ledger: one row a line. */
export function ledgerText(rows: readonly LedgerRow[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
}

/**
 * Write `ledger.json` into the report's folder, unless what is there differs in last digits only.
 *
 * @returns its name
 */
export function saveLedger(rows: readonly LedgerRow[], folder: string): string {
  const path = join(folder, "ledger.json");
  const text = ledgerText(rows);
  if (!existsSync(path) || !sameValues(readFileSync(path, "utf8"), text)) writeWhole(path, text);
  return "ledger.json";
}

/** A result that answers a claim or a part of it. */
interface Answer {
  readonly notebook: string;
  readonly source: Source;
  /** "value" for the whole claim. */
  readonly part: string;
  readonly result: Result;
}

function answersByClaim(results: readonly NotebookResults[]): ReadonlyMap<string, Answer[]> {
  const found = new Map<string, Answer[]>();
  for (const { notebook, results: own } of results)
    for (const result of own) {
      if (result.claim === undefined) continue;
      const [id, part = "value"] = result.claim.split("#") as [string, string?];
      const answer = { notebook, source: result.source, part, result };
      found.set(id, [...(found.get(id) ?? []), answer]);
    }
  return found;
}

/** What the notebooks found for a claim from one source: its whole value, put together from its parts; null if a part is missing. */
function answeredValue(
  claim: Claim,
  answers: readonly Answer[],
  source: Source,
): ClaimValue | null {
  const own = answers.filter((answer) => answer.source === source);
  const answered = (part: string): ClaimValue | null => {
    const value = own.find((answer) => answer.part === part)?.result.value ?? null;
    return typeof value === "boolean" ? null : value;
  };
  const { value } = claim;
  if (typeof value !== "object" || Array.isArray(value))
    return answered("value") ?? answered("estimate");
  const parts = Object.keys(value).map((part) => [part, answered(part)] as const);
  if (parts.some(([, found]) => typeof found !== "number")) return null;
  return Object.fromEntries(parts) as unknown as ClaimValue;
}

function twinEntry(
  claim: Claim,
  built: CohortClaim | null,
  answers: readonly Answer[],
  readAs: number | undefined,
): LedgerEntry<TwinStatus> | null {
  if (claim.kind === "words") return freeEntry(claim);
  if (!isNumericResult(claim) && claim.kind !== "confusion matrix") return null;
  const answered = answeredValue(claim, answers, "patients");
  const value = answered ?? built?.value ?? null;
  const because = claim.beyondTwin;
  if (value === null) {
    const reason = because ?? "no notebook gives a value";
    return { status: "not reached", value: null, evidence: sentence(reason) };
  }
  const prints = readAs === undefined ? valuePrintsAs(claim, value) : value === readAs;
  const read = readAs === undefined ? "" : `; the printed ${claim.printed} is read as ${readAs}`;
  const gives = `${shownValue(value)}${read}`;
  if (!prints) {
    const reason = because === undefined ? "" : `; ${because}`;
    const evidence = sentence(
      `the constructed data give ${gives}, printed ${claim.printed}${reason}`,
    );
    return { status: "not reached", value, evidence };
  }
  return built?.source === "target"
    ? {
        status: "target",
        value,
        evidence: sentence(`optimised while building the constructed data: ${gives}`),
      }
    : {
        status: "implied",
        value,
        evidence: sentence(
          `follows, in the constructed data, from what was optimised: ${built?.method ?? "by its notebook"}, ${gives}`,
        ),
      };
}

/** A claim in words that no printed number decides is open to every twin. */
function freeEntry({ parts = [] }: Claim): LedgerEntry<TwinStatus> | null {
  const open = parts.filter(({ by }) => by === "not printed");
  if (open.length === 0) return null;
  const evidence = `no printed number fixes whether ${open.map(({ says }) => says).join(", or whether ")}; what a twin shows there says nothing about the paper`;
  return { status: "free", value: null, evidence: sentence(evidence) };
}

function imagesEntry(claim: Claim, answers: readonly Answer[]): LedgerEntry<"shape only"> | null {
  const value = answeredValue(claim, answers, "images");
  if (value === null) return null;
  const evidence = `from images: ${shownValue(value)}, printed ${claim.printed}; only the shape of the chain can be compared`;
  return { status: "shape only", value, evidence: sentence(evidence) };
}
