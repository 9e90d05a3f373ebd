/**
 * A list of images and regions as files of a manifest: one row an image and a reader, with the patient and the sequence.
 *
 * The images of a DICOM series stand in one folder; each of its files becomes an entry of its own, so that a changed
 * slice is found out.
 */

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type CsvTable, cellPlace, csvColumn } from "./csv.js";
import { InputError } from "./input-error.js";
import { type InputFolders, sizeAndSum } from "./input-file.js";
import type { InputFile } from "./manifest.js";

export interface ListedImages {
  readonly files: readonly InputFile[];
  /** In the order of the list. */
  readonly sequences: readonly string[];
}

/** What is said of each file. */
export type FileWords = Pick<InputFile, "licence" | "citation" | "availability">;

/**
 * @param table with the columns patient, sequence, image and mask, and reader where there are several
 * @param path of the table: its paths begin at its folder
 * @param known ids of the cohort's patients
 * @throws InputError with row and column, for a patient that is not known, a sequence with other characters than letters
 *   and digits, or a file that is missing or lies neither in the repository nor in the data folder
 */
export function listedImages(
  table: CsvTable,
  path: string,
  known: ReadonlySet<string>,
  folders: InputFolders,
  words: FileWords,
): ListedImages {
  const [patients, sequences, images, masks] = ["patient", "sequence", "image", "mask"].map(
    (name) => csvColumn(table, name),
  );
  if (patients.length === 0)
    throw new InputError("the list must have at least one image; it has none", table.place);
  const readers = table.header.includes("reader") ? csvColumn(table, "reader") : null;
  const found = new Map<string, InputFile>();
  const ids = new Set<string>();
  patients.forEach((patient, i) => {
    const place = (column: string): string => cellPlace(table.place, i + 2, column);
    const sequence = sequences[i];
    if (!known.has(patient))
      throw new InputError(
        `an image must be of a patient of the cohort; "${patient}" is none`,
        place("patient"),
      );
    if (!/^[A-Za-z0-9]+$/.test(sequence))
      throw new InputError(
        `a sequence must be letters and digits, since names of features begin with it; it is "${sequence}"`,
        place("sequence"),
      );
    const of = (column: "image" | "mask", cell: string, rest: object): void => {
      const from = resolve(dirname(path), cell);
      if (cell === "" || !existsSync(from))
        throw new InputError(`the ${column} must be there; "${cell}" is not`, place(column));
      for (const file of column === "image" ? filesOf(from, place(column)) : [from]) {
        const entry = fileEntry(file, folders, place(column));
        const key = `${entry.root}/${entry.path}`;
        const own = found.get(key);
        if (own?.role === "image" && column === "image" && isOf(own, patient, sequence)) continue;
        if (own !== undefined)
          throw new InputError(
            `a file must be one thing; ${entry.path} is the ${own.role} of ${own.patient}, ${own.sequence}, already`,
            place(column),
          );
        found.set(key, {
          id: freeId(`${patient}.${sequence}.${entry.path.split("/").at(-1)}`, ids),
          role: column,
          ...entry,
          ...words,
          address: null,
          patient,
          sequence,
          ...rest,
        });
      }
    };
    of("image", images[i], {});
    of("mask", masks[i], readers?.[i] ? { reader: readers[i] } : {});
  });
  return { files: [...found.values()], sequences: [...new Set(sequences)] };
}

/** A file as the manifest has it: its root, its path under it, bytes and checksum. @param place for messages */
export function fileEntry(
  path: string,
  folders: InputFolders,
  place: string,
): Pick<InputFile, "root" | "path" | "bytes" | "sha256"> {
  const real = realpathSync(path);
  const root = (["data", "repository"] as const).find((name) => {
    const folder = existsSync(folders[name]) ? realpathSync(folders[name]) : null;
    return folder !== null && real.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  });
  if (root === undefined)
    throw new InputError(
      `a file must lie in the repository or in the data folder ${folders.data}; ${path} does not; move it there, or set DLRN_DATA`,
      place,
    );
  if (!statSync(real).isFile())
    throw new InputError(`a file is needed; ${path} is a folder`, place);
  return {
    root,
    path: relative(realpathSync(folders[root]), real).split(sep).join("/"),
    ...sizeAndSum(readFileSync(real)),
  };
}

/** A file, or the files of a series' folder, by name. */
function filesOf(path: string, place: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => join(path, name))
    .sort();
  if (files.length === 0)
    throw new InputError(`a series must have files; the folder ${path} has none`, place);
  return files;
}

function isOf(file: InputFile, patient: string, sequence: string): boolean {
  return file.patient === patient && file.sequence === sequence;
}

/** An id of the characters that ids may have, which no other file has; it is taken. */
function freeId(wanted: string, taken: Set<string>): string {
  const base = wanted.replaceAll(/[^A-Za-z0-9_.-]/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}.${n}`;
  taken.add(id);
  return id;
}
