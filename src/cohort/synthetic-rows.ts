/**
 * Synthetic rows that a cohort brings along: scores of patients who never were, made by SMOTE to even out the outcome.
 *
 * They carry the role synthetic, so that no learned preprocessing takes them in, and no interval is given for what is
 * measured on them. Their table has the identifier, the outcome and the scores of the cohort's dictionary.
 */

import { join } from "node:path";
import { parseCsv } from "../io/csv.js";
import { displayPath, inputPath, readInput } from "../io/input-file.js";
import { cohortEntry, fileOfRole, readManifest } from "../io/manifest.js";
import type { ReadCohortOptions } from "./cohort.js";
import { variablesOfRole } from "./dictionary.js";
import { readDictionary } from "./dictionary-file.js";
import { featureTable } from "./feature-table.js";
import { patientColumns } from "./patients.js";
import { makeRows, type Rows } from "./rows.js";

/**
 * Read the synthetic rows of a cohort: its file of role scores.
 *
 * @returns rows of role synthetic, with one feature per score
 * @throws InputError with file, row, column and value, as for a table of patients
 */
export function readSyntheticRows(
  root: string,
  cohortId: string,
  { dataFolder = join(root, "data") }: ReadCohortOptions = {},
): Rows {
  const entry = cohortEntry(readManifest(root), cohortId);
  const folders = { repository: root, data: dataFolder };
  const path = inputPath({ root: "repository", path: entry.dictionary }, folders);
  const dictionary = readDictionary(path ?? join(root, entry.dictionary), entry.dictionary);
  const file = fileOfRole(entry, "scores");
  const kept = ["identifier", "constructed", "outcome", "score"];
  const columns = patientColumns(parseCsv(readInput(file, folders), displayPath(file)), {
    ...dictionary,
    variables: dictionary.variables.filter(({ role }) => kept.includes(role)),
  });
  const [identifier] = variablesOfRole(dictionary, "identifier");
  const [outcome] = variablesOfRole(dictionary, "outcome");
  const scores = variablesOfRole(dictionary, "score").map(({ name }) => name);
  const ids = columns[identifier!.name]!.values as string[];
  return makeRows({
    ids,
    roles: ids.map(() => "synthetic"),
    outcome: columns[outcome!.name]!.values.map((level) => (level === outcome!.positive ? 1 : 0)),
    features: featureTable(
      scores,
      ids.map((_, i) => scores.map((name) => columns[name]!.values[i] as number)),
    ),
  });
}

/**
 * Rows one below the other: real ones and the synthetic ones that even them out.
 *
 * @throws RangeError if their features differ in name or order, or an id comes twice
 */
export function stackRows(above: Rows, below: Rows): Rows {
  const names = above.features.names;
  if (
    names.length !== below.features.names.length ||
    names.some((name, j) => name !== below.features.names[j])
  ) {
    throw new RangeError(
      `rows must have the same features to be stacked; got ${names.join(", ")} and ${below.features.names.join(", ")}`,
    );
  }
  const values = new Float64Array(above.features.values.length + below.features.values.length);
  values.set(above.features.values);
  values.set(below.features.values, above.features.values.length);
  return makeRows({
    ids: [...above.ids, ...below.ids],
    patients: [...above.patients, ...below.patients],
    roles: [...above.roles, ...below.roles],
    outcome: [...above.outcome, ...below.outcome],
    features: { names, rowCount: above.ids.length + below.ids.length, values },
    inSample: Object.fromEntries(
      [...new Set([...Object.keys(above.inSample), ...Object.keys(below.inSample)])].map((name) => [
        name,
        [...(above.inSample[name] ?? []), ...(below.inSample[name] ?? [])],
      ]),
    ),
  });
}
