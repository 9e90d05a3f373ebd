/**
 * A network's file by its public address. Its publisher states no size and often only the first digits of its SHA-256
 * (torchvision writes eight of them into the name), so it is downloaded whole and kept only if it agrees with those.
 */

import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../io/input-error.js";
import { type InputFolders, sha256OfFile } from "../io/input-file.js";
import type { NetworkEntry } from "../io/network-entry.js";
import type { Get } from "./fetch.js";

/** No network of deep features is larger. */
const MOST_BYTES = 2e9;

/**
 * @param received told the bytes so far after each piece
 * @throws InputError if the network has no address, the address refuses or breaks off, or gives other bytes (what came is
 *   then deleted)
 */
export async function fetchNetwork(
  { id, path, root, sha256, address }: NetworkEntry,
  folders: InputFolders,
  get: Get,
  received: (bytes: number) => void = () => undefined,
): Promise<"present" | "downloaded"> {
  const target = join(folders[root], path);
  if (existsSync(target) && sha256OfFile(target).startsWith(sha256)) return "present";
  if (address === null)
    throw new InputError(`the network "${id}" must have an address to be fetched; it has none`);
  const response = await get(address, { headers: {} }).catch((error: Error) => {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new InputError(
      `the address must be reached; ${address}: ${reason}; try again later`,
      path,
    );
  });
  if (!response.ok || response.body === null)
    throw new InputError(
      `the address must give the file; ${address} answered ${response.status} ${response.statusText}; try again later`,
      path,
    );
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  const handle = openSync(part, "w");
  try {
    let bytes = 0;
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > MOST_BYTES)
        throw new InputError(`a network must be below 2 GB; ${address} gives more`, path);
      writeSync(handle, piece);
      received(bytes);
    }
    const found = sha256OfFile(part);
    if (!found.startsWith(sha256))
      throw new InputError(
        `what is downloaded must have a SHA-256 that begins with ${sha256}; ${address} gave ${found}; it was deleted`,
        path,
      );
    renameSync(part, target);
  } finally {
    closeSync(handle);
    rmSync(part, { force: true });
  }
  return "downloaded";
}
