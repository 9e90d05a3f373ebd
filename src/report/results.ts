/**
 * The results of a notebook as data: what its cells found, in full precision, each value with where it comes from and
 * how it was computed. The report's pages, the ledger and `dlrn verify` read nothing else.
 *
 * One file a notebook, `reports/<cohort>/results/NN.json`, one line a value. A value that cannot be computed stands
 * there too, with the reason.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../io/input-error.js";
import type { Table } from "../table/table.js";

/** How far a value may lie from this one and still be the same result: |difference| ≤ absolute + relative · |value|. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** What a value was computed from. The three are never mixed. */
export type Source = "printed aggregates" | "patients" | "images";

/** What is known of a value beside the value. */
export interface ResultFacts {
  /** For readers: "Age, training set: P". */
  readonly label: string;
  readonly source: Source;
  /** The claim of the paper that this value answers, by its id in `paper/claims.json`. */
  readonly claim?: string;
  /** As the paper prints it. */
  readonly printed?: string;
  /** Patients, and those among them with the event. */
  readonly n?: number;
  readonly events?: number;
  /** The test, model or formula. */
  readonly test?: string;
  /** What is compared with what: a reference level, a group. */
  readonly reference?: string;
  /** Defaults to 1e-9 relative: other processors and versions of Node differ in the last bits. */
  readonly tolerance?: Tolerance;
}

export interface Result extends ResultFacts {
  /** Unique in the cohort's report. */
  readonly id: string;
  /** The cell of the notebook that found it, by its id. */
  readonly cell: string;
  readonly value: number | string | boolean | null;
  /** Why there is no value; only with null. */
  readonly notComputable?: string;
}

/** What a notebook shows, in its order. */
export type Item =
  | { readonly kind: "text"; readonly cell: string; readonly text: string }
  | { readonly kind: "table"; readonly cell: string; readonly table: Table }
  | {
      readonly kind: "figure";
      readonly cell: string;
      readonly id: string;
      readonly title: string;
      readonly caption: string;
    };

/** A step that was allowed to see what it should not, and why. */
export interface DeclaredException {
  readonly cell: string;
  readonly step: string;
  readonly reason: string;
}

export interface NotebookResults {
  /** Name of the notebook's file, without its ending: "01-cohort". */
  readonly notebook: string;
  readonly cohort: string;
  /** "constructed data", or "patients". */
  readonly data: "constructed data" | "patients";
  readonly items: readonly Item[];
  readonly exceptions: readonly DeclaredException[];
  readonly results: readonly Result[];
}

/** The tolerance of results that state none. */
export const usualTolerance: Required<Tolerance> = { relative: 1e-9, absolute: 0 };

/** The text of a results file: indented, but one line for each value, so that a change shows as one line. */
export function resultsText({ results, ...rest }: NotebookResults): string {
  const head = JSON.stringify(rest, null, 1).slice(0, -2);
  const lines = results.map((result) => `  ${JSON.stringify(result)}`);
  return `${head},\n "results": [\n${lines.join(",\n")}\n ]\n}\n`;
}

/**
 * All results of a report, by notebook.
 *
 * @param folder `reports/<cohort>`
 * @throws InputError if a file is no results file, or an id comes twice among them
 */
export function readResults(folder: string): NotebookResults[] {
  let files: string[];
  try {
    files = readdirSync(join(folder, "results")).filter((file) => file.endsWith(".json"));
  } catch {
    throw new InputError("the report must have results; run: npx dlrn reproduce", folder);
  }
  const seen = new Map<string, string>();
  return files.sort().map((file) => {
    const place = join(folder, "results", file);
    const read = parseResults(readFileSync(place, "utf8"), place);
    for (const { id } of read.results) {
      const other = seen.get(id);
      if (other !== undefined)
        throw new InputError(`ids of results must be unique; "${id}" is in ${other} too`, place);
      seen.set(id, file);
    }
    return read;
  });
}

/** @param place what a message calls the file */
export function parseResults(text: string, place: string): NotebookResults {
  let value: Partial<NotebookResults> | null;
  try {
    value = JSON.parse(text) as Partial<NotebookResults> | null;
  } catch (error) {
    throw new InputError(`a results file must be JSON; ${(error as Error).message}`, place);
  }
  const { notebook, items, results } = value ?? {};
  if (typeof notebook !== "string" || !Array.isArray(items) || !Array.isArray(results))
    throw new InputError("a results file must have notebook, items and results", place);
  return value as NotebookResults;
}
