/**
 * Which files and folders the cells of a notebook ask for, so that the cache knows what their results depend on.
 *
 * The runner has Node load this file before anything else (`--require`, which holds for workers too) and names a file
 * in `DLRN_READS`; each path goes there once, as a line of JSON: a file that was read or only asked for, or a folder
 * whose names were listed. The functions of `node:fs` are wrapped, for modules of both kinds. In the kernel itself only
 * what the cells do counts, not the start and the compiler.
 */

import fs = require("node:fs");

import { syncBuiltinESMExports } from "node:module";

import path = require("node:path");

import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

/** A path that was asked for; `names`: the folder's names were listed, `tree`: those of all folders below it too. */
export interface TracedRead {
  readonly path: string;
  readonly of: "file" | "names" | "tree";
}

let isOn = !isMainThread;

/** From now on reads count. */
export function startTracing(): void {
  isOn = true;
}

/** What this call reads does not count. It must not go on after it has returned. */
export function untraced<T>(call: () => T): T {
  const before = isOn;
  isOn = false;
  try {
    return call();
  } finally {
    isOn = before;
  }
}

const FILES =
  "readFile readFileSync open openSync createReadStream openAsBlob copyFile copyFileSync exists existsSync access accessSync stat statSync lstat lstatSync";
const FOLDERS = "readdir readdirSync opendir opendirSync";

const log = process.env["DLRN_READS"];
if (log !== undefined) traceInto(fs.openSync(log, "a"));

function traceInto(descriptor: number): void {
  const { writeSync } = fs;
  const seen = new Set<string>();
  const note = (asked: unknown, of: TracedRead["of"]): void => {
    const place = isOn ? pathOf(asked) : null;
    if (place === null) return;
    const line = `${JSON.stringify({ path: place, of } satisfies TracedRead)}\n`;
    if (seen.has(line)) return;
    seen.add(line);
    writeSync(descriptor, line);
  };
  for (const object of [fs, fs.promises] as unknown as Functions[]) {
    for (const name of FILES.split(" "))
      wrap(object, name, (asked, flags) => {
        // What is opened to be written from its start is not read.
        if (!(name.startsWith("open") && typeof flags === "string" && flags.startsWith("w")))
          note(asked, "file");
      });
    for (const name of FOLDERS.split(" "))
      wrap(object, name, (asked, options) => note(asked, isRecursive(options) ? "tree" : "names"));
  }
  syncBuiltinESMExports();
}

type Functions = Record<string, ((...args: unknown[]) => unknown) | undefined>;

function wrap(
  object: Functions,
  name: string,
  before: (first: unknown, second: unknown) => void,
): void {
  const original = object[name];
  if (original === undefined) return;
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    before(args[0], args[1]);
    return original.apply(this, args);
  };
  object[name] = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
}

/** Null for what is no path, such as the number of an open file. */
function pathOf(asked: unknown): string | null {
  if (typeof asked === "string") return path.resolve(asked);
  if (asked instanceof URL) return asked.protocol === "file:" ? fileURLToPath(asked) : null;
  return Buffer.isBuffer(asked) ? path.resolve(asked.toString()) : null;
}

function isRecursive(options: unknown): boolean {
  return (options as { recursive?: unknown } | null | undefined)?.recursive === true;
}
