/**
 * Comma-separated tables: what patients, features and results are written in.
 *
 * Reading follows RFC 4180 (quoted cells, doubled quotes, CRLF or LF, an optional byte order mark) and is strict:
 * every row has the header's cells, or the file is refused with the row and the column. Rows are numbered as a
 * spreadsheet shows them: the header is row 1. Writing gives the same bytes for the same values, always.
 * Source: Shafranovich, RFC 4180 (2005).
 */

import { InputError } from "./input-error.js";

/** A table of text: what the cells mean is for the reader to say. */
export interface CsvTable {
  /** The file, for messages. */
  readonly place: string;
  readonly header: readonly string[];
  /** One array of cells per row, each as long as the header. Row i is row i + 2 of the spreadsheet. */
  readonly rows: readonly (readonly string[])[];
}

/** A cell to be written; null is an empty cell. */
export type CsvCell = string | number | null;

/**
 * Read a table from the text or the bytes of a file.
 *
 * @param place the file, for messages
 * @throws InputError if the bytes are not UTF-8, a quote is misplaced or never closed, a column has no name or the
 *   name of another, or a row has more or fewer cells than the header
 */
export function parseCsv(content: string | Uint8Array, place: string): CsvTable {
  const records = splitRecords(typeof content === "string" ? content : utf8(content, place), place);
  const header = records.shift();
  if (header === undefined)
    throw new InputError("a table must begin with a header; it is empty", place);
  header.forEach((name, j) => {
    if (name === "")
      throw new InputError(
        "every column must have a name; this one has none",
        cellPlace(place, 1, j + 1),
      );
    if (header.indexOf(name) !== j) {
      throw new InputError(
        `column names must be unique; "${name}" comes twice`,
        cellPlace(place, 1, j + 1),
      );
    }
  });
  records.forEach((record, i) => {
    if (record.length === header.length) return;
    const hint =
      header.length === 1 && header[0]!.includes(";")
        ? "; separate cells by commas, not semicolons"
        : "";
    throw new InputError(
      `a row must have one cell per column; it has ${record.length} for ${header.length} columns${hint}`,
      `${place}, row ${i + 2}`,
    );
  });
  return { place, header, rows: records };
}

/** The cells of one column, in row order. @throws InputError if there is no such column */
export function csvColumn(table: CsvTable, name: string): string[] {
  const column = table.header.indexOf(name);
  if (column < 0) {
    throw new InputError(
      `the table must have the column "${name}"; it has ${table.header.slice(0, 40).join(", ")}${table.header.length > 40 ? " and more" : ""}`,
      table.place,
    );
  }
  return table.rows.map((row) => row[column]!);
}

/**
 * A table as text: LF after every row, quotes only where they are needed, numbers as short as they can be and
 * still be the same number when read again.
 *
 * @throws RangeError if a row has more or fewer cells than the header, or a number is not finite
 */
export function formatCsv(
  header: readonly string[],
  rows: readonly (readonly CsvCell[])[],
): string {
  const lines = [header, ...rows].map((row, i) => {
    if (row.length !== header.length) {
      throw new RangeError(
        `each row must have one cell per column; row ${i} has ${row.length} for ${header.length}`,
      );
    }
    return row.map((cell, j) => formatCell(cell, header[j]!, i)).join(",");
  });
  return `${lines.join("\n")}\n`;
}

/** Where a cell lies, for messages: file, spreadsheet row (the header is 1), and the column's name or number. */
export function cellPlace(place: string, row: number, column: string | number): string {
  return `${place}, row ${row}, column ${column}`;
}

/**
 * The number that a cell states, or null if it states none: digits with an optional sign, point and exponent,
 * and nothing else, so that "1,5", "12 mm", "NaN" and "" are no numbers.
 */
export function parseNumber(cell: string): number | null {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

function formatCell(cell: CsvCell, column: string, row: number): string {
  if (cell === null) return "";
  if (typeof cell === "number") {
    if (!Number.isFinite(cell))
      throw new RangeError(`numbers must be finite; row ${row}, column ${column} is ${cell}`);
    return Object.is(cell, -0) ? "0" : String(cell);
  }
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function utf8(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(
      "a table must be UTF-8 text; these bytes are not; save it as UTF-8",
      place,
    );
  }
}

/** Records and their cells, by one walk through the text. */
function splitRecords(text: string, place: string): string[][] {
  const records: string[][] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let record: string[] = [];
  const here = (): string => cellPlace(place, records.length + 1, record.length + 1);
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const end = closingQuote(text, at);
      if (end < 0) throw new InputError("a quoted cell must be closed; this one never is", here());
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && !',"\r\n'.includes(text[at]!)) at++;
      cell = text.slice(start, at);
    }
    const next = text[at];
    if (next === '"' || (next !== undefined && !",\r\n".includes(next))) {
      throw new InputError("a quote must enclose the whole cell, and be doubled inside it", here());
    }
    if (next === "\r" && text[at + 1] !== "\n") {
      throw new InputError("rows must end with LF or CRLF; this one ends with a lone CR", here());
    }
    record.push(cell);
    if (next === ",") {
      at++;
      if (at < text.length) continue;
      record.push("");
    }
    records.push(record);
    record = [];
    at += next === "\r" ? 2 : 1;
  }
  return records;
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
