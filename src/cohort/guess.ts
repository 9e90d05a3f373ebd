/** What the cells of a column look like: numbers, a few levels and their likely order, words for "not known". */

import { parseNumber } from "../io/csv.js";

/** Cells that mean "not known" in most tables, beside the empty one. */
const NOT_KNOWN = ["NA", "N/A", "n/a", "NaN", "nan", "null", "unknown", "Unknown", "?", "."];

/** Words that stand in an order; those of a column must all be of one list. */
const ORDERS: readonly (readonly string[])[] = [
  ["low", "intermediate", "medium", "high"],
  ["none", "no", "mild", "limited", "moderate", "severe", "extensive"],
  ["i", "ii", "iii", "iv", "v"],
  ["small", "medium", "large"],
];

export interface ColumnLook {
  /** Words for "not known" that the column has. */
  readonly missingValues: readonly string[];
  /** How many cells are empty or not known. */
  readonly missing: number;
  /** Different known cells, in their likely order. */
  readonly values: readonly string[];
  /** Whether every known cell is a number. */
  readonly numeric: boolean;
  /** Whether every known cell is a whole number. */
  readonly whole: boolean;
  /** Whether the order of the values means something. */
  readonly ordered: boolean;
}

export function columnLook(cells: readonly string[]): ColumnLook {
  const missingValues = NOT_KNOWN.filter((word) => cells.includes(word));
  const known = cells.filter((cell) => cell !== "" && !missingValues.includes(cell));
  const values = [...new Set(known)];
  const numbers = values.map(parseNumber);
  const numeric = known.length > 0 && numbers.every((number) => number !== null);
  const inOrder = numeric
    ? [...values].sort((a, b) => Number(a) - Number(b))
    : (wordsInOrder(values) ?? [...values].sort(byText));
  return {
    missingValues,
    missing: cells.length - known.length,
    values: inOrder,
    numeric,
    whole: numeric && numbers.every((number) => Number.isInteger(number)),
    ordered: numeric || (values.length > 2 && wordsInOrder(values) !== null),
  };
}

/** The first cell that is no number among many that are, with its row in the file; null if there are no such cells. */
export function oddCell(
  cells: readonly string[],
  { missingValues }: ColumnLook,
): { readonly cell: string; readonly row: number } | null {
  const isOdd = (cell: string): boolean =>
    cell !== "" && !missingValues.includes(cell) && parseNumber(cell) === null;
  const odd = cells.filter(isOdd).length;
  const numbers = cells.filter((cell) => parseNumber(cell) !== null).length;
  if (odd === 0 || numbers < 4 * odd) return null;
  const at = cells.findIndex(isOdd);
  return { cell: cells[at], row: at + 2 };
}

/** The level of two that means it happened, or null if neither looks like it. */
export function positiveOf(values: readonly string[]): string | null {
  const looks = /^(1|yes|y|true|positive|event|dead|died|deceased|metasta\w*|lm\+?)$/i;
  const found = values.filter((value) => looks.test(value));
  return found.length === 1 ? found[0] : null;
}

/** `t_stage` → `T stage`, `pfs_months` → `PFS`: a unit at the end of the name goes. */
export function labelOf(name: string): string {
  const unit = unitOf(name);
  const words = name
    .replace(unit === null ? /$^/ : new RegExp(`[_ ]?\\(?${unit}\\)?$`, "i"), "")
    .replaceAll(/[_.]+/g, " ")
    .trim();
  const [first, ...others] = (words === "" ? name : words).split(" ");
  const start = /[aeiouy]/i.test(first)
    ? first[0].toUpperCase() + first.slice(1)
    : first.toUpperCase();
  return [start, ...others].join(" ");
}

/** A unit that the name ends in: `pfs_months`, `size_mm`; null if there is none. */
export function unitOf(name: string): string | null {
  const found = /(?:^|[_ (])(days|weeks|months|years|mm|cm|ml|kg)\)?$/i.exec(name);
  return found === null ? null : found[1].toLowerCase();
}

/** In the order of a known list, or by the number after a common letter: `T1`, `T2`; null if in neither. */
function wordsInOrder(values: readonly string[]): string[] | null {
  for (const order of ORDERS) {
    const at = values.map((value) => order.indexOf(value.toLowerCase()));
    if (at.every((place) => place >= 0)) return sortedBy(values, at);
  }
  const parts = values.map((value) => /^([A-Za-z ]+)(\d+)$/.exec(value));
  if (parts.every((part) => part !== null && part[1] === parts[0]?.[1]))
    return sortedBy(
      values,
      parts.map((part) => Number(part?.[2])),
    );
  return null;
}

function sortedBy(values: readonly string[], keys: readonly number[]): string[] {
  return values
    .map((value, i) => ({ value, key: keys[i] }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
