/**
 * Files of a cohort by their public addresses: downloaded next to where they belong, resumed where a download broke off,
 * and given their name only when bytes and SHA-256 are what the manifest says.
 */

import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../io/input-error.js";
import { displayPath, fileState, type InputFolders, sha256OfFile } from "../io/input-file.js";
import { type InputFile, isContained } from "../io/manifest.js";

/** The part of the web's `fetch` that is used. */
export type Get = (
  address: string,
  options: { headers: Record<string, string> },
) => Promise<Response>;

export interface FetchProgress {
  /** After each piece: bytes of this file so far. */
  received(file: InputFile, bytes: number): void;
}

/** What became of a file. */
export type Fetched = "present" | "downloaded" | "derived";

/**
 * One file.
 *
 * @returns "derived" for a file that has no address: it is made from others
 * @throws InputError if the address refuses, gives more bytes than recorded, or bytes of another SHA-256 (what came is then deleted)
 */
export async function fetchFile(
  file: InputFile,
  folders: InputFolders,
  get: Get,
  progress: FetchProgress,
): Promise<Fetched> {
  if (fileState(file, folders).state === "present") return "present";
  if (file.address === null) return "derived";
  if (!isContained(file.path))
    throw new InputError(`a path must stay under its root (${file.root}); it is "${file.path}"`);
  const target = join(folders[file.root], file.path);
  const part = `${target}.part`;
  mkdirSync(dirname(target), { recursive: true });
  await download(file, file.address, part, get, progress);
  const size = statSync(part).size;
  const sha256 = sha256OfFile(part);
  if (size !== file.bytes || sha256 !== file.sha256) {
    rmSync(part);
    throw new InputError(
      `what is downloaded must be what the manifest says (${file.bytes} bytes, SHA-256 ${file.sha256}); ${file.address} gave ${size} bytes, SHA-256 ${sha256}; it was deleted`,
      displayPath(file),
    );
  }
  renameSync(part, target);
  return "downloaded";
}

async function download(
  file: InputFile,
  address: string,
  part: string,
  get: Get,
  progress: FetchProgress,
): Promise<void> {
  let have = existsSync(part) ? statSync(part).size : 0;
  if (have > file.bytes) {
    rmSync(part);
    have = 0;
  }
  if (have === file.bytes) return;
  const response = await get(address, { headers: have > 0 ? { range: `bytes=${have}-` } : {} });
  if (!response.ok || response.body === null) {
    throw new InputError(
      `the address must give the file; ${address} answered ${response.status} ${response.statusText}; try again later`,
      displayPath(file),
    );
  }
  if (have > 0 && response.status !== 206) {
    rmSync(part); // the whole file comes again
    have = 0;
  }
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    have += piece.length;
    if (have > file.bytes) {
      rmSync(part, { force: true });
      throw new InputError(
        `the address must give ${file.bytes} bytes; ${address} gives more; it was deleted`,
        displayPath(file),
      );
    }
    appendFileSync(part, piece);
    progress.received(file, have);
  }
}
