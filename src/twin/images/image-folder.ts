/**
 * The images of many constructed patients in one new folder, whole or not at all.
 *
 * Beside the images stand `patients.csv` (the chosen rows), `cases.csv` for an extraction in batch, `images.csv` for a new
 * cohort, and `manifest.json`: a cohort's entry as the data manifest wants it, its paths from the folder's parent.
 */

import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type CsvTable, csvColumn, formatCsv } from "../../io/csv.js";
import { formatJson } from "../../io/format-json.js";
import { InputError } from "../../io/input-error.js";
import { sizeAndSum } from "../../io/input-file.js";
import type { CohortEntry } from "../../io/manifest.js";
import { writeWhole } from "../../io/write-whole.js";
import { type GrowthOptions, growImages } from "./grow.js";
import {
  availability,
  type ImageFormat,
  saveTwinImages,
  type WrittenImages,
} from "./image-files.js";
import { imagePatients } from "./patient.js";

export interface ImageFolderOptions extends GrowthOptions {
  readonly format: ImageFormat;
  /** Ids of the patients wanted, in any order; the table's order is kept. */
  readonly patients: readonly string[];
  /** Told after each patient. */
  progress(done: number, of: number, id: string): void;
}

/**
 * @throws InputError if the folder is there and not empty, an id is not in the table, or a row is not as it must be
 */
export function saveImageFolder(
  folder: string,
  table: CsvTable,
  options: ImageFolderOptions,
): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new InputError("the folder must be new or empty; it has files; name another", folder);
  const known = new Set(csvColumn(table, "id"));
  const strange = options.patients.find((id) => !known.has(id));
  if (strange !== undefined)
    throw new InputError(`each patient must be in the table; "${strange}" is not`, table.place);
  const wanted = new Set(options.patients);
  const patients = imagePatients(table).filter(({ id }) => wanted.has(id));
  const part = `${resolve(folder)}.part-${process.pid}`;
  try {
    const written = patients.map((patient, n) => {
      const images = growImages(patient, options);
      const files = saveTwinImages(part, patient.id, images, options.format);
      options.progress(n + 1, patients.length, patient.id);
      return files;
    });
    saveTables(part, basename(resolve(folder)), table, wanted, written, options);
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

function saveTables(
  part: string,
  name: string,
  table: CsvTable,
  wanted: ReadonlySet<string>,
  written: readonly WrittenImages[],
  { seed, strength }: GrowthOptions,
): void {
  const at = table.header.indexOf("id");
  const rows = table.rows.filter((row) => wanted.has(row[at]));
  const patients = new TextEncoder().encode(formatCsv(table.header, rows));
  writeWhole(join(part, "patients.csv"), patients);
  const cases = written.flatMap((one) => one.cases);
  writeWhole(
    join(part, "cases.csv"),
    formatCsv(
      ["case", "image", "mask"],
      cases.map(({ patient, sequence, reader, image, mask }) => [
        `${patient}/${sequence}/reader-${reader}`,
        image,
        mask,
      ]),
    ),
  );
  const columns = ["patient", "sequence", "reader", "image", "mask"] as const;
  writeWhole(
    join(part, "images.csv"),
    formatCsv(
      columns,
      cases.map((one) => columns.map((column) => one[column])),
    ),
  );
  const files = written
    .flatMap((one) => one.files)
    .map((file) => ({ ...file, path: `${name}/${file.path}` }));
  const entry = {
    id: "twin-images",
    title: `Constructed data: synthetic images of ${written.length} constructed patients, seed ${seed}, strength ${strength}`,
    constructed: true,
    dictionary: "cohorts/twin/dictionary.json",
    imageFeatures: {
      settings: "paper/extraction.yaml",
      sequences: [{ sequence: "T1" }, { sequence: "FS" }],
      deep: true,
      tables: [],
    },
    files: [
      {
        id: "patients",
        role: "patients",
        root: "data",
        path: `${name}/patients.csv`,
        ...sizeAndSum(patients),
        licence: "MIT",
        citation: "Constructed data",
        address: null,
        availability,
      },
      ...files,
    ],
  } satisfies CohortEntry;
  writeWhole(join(part, "manifest.json"), formatJson(entry));
}
