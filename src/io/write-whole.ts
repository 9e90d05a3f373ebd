/** Files are written whole or not at all: into a neighbour first, then renamed over the target. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "./input-error.js";

/**
 * Write a file so that no reader ever sees half of it, and leave it alone if its bytes are already these.
 *
 * @returns whether the file changed
 * @throws {InputError} where the file cannot be written
 */
export function writeWhole(path: string, content: string | Uint8Array): boolean {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const part = `${path}.part-${process.pid}`;
  try {
    if (existsSync(path) && readFileSync(path).equals(bytes)) return false;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, bytes);
    renameSync(part, path);
  } catch (error) {
    if (existsSync(part)) rmSync(part);
    throw new InputError(
      `it must be possible to write this file; ${(error as Error).message}`,
      path,
    );
  }
  return true;
}
