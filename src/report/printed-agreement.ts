/** How many of the values that answer a printed number print like it. */

import { printsAs } from "../audit/printed-number.js";
import { parsePrinted } from "../io/paper/printed.js";
import type { Finding } from "./record.js";

export interface PrintedAgreement {
  readonly agree: number;
  readonly of: number;
  /** Each value that differs: "Location, P: 0.536, printed 0.648". */
  readonly differ: readonly string[];
}

/** Value by value; a value that does not exist agrees with a printed NA. */
export function printedAgreement(findings: readonly Finding[]): PrintedAgreement {
  return countAgreement(
    findings
      .filter(({ printed }) => printed !== undefined)
      .map((finding) => ({
        name: finding.label,
        faults: agrees(finding) ? [] : [faultOf(finding)],
      })),
  );
}

/** Row by row of a printed table: all values that answer claims `<table>.<part>.<row>.…` count as one. */
export function printedRowAgreement(findings: readonly Finding[]): PrintedAgreement {
  const rows = new Map<string, string[]>();
  for (const finding of findings) {
    if (finding.claim === undefined || finding.printed === undefined) continue;
    const row = finding.claim.split(".").slice(0, 3).join(".");
    const faults = rows.get(row) ?? [];
    rows.set(row, agrees(finding) ? faults : [...faults, faultOf(finding)]);
  }
  return countAgreement([...rows].map(([name, faults]) => ({ name, faults })));
}

function countAgreement(
  entries: readonly { readonly name: string; readonly faults: readonly string[] }[],
): PrintedAgreement {
  const differ = entries.filter(({ faults }) => faults.length > 0);
  return {
    agree: entries.length - differ.length,
    of: entries.length,
    differ: differ.flatMap(({ faults }) => faults),
  };
}

function agrees({ value, printed = "", id }: Finding): boolean {
  if (printed === "NA") return value === null;
  return typeof value === "number" && printsAs(value, parsePrinted(printed, id));
}

function faultOf({ label, value, printed }: Finding): string {
  return `${label}: ${value}, printed ${printed}`;
}

/** What the findings of notebook 02 answer, in parts; parts without anything printed are left out. */
export function clinicalAgreement({
  counted,
  alone,
  several,
  performance,
}: Readonly<Record<"counted" | "alone" | "several" | "performance", readonly Finding[]>>): [
  name: string,
  agreement: PrintedAgreement,
][] {
  const of = (source: Finding["source"]): Finding[] =>
    performance.filter((finding) => finding.source === source);
  const parts: [string, PrintedAgreement][] = [
    ["univariate rows of Table 2 from the printed counts", printedRowAgreement(counted)],
    ["univariate rows from the twin", printedRowAgreement(alone)],
    ["multivariate rows from the twin", printedRowAgreement(several)],
    [
      "figures of the clinical model from the printed counts",
      printedAgreement(of("printed aggregates")),
    ],
    ["of them from the twin", printedAgreement(of("patients"))],
  ];
  return parts.filter(([, { of: all }]) => all > 0);
}
