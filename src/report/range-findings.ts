/** Ranges over constructed cohorts as results, tables and sentences: lowest, median and highest value of each quantity. */

import { median } from "../math/summary.js";
import { fixed, pValue } from "../table/format.js";
import { makeTable, type Table } from "../table/table.js";
import { findingsTable } from "./findings-table.js";
import { notFixed } from "./performance-of-models.js";
import type { RangeRow, Ranges } from "./ranges.js";
import {
  type Finding,
  type NotebookRecord,
  recordTable,
  type recordText,
  recordValues,
} from "./record.js";

/** What the display of a notebook takes. */
type Shown = ReturnType<typeof recordText>;

export interface Spread {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
  /** How many cohorts have a value. */
  readonly count: number;
}

/** Null where no cohort has a value. */
export function spreadOf({ values }: RangeRow): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return {
    lowest: Math.min(...known),
    median: median(known),
    highest: Math.max(...known),
    count: known.length,
  };
}

/** Three results a quantity; one without a value, with its reason, where no cohort has it. */
export function rangeFindings({ cohort, rows, seeds }: Ranges): Finding[] {
  return rows.flatMap((row): Finding[] => {
    const found = spreadOf(row);
    const at = `${cohort}.range.${row.quantity}`;
    const facts = { source: "patients", test: row.test } as const;
    const reference = `${found?.count ?? 0} of ${seeds.length} constructed cohorts`;
    if (found === null)
      return [
        {
          id: at,
          value: null,
          notComputable: "no constructed cohort has this value",
          label: row.label,
          reference,
          ...facts,
        },
      ];
    return (["lowest", "median", "highest"] as const).map((key) => ({
      id: `${at}.${key}`,
      value: found[key],
      label: `${row.label}: ${key}`,
      reference,
      ...facts,
    }));
  });
}

export interface RangesTableWords {
  readonly id: string;
  readonly title: string;
}

/** A row a quantity. */
export function rangesTable({ id, title }: RangesTableWords, { rows, seeds }: Ranges): Table {
  return makeTable({
    id,
    title: `${title}: range over ${seeds.length} constructed cohorts`,
    columns: [
      { key: "label", title: "What" },
      { key: "lowest", title: "Lowest" },
      { key: "median", title: "Median" },
      { key: "highest", title: "Highest" },
      { key: "count", title: "Cohorts" },
      { key: "n", title: "n" },
      { key: "events", title: "Events" },
      { key: "test", title: "Test or formula", numeric: false },
    ],
    rows: rows.map((row) => {
      const found = spreadOf(row);
      const text = (key: "lowest" | "median" | "highest"): string =>
        found === null ? "–" : numberText(row, found[key]);
      return {
        cells: {
          label: row.label,
          lowest: text("lowest"),
          median: text("median"),
          highest: text("highest"),
          count: String(found?.count ?? 0),
          n: row.n,
          events: row.events,
          test: row.test,
        },
      };
    }),
    notes: [
      notFixed,
      "Cohorts: in how many of them the value exists; n and events: lowest-highest where they differ.",
    ],
  });
}

function numberText({ quantity, test }: RangeRow, value: number): string {
  if (/(^|\.)p$/.test(quantity)) return pValue(value);
  if (test === "count") return String(value); // the median of an even number of cohorts may be a half
  return Number.isInteger(value) && Math.abs(value) >= 2 ? String(value) : fixed(value);
}

/**
 * Note and show what the printed tables leave open: of patients constructed from them the range over many cohorts, of
 * others their own values.
 */
export function recordUnfixed(
  record: NotebookRecord,
  cell: string,
  words: RangesTableWords,
  found: Ranges | readonly Finding[],
): Shown {
  if ("seeds" in found) {
    recordValues(record, cell, rangeFindings(found));
    return recordTable(record, cell, rangesTable(words, found));
  }
  recordValues(record, cell, found);
  return recordTable(record, cell, findingsTable(words, found));
}

/** What the ranges are, in the words of a reviewer; for real patients why there are none. */
export function rangesSentence(ranges: Ranges | null): string {
  if (ranges === null)
    return "No printed table was made into these patients: what follows are their own values, and no range over constructed cohorts applies.";
  const { seeds } = ranges;
  return `**What the printed tables leave open is shown as a range** over ${seeds.length} cohorts, constructed with the seeds ${seeds[0]} to ${seeds[seeds.length - 1]}, each of which gives every printed value that the builder was told to meet. The range shows how little the printed tables determine; no value of one cohort is a finding about the paper.`;
}
