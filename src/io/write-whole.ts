/** Files are written whole or not at all: into a neighbour first, then renamed over the target. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Write a file so that no reader ever sees half of it, and leave it alone if its bytes are already these.
 *
 * @returns whether the file changed
 */
export function writeWhole(path: string, content: string | Uint8Array): boolean {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (existsSync(path) && readFileSync(path).equals(bytes)) return false;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.part-${process.pid}`;
  try {
    writeFileSync(part, bytes);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  return true;
}
