/** Recording a change made on purpose: the manifest takes over the size and checksum that a file has now. */

import { statSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./checked-json.js";
import { formatJson } from "./format-json.js";
import { InputError } from "./input-error.js";
import { displayPath, inputPath, sha256OfFile } from "./input-file.js";
import { cohortEntry, type InputFile, MANIFEST_FILE, parseManifest } from "./manifest.js";
import { writeWhole } from "./write-whole.js";

/**
 * Write bytes and SHA-256 of all files that a cohort has in the repository, and of those in the data folder that are not
 * public, into the manifest, and nothing else of it.
 * An entry that is new may leave both out.
 *
 * @returns the ids of the files whose entry changed
 * @throws InputError if the manifest has a fault, or a file does not exist
 */
export function recordFiles(
  root: string,
  cohortId: string,
  { dataFolder = join(root, "data") }: { readonly dataFolder?: string } = {},
): string[] {
  const path = join(root, MANIFEST_FILE);
  const text = withPlaceholders(readText(path, MANIFEST_FILE), cohortId);
  const { files } = cohortEntry(parseManifest(text), cohortId);
  const document = JSON.parse(text) as Draft;
  const entries = document.cohorts.find(({ id }) => id === cohortId)!.files;
  const changed = files.flatMap((file, f) => {
    if (!isRecorded(file)) return [];
    const found = inputPath(file, { repository: root, data: dataFolder });
    if (found === null)
      throw new InputError("the file must exist to be recorded; it is missing", displayPath(file));
    const now = { bytes: statSync(found).size, sha256: sha256OfFile(found) };
    if (now.bytes === file.bytes && now.sha256 === file.sha256) return [];
    Object.assign(entries[f]!, now);
    return [file.id];
  });
  if (changed.length > 0) writeWhole(path, formatJson(document));
  return changed;
}

/** Whether a file is the user's own: in the repository, or in the data folder and not public. */
function isRecorded({ root, availability }: Partial<InputFile>): boolean {
  return root === "repository" || availability !== undefined;
}

/** What the manifest is taken for before its schema has been checked. */
interface Draft {
  readonly cohorts: readonly {
    readonly id: string;
    readonly files: readonly { -readonly [K in keyof InputFile]?: InputFile[K] }[];
  }[];
}

/** The manifest's text, with a size and a checksum no file has where a file of the repository has none yet. */
function withPlaceholders(text: string, cohortId: string): string {
  try {
    const document = JSON.parse(text) as Draft;
    const entries = document.cohorts.find(({ id }) => id === cohortId)?.files ?? [];
    for (const entry of entries as Draft["cohorts"][number]["files"]) {
      if (!isRecorded(entry)) continue;
      entry.bytes ??= 0;
      entry.sha256 ??= "0".repeat(64);
    }
    return JSON.stringify(document);
  } catch {
    return text; // no manifest at all: its reader says what is wrong
  }
}
