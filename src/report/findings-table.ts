/**
 * Findings as a table: beside each value what was computed, of how many patients and events, by which test, and what
 * the paper prints, so that a line can be checked by itself.
 */

import { printedNumbers, printsAs } from "../audit/printed-number.js";
import { fixed, pValue } from "../table/format.js";
import { type Cell, makeTable, type Table } from "../table/table.js";
import type { Finding } from "./record.js";

export interface FindingsTableWords {
  readonly id: string;
  readonly title: string;
  readonly notes?: readonly string[];
  /** Digits of a number that is not printed; defaults to 3. */
  readonly digits?: number;
}

export function findingsTable(
  { id, title, notes = [], digits = 3 }: FindingsTableWords,
  findings: readonly Finding[],
): Table {
  const has = (key: "printed" | "reference" | "events"): boolean =>
    findings.some((finding) => finding[key] !== undefined);
  return makeTable({
    id,
    title,
    columns: [
      { key: "label", title: "What" },
      { key: "value", title: "Value" },
      ...(has("printed") ? [{ key: "printed", title: "Printed" }] : []),
      { key: "n", title: "n" },
      ...(has("events") ? [{ key: "events", title: "Events" }] : []),
      { key: "test", title: "Test or formula", numeric: false },
      ...(has("reference") ? [{ key: "reference", title: "Against", numeric: false }] : []),
    ],
    rows: findings.map((finding) => ({
      cells: {
        label: finding.label,
        value: valueCell(finding, digits),
        n: finding.n === undefined ? "" : String(finding.n),
        test: finding.test ?? "",
        ...(has("printed") ? { printed: finding.printed ?? "" } : {}),
        ...(has("events") ? { events: String(finding.events ?? "") } : {}),
        ...(has("reference") ? { reference: finding.reference ?? "" } : {}),
      },
    })),
    notes: has("printed")
      ? [...notes, "✓ equals the printed value to its digits; ✗ differs."]
      : notes,
  });
}

/** Whether a finding equals the printed value to its digits; null where nothing is printed. */
export function agreesWithPrinted(finding: Finding): boolean | null {
  const { printed, value } = finding;
  if (printed === undefined) return null;
  const number = printedNumbers(printed)[0];
  if (typeof value === "number") return number !== undefined && printsAs(value, number);
  return value === null ? number === undefined : String(value) === printed;
}

function valueCell(finding: Finding, digits: number): Cell {
  const { value, printed } = finding;
  const text = textOf(finding, digits);
  const agrees = agreesWithPrinted(finding);
  if (agrees !== null)
    return { text, mark: agrees ? "agrees" : "differs", why: `the paper prints ${printed}` };
  if (value === null) return { text, mark: "not computable", why: finding.notComputable };
  return text;
}

function textOf(finding: Finding, digits: number): string {
  const { id, value, printed } = finding;
  if (value === null) return printed ?? "–";
  if (typeof value !== "number") return String(value);
  const printedDigits = printed === undefined ? undefined : printedNumbers(printed)[0]?.decimals;
  if (/(^|\.)p(-[a-z]+)?$/.test(id)) return pValue(value, printedDigits ?? 3);
  return printedDigits === undefined && Number.isInteger(value)
    ? String(value)
    : fixed(value, printedDigits ?? digits);
}
