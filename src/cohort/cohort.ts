/**
 * A cohort: patients, what is known of them, and what happened to them.
 *
 * It is read from the table of patients that the manifest names, verified by its checksum, and from the variable
 * dictionary. It is a plain object in memory: columns by name, one value per patient, null where a value is missing.
 */

import { join } from "node:path";
import { parseCsv } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import { displayPath, inputPath, readInput } from "../io/input-file.js";
import {
  type CohortEntry,
  cohortEntry,
  fileOfRole,
  MANIFEST_FILE,
  readManifest,
} from "../io/manifest.js";
import { type Dictionary, variableNamed, variablesOfRole } from "./dictionary.js";
import { readDictionary } from "./dictionary-file.js";
import { type PatientColumn, patientColumns } from "./patients.js";
import type { Role } from "./rows.js";

export interface Cohort {
  readonly id: string;
  readonly title: string;
  /** Whether the patients are constructed: then whatever is made from them must say so. */
  readonly constructed: boolean;
  /** Whether they were constructed from the paper's printed tables: those stand beside no other patients. */
  readonly fromPaper: boolean;
  readonly dictionary: Dictionary;
  /** Covariates that enter every clinical model, whatever their P. */
  readonly forcedCovariates: readonly string[];
  /** One per patient, unique, in the order of the table. */
  readonly ids: readonly string[];
  /** Training or validation; all training where the cohort has no split. */
  readonly roles: readonly Role[];
  /** By variable name, one value per patient. */
  readonly columns: Readonly<Record<string, PatientColumn>>;
  /** 1 = event, 0 = non-event. */
  readonly outcome: readonly number[];
  /** How many values are missing, by variable name. */
  readonly missing: Readonly<Record<string, number>>;
}

export interface ReadCohortOptions {
  /** The folder behind the manifest's root `data`; `data/` in the repository unless told otherwise. */
  readonly dataFolder?: string;
}

/**
 * Read a cohort of the manifest.
 *
 * @param root folder of the repository
 * @param id of the cohort, as the manifest has it: "twin"
 * @throws InputError with file, row, column and value for whatever does not hold, the checksum included
 * @example const cohort = readCohort(root, "twin"); cohort.ids.length // 242
 */
export function readCohort(
  root: string,
  id: string,
  { dataFolder = join(root, "data") }: ReadCohortOptions = {},
): Cohort {
  const entry = cohortEntry(readManifest(root), id);
  const folders = { repository: root, data: dataFolder };
  const dictionaryPath = inputPath({ root: "repository", path: entry.dictionary }, folders);
  const dictionary = readDictionary(
    dictionaryPath ?? join(root, entry.dictionary),
    entry.dictionary,
  );
  const file = fileOfRole(entry, "patients");
  return cohortFromTable(entry, dictionary, readInput(file, folders), displayPath(file));
}

/**
 * A cohort from the text of its table of patients.
 *
 * @param place what messages call the table
 * @throws InputError with row, column and value for whatever does not hold
 */
export function cohortFromTable(
  entry: Pick<
    CohortEntry,
    "id" | "title" | "constructed" | "fromPaper" | "dictionary" | "forcedCovariates"
  >,
  dictionary: Dictionary,
  table: string | Uint8Array,
  place: string,
): Cohort {
  const { id } = entry;
  const columns = patientColumns(parseCsv(table, place), dictionary);
  const forcedCovariates = entry.forcedCovariates ?? [];
  for (const name of forcedCovariates) {
    if (columns[name]?.variable.role !== "covariate") {
      throw new InputError(
        `a forced covariate must be a covariate of ${entry.dictionary}; "${name}" is not`,
        `${MANIFEST_FILE}, cohort ${id}`,
      );
    }
  }
  requireMarked(columns, dictionary, entry.constructed, place);
  const [split] = variablesOfRole(dictionary, "split");
  const [outcome] = variablesOfRole(dictionary, "outcome");
  const [identifier] = variablesOfRole(dictionary, "identifier");
  const ids = columns[identifier!.name]!.values as string[];
  return {
    id,
    title: entry.title,
    constructed: entry.constructed,
    fromPaper: entry.fromPaper ?? false,
    dictionary,
    forcedCovariates,
    ids,
    roles:
      split === undefined ? ids.map(() => "training") : (columns[split.name]!.values as Role[]),
    columns,
    outcome: columns[outcome!.name]!.values.map((level) => (level === outcome!.positive ? 1 : 0)),
    missing: missingCounts(columns),
  };
}

