/** What changed since a notebook was last kept, in words. */

import { hasTag, type Notebook } from "../io/notebook.js";
import { CELL, type Dependencies } from "./dependencies.js";

/** How many changes are named; the others are counted. */
const MOST_NAMED = 3;

/**
 * What is not as it was: "cell 4 changed, src/select/mrmr.ts changed".
 *
 * @param injected the notebook with its parameters, by which cells are numbered as Jupyter numbers them
 * @returns empty if nothing changed
 */
export function changesInWords(
  before: Dependencies,
  now: Dependencies,
  injected: Notebook,
): string {
  const names = [...new Set([...now.keys(), ...before.keys()])];
  const changed = names.filter((name) => before.get(name) !== now.get(name));
  const causes = changed.filter((name) => !isConsequence(name, before, now));
  const told = causes.length > 0 ? causes : changed;
  const sentences = told.map((name) =>
    changeInWords(name, before.get(name), now.get(name), injected),
  );
  const more = sentences.length - MOST_NAMED;
  const named = sentences.slice(0, MOST_NAMED).join(", ");
  return more > 0 ? `${named}, and ${more} more` : named;
}

/** Code that comes or goes, and cells in another order, follow from a change elsewhere, and are told only if there is none. */
function isConsequence(name: string, before: Dependencies, now: Dependencies): boolean {
  if (name === "the order of its cells") return true;
  return !name.startsWith(CELL) && (!before.has(name) || !now.has(name));
}

function changeInWords(
  name: string,
  before: string | undefined,
  now: string | undefined,
  injected: Notebook,
): string {
  const shown = name.startsWith(CELL)
    ? cellInWords(name.slice(CELL.length), injected)
    : name.replace(/^dist\/(src\/.*)\.js$/, "$1.ts"); // code that was read, not run
  if (before === undefined) return `${shown} is new`;
  if (now === undefined) return `${shown} is gone`;
  if (now === "absent") return `${shown} is no longer there`;
  if (before === "absent") return `${shown} is there now`;
  return isShort(before) && isShort(now)
    ? `${shown} changed from ${before} to ${now}`
    : `${shown} changed`;
}

/** By its number among the cells that run; by its id if it is not among them. */
function cellInWords(id: string, { cells }: Notebook): string {
  const run = cells.filter((cell) => cell.cell_type === "code" && cell.source.trim() !== "");
  const place = run.findIndex((cell) => cell.id === id && !hasTag(cell, "injected-parameters"));
  return `cell ${place < 0 ? id : place + 1}`;
}

/** A version or a name, not a checksum. */
function isShort(state: string): boolean {
  return !/^[0-9a-f]{64}/.test(state);
}
