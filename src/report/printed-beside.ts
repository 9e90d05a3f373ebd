/**
 * What the paper prints in an item, beside what was regenerated: from the other printed numbers, from patients, and
 * from images, never mixed. Values of the notebooks come first; a claim that no notebook answers is shown as the
 * ledger judges it.
 */

import { type Claim, claimTitle } from "../audit/claim.js";
import { shown, shownValue } from "../audit/evidence.js";
import { type PrintedNumber, printedNumbers, printsAs } from "../audit/printed-number.js";
import { valuePrintsAs } from "../audit/verdict.js";
import { fixed } from "../table/format.js";
import { type Cell, makeTable, type Table } from "../table/table.js";
import type { LedgerRow } from "./ledger.js";
import type { Result, Source } from "./results.js";

/** One printed value and what answers it. */
export interface PrintedRow {
  /** A choice of the design or a limit, which nothing can compute. */
  readonly isSetting: boolean;
  readonly label: string;
  readonly printed: string;
  /** By what it was computed from; a source that says nothing is missing. */
  readonly values: Readonly<Partial<Record<Source, Cell>>>;
}

/** @param answers all results of the report, in its order */
export function printedRows(
  claims: readonly Claim[],
  answers: readonly Result[],
  ledger: ReadonlyMap<string, LedgerRow>,
): PrintedRow[] {
  const byClaim = new Map<string, Result[]>();
  for (const result of answers) {
    if (result.claim === undefined) continue;
    const id = result.claim.replace(/#.*$/, "");
    byClaim.set(id, [...(byClaim.get(id) ?? []), result]);
  }
  return claims
    .filter(({ kind, printed }) => kind !== "words" && printed !== null)
    .flatMap((claim) => {
      const row = ledger.get(claim.id);
      const rows = rowsOf(claim, byClaim.get(claim.id) ?? [], row);
      return rows.length > 0 ? rows : judgedRow(claim, row);
    });
}

/** A row for the claim or for each of its parts, with the first value of each source. */
function rowsOf(
  claim: Claim,
  results: readonly Result[],
  judged: LedgerRow | undefined,
): PrintedRow[] {
  const parts = new Map<string, PrintedRow>();
  const seen = new Set<string>();
  for (const result of results) {
    const printed = result.printed ?? (result.claim === claim.id ? claim.printed : null);
    if (printed === null) continue; // a part of what is printed as a whole
    const part = result.claim!;
    const first = part === claim.id ? judgedAggregates(judged) : {};
    const isSetting = claim.notResult !== undefined;
    const row = parts.get(part) ?? { isSetting, label: result.label, printed, values: first };
    const own = !seen.has(`${part} ${result.source}`);
    seen.add(`${part} ${result.source}`);
    const values = own ? { ...row.values, [result.source]: cellOf(result, printed) } : row.values;
    parts.set(part, { ...row, values });
  }
  return [...parts.values()];
}

function cellOf({ value, notComputable, source }: Result, printed: string): Cell {
  if (value === null) {
    const why = `not computable: ${notComputable ?? "no reason given"}`;
    return printed === "NA"
      ? { text: "NA", mark: "agrees", why }
      : { text: "–", mark: "not computable", why };
  }
  if (typeof value !== "number") return String(value);
  const numbers = printedNumbers(printed);
  const [number] = numbers;
  if (number === undefined || numbers.length > 1) return shown(value);
  if (source === "images") return rounded(value, number); // only the shape can be compared
  const agrees = printsAs(value, number);
  return {
    text: rounded(value, number),
    mark: agrees ? "agrees" : "differs",
    why: `computed ${shown(value)}, printed ${printed}`,
  };
}

/** With as many digits as are printed; a bound has none of its own. */
function rounded(value: number, { relation, decimals }: PrintedNumber): string {
  return relation === "=" ? fixed(value, decimals) : shown(value);
}

function judgedRow(claim: Claim, row: LedgerRow | undefined): PrintedRow[] {
  if (row === undefined || claim.printed === null) return [];
  const { printed } = claim;
  const label = claimTitle(claim);
  const patients = twinCell(claim, row);
  const values = { ...judgedAggregates(row), ...(patients === null ? {} : { patients }) };
  return [{ isSetting: claim.notResult !== undefined, label, printed, values }];
}

function twinCell(claim: Claim, { twin }: LedgerRow): Cell | null {
  if (twin === null) return null;
  const { value, evidence } = twin;
  if (value === null) return { text: "–", mark: "not computable", why: evidence };
  const mark = valuePrintsAs(claim, value) ? "agrees" : "differs";
  return { text: shownValue(value), mark, why: evidence };
}

function judgedAggregates(row: LedgerRow | undefined): Partial<Record<Source, Cell>> {
  const { status, value, evidence } = row?.aggregates ?? { status: "setting", value: null };
  if (status === "setting" || status === "not derivable") return {};
  const text = value === null ? "–" : shownValue(value);
  const cell = { text, mark: markOf(status), why: `${status}: ${evidence}` };
  return { "printed aggregates": cell };
}

function markOf(status: string): "agrees" | "compatible" | "differs" {
  if (status === "recomputed") return "agrees";
  return status === "compatible" ? "compatible" : "differs";
}

const sources: readonly Source[] = ["printed aggregates", "patients", "images"];

const titles = (constructed: boolean): Readonly<Record<Source, string>> => ({
  "printed aggregates": "From the printed numbers",
  patients: constructed ? "From constructed patients" : "From the patients",
  images: constructed ? "From synthetic images: shape only" : "From images",
});

/** The rows as a table; a source that says nothing to any has no column. */
export function printedTable(
  id: string,
  name: string,
  rows: readonly PrintedRow[],
  constructed: boolean,
): Table {
  const used = sources.filter((source) => rows.some(({ values }) => values[source] !== undefined));
  return makeTable({
    id,
    title: `${name}: printed and regenerated`,
    from: used.includes("patients") || used.includes("images") ? "both" : "printed numbers",
    columns: [
      { key: "label", title: "What" },
      { key: "printed", title: "Printed" },
      ...used.map((source) => ({ key: source, title: titles(constructed)[source] })),
    ],
    rows: rows.map(({ label, printed, values }) => ({ cells: { label, printed, ...values } })),
    notes: differences(rows).map(
      ({ source, labels, why }) =>
        `✗ ${titles(constructed)[source]}, ${labels.join("; ")}: ${why.replace(/\.$/, "")}.`,
    ),
  });
}

/** How many agree, by source, and the names of those that do not; why not stands below the table. */
export function printedSentence(rows: readonly PrintedRow[], constructed: boolean): string {
  const counts = sources.flatMap((source) => {
    if (source === "images") return [];
    const marked = rows.flatMap(({ values }) => {
      const cell = values[source];
      return typeof cell === "object" ? [cell] : [];
    });
    const count = (wanted: string): number => marked.filter(({ mark }) => mark === wanted).length;
    const [agree, compatible, not] = [count("agrees"), count("compatible"), count("differs")];
    if (agree + compatible + not === 0) return [];
    const more =
      compatible > 0 ? `, ${compatible} more ${compatible === 1 ? "is" : "are"} compatible` : "";
    return [
      `${titles(constructed)[source].toLowerCase()} ${agree} of ${agree + compatible + not} agree to the printed digits${more}`,
    ];
  });
  const results = rows.filter(({ isSetting }) => !isSetting);
  const settings = rows.length - results.length;
  const open = results.filter(({ values }) =>
    Object.values(values).every(
      (cell) => typeof cell === "object" && cell.mark === "not computable",
    ),
  ).length;
  return [
    `**${rows.length} printed ${rows.length === 1 ? "value" : "values"}**${counts.length > 0 ? `: ${counts.join("; ")}` : ""}.`,
    ...(settings > 0
      ? [
          `${settings === rows.length ? "All" : settings} of them ${settings === 1 ? "is a choice" : "are choices"} of the design, which nothing computes.`,
        ]
      : []),
    ...(open > 0 ? [`Nothing answers ${open} of them.`] : []),
    ...sources.flatMap((source) => {
      const labels = differences(rows).flatMap((one) => (one.source === source ? one.labels : []));
      if (labels.length === 0) return [];
      return [`Not so, ${titles(constructed)[source].toLowerCase()}: ${labels.join("; ")}.`];
    }),
  ].join(" ");
}

interface Difference {
  readonly source: Source;
  /** Of all values that differ for this reason. */
  readonly labels: string[];
  readonly why: string;
}

/** What differs, source by source; a reason that several values share is given once. */
function differences(rows: readonly PrintedRow[]): Difference[] {
  const found: Difference[] = [];
  for (const source of sources)
    for (const { label, values } of rows) {
      const cell = values[source];
      if (typeof cell !== "object" || cell.mark !== "differs") continue;
      const known = found.find((one) => one.source === source && one.why === cell.why);
      if (known === undefined) found.push({ source, labels: [label], why: cell.why });
      else known.labels.push(label);
    }
  return found;
}
