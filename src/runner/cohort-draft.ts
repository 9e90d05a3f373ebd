/**
 * A new cohort from a table of patients: the draft of its dictionary, and its entry for the manifest.
 *
 * Everything is checked before anything is written: the drafted dictionary must read, the table must agree with it, and
 * every image must be there.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cohortFromTable } from "../cohort/cohort.js";
import { type DraftVariable, draftDictionary } from "../cohort/dictionary-draft.js";
import { parseDictionary } from "../cohort/dictionary-file.js";
import { parseFeatures } from "../cohort/features.js";
import { patientImages } from "../cohort/images.js";
import type { DraftChoices } from "../cohort/key-columns.js";
import { readText } from "../io/checked-json.js";
import { type CsvTable, cellPlace, parseCsv } from "../io/csv.js";
import { formatJson } from "../io/format-json.js";
import type { ImageFeaturesEntry } from "../io/image-features-entry.js";
import { type FileWords, fileEntry, type ListedImages, listedImages } from "../io/image-list.js";
import { InputError } from "../io/input-error.js";
import { type InputFolders, sizeAndSum } from "../io/input-file.js";
import { type CohortEntry, type InputFile, MANIFEST_FILE, parseManifest } from "../io/manifest.js";
import { writeWhole } from "../io/write-whole.js";

export interface CohortSources extends DraftChoices {
  /** As the manifest is to call it. */
  readonly cohort: string;
  /** CSV of the patients, one row each. */
  readonly table: string;
  /** CSV of images and regions, as `listedImages` reads it. */
  readonly images?: string;
  /** CSV of features, one row a patient. */
  readonly features?: string;
}

export interface CohortDraft {
  readonly variables: readonly DraftVariable[];
  readonly patients: number;
  readonly entry: CohortEntry;
  /** The manifest's text with the entry at its end. */
  readonly manifest: string;
  /** Texts by path in the repository, the dictionary and the table. */
  readonly files: Readonly<Record<string, Uint8Array | string>>;
}

/** Patients are nobody's to pass on unless somebody says so. */
const WORDS: FileWords = {
  licence: "not to be shared",
  citation: "unpublished",
  availability: "held by whoever added this cohort",
};
const SETTINGS = "paper/extraction.yaml";
/** What names begin with where the sequence is missing. */
const IMAGE_TYPES =
  /^(original|wavelet|log|lbp|square|squareroot|logarithm|exponential|gradient|deep)[-_]/i;

/**
 * @throws InputError if the cohort is there already, a file cannot be read, or what is in it cannot become a cohort
 */
