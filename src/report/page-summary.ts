/**
 * The head of a report for who opens it knowing nothing: of which paper it is, on which patients, how its printed
 * numbers came out, and how to read the marks. Verdicts are counted, not found: they stand in the ledger.
 */

import { type ClaimsFile, isNumericResult } from "../audit/claim.js";
import { escapeXml } from "../io/escape-xml.js";
import type { LedgerRow } from "./ledger.js";
import type { NotebookResults } from "./results.js";

/** @param ledger empty where the cohort has none */
export function pageSummary(
  file: ClaimsFile,
  notebooks: readonly NotebookResults[],
  ledger: readonly LedgerRow[],
): string {
  const source = escapeXml(file.source).replace(
    /doi:(\S+)/,
    '<a href="https://doi.org/$1">doi:$1</a>',
  );
  return [
    `<p class="lead">The tables and figures of <cite>${escapeXml(file.title)}</cite> (${source}), ${patientsWords(notebooks)}.</p>`,
    ...(ledger.length === 0 ? [] : [`<ul>${verdicts(file, ledger).join("")}</ul>`]),
    '<p class="note">✓ equals the printed value to its digits; ≈ within what the rounding of printed numbers allows; ✗ differs; – cannot be computed. The reason stands below the table, or shows when the pointer rests on the mark.</p>',
  ].join("\n");
}

function patientsWords(notebooks: readonly NotebookResults[]): string {
  return notebooks.some(({ data }) => data === "constructed data")
    ? "regenerated on a <strong>twin</strong>: patients constructed so that their data give the printed Tables 1 to 3, since the paper's own data are not public. What comes from images comes from synthetic ones: it shows that the chain works, and nothing about the paper"
    : "made anew on other patients: what the paper prints of its own says nothing about these";
}

function verdicts({ claims }: ClaimsFile, ledger: readonly LedgerRow[]): string[] {
  const results = new Set(claims.filter(isNumericResult).map(({ id }) => id));
  const numeric = ledger.filter(({ id }) => results.has(id));
  const of = (rows: readonly LedgerRow[], ...statuses: string[]): number =>
    rows.filter(({ aggregates }) => statuses.includes(aggregates?.status ?? "")).length;
  const printed = ledger.filter(({ printed }) => printed !== null);
  const twin = (...statuses: string[]): number =>
    printed.filter(({ twin }) => statuses.includes(twin?.status ?? "")).length;
  const words = ledger.filter(({ kind }) => kind === "words");
  return [
    `<strong>From the printed numbers alone</strong>, ${of(numeric, "recomputed")} of ${numeric.length} numeric results are recomputed to all their digits, ${of(numeric, "compatible")} are compatible with the others and ${of(numeric, "not derivable")} cannot be derived; ${of(printed, "differs", "impossible as printed")} printed numbers <a href="#table-contradicted">cannot stand beside the others</a>.`,
    `<strong>From the twin</strong> ${twin("target", "implied")} printed numbers come out as printed; ${twin("not reached")} <a href="#table-not-reached">do not, each with its reason</a>.`,
    `<strong>Of ${words.length} claims in words</strong> the printed numbers support ${of(words, "supported")}, support ${of(words, "supported in part")} in part and do not support ${of(words, "not supported")}; ${of(words, "undecided")} cannot be decided (<a href="#table-words">each of them</a>).`,
  ].map((html) => `<li>${html}</li>`);
}
