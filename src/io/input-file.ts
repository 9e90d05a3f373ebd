/**
 * Files of the manifest on disk: found under their root and nowhere else, and read only if they are, byte for byte,
 * what the manifest says.
 */

import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { join, resolve, sep } from "node:path";
import { InputError } from "./input-error.js";
import { type InputFile, type InputRoot, isContained } from "./manifest.js";

/** The folders behind the two roots of the manifest. */
export type InputFolders = Readonly<Record<InputRoot, string>>;

/** What a file is found to be. */
export type FileState =
  | { readonly state: "present" }
  | { readonly state: "missing" }
  | { readonly state: "differs"; readonly reason: string };

/**
 * Where a file lies.
 *
 * @returns the absolute path, or null if there is no such file
 * @throws InputError if the path leaves its root, by its text or by a symbolic link
 */
export function inputPath(
  file: Pick<InputFile, "root" | "path">,
  folders: InputFolders,
): string | null {
  if (!isContained(file.path)) {
    throw new InputError(`a path must stay under its root (${file.root}); it is "${file.path}"`);
  }
  const path = join(resolve(folders[file.root]), file.path);
  if (!existsSync(path)) return null;
  const root = realpathSync(folders[file.root]);
  const real = realpathSync(path);
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new InputError(
      `a path must stay under its root (${file.root}); "${file.path}" is a link that leaves it`,
    );
  }
  return path;
}

/** Compare a file with what the manifest says of it: size first, then SHA-256. */
export function fileState(file: InputFile, folders: InputFolders): FileState {
  const path = inputPath(file, folders);
  if (path === null) return { state: "missing" };
  const found = statSync(path);
  if (!found.isFile()) return { state: "differs", reason: "it must be a file; it is a folder" };
  if (found.size !== file.bytes) {
    return { state: "differs", reason: `it must have ${file.bytes} bytes; it has ${found.size}` };
  }
  const sha256 = sha256OfFile(path);
  if (sha256 !== file.sha256) {
    return { state: "differs", reason: `its SHA-256 must be ${file.sha256}; it is ${sha256}` };
  }
  return { state: "present" };
}

/**
 * The bytes of a file, verified.
 *
 * @throws InputError if it is missing, or is not what the manifest says
 */
export function readInput(file: InputFile, folders: InputFolders): Uint8Array {
  const path = inputPath(file, folders);
  if (path === null) {
    const remedy = file.root === "data" ? "; set DLRN_DATA to the folder that has it" : "";
    throw new InputError(`the file must exist${remedy}`, displayPath(file));
  }
  const bytes = new Uint8Array(readFileSync(path));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== file.sha256) {
    throw new InputError(
      `the SHA-256 must be ${file.sha256}, as the manifest has it; it is ${sha256}; restore the file, or record the change with: npx dlrn data record ID`,
      displayPath(file),
    );
  }
  return bytes;
}

/** How messages name a file: its path, after the root if that is not the repository. */
export function displayPath(file: Pick<InputFile, "root" | "path">): string {
  return file.root === "repository" ? file.path : `data: ${file.path}`;
}

/** Size and SHA-256 of bytes at hand, as the manifest has them. */
export function sizeAndSum(bytes: Uint8Array): Pick<InputFile, "bytes" | "sha256"> {
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** SHA-256 of a file of any size, in hexadecimal; a megabyte at a time. */
export function sha256OfFile(path: string): string {
  const hash = createHash("sha256");
  const buffer = new Uint8Array(1 << 20);
  const handle = openSync(path, "r");
  try {
    for (let n = readSync(handle, buffer); n > 0; n = readSync(handle, buffer)) {
      hash.update(buffer.subarray(0, n));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest("hex");
}
