/**
 * Stack traces that are the same on every machine, wherever a cell prints them: frames of the project name the
 * TypeScript source relative to the root, a cell is `cell`, and frames of Node, tslab and the kernel are left out.
 */

import { findSourceMap } from "node:module";

import path = require("node:path");

import { fileURLToPath } from "node:url";

const CELL = /^evalmachine\./;

/** @param root the project's folder */
export function cleanTraces(root: string): void {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = (error, frames) => {
    const told = frames.map((frame) => describeFrame(frame, root)).filter((line) => line !== null);
    return [header(error), ...new Set(told)].join("\n");
  };
}

/** The project's folder cut off, and the compiled cell's unhelpful name and lines replaced by `cell`. */
export function cleanPaths(text: string, root: string): string {
  return text
    .replaceAll(/evalmachine\.<anonymous>(?::\d+){0,2}/g, "cell")
    .replaceAll(`file://${root}/`, "")
    .replaceAll(`${root}/`, "");
}

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function describeFrame(frame: NodeJS.CallSite, root: string): string | null {
  const name = frame.getFileName() ?? "";
  const called = frame.getFunctionName();
  const at = (place: string) =>
    called === null ? `    at ${place}` : `    at ${called} (${place})`;
  if (CELL.test(name)) return at("cell");
  const file = name.startsWith("file://") ? fileURLToPath(name) : name;
  const relative = path.relative(root, file).replaceAll("\\", "/");
  if (!path.isAbsolute(file) || relative.startsWith("..")) return null;
  if (/(?:^|\/)node_modules\/|^dist\/src\/runner\/kernel\//.test(relative)) return null;
  return at(sourcePlace(name, frame, root) ?? `${relative}:${frame.getLineNumber()}`);
}

/** `src/math/summary.ts:12:7`, if the file was compiled from TypeScript. */
function sourcePlace(name: string, frame: NodeJS.CallSite, root: string): string | null {
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  if (line === null || column === null) return null;
  const entry = findSourceMap(name)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return null;
  const source = fileURLToPath(entry.originalSource);
  const relative = path.relative(root, source).replaceAll("\\", "/");
  return `${relative}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