export function draftCohort(
  { cohort, table: path, images, features, ...choices }: CohortSources,
  folders: InputFolders,
): CohortDraft {
  const root = folders.repository;
  const dictionaryPath = `cohorts/${cohort}/dictionary.json`;
  const tablePath = `cohorts/${cohort}/patients.csv`;
  const manifestText = readText(join(root, MANIFEST_FILE), MANIFEST_FILE);
  if (parseManifest(manifestText).cohorts.some(({ id }) => id === cohort))
    throw new InputError(
      `the cohort must be new; "${cohort}" is there already; name another`,
      MANIFEST_FILE,
    );
  if (existsSync(join(root, dictionaryPath)))
    throw new InputError(
      "the dictionary must not be there yet; it is, and is not overwritten; mend it, or delete it first",
      dictionaryPath,
    );
  const [bytes, table] = readTable(path);
  if (existsSync(join(root, tablePath)) && !readFileSync(join(root, tablePath)).equals(bytes))
    throw new InputError(
      `the table must be this file, or there must be none here; it differs from ${path}; delete one of them`,
      tablePath,
    );
  const variables = draftDictionary(table, choices);
  const dictionaryText = formatJson({ $schema: "../dictionary.schema.json", variables });
  const marked = variables.find(({ role }) => role === "constructed");
  const constructed =
    marked !== undefined && table.rows[0][table.header.indexOf(marked.name)] === "yes";
  const own = { id: cohort, title: titleOf(cohort, constructed), constructed };
  const described = { ...own, dictionary: dictionaryPath };
  const dictionary = parseDictionary(dictionaryText, dictionaryPath);
  const { ids } = cohortFromTable(described, dictionary, bytes, path);
  const patients: InputFile = {
    id: "patients",
    role: "patients",
    root: "repository",
    path: tablePath,
    ...sizeAndSum(bytes),
    licence: WORDS.licence,
    citation: WORDS.citation,
    address: null,
  };
  const listed = imagesOf(images, new Set(ids), folders);
  const tables = features === undefined ? [] : [featureFile(features, variables, ids, folders)];
  const imageFeatures: ImageFeaturesEntry = {
    settings: SETTINGS,
    sequences: listed.sequences.map((sequence) => ({ sequence })),
    deep: listed.files.length > 0,
    tables: tables.map(({ id }) => id),
  };
  const entry: CohortEntry = {
    ...described,
    ...(listed.files.length + tables.length > 0 && { imageFeatures }),
    files: [patients, ...tables, ...listed.files],
  };
  patientImages(entry);
  const manifest = withEntry(manifestText, entry);
  parseManifest(manifest);
  const files = { [tablePath]: bytes, [dictionaryPath]: dictionaryText };
  return { variables, patients: ids.length, entry, manifest, files };
}

/** Write what was drafted. @param add whether the entry is added to the manifest */
export function saveCohortDraft(draft: CohortDraft, root: string, add: boolean): void {
  for (const [path, content] of Object.entries(draft.files)) writeWhole(join(root, path), content);
  if (add) writeWhole(join(root, MANIFEST_FILE), draft.manifest);
}

function readTable(path: string): [Uint8Array, CsvTable] {
  if (!existsSync(path)) throw new InputError("the table must be there; there is none", path);
  const bytes = readFileSync(path);
  return [bytes, parseCsv(bytes, path)];
}

function titleOf(cohort: string, constructed: boolean): string {
  return constructed ? `Constructed data: the patients of ${cohort}` : `The patients of ${cohort}`;
}

function imagesOf(
  path: string | undefined,
  patients: ReadonlySet<string>,
  folders: InputFolders,
): ListedImages {
  if (path === undefined) return { files: [], sequences: [] };
  return listedImages(readTable(path)[1], path, patients, folders, WORDS);
}

/** The entry of a feature table, whose ids stand in the column `case` or in one called as the cohort's. */
function featureFile(
  path: string,
  variables: readonly DraftVariable[],
  patients: readonly string[],
  folders: InputFolders,
): InputFile {
  const [bytes, table] = readTable(path);
  const idColumn = table.header.includes("case")
    ? undefined
    : variables.find(({ role }) => role === "identifier")?.name;
  const file: InputFile = {
    id: "features",
    role: "features",
    ...fileEntry(path, folders, path),
    ...WORDS,
    address: null,
    ...(idColumn !== undefined && { idColumn }),
  };
  const { ids, table: read } = parseFeatures(bytes, { ...file, root: "repository", path });
  const stranger = ids.findIndex((id) => !patients.includes(id));
  if (stranger >= 0)
    throw new InputError(
      `features must be of a patient of the cohort; "${ids[stranger]}" is none`,
      cellPlace(path, stranger + 2, idColumn ?? "case"),
    );
  const bare = read.names.find((name) => !/^[A-Za-z0-9]+_/.test(name) || IMAGE_TYPES.test(name));
  if (bare !== undefined)
    throw new InputError(
      `a feature's name must begin with its sequence, as in T1_original_firstorder_Mean; "${bare}" does not`,
      path,
    );
  return file;
}

function withEntry(manifest: string, entry: CohortEntry): string {
  const document = JSON.parse(manifest) as { cohorts: unknown[] };
  return formatJson({ ...document, cohorts: [...document.cohorts, entry] });
}
