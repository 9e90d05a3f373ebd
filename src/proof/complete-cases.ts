/** Golden inputs with missing values: the rows that are complete, and numbers that JSON writes as words. */

import type { Json } from "./golden.js";

/**
 * Named columns of one length, without the rows in which any of them is missing (null or "NaN").
 *
 * @throws RangeError if a column is absent or the lengths differ
 */
export function completeCases<Name extends string>(
  columns: Readonly<Record<Name, Json | undefined>>,
): Record<Name, number[]> {
  const names = Object.keys(columns) as Name[];
  const read = names.map((name) => numbers(name, columns[name]));
  const n = read[0].length;
  read.forEach((column, k) => {
    if (column.length !== n)
      throw new RangeError(
        `need columns of one length; ${names[0]} has ${n} values, ${names[k]} has ${column.length}`,
      );
  });
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) =>
    read.every((column) => !Number.isNaN(column[i])),
  );
  return Object.fromEntries(names.map((name, k) => [name, kept.map((i) => read[k][i])])) as Record<
    Name,
    number[]
  >;
}

/** A column as numbers; a missing value is NaN. @throws RangeError if it is no column */
function numbers(name: string, column: Json | undefined): number[] {
  if (!Array.isArray(column)) throw new RangeError(`${name} must be a list of numbers`);
  return (column as readonly Json[]).map((value, i) => {
    if (value === null || value === "NaN" || value === "NA") return Number.NaN;
    if (value === "Inf") return Infinity;
    if (value === "-Inf") return -Infinity;
    if (typeof value === "boolean") return value ? 1 : 0;
    if (typeof value !== "number")
      throw new RangeError(`${name} must hold numbers; ${name}[${i}] is ${JSON.stringify(value)}`);
    return value;
  });
}
