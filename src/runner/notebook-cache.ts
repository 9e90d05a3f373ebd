/**
 * Executed notebooks that are kept: what a run gave, together with all that it depended on.
 *
 * What a notebook reads is known only once it has run. So each kept run says what it depended on, in which state; it
 * holds if all of that is in the same state now. `cache/notebooks/<cohort>/<name>/` has the last runs, a file each, and
 * in `latest` the name of the one that was used last, with which `--explain` compares. A damaged file counts as absent.
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Notebook } from "../io/notebook.js";
import { writeWhole } from "../io/write-whole.js";
import type { Dependencies } from "./dependencies.js";
import { cacheFolder } from "./environment.js";
import { readKept, writeKept } from "./kept-file.js";
import type { RanCell } from "./run-notebook.js";
import { stateOfRead } from "./traced-reads.js";

/** What a run gave. */
export interface KeptRun {
  /** Of each code cell, that of the parameters included. */
  readonly cells: readonly RanCell[];
  readonly languageInfo: Notebook["metadata"];
  /** What it wrote, by paths below `reports/<cohort>`: text, or base64 of other bytes. */
  readonly files: readonly (readonly [
    path: string,
    content: string,
    encoding: "utf8" | "base64",
  ])[];
}

/** A kept run that holds, or how what is there now differs from the run that was used last. */
export type Found =
  | { readonly run: KeptRun }
  | { readonly missing: "never kept" | "damaged" }
  | { readonly before: Dependencies; readonly now: Dependencies };

interface Entry {
  /** Known before a run. */
  readonly stated: readonly (readonly [string, string])[];
  /** Files and folders that it was seen to read. */
  readonly read: readonly (readonly [string, string])[];
  readonly run: KeptRun;
}

/** How many runs of a notebook stay. */
const MOST_KEPT = 8;

export function findRun(cohort: string, name: string, stated: Dependencies): Found {
  const folder = folderOf(cohort, name);
  const keys = keysIn(folder);
  const latest = latestOf(folder);
  for (const key of [...keys].sort((a, b) => Number(b === latest) - Number(a === latest))) {
    const entry = readEntry(join(folder, key));
    if (entry === null || !agree(new Map(entry.stated), stated)) continue;
    if (!entry.read.every(([read, state]) => stateOfRead(read) === state)) continue;
    writeWhole(join(folder, "latest"), key);
    return { run: entry.run };
  }
  if (latest === null || !keys.includes(latest)) return { missing: "never kept" };
  const before = readEntry(join(folder, latest));
  if (before === null) return { missing: "damaged" };
  const readsNow = before.read.map(([read]) => [read, stateOfRead(read)] as const);
  return {
    before: new Map([...before.stated, ...before.read]),
    now: new Map([...stated, ...readsNow]),
  };
}

/** @param reads files and folders that the run was seen to read, in their present state */
export function keepRun(
  cohort: string,
  name: string,
  stated: Dependencies,
  reads: readonly string[],
  run: KeptRun,
): void {
  const folder = folderOf(cohort, name);
  const read = reads.map((file) => [file, stateOfRead(file)] as const);
  const text = JSON.stringify({ stated: [...stated], read, run } satisfies Entry);
  const key = createHash("sha256")
    .update(JSON.stringify([...stated, ...read]))
    .digest("hex");
  writeKept(join(folder, key), new TextEncoder().encode(text));
  writeWhole(join(folder, "latest"), key);
  const byAge = keysIn(folder).map((kept) => ({ kept, made: madeAt(join(folder, kept)) }));
  byAge.sort((a, b) => b.made - a.made);
  for (const { kept } of byAge.slice(MOST_KEPT)) rmSync(join(folder, kept), { force: true });
}

function folderOf(cohort: string, name: string): string {
  return join(cacheFolder(), "notebooks", cohort, name);
}

function keysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => /^[0-9a-f]{64}$/.test(file));
}

function latestOf(folder: string): string | null {
  const path = join(folder, "latest");
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** When a file was made; 0 if another process removed it. */
function madeAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readEntry(path: string): Entry | null {
  const bytes = readKept(path);
  if (bytes === null) return null;
  const entry = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Entry>;
  const isEntry = Array.isArray(entry.stated) && Array.isArray(entry.read);
  return isEntry && entry.run !== undefined ? (entry as Entry) : null;
}

function agree(a: Dependencies, b: Dependencies): boolean {
  return a.size === b.size && [...a].every(([name, state]) => b.get(name) === state);
}
