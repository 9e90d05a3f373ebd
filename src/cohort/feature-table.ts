/** Patients x named features, row-major: what an extraction gives and what a fit takes. */

export interface FeatureTable {
  /** Names of the p columns, each once. */
  readonly names: readonly string[];
  readonly rowCount: number;
  /** rowCount x p values, row after row, in the order of `names`. */
  readonly values: Float64Array;
}

/**
 * A checked table. A missing value is NaN.
 *
 * @throws RangeError if a name comes twice, the number of values is not rows x columns, or a value is no number
 */
export function featureTable(
  names: readonly string[],
  rows: readonly ArrayLike<number>[],
): FeatureTable {
  requireUnique(names);
  const values = new Float64Array(rows.length * names.length);
  rows.forEach((row, i) => {
    if (row.length !== names.length) {
      throw new RangeError(
        `each row must have one value per feature; row ${i} has ${row.length} for ${names.length} features`,
      );
    }
    for (let j = 0; j < row.length; j++) {
      const value: unknown = row[j];
      if (typeof value !== "number")
        throw new RangeError(
          `features must be numbers, a missing one NaN; "${names[j]}" is ${JSON.stringify(value)} in row ${i}`,
        );
      values[i * names.length + j] = value;
    }
  });
  return { names, rowCount: rows.length, values };
}

/** One column, in row order. @throws RangeError if there is no such feature */
export function featureColumn(table: FeatureTable, name: string): Float64Array {
  const column = table.names.indexOf(name);
  if (column < 0)
    throw new RangeError(
      `the table must have the feature "${name}"; it has ${describeNames(table.names)}`,
    );
  return Float64Array.from(
    { length: table.rowCount },
    (_, i) => table.values[i * table.names.length + column]!,
  );
}

/** The named columns only, in the order asked for. @throws RangeError for a feature the table lacks */
export function selectFeatures(table: FeatureTable, names: readonly string[]): FeatureTable {
  const place = new Map(table.names.map((name, j) => [name, j]));
  const at = names.map((name) => {
    const column = place.get(name);
    if (column === undefined)
      throw new RangeError(
        `the table must have the feature "${name}"; it has ${describeNames(table.names)}`,
      );
    return column;
  });
  const [p, q] = [table.names.length, names.length];
  if (p === q && at.every((column, j) => column === j)) return table;
  const values = new Float64Array(table.rowCount * q);
  for (let i = 0; i < table.rowCount; i++)
    for (let j = 0; j < q; j++) values[i * q + j] = table.values[i * p + at[j]!]!;
  requireUnique(names);
  return { names, rowCount: table.rowCount, values };
}

/** Rows at the given zero-based positions, in the order asked for. */
export function selectTableRows(table: FeatureTable, at: ArrayLike<number>): FeatureTable {
  const p = table.names.length;
  const values = new Float64Array(at.length * p);
  for (let i = 0; i < at.length; i++)
    values.set(table.values.subarray(at[i]! * p, (at[i]! + 1) * p), i * p);
  return { names: table.names, rowCount: at.length, values };
}

/** The columns of several tables side by side. @throws RangeError if they differ in rows, or a name comes twice */
export function joinFeatures(...tables: readonly FeatureTable[]): FeatureTable {
  const rowCount = tables[0]?.rowCount ?? 0;
  const other = tables.find((table) => table.rowCount !== rowCount);
  if (other !== undefined) {
    throw new RangeError(
      `tables must have the same rows to be joined; one has ${rowCount}, another ${other.rowCount}`,
    );
  }
  const names = tables.flatMap((table) => table.names);
  requireUnique(names);
  const values = new Float64Array(rowCount * names.length);
  let start = 0;
  for (const table of tables) {
    tableRows(table).forEach((row, i) => values.set(row, i * names.length + start));
    start += table.names.length;
  }
  return { names, rowCount, values };
}

/** Each row as a view of the table's values, for the functions that take rows of numbers. */
export function tableRows(table: FeatureTable): Float64Array[] {
  const p = table.names.length;
  return Array.from({ length: table.rowCount }, (_, i) =>
    table.values.subarray(i * p, (i + 1) * p),
  );
}

function requireUnique(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new RangeError(`feature names must be unique; "${name}" comes twice`);
    seen.add(name);
  }
}

function describeNames(names: readonly string[]): string {
  return names.length > 8
    ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more`
    : names.join(", ");
}
