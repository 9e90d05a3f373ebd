/** The two columns that no cohort can do without, found in a table of patients: the ids, and the outcome. */

import { type CsvTable, cellPlace, csvColumn } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import { type ColumnLook, columnLook, positiveOf } from "./guess.js";

export interface DraftChoices {
  /** The column of ids, where its name or its cells do not tell. */
  readonly id?: string;
  /** The column of the outcome, and the level that means it happened. */
  readonly outcome?: string;
  readonly positive?: string;
}

export interface DraftOutcome {
  readonly name: string;
  /** Two, the positive one last. */
  readonly levels: readonly string[];
  readonly positive: string;
}

/** The column of ids. @throws InputError if there is none, or an id is empty or comes twice */
export function identifierOf(table: CsvTable, wanted: string | undefined): string {
  const usual = /^(id|case|subject|(patient|subject|case|study)[_ ]?(id|no|number)|patient)$/i;
  const different = table.header.filter((column) => {
    const cells = csvColumn(table, column);
    return !cells.includes("") && new Set(cells).size === cells.length && !cells.some(decimal);
  });
  const name =
    wanted ??
    table.header.find((column) => usual.test(column)) ??
    different.find((column) => !columnLook(csvColumn(table, column)).numeric) ??
    different[0];
  if (name === undefined)
    throw new InputError(
      `the table must have a column of ids, all different and none empty; none of ${table.header.join(", ")} is; add one, called id`,
      table.place,
    );
  const cells = csvColumn(table, name);
  cells.forEach((cell, i) => {
    const first = cells.indexOf(cell);
    if (cell === "" || first !== i)
      throw new InputError(
        cell === ""
          ? "a patient must have an id; the cell is empty"
          : `ids must be unique; "${cell}" stands in row ${first + 2} already`,
        cellPlace(table.place, i + 2, name),
      );
  });
  return name;
}

/** The outcome. @throws InputError if none looks like it, or its levels or cells are not those of an outcome */
export function outcomeOf(
  table: CsvTable,
  looks: ReadonlyMap<string, ColumnLook>,
  id: string,
  choices: DraftChoices,
): DraftOutcome {
  const names = table.header.filter((name) => name !== id);
  const of = (pattern: RegExp): string | undefined =>
    names.find((name) => pattern.test(name) && looks.get(name)!.values.length === 2);
  const name =
    choices.outcome ??
    of(/^(lm|outcome|label|target)$/i) ??
    of(/^(lung[_ ]?)?met(s|astas[ei]s)?$/i) ??
    of(/metasta|outcome/i);
  if (name === undefined)
    throw new InputError(
      `the table must have an outcome of two levels; none of ${names.join(", ")} looks like it; name it: --outcome COLUMN=LEVEL`,
      table.place,
    );
  const { values, missing, missingValues } = looks.get(name) ?? columnLook(csvColumn(table, name)); // names the columns there are
  if (missing > 0) {
    const cells = csvColumn(table, name);
    const at = cells.findIndex((cell) => cell === "" || missingValues.includes(cell));
    throw new InputError(
      `the outcome must be known for every patient; the cell ${cells[at] === "" ? "is empty" : `says "${cells[at]}"`}; leave such patients out`,
      cellPlace(table.place, at + 2, name),
    );
  }
  if (values.length !== 2)
    throw new InputError(
      `an outcome must have two levels; ${name} has ${values.slice(0, 5).join(", ")}${values.length > 5 ? " and more" : ""}`,
      table.place,
    );
  const positive = choices.positive ?? positiveOf(values);
  if (positive === null || !values.includes(positive))
    throw new InputError(
      `one of the outcome's levels ${values.join(" and ")} must mean that it happened; ${positive === null ? "neither looks like it" : `"${positive}" is none of them`}; name it: --outcome ${name}=LEVEL`,
      table.place,
    );
  return { name, levels: [...values.filter((value) => value !== positive), positive], positive };
}

function decimal(cell: string): boolean {
  return /^[+-]?\d*\.\d+$/.test(cell);
}
