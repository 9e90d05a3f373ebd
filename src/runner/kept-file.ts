/**
 * A file of the cache: whole, as it was written, or as good as absent. Its first line is the SHA-256 of what follows.
 *
 * The time of its last change is when it was made, the time of its last access when it was last used. Of the files of a
 * folder the most recently used stay; those used within the last hour stay in any case, since a run may need them again.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../io/write-whole.js";

const DIGEST = 64;
const HOUR = 3_600_000;

/**
 * @param since files made before this time (milliseconds) count as absent
 * @returns null if there is no such file, or its bytes are not those that were written
 */
export function readKept(path: string, since = 0): Uint8Array | null {
  let bytes: Buffer;
  try {
    const { mtime } = statSync(path);
    if (mtime.getTime() < since) return null;
    bytes = readFileSync(path);
    utimesSync(path, new Date(), mtime);
  } catch {
    return null;
  }
  const content = bytes.subarray(DIGEST + 1);
  return bytes.toString("latin1", 0, DIGEST) === digest(content) ? new Uint8Array(content) : null;
}

export function writeKept(path: string, content: Uint8Array): void {
  const head = new TextEncoder().encode(`${digest(content)}\n`);
  const whole = new Uint8Array(head.length + content.length);
  whole.set(head);
  whole.set(content, head.length);
  rmSync(path, { force: true }); // the time it was made is now, also where the bytes are the same
  writeWhole(path, whole);
}

/** Remove the least recently used files of a folder beyond this number, but none that was used within the last hour. */
export function pruneKept(folder: string, most: number, now: number = Date.now()): void {
  const files = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    try {
      return [{ path, used: Math.max(statSync(path).atimeMs, statSync(path).mtimeMs) }];
    } catch {
      return []; // another process removed it
    }
  });
  files.sort((a, b) => b.used - a.used);
  for (const { path, used } of files.slice(most)) {
    if (used < now - HOUR) rmSync(path, { force: true });
  }
}

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
