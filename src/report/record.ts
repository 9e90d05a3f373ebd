/**
 * What a notebook hands on. A cell shows a table, a figure or a sentence, and notes the values behind it, all under
 * its own id; at the end the notebook saves the record: its results as JSON, each table as CSV, HTML and Markdown,
 * each figure as SVG, with its specification beside it if it has one.
 *
 * Files that say the same are left alone: where only last digits differ, another processor computed them.
 */

import type { MimeBundle } from "../io/notebook.js";
import type { DrawnFigure, Figure } from "../plot/figure.js";
import { renderSvg, svgPage } from "../plot/render.js";
import { themeConfig } from "../plot/theme.js";
import { csvTable } from "../table/csv.js";
import { htmlTable } from "../table/html.js";
import { markdownTable } from "../table/markdown.js";
import { constructedMark, type Table } from "../table/table.js";
import {
  type DeclaredException,
  type Item,
  type NotebookResults,
  type Result,
  type ResultFacts,
  resultsText,
  type Source,
} from "./results.js";
import { saveReportFile } from "./save-file.js";
import { tablePage } from "./table-page.js";

/** A notebook's record in the making; cells add to it. */
export interface NotebookRecord {
  readonly notebook: string;
  readonly cohort: string;
  readonly constructed: boolean;
  readonly items: Item[];
  readonly exceptions: DeclaredException[];
  readonly results: Result[];
  /** Where the scores come from that all further values rest on. */
  readonly scores: { source: Source };
  /** Path below `reports/<cohort>` to text. */
  readonly files: Map<string, string>;
}

/** The value with what is known of it, before it has an id and a cell; null with a reason if there is none. */
export type Finding = ResultFacts &
  (
    | { readonly id: string; readonly value: number | string | boolean }
    | { readonly id: string; readonly value: null; readonly notComputable: string }
  );

/**
 * An empty record.
 *
 * @param notebook name of its file without the ending, beginning with its number: "01-cohort"
 * @param study the cohort
 */
export function startRecord(
  notebook: string,
  study: { readonly id: string; readonly constructed: boolean },
): NotebookRecord {
  if (!/^\d\d-[a-z0-9-]+$/.test(notebook))
    throw new RangeError(`a notebook's name must be like 01-cohort; got "${notebook}"`);
  const { id: cohort, constructed } = study;
  return {
    notebook,
    cohort,
    constructed,
    items: [],
    exceptions: [],
    results: [],
    scores: { source: "patients" },
    files: new Map(),
  };
}

/** From here on values of patients rest on scores from this source: those from images answer no printed number. */
export function setScoreSource(record: NotebookRecord, source: Source): void {
  record.scores.source = source;
}

/**
 * Note values that a cell found.
 *
 * @returns the values as they were noted: with the source of the scores, and with printed numbers beside patients only
 * @throws RangeError if an id comes twice, a number is not finite, or a missing value has no reason
 */
export function recordValues(
  record: NotebookRecord,
  cell: string,
  given: readonly Finding[],
): Finding[] {
  const findings = record.scores.source === "images" ? given.map(fromImages) : [...given];
  const known = new Set(record.results.map(({ id }) => id));
  for (const { id, value, ...facts } of findings) {
    if (known.has(id)) throw new RangeError(`ids of results must be unique; "${id}" comes twice`);
    if (typeof value === "number" && !Number.isFinite(value))
      throw new RangeError(
        `a result must be finite, or null with a reason; "${id}" is ${value}; say why it is not computable`,
      );
    known.add(id);
    record.results.push({ id, value, cell, ...facts });
  }
  return findings;
}

function fromImages({ printed: _, ...finding }: Finding): Finding {
  return finding.source === "patients" ? { ...finding, source: "images" } : finding;
}

/** A sentence built from values, shown in the notebook and on the page. */
export function recordText(record: NotebookRecord, cell: string, text: string): MimeBundle {
  record.items.push({ kind: "text", cell, text });
  return { "text/markdown": text };
}

