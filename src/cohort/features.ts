/** A cohort's feature table from its file: one row per patient, one column per feature. */

import { join } from "node:path";
import { cellPlace, csvColumn, parseCsv, parseNumber } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import { displayPath, readInput } from "../io/input-file.js";
import { cohortEntry, type InputFile, readManifest } from "../io/manifest.js";
import type { ReadCohortOptions } from "./cohort.js";
import { type FeatureTable, featureTable, selectTableRows } from "./feature-table.js";

export interface PatientFeatures {
  /** One per row of the table, unique. */
  readonly ids: readonly string[];
  readonly table: FeatureTable;
}

/** The column of patient ids where the manifest names none: what `dlrn extract` writes. */
const ID_COLUMN = "case";

/**
 * Read a feature table of the manifest.
 *
 * @param root folder of the repository
 * @param cohortId as the manifest has it
 * @param fileId of a file of role features
 * @throws InputError with file, row, column and value, for an id that comes twice or a cell that is no number
 */
export function readFeatures(
  root: string,
  cohortId: string,
  fileId: string,
  { dataFolder = join(root, "data") }: ReadCohortOptions = {},
): PatientFeatures {
  const { files } = cohortEntry(readManifest(root), cohortId);
  const file = files.find(({ id, role }) => id === fileId && role === "features");
  if (file === undefined) {
    const known = files.filter(({ role }) => role === "features").map(({ id }) => id);
    throw new RangeError(
      `the feature table of "${cohortId}" must be one of ${known.join(", ") || "none"}; got "${fileId}"`,
    );
  }
  return parseFeatures(readInput(file, { repository: root, data: dataFolder }), file);
}

/** The same for bytes at hand. */
export function parseFeatures(
  content: string | Uint8Array,
  file: Pick<InputFile, "root" | "path" | "idColumn" | "ignoredColumns">,
): PatientFeatures {
  const table = parseCsv(content, displayPath(file));
  const idColumn = file.idColumn ?? ID_COLUMN;
  const ids = csvColumn(table, idColumn);
  ids.forEach((id, i) => {
    if (id === "")
      throw new InputError(
        "a row must have an id; the cell is empty",
        cellPlace(table.place, i + 2, idColumn),
      );
    if (ids.indexOf(id) !== i) {
      throw new InputError(
        `ids must be unique; "${id}" stands in row ${ids.indexOf(id) + 2} already`,
        cellPlace(table.place, i + 2, idColumn),
      );
    }
  });
  const unknown = file.ignoredColumns?.find((name) => !table.header.includes(name));
  if (unknown !== undefined)
    throw new InputError(`an ignored column must exist; there is no "${unknown}"`, table.place);
  const at = table.header.flatMap((name, j) =>
    name === idColumn || file.ignoredColumns?.includes(name) ? [] : [j],
  );
  const rows = table.rows.map((row, i) =>
    at.map((j) => {
      const value = parseNumber(row[j]!);
      if (value === null) {
        throw new InputError(
          `a feature must be a number; it is "${row[j]}"; leave out the column, or the patient`,
          cellPlace(table.place, i + 2, table.header[j]!),
        );
      }
      return value;
    }),
  );
  return {
    ids,
    table: featureTable(
      at.map((j) => table.header[j]!),
      rows,
    ),
  };
}

/**
 * The rows of these patients, in the order asked for.
 *
 * @throws RangeError naming the patients who have no features; leave them out of the cohort first
 */
export function featuresOf(features: PatientFeatures, ids: readonly string[]): FeatureTable {
  const rowOf = new Map(features.ids.map((id, i) => [id, i]));
  const without = ids.filter((id) => !rowOf.has(id));
  if (without.length > 0) {
    throw new RangeError(
      `every patient must have features; ${without.length} of ${ids.length} have none: ${without.slice(0, 5).join(", ")}${without.length > 5 ? " and more" : ""}`,
    );
  }
  return selectTableRows(
    features.table,
    ids.map((id) => rowOf.get(id)!),
  );
}
