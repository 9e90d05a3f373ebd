/** Tables as Arrow files (IPC): a column of text, columns of Float64, and a column of notes if there is one, so that a million values load at once. */

import {
  columnFromArray,
  float64,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";
import { writeWhole } from "./write-whole.js";

/** Write rows of numbers under their names; null is a missing value. */
export function saveArrow(
  path: string,
  key: string,
  keys: readonly string[],
  names: readonly string[],
  rows: readonly (readonly (number | null)[])[],
  notes?: { readonly name: string; readonly values: readonly (string | null)[] },
): void {
  const columns: [string, ReturnType<typeof columnFromArray>][] = [
    [key, columnFromArray([...keys], utf8())],
    ...names.map((name, j): [string, ReturnType<typeof columnFromArray>] => [
      name,
      columnFromArray(
        rows.map((row) => row[j]),
        float64(),
      ),
    ]),
  ];
  if (notes !== undefined) columns.push([notes.name, columnFromArray([...notes.values], utf8())]);
  const bytes = tableToIPC(tableFromColumns(columns), { format: "file" });
  if (bytes === null) throw new Error("the Arrow library gave no bytes");
  writeWhole(path, bytes);
}

/** Column names and their values. */
export function parseArrow(bytes: Uint8Array): Record<string, (number | string | null)[]> {
  const table = tableFromIPC(bytes);
  return Object.fromEntries(
    table.names.map((name) => [
      String(name),
      Array.from(table.getChild(name) as Iterable<number | string | null>),
    ]),
  );
}
