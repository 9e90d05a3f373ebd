/**
 * Two runs of the same study, compared value by value: each result within its own tolerance, and none missing.
 */

import { type NotebookResults, type Result, usualTolerance } from "./results.js";

/** One result that is not the same. */
export interface ResultDifference {
  readonly notebook: string;
  readonly cell: string;
  readonly id: string;
  /** In a sentence, with both values. */
  readonly what: string;
}

/**
 * What differs, in the order of the expected results; empty if nothing does.
 *
 * @param expected the committed results; their tolerances count
 * @param found those of a fresh run
 */
export function resultDifferences(
  expected: readonly NotebookResults[],
  found: readonly NotebookResults[],
): ResultDifference[] {
  const theirs = new Map(found.flatMap(({ results }) => results.map((r) => [r.id, r] as const)));
  const ours = new Set(expected.flatMap(({ results }) => results.map(({ id }) => id)));
  const differences: ResultDifference[] = [];
  for (const { notebook, results } of expected) {
    for (const result of results) {
      const other = theirs.get(result.id);
      const what =
        other === undefined ? "is missing in the fresh run" : differenceOf(result, other);
      if (what !== null) differences.push({ notebook, cell: result.cell, id: result.id, what });
    }
  }
  for (const { notebook, results } of found) {
    for (const { id, cell } of results) {
      if (!ours.has(id)) differences.push({ notebook, cell, id, what: "is new in the fresh run" });
    }
  }
  return differences;
}

/** Why two results are not the same, or null if they are. */
export function differenceOf(expected: Result, found: Result): string | null {
  const [a, b] = [expected.value, found.value];
  if (a === null && b === null) return null; // the reason is a sentence, and may be put better
  if (typeof a !== "number" || typeof b !== "number")
    return a === b ? null : `was ${shown(expected)}, is ${shown(found)}`;
  const { relative = 0, absolute = 0 } = expected.tolerance ?? usualTolerance;
  const allowed = absolute + relative * Math.abs(a);
  const off = Math.abs(a - b);
  return off <= allowed ? null : `was ${a}, is ${b}; off by ${off}, allowed ${allowed}`;
}

function shown({ value, notComputable }: Result): string {
  return value === null ? `not computable (${notComputable})` : JSON.stringify(value);
}
