/** Recording a change made on purpose: the manifest takes over the size and checksum that a file has now. */

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatJson } from "./format-json.js";
import { InputError } from "./input-error.js";
import { displayPath, inputPath, sha256OfFile } from "./input-file.js";
import { cohortEntry, MANIFEST_FILE, readManifest } from "./manifest.js";
import { writeWhole } from "./write-whole.js";

/**
 * Write bytes and SHA-256 of all files that a cohort has in the repository into the manifest, and nothing else of it.
 *
 * @returns the ids of the files whose entry changed
 * @throws InputError if the manifest has a fault, or a file does not exist
 */
export function recordFiles(root: string, cohortId: string): string[] {
  const { files } = cohortEntry(readManifest(root), cohortId);
  const path = join(root, MANIFEST_FILE);
  const document = JSON.parse(readFileSync(path, "utf8")) as {
    cohorts: { id: string; files: object[] }[];
  };
  const entries = document.cohorts.find(({ id }) => id === cohortId)!.files;
  const changed = files.flatMap((file, f) => {
    if (file.root !== "repository") return [];
    const found = inputPath(file, { repository: root, data: root });
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
