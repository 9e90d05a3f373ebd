/** What notebook 10 says in sentences and records as values, built from the ledger. */

import type { ClaimsFile } from "../audit/claim.js";
import { listed } from "../audit/evidence.js";
import { type ClaimGroup, claimGroup, claimGroups, type Headline } from "../audit/headline.js";
import type { Cohort } from "../cohort/cohort.js";
import { type LedgerRow, twinStatuses } from "./ledger.js";
import type { Finding } from "./record.js";

/** Why a cohort has no ledger; null for the one that was constructed from the paper. */
export function ledgerAbsence({ fromPaper, title }: Cohort): string | null {
  return fromPaper
    ? null
    : `The ledger belongs to the paper: it judges the paper's printed numbers, and shows beside them what a cohort constructed from them gives. ${title} is a cohort of its own, with results of its own in the other notebooks, so there is nothing to judge here.`;
}

/** How many claims there are, printed, derived and in words. */
export function claimsSentence({ title, source, claims }: ClaimsFile): string {
  const count = (group: ClaimGroup): number =>
    claims.filter((claim) => claimGroup(claim) === group).length;
  return `**${title}.** ${source}. ${claims.length} claims: ${claimGroups.map((group) => `${count(group)} ${group}`).join(", ")}.`;
}

/** The counts as results. */
export function ledgerFindings(
  headlines: readonly Headline[],
  rows: readonly LedgerRow[],
): Finding[] {
  const aggregates = headlines.flatMap(({ group, total, counts }) =>
    counts.map(({ status, count }) => ({
      id: `ledger.${group}.${status}`.replaceAll(" ", "-"),
      value: count,
      label: `${group}: ${status}`,
      source: "printed aggregates" as const,
      reference: `of ${total}`,
    })),
  );
  const twin = twinStatuses.map((status) => ({
    id: `ledger.twin.${status}`.replaceAll(" ", "-"),
    value: rows.filter((row) => row.twin?.status === status).length,
    label: `Constructed cohort: ${status}`,
    source: "patients" as const,
  }));
  return [...aggregates, ...twin];
}

/** The answer: only what was recomputed counts as found again. */
export function answerSentence(rows: readonly LedgerRow[], headlines: readonly Headline[]): string {
  const [numeric] = headlines;
  const count = (status: string): number =>
    numeric!.counts.find((entry) => entry.status === status)?.count ?? 0;
  const wrong = rows.filter(
    ({ printed, aggregates }) =>
      printed !== null &&
      (aggregates?.status === "differs" || aggregates?.status === "impossible as printed"),
  );
  const words = rows.filter(({ aggregates }) => aggregates?.status === "not supported");
  return [
    `**Of ${numeric!.total} numeric results, ${count("recomputed")} are recomputed from other printed numbers, to all their digits.**`,
    `${count("compatible")} are compatible with the rest, ${count("not derivable")} cannot be derived from what is printed.`,
    `${wrong.length} cannot stand beside the others: ${listed(wrong.map(({ id, printed }) => `${printed} (${id})`))}.`,
    `Of the claims in words, the numbers do not support ${listed(words.map(({ printed }) => `"${printed}"`))}.`,
  ].join(" ");
}

/** What the twin gives, and what it does not. */
export function twinSentence(rows: readonly LedgerRow[]): string {
  const of = (status: string): LedgerRow[] => rows.filter(({ twin }) => twin?.status === status);
  const printed = (found: readonly LedgerRow[]): number =>
    found.filter((row) => row.printed !== null).length;
  const missing = of("not reached");
  return `The twin was optimised to give ${printed(of("target"))} of the printed numbers, and gives ${printed(of("implied"))} more because they follow from those. ${missing.length} it does not give: ${listed(missing.map(({ id }) => id))}.`;
}

/** Whether images answered any claim. */
export function imagesSentence(rows: readonly LedgerRow[]): string {
  const found = rows.filter(({ images }) => images !== null);
  return found.length === 0
    ? "No notebook has answered a claim from images."
    : `From images ${found.length} claims have a value of the same shape; it stands beside the printed one. Equal or not, it says nothing about the paper's number.`;
}

/** Lung nodules and single metastases of the cohort, counted, as answers to the paper's four percentages. */
export function noduleFindings(cohort: Cohort): Finding[] {
  const n = cohort.ids.length;
  const has = (column: string, value: string): number =>
    cohort.columns[column]?.values.filter((cell) => String(cell) === value).length ?? 0;
  const [nodules, single, multiple] = [
    has("lung_nodule", "1"),
    has("lm_multiplicity", "single"),
    has("lm_multiplicity", "multiple"),
  ];
  const metastases = single + multiple;
  const share = (id: string, label: string, count: number, total: number): Finding[] => [
    {
      id: `${cohort.id}.${id}.share`,
      value: (100 * count) / total,
      label: `${label}, %`,
      claim: `${id}#estimate`,
      source: "patients",
      n: total,
      test: "share",
    },
    {
      id: `${cohort.id}.${id}.count`,
      value: count,
      label,
      claim: `${id}#count`,
      source: "patients",
      n: total,
      test: "count",
    },
    {
      id: `${cohort.id}.${id}.total`,
      value: total,
      label: `${label}: of how many`,
      claim: `${id}#total`,
      source: "patients",
      n: total,
      test: "count",
    },
  ];
  return [
    ...share("d.nod", "Patients with lung nodules", nodules, n),
    ...share("d.nod.lm", "Patients with nodules whose nodules are metastases", metastases, nodules),
    ...share("d.lm.single", "Single lung metastases", single, metastases),
    ...share("d.lm.multi", "Multiple lung metastases", multiple, metastases),
  ];
}