/** A table, shown in the notebook and on the page, and written as CSV, HTML and Markdown. */
export function recordTable(record: NotebookRecord, cell: string, table: Table): MimeBundle {
  const { constructed } = record;
  record.items.push({ kind: "table", cell, table });
  addFile(record, `tables/${table.id}.csv`, csvTable(table, belonging(record)));
  addFile(record, `tables/${table.id}.html`, tablePage(table, record));
  addFile(record, `tables/${table.id}.md`, markdownTable(table, { constructed }));
  return {
    "text/html": htmlTable(table, { constructed }),
    "text/plain": markdownTable(table, { constructed }),
  };
}

/** A figure, shown in the notebook and on the page, written as SVG, as its specification and as its own data. */
export async function recordFigure(
  record: NotebookRecord,
  cell: string,
  figure: Figure,
): Promise<MimeBundle> {
  const { id, title, caption, description, specification, data } = figure;
  const { constructed } = record;
  const svg = await renderSvg(figure, { constructed });
  record.items.push({ kind: "figure", cell, id, title, caption });
  addFile(record, `figures/${id}.svg`, svg);
  const words = constructed ? `${constructedMark(figure)}. ${description}` : description;
  addFile(
    record,
    `figures/${id}.vl.json`,
    `${JSON.stringify({ $schema: schema, title, description: words, ...specification, config: themeConfig })}\n`,
  );
  if (data !== undefined) {
    const whose = constructed ? constructedMark(figure) : "patients";
    addFile(record, `figures/${id}.json`, `${JSON.stringify({ title, data: whose, ...data })}\n`);
  }
  return { "text/html": svg, "text/plain": words }; // as HTML, since some viewers strip what comes as an SVG image
}

/** A figure of pixels, shown in the notebook and on the page, and written as SVG. */
export function recordDrawing(
  record: NotebookRecord,
  cell: string,
  figure: DrawnFigure,
): MimeBundle {
  const { id, title, caption, description, drawing } = figure;
  const { constructed } = record;
  const svg = svgPage(figure, drawing, { constructed });
  record.items.push({ kind: "figure", cell, id, title, caption });
  addFile(record, `figures/${id}.svg`, svg);
  return {
    "text/html": svg,
    "text/plain": constructed ? `${constructedMark(figure)}. ${description}` : description,
  };
}

/** A step that was allowed to see rows it should not learn from. It is shown wherever the result is. */
export function recordException(
  record: NotebookRecord,
  cell: string,
  step: string,
  reason: string,
): MimeBundle {
  record.exceptions.push({ cell, step, reason });
  return { "text/markdown": `**Declared exception, ${step}:** ${reason}` };
}

/** The results as they are saved. */
export function notebookResults(record: NotebookRecord): NotebookResults {
  const { notebook, cohort, constructed, items, exceptions, results } = record;
  const data = constructed ? "constructed data" : "patients";
  return { notebook, cohort, data, items, exceptions, results };
}

/**
 * Write the record's files below a folder; a file that says the same as what is there is left alone.
 *
 * @param folder `reports/<cohort>`
 * @returns the paths that were written or left alone, below the folder
 */
export function saveRecord(record: NotebookRecord, folder: string): string[] {
  const path = `results/${record.notebook.slice(0, 2)}.json`;
  saveReportFile(folder, path, resultsText(notebookResults(record)));
  for (const [file, text] of record.files) saveReportFile(folder, file, text);
  return [path, ...record.files.keys()];
}

/** Lets any Vega-Lite editor open the file. */
const schema = "https://vega.github.io/schema/vega-lite/v6.json";

function belonging({ cohort, constructed }: NotebookRecord): string {
  return constructed ? `${cohort} (constructed data)` : cohort;
}

function addFile(record: NotebookRecord, path: string, text: string): void {
  if (!/^[a-z]+\/[a-z0-9.-]+$/.test(path))
    throw new RangeError(`a file's name must be small letters, digits and hyphens; got "${path}"`);
  if (record.files.has(path))
    throw new RangeError(`each table and figure needs a name of its own; ${path} comes twice`);
  record.files.set(path, text);
}
