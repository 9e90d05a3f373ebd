/**
 * The report of a cohort: `reports/<cohort>/index.html`, one page that works offline by a double click. It shows the
 * paper's items in their order, then what else the notebooks recorded, in theirs: sentences, tables, figures, and
 * behind each the values in full precision with the cell that found them. Nothing is computed here.
 */

import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { escapeXml } from "../io/escape-xml.js";
import { type Notebook, readNotebook } from "../io/notebook.js";
import { writeWhole } from "../io/write-whole.js";
import { renderPng } from "../plot/png.js";
import { type CellCode, cellCode } from "./cell-code.js";
import { interactivePage, movesFigures } from "./interactive-page.js";
import { idOf, itemHtml, valuesOf } from "./item-html.js";
import { htmlPage } from "./page.js";
import { type PaperSection, paperSection } from "./paper-section.js";
import { type Item, type NotebookResults, readResults } from "./results.js";

/**
 * Make the page from what is in the report, the page of figures to move beside it, draw the figures as PNG, and
 * take away tables and figures that no notebook records any more.
 *
 * @param root folder that holds `paper/`
 * @param folder the report: `reports/<cohort>`
 * @returns the path of the page
 * @throws InputError if there are no results, or a figure that they name is missing
 */
export async function buildReport(root: string, cohort: string, folder: string): Promise<string> {
  const path = join(folder, "index.html");
  const results = readResults(folder);
  savePage(path, reportPage(root, cohort, folder, results));
  savePage(join(folder, "interactive.html"), interactivePage(folder, cohort, results));
  removeForgotten(folder, results);
  await drawPixels(folder, results);
  return path;
}

/** @param page null where there is none; a page of old is then taken away */
function savePage(path: string, page: string | null): void {
  if (page === null) rmSync(path, { force: true });
  else if (!existsSync(path) || readFileSync(path, "utf8") !== page) writeWhole(path, page);
}

/** Each figure as PNG beside its SVG, unless a newer one is there: for manuscripts; they are not committed. */
async function drawPixels(folder: string, notebooks: readonly NotebookResults[]): Promise<void> {
  for (const item of notebooks.flatMap(({ items }) => items)) {
    if (item.kind !== "figure") continue;
    const svg = join(folder, `figures/${item.id}.svg`);
    const png = join(folder, `figures/${item.id}.png`);
    if (existsSync(png) && statSync(png).mtimeMs >= statSync(svg).mtimeMs) continue;
    writeWhole(png, await renderPng(readFileSync(svg, "utf8")));
  }
}

/** The page as HTML. @param notebooks results of the report in this folder */
export function reportPage(
  root: string,
  cohort: string,
  folder: string,
  notebooks: readonly NotebookResults[],
): string {
  const codeOf = cellCode(folder, notebooks);
  const paper = paperSection(root, folder, notebooks, codeOf);
  const sections = notebooks.map((notebook) => section(notebook, folder, paper, codeOf));
  const constructed = notebooks.some(({ data }) => data === "constructed data");
  const title = `Report of the cohort ${cohort}`;
  const values = notebooks.reduce((sum, { results }) => sum + results.length, 0);
  const contents = sections.map(({ id, question }) => `<li><a href="#${id}">${question}</a></li>`);
  const body = [
    '<a class="skip" href="#main">Skip to the results</a>',
    "<header>",
    `<h1>${escapeXml(title)}</h1>`,
    ...(paper === null ? [] : [paper.summary]),
    `<p>${values} values, each with the notebook, the cell and the code that found it. In full precision they are in <code>results/</code>; tables are also in <code>tables/</code> as CSV, figures in <code>figures/</code> with their data.${movesFigures(folder, notebooks) ? ' <code>npx dlrn reproduce</code> writes a second page beside this one: <a href="interactive.html">figures to move</a>.' : ""}</p>`,
    ...(paper === null
      ? []
      : [`<nav aria-label="Tables and figures of the paper">${paper.contents}</nav>`]),
    `<nav aria-label="Notebooks"><ol>${contents.join("")}</ol></nav>`,
    "</header>",
    '<main id="main">',
    ...(paper === null ? [] : [paper.html]),
    ...sections.map(({ html }) => html),
    "</main>",
    '<footer><p class="soft">Made by <code>npx dlrn reproduce</code> from the notebooks of this repository; checked by value with <code>npx dlrn verify</code>.</p></footer>',
  ];
  return htmlPage({ title, constructed, body: body.join("\n") });
}

