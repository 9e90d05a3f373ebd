/**
 * What a notebook read, under names that hold in every folder and on every machine, and the state that each is in: the
 * SHA-256 of a file, the names of a folder, or that nothing is there, since a file that appears changes a result too.
 *
 * Code and packages are known by what cells import, the report by what notebooks declare to read, and the manifest by
 * its entries; none of them counts here, nor does the cache.
 */

import { createHash } from "node:crypto";
import { readdirSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { sha256OfFile } from "../io/input-file.js";
import { MANIFEST_FILE } from "../io/manifest.js";
import { cacheFolder, dataFolder, projectRoot } from "./environment.js";
import type { TracedRead } from "./kernel/trace-reads.cjs";

const known: Map<string, { modified: number; size: number; sha256: string }> = new Map();

/**
 * Names of what was read: `paper/table1.json`, `data: sts-features/features.csv`, or a whole path for what lies
 * elsewhere; a folder whose names were listed ends with `/`, with `/**` if those of the folders below it were, too.
 *
 * @param log as the kernel writes it: `kernel/trace-reads.cts`
 * @param report the folder of the report that the notebook ran for
 */
export function namesOfReads(log: string, report: string): string[] {
  const reads = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as TracedRead)
    .filter(({ path }) => !isElsewhereKnown(path, report));
  const endings = { file: "", names: "/", tree: "/**" } as const;
  return [...new Set(reads.map(({ path, of }) => nameOf(path) + endings[of]))].sort();
}

/** The state of one of them now. */
export function stateOfRead(name: string): string {
  const path = pathOf(name.replace(/\/(?:\*\*)?$/, ""));
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return "absent";
  if (!found.isDirectory()) return fileState(path, found);
  if (!name.endsWith("/") && !name.endsWith("/**")) return "folder";
  const names = readdirSync(path, { recursive: name.endsWith("/**"), encoding: "utf8" });
  return createHash("sha256").update(names.sort().join("\n")).digest("hex");
}

/** The state of a file outside that naming: the results of a notebook. */
export function stateOfFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "absent" : fileState(path, found);
}

/** The first of them that changed after a time (milliseconds), or null. */
export function changedSince(names: readonly string[], time: number): string | null {
  const changed = names.find((name) => {
    if (name.endsWith("/") || name.endsWith("/**")) return false;
    const found = statSync(pathOf(name), { throwIfNoEntry: false });
    return found?.isFile() === true && found.ctimeMs > time;
  });
  return changed ?? null;
}

/** A file is read again only if its time or size has changed since this process last read it. */
function fileState(path: string, { mtimeMs: modified, size }: Stats): string {
  const before = known.get(path);
  if (before?.modified === modified && before.size === size) return before.sha256;
  const sha256 = sha256OfFile(path);
  known.set(path, { modified, size, sha256 });
  return sha256;
}

function isElsewhereKnown(path: string, report: string): boolean {
  const root = projectRoot();
  return (
    /[\\/]node_modules[\\/]/.test(path) ||
    path === join(root, MANIFEST_FILE) ||
    [join(root, "dist"), cacheFolder(), report, ...SYSTEM].some((folder) => isIn(path, folder))
  );
}

const SYSTEM: readonly string[] = ["/proc", "/sys", "/dev"];

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function nameOf(path: string): string {
  const slashes = (text: string): string => text.replaceAll("\\", "/");
  const data = dataFolder();
  if (isIn(path, data)) return `data: ${slashes(relative(data, path))}`;
  return isIn(path, projectRoot()) ? slashes(relative(projectRoot(), path)) : path;
}

function pathOf(name: string): string {
  if (name.startsWith("data: ")) return join(dataFolder(), name.slice("data: ".length));
  return isAbsoluteName(name) ? name : join(projectRoot(), name);
}

function isAbsoluteName(name: string): boolean {
  return name.startsWith("/") || /^[A-Za-z]:[\\/]/.test(name);
}
