/** What of a cohort's files is there, and whether it is what the manifest says. */

import { type FileState, fileState, type InputFolders, inputPath } from "./input-file.js";
import type { CohortEntry, InputFile, InputRole, InputRoot } from "./manifest.js";

/** The files of one role and root, counted. */
export interface InventoryLine {
  readonly role: InputRole;
  readonly root: InputRoot;
  readonly files: number;
  /** How many of them exist; their content is not looked at. */
  readonly present: number;
  /** Of all files, by the manifest. */
  readonly bytes: number;
  readonly licences: readonly string[];
}

/** One file that was looked at. */
export interface CheckedFile {
  readonly file: InputFile;
  readonly found: FileState;
}

/** A cohort's files by role and root, in the manifest's order. @throws InputError if a path leaves its root */
export function inventory(cohort: CohortEntry, folders: InputFolders): InventoryLine[] {
  const groups = new Map<string, InputFile[]>();
  for (const file of cohort.files) {
    const key = `${file.role} ${file.root}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].map((files) => ({
    role: files[0]!.role,
    root: files[0]!.root,
    files: files.length,
    present: files.filter((file) => inputPath(file, folders) !== null).length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    licences: [...new Set(files.map(({ licence }) => licence))],
  }));
}

/** Every file of a cohort, its size and its SHA-256 compared with the manifest's. @throws InputError if a path leaves its root */
export function checkFiles(cohort: CohortEntry, folders: InputFolders): CheckedFile[] {
  return cohort.files.map((file) => ({ file, found: fileState(file, folders) }));
}

/** Whether a checked file is a fault: it differs, or it should have come with the repository and did not. */
export function isFault({ file, found }: CheckedFile): boolean {
  return found.state === "differs" || (found.state === "missing" && file.root === "repository");
}

/** `12 B`, `3.4 kB`, `5.6 MB`, `7.8 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  const units = ["B", "kB", "MB", "GB"];
  while (value >= 999.5 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${units[0] === "B" ? value : value.toFixed(1)} ${units[0]}`;
}