interface Section {
  readonly id: string;
  readonly question: string;
  readonly html: string;
}

function section(
  results: NotebookResults,
  folder: string,
  paper: PaperSection | null,
  codeOf: CellCode,
): Section {
  const { notebook: name, items, exceptions } = results;
  const path = `notebooks/${name}.ipynb`;
  const executed = existsSync(join(folder, path)) ? readNotebook(join(folder, path)) : null;
  const question = escapeXml(titleOf(executed) ?? name);
  const id = `notebook-${name}`;
  const shown = new Set<string>();
  const above = paper?.shown ?? new Set<string>();
  const html = [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${question}</h2>`,
    `<p class="from">Notebook ${executed === null ? `<code>${name}</code>` : `<a href="${path}"><code>${name}.ipynb</code></a> (for Jupyter or VS Code)`} · <a href="results/${name.slice(0, 2)}.json">values as JSON</a></p>`,
    ...exceptions.map(
      ({ step, reason, cell }) =>
        `<p class="exception"><strong>Declared exception, ${escapeXml(step)}:</strong> ${escapeXml(reason)} <span class="soft">(cell <code>${cell}</code>)</span></p>`,
    ),
    ...items.map((item, i) => {
      const isLast = items.slice(i + 1).every(({ cell }) => cell !== item.cell);
      if (isLast) shown.add(item.cell);
      return [
        above.has(idOf(item) ?? "") ? linkAbove(item) : itemHtml(item, results, folder),
        ...(isLast ? [valuesOf(results, item.cell)] : []),
        ...(isLast && !isAbove(items, item.cell, above) ? [codeOf(name, item.cell)] : []),
      ].join("\n");
    }),
    ...cellsOf(results)
      .filter((cell) => !shown.has(cell))
      .map((cell) => valuesOf(results, cell)),
    "</section>",
  ];
  return { id, question, html: html.join("\n") };
}

/** Whether the cell's tables and figures, and so its code, stand among the paper's items. */
function isAbove(items: readonly Item[], cell: string, above: ReadonlySet<string>): boolean {
  return items.some((item) => item.cell === cell && above.has(idOf(item) ?? ""));
}

/** What stands among the paper's items is not shown twice. */
function linkAbove(item: Item): string {
  const title = item.kind === "table" ? item.table.title : item.kind === "figure" ? item.title : "";
  return `<p class="from">Shown above: <a href="#${idOf(item)}">${escapeXml(title)}</a> (cell <code>${item.cell}</code>)</p>`;
}

function cellsOf({ results }: NotebookResults): string[] {
  return [...new Set(results.map(({ cell }) => cell))];
}

/** The first heading of a notebook. */
function titleOf(notebook: Notebook | null): string | null {
  const source = notebook?.cells.find(({ cell_type }) => cell_type === "markdown")?.source ?? "";
  return /^# (.+)$/m.exec(source)?.[1] ?? null;
}

const OURS = /\.(csv|html|md|svg|png|vl\.json|json)$/;

function removeForgotten(folder: string, notebooks: readonly NotebookResults[]): void {
  const names = new Set(notebooks.flatMap(({ items }) => items.map(idOf)));
  for (const kind of ["tables", "figures"]) {
    const files = existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : [];
    for (const file of files) {
      if (OURS.test(file) && !names.has(file.replace(OURS, ""))) rmSync(join(folder, kind, file));
    }
  }
}