/** The patients at the given zero-based positions, in the order asked for. */
export function cohortAt(cohort: Cohort, at: readonly number[]): Cohort {
  const pick = <T>(values: readonly T[]): T[] => at.map((i) => values[i]!);
  const columns = Object.fromEntries(
    Object.entries(cohort.columns).map(([name, column]) => [
      name,
      { ...column, values: pick<number | string | null>(column.values) } as PatientColumn,
    ]),
  );
  return {
    ...cohort,
    ids: pick(cohort.ids),
    roles: pick(cohort.roles),
    columns,
    outcome: pick(cohort.outcome),
    missing: missingCounts(columns),
  };
}

/** The patients of one role: `cohortOf(cohort, "training")`. */
export function cohortOf(cohort: Cohort, role: Role): Cohort {
  return cohortAt(
    cohort,
    cohort.ids.flatMap((_, i) => (cohort.roles[i] === role ? [i] : [])),
  );
}

/** The same patients with other roles: how a cross-validation tells its folds. @throws RangeError unless one per patient */
export function withRoles(cohort: Cohort, roles: readonly Role[]): Cohort {
  if (roles.length !== cohort.ids.length) {
    throw new RangeError(
      `need one role per patient; got ${roles.length} for ${cohort.ids.length} patients`,
    );
  }
  return { ...cohort, roles };
}

/**
 * A variable as numbers, one per patient: a continuous variable as it is, an ordinal or nominal one by its codes.
 *
 * @throws RangeError if there is no such variable, it is text, or a value is missing
 */
export function numbersOf(cohort: Cohort, name: string): number[] {
  const { kind, levels } = variableNamed(cohort.dictionary, name);
  if (kind === "text")
    throw new RangeError(`the variable must have numbers or levels; "${name}" is text`);
  const codes = new Map(levels.map(({ value, code }) => [value, code]));
  return known(cohort, name).map((value) =>
    typeof value === "number" ? value : codes.get(value)!,
  );
}

/**
 * A variable as levels, one per patient, as the table has them.
 *
 * @throws RangeError if there is no such variable, it has no levels, or a value is missing
 */
export function levelsOf(cohort: Cohort, name: string): string[] {
  const { kind, levels } = variableNamed(cohort.dictionary, name);
  if (levels.length === 0)
    throw new RangeError(`the variable must have levels; "${name}" is ${kind}`);
  return known(cohort, name) as string[];
}

/** The patients who have a value of every one of these variables; for `policy: "complete cases"`. */
export function completeCases(cohort: Cohort, names: readonly string[]): Cohort {
  const columns = names.map((name) => cohort.columns[variableNamed(cohort.dictionary, name).name]!);
  return cohortAt(
    cohort,
    cohort.ids.flatMap((_, i) => (columns.every(({ values }) => values[i] !== null) ? [i] : [])),
  );
}

function known(cohort: Cohort, name: string): (number | string)[] {
  return cohort.columns[name]!.values.map((value, i) => {
    if (value === null) {
      throw new RangeError(
        `"${name}" must be known for every patient; it is missing for ${cohort.missing[name]} of ${cohort.ids.length}, first ${cohort.ids[i]}; take completeCases first, or impute it`,
      );
    }
    return value;
  });
}

function missingCounts(columns: Readonly<Record<string, PatientColumn>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { values }]) => [
      name,
      (values as readonly unknown[]).filter((value) => value === null).length,
    ]),
  );
}

/** A constructed patient must say so in its row, and a real one must not. */
function requireMarked(
  columns: Readonly<Record<string, PatientColumn>>,
  dictionary: Dictionary,
  constructed: boolean,
  place: string,
): void {
  const [mark] = variablesOfRole(dictionary, "constructed");
  if (mark === undefined) {
    if (constructed)
      throw new InputError(
        "a constructed cohort must have a variable of role constructed; it has none",
        dictionary.place,
      );
    return;
  }
  const expected = constructed ? "yes" : "no";
  const at = columns[mark.name]!.values.findIndex((value) => value !== expected);
  if (at >= 0) {
    throw new InputError(
      `the manifest calls this cohort ${constructed ? "constructed" : "real"}, so the value must be "${expected}"; it is "${columns[mark.name]!.values[at]}"`,
      `${place}, row ${at + 2}, column ${mark.name}`,
    );
  }
}
