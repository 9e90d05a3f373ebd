/**
 * What a notebook read, under names that hold in every folder and on every machine, and the state that each is in: the
 * SHA-256 of a file, the names of a folder, or that nothing is there, since a file that appears changes a result too.
 *
 * What is known otherwise does not count again: code and packages that the cells reach, the manifest, of which the
 * cohort's entry counts, and the report, from which a notebook has what it declares to read; nor does the cache, whose
 * results are named by all they depend on.
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, type Stats, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { sha256OfFile } from "../io/input-file.js";
import { MANIFEST_FILE } from "../io/manifest.js";
import { readNotebook } from "../io/notebook.js";
import { cacheFolder, dataFolder, projectRoot } from "./environment.js";
import type { TracedRead } from "./kernel/trace-reads.cjs";
import { sourceName } from "./reached-code.js";

const known: Map<string, { modified: number; size: number; sha256: string }> = new Map();

/**
 * Names of what was read: `paper/table1.json`, `data: sts-features/features.csv`, or a whole path for what lies
 * elsewhere; a folder whose names were listed ends with `/`, with `/**` if those of the folders below it were, too.
 *
 * @param log as the kernel writes it: `kernel/trace-reads.cts`
 * @param room the folder that the notebook ran in, with the report as it saw it
 * @param stated names of the code and packages that it is known to reach
 */
export function namesOfReads(
  log: string,
  room: string,
  stated: { readonly keys: () => Iterable<string> },
): string[] {
  const code = new Set(stated.keys());
  const reads = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as TracedRead)
    .filter(({ path }) => !isIgnored(path, room) && !isCode(path, code));
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
  return sha256OfText(names.sort().join("\n"));
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
  const sha256 = path.endsWith(".ipynb") ? codeOfNotebook(path) : sha256OfFile(path);
  known.set(path, { modified, size, sha256 });
  return sha256;
}

/** Of a notebook the code cells count: who reads it wants to know what it does. */
function codeOfNotebook(path: string): string {
  try {
    const code = readNotebook(path).cells.filter(({ cell_type }) => cell_type === "code");
    return sha256OfText(JSON.stringify(code.map(({ id, source }) => [id, source])));
  } catch {
    return sha256OfFile(path); // no notebook after all
  }
}

function sha256OfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function isIgnored(path: string, room: string): boolean {
  if (path === join(projectRoot(), MANIFEST_FILE)) return true;
  return [cacheFolder(), room, ...SYSTEM].some((folder) => isIn(path, folder));
}

const SYSTEM: readonly string[] = ["/proc", "/sys", "/dev"];

/** Whether a file belongs to code or a package that is known to be reached, or is a package that is not installed. */
function isCode(path: string, code: ReadonlySet<string>): boolean {
  const [before, ...rest] = path.replaceAll("\\", "/").split("/node_modules/");
  if (rest.length === 0) {
    const compiled = before.replace(/\.map$/, "").replace(/\.d\.(c?)ts$/, ".$1js");
    return code.has(sourceName(compiled, projectRoot()));
  }
  const parts = rest.join("/node_modules/").split("/");
  const isReached = parts.some((_, i) => code.has(`package ${parts.slice(0, i + 1).join("/")}`));
  return isReached || !existsSync(path);
}

function isIn(path: string, folder: string): boolean {
  return path === resolve(folder) || path.startsWith(resolve(folder) + sep);
}

function nameOf(path: string): string {
  const below = (folder: string): string => relative(folder, path).replaceAll("\\", "/") || ".";
  if (isIn(path, dataFolder())) return `data: ${below(dataFolder())}`;
  return isIn(path, projectRoot()) ? below(projectRoot()) : path;
}

function pathOf(name: string): string {
  if (name.startsWith("data: ")) return join(dataFolder(), name.slice("data: ".length));
  return isAbsoluteName(name) ? name : join(projectRoot(), name);
}

function isAbsoluteName(name: string): boolean {
  return name.startsWith("/") || /^[A-Za-z]:[\\/]/.test(name);
}
