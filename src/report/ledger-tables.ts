/** The ledger as tables: how many claims have which status in each column, and the claims of one status with their evidence. */

import type { AucComparisonSurvey } from "../audit/auc-survey.js";
import { type ClaimsFile, claimTitle } from "../audit/claim.js";
import { listed, shown, shownValue } from "../audit/evidence.js";
import { aggregateStatuses, type Headline, wordsStatuses } from "../audit/headline.js";
import type { UnfittingRow } from "../audit/unfitting-survey.js";
import { makeTable, type Table } from "../table/table.js";
import { type LedgerRow, twinStatuses } from "./ledger.js";

/** Groups of claims by status, from the printed numbers alone. */
export function headlineTable(headlines: readonly Headline[]): Table {
  const statuses = [...aggregateStatuses, ...wordsStatuses];
  return makeTable({
    id: "table-verdicts",
    title: "Verdicts from the printed numbers alone",
    from: "printed numbers",
    columns: [
      { key: "group", title: "Claims" },
      { key: "total", title: "All" },
      ...statuses.map((status) => ({ key: status, title: status })),
    ],
    rows: headlines.map(({ group, total, counts }) => ({
      cells: {
        group,
        total: String(total),
        ...Object.fromEntries(counts.map(({ status, count }) => [status, String(count)])),
      },
    })),
    notes: [
      "Recomputed: other printed numbers give it to all its digits. Compatible: nothing printed contradicts it. Only the first is a result found again.",
    ],
  });
}

interface ListWords {
  readonly id: string;
  readonly title: string;
  readonly notes?: readonly string[];
}

/** Claims with their evidence from one column of the ledger. */
export function evidenceTable(
  { id, title, notes = [] }: ListWords,
  file: ClaimsFile,
  rows: readonly LedgerRow[],
  column: "aggregates" | "twin" | "images",
): Table {
  const claims = new Map(file.claims.map((claim) => [claim.id, claim]));
  return makeTable({
    id,
    title,
    from: column === "aggregates" ? "printed numbers" : "both",
    columns: [
      { key: "what", title: "Claim" },
      { key: "where", title: "Where", numeric: false },
      { key: "printed", title: "Printed", numeric: false },
      { key: "status", title: "Status", numeric: false },
      { key: "evidence", title: "Evidence", numeric: false },
      { key: "id", title: "Id", numeric: false },
    ],
    rows: rows.map((row) => {
      const claim = claims.get(row.id)!;
      return {
        cells: {
          what: claimTitle(claim),
          where: claim.where,
          printed: row.printed ?? "(derived)",
          status: row[column]?.status ?? "",
          evidence: row[column]?.evidence ?? "",
          id: row.id,
        },
      };
    }),
    notes,
  });
}

/** How many numeric results the twin was built to give, gives by implication, or does not give. */
export function twinTable(rows: readonly LedgerRow[]): Table {
  const counts = twinStatuses.map(
    (status) => [status, rows.filter(({ twin }) => twin?.status === status).length] as const,
  );
  const meaning: Readonly<Record<string, string>> = {
    target: "the twin was optimised until it printed so",
    implied: "a function of what was optimised",
    free: "nothing printed fixes it, so any twin may differ",
    "not reached": "the twin does not give it",
  };
  return makeTable({
    id: "table-twin",
    title: "What the constructed cohort gives",
    columns: [
      { key: "status", title: "Status" },
      { key: "count", title: "Claims" },
      { key: "meaning", title: "Meaning", numeric: false },
    ],
    rows: counts.map(([status, count]) => ({
      cells: { status, count: String(count), meaning: meaning[status]! },
    })),
    notes: [
      "Agreement here shows what the code computes; it is no evidence for the paper's claims.",
    ],
  });
}

/** Which patients a row of figures could have been computed on. */
export function unfittingTable(rows: readonly UnfittingRow[]): Table {
  return makeTable({
    id: "table-unfitting",
    title:
      "Rows of figures that no confusion matrix of their patients fits, and the group sizes that do",
    from: "printed numbers",
    columns: [
      { key: "left", title: "Left out" },
      { key: "sizes", title: "Sizes that fit (with / without the outcome)", numeric: false },
      { key: "keeping", title: "Keep a printed group", numeric: false },
    ],
    rows: rows.flatMap(({ statement, positives, negatives, leftOut }) => [
      { kind: "heading" as const, cells: { left: `${statement}: ${positives} / ${negatives}` } },
      ...leftOut.map(({ figures, sizes, keeping }) => ({
        kind: "level" as const,
        cells: {
          left: figures.length === 0 ? "nothing" : listed(figures),
          sizes: sizes.length === 0 ? "none" : sizes.map((size) => size.join(" / ")).join(", "),
          keeping:
            keeping.length === 0
              ? "none"
              : keeping
                  .map(
                    (size) =>
                      `${size.positives} / ${size.negatives}: ${listed(size.matrices.map(shownValue))}`,
                  )
                  .join(", "),
        },
      })),
    ]),
    notes: [
      "Every size up to 130 a group was tried. Matrices: true positives / false positives / true negatives / false negatives.",
    ],
  });
}

/** What each printed P of two AUCs needs. */
export function correlationTable(comparisons: readonly AucComparisonSurvey[]): Table {
  return makeTable({
    id: "table-correlations",
    title: "P of the differences between AUCs, and the correlation each needs",
    from: "printed numbers",
    columns: [
      { key: "what", title: "Comparison" },
      { key: "set", title: "Set", numeric: false },
      { key: "printed", title: "Printed P" },
      { key: "unpaired", title: "P of different patients" },
      { key: "correlation", title: "Correlation of the AUCs it needs" },
    ],
    rows: comparisons.map(({ statement, set, printed, unpairedP, correlations }) => ({
      cells: {
        what: statement,
        set,
        printed,
        unpaired: shown(unpairedP),
        correlation:
          correlations === null
            ? "none"
            : `${shown(correlations.low)} to ${shown(correlations.high)}`,
      },
    })),
    notes: [
      "From the printed AUCs and intervals, within their rounding. Two scores on the same patients mostly correlate well above 0.",
    ],
  });
}
