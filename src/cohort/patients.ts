/** A table of patients, read against its dictionary: every cell becomes a number, a known level, a word, or missing. */

import { type CsvTable, cellPlace, csvColumn, parseNumber } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import type { Dictionary, Variable } from "./dictionary.js";

export interface NumberColumn {
  readonly kind: "continuous";
  readonly variable: Variable;
  /** One per patient; null where it is missing. */
  readonly values: readonly (number | null)[];
}

export interface LevelColumn {
  readonly kind: "ordinal" | "nominal";
  readonly variable: Variable;
  /** One level per patient, as the table has it; null where it is missing. */
  readonly values: readonly (string | null)[];
}

export interface TextColumn {
  readonly kind: "text";
  readonly variable: Variable;
  readonly values: readonly (string | null)[];
}

export type PatientColumn = NumberColumn | LevelColumn | TextColumn;

/**
 * All columns of a table, by name, in the dictionary's order.
 *
 * @throws InputError with file, row, column and value, for a column that the table lacks or the dictionary does not
 *   know, a level it does not list, a cell that is no number or lies outside its range, an id that is empty or comes
 *   twice, or a missing value that the dictionary refuses
 */
export function patientColumns(
  table: CsvTable,
  dictionary: Dictionary,
): Record<string, PatientColumn> {
  for (const { name } of dictionary.variables) {
    if (!table.header.includes(name)) {
      throw new InputError(
        `the table must have the column "${name}", which ${dictionary.place} describes; it is missing`,
        table.place,
      );
    }
  }
  const strange = table.header.find((name) =>
    dictionary.variables.every((variable) => variable.name !== name),
  );
  if (strange !== undefined) {
    throw new InputError(
      `every column must be described in ${dictionary.place}; "${strange}" is not; add it, with the role "note" if it is not analysed`,
      `${table.place}, row 1, column ${strange}`,
    );
  }
  if (table.rows.length === 0)
    throw new InputError("the table must have at least one patient; it has none", table.place);
  return Object.fromEntries(
    dictionary.variables.map((variable) => [variable.name, readColumn(table, variable)]),
  );
}

function readColumn(table: CsvTable, variable: Variable): PatientColumn {
  const cells = csvColumn(table, variable.name);
  const place = (i: number): string => cellPlace(table.place, i + 2, variable.name);
  const present = cells.map((cell, i) => {
    if (cell !== "" && !variable.missingValues.includes(cell)) return cell;
    if (variable.missing === "refuse") {
      throw new InputError(
        `a value is needed; the cell ${cell === "" ? "is empty" : `says "${cell}"`}`,
        place(i),
      );
    }
    return null;
  });
  if (variable.role === "identifier") requireUnique(cells, place);
  if (variable.kind === "continuous") {
    const values = present.map((cell, i) =>
      cell === null ? null : numberIn(cell, variable, place(i)),
    );
    return { kind: "continuous", variable, values };
  }
  if (variable.kind === "text") return { kind: "text", variable, values: present };
  const levels = variable.levels.map(({ value }) => value);
  present.forEach((cell, i) => {
    if (cell !== null && !levels.includes(cell)) {
      throw new InputError(
        `the value must be one of the levels ${levels.join(", ")}; it is "${cell}"`,
        place(i),
      );
    }
  });
  return { kind: variable.kind, variable, values: present };
}

function numberIn(cell: string, variable: Variable, place: string): number {
  const value = parseNumber(cell);
  if (value === null) throw new InputError(`the value must be a number; it is "${cell}"`, place);
  if (variable.role === "time" && value < 0)
    throw new InputError(`a time must not be negative; it is "${cell}"`, place);
  const [lowest, highest] = variable.range ?? [-Infinity, Infinity];
  if (value < lowest || value > highest) {
    throw new InputError(
      `the value must lie between ${lowest} and ${highest}; it is "${cell}"`,
      place,
    );
  }
  return value;
}

function requireUnique(ids: readonly string[], place: (i: number) => string): void {
  const seen = new Map<string, number>();
  ids.forEach((id, i) => {
    const first = seen.get(id);
    if (first !== undefined) {
      throw new InputError(
        `ids must be unique; "${id}" stands in row ${first + 2} already`,
        place(i),
      );
    }
    seen.set(id, i);
  });
}
