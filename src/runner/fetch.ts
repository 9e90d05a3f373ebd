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

export interface FetchPatience {
  /** How often a download that broke off goes on by itself; 3 unless told otherwise. */
  readonly retries?: number;
  /** Milliseconds without a byte after which it is taken for broken off; 60,000 unless told otherwise. */
  readonly silence?: number;
}

/** What became of a file: it was there, it came, it is to be made from others, or nobody but its holder has it. */
export type Fetched = "present" | "downloaded" | "derived" | "not public";

/**
 * One file.
 *
 * @returns "derived" or "not public" for a file that has no address
 * @throws InputError if the address refuses, gives more or fewer bytes than recorded, or bytes of another SHA-256 (what
 *   came is then deleted); if it breaks off again and again (what came is then kept, and the next call goes on from there)
 */
export async function fetchFile(
  file: InputFile,
  folders: InputFolders,
  get: Get,
  progress: FetchProgress,
  { retries = 3, silence = 60_000 }: FetchPatience = {},
): Promise<Fetched> {
  if (fileState(file, folders).state === "present") return "present";
  if (file.address === null) return file.derivedFrom === undefined ? "not public" : "derived";
  if (!isContained(file.path))
    throw new InputError(`a path must stay under its root (${file.root}); it is "${file.path}"`);
  const target = join(folders[file.root], file.path);
  const part = `${target}.part`;
  mkdirSync(dirname(target), { recursive: true });
  for (let left = retries; ; left--) {
    const broken = await download(file, file.address, part, get, progress, silence);
    if (broken === null) break;
    if (left > 0) continue;
    const have = sizeOf(part);
    throw new InputError(
      `the download must not break off; ${file.address}: ${broken}, after ${have} of ${file.bytes} bytes${have > 0 ? ", which are kept" : ""}; run it again to go on`,
      displayPath(file),
    );
  }
  const sha256 = sha256OfFile(part);
  if (sizeOf(part) !== file.bytes || sha256 !== file.sha256) {
    const size = sizeOf(part);
    rmSync(part);
    throw new InputError(
      `what is downloaded must be what the manifest says (${file.bytes} bytes, SHA-256 ${file.sha256}); ${file.address} gave ${size} bytes, SHA-256 ${sha256}; it was deleted`,
      displayPath(file),
    );
  }
  renameSync(part, target);
  return "downloaded";
}

/** @returns why the download broke off, or null if the address gave all that it has */
async function download(
  file: InputFile,
  address: string,
  part: string,
  get: Get,
  progress: FetchProgress,
  silence: number,
): Promise<string | null> {
  if (sizeOf(part) > file.bytes) rmSync(part);
  let have = sizeOf(part);
  if (have === file.bytes && existsSync(part)) return null;
  const asked = have;
  let response: Response;
  try {
    response = await get(address, { headers: have > 0 ? { range: `bytes=${have}-` } : {} });
  } catch (error) {
    if (error instanceof InputError) throw new InputError(error.message, displayPath(file));
    return reasonOf(error);
  }
  if (response.status === 416) {
    rmSync(part, { force: true }); // the server has no such range: the whole file next time
    return "the server has no range from where it broke off";
  }
  if (!response.ok || response.body === null)
    throw new InputError(
      `the address must give the file; ${address} answered ${response.status} ${response.statusText}; try again later`,
      displayPath(file),
    );
  if (have > 0 && !goesOn(response, asked)) {
    rmSync(part); // the whole file comes again
    have = 0;
  }
  if (have === 0) appendFileSync(part, "");
  const pieces = (response.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await within(silence, pieces.read());
      if (done) return null;
      have += value.length;
      if (have > file.bytes) {
        rmSync(part, { force: true });
        throw new InputError(
          `the address must give ${file.bytes} bytes; ${address} gives more; it was deleted`,
          displayPath(file),
        );
      }
      appendFileSync(part, value);
      progress.received(file, have);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    return reasonOf(error);
  } finally {
    await pieces.cancel().catch(() => undefined);
  }
}

/** Whether an answer is the rest of the file from this byte on. */
function goesOn(response: Response, from: number): boolean {
  if (response.status !== 206) return false;
  const range = response.headers.get("content-range");
  return range === null || range.startsWith(`bytes ${from}-`);
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const silent = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no byte for ${milliseconds / 1000} seconds`)),
      milliseconds,
    );
  });
  return Promise.race([work, silent]).finally(() => clearTimeout(timer));
}

/** The cause that the web's `fetch` hides behind "fetch failed" or "terminated". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
