/**
 * The report of a cohort: `reports/<cohort>/index.html`, one page that works offline by a double click. It shows what
 * the notebooks recorded, in their order: sentences, tables, figures, and behind each the values in full precision
 * with the cell that found them. Nothing is computed here.
 */

import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { escapeXml } from "../io/escape-xml.js";
import { type Notebook, readNotebook } from "../io/notebook.js";
import { writeWhole } from "../io/write-whole.js";
import { renderPng } from "../plot/png.js";
import { htmlTable } from "../table/html.js";
import { htmlPage } from "./page.js";
import { provenanceTable } from "./provenance.js";
import { type Item, type NotebookResults, readResults } from "./results.js";

/**
 * Make the page from what is in `reports/<cohort>`, draw its figures as PNG, and take away tables and figures that no notebook records any
 * more.
 *
 * @param root folder that holds `reports/`
 * @returns the path of the page
 * @throws InputError if there are no results, or a figure that they name is missing
 */
export async function buildReport(root: string, cohort: string): Promise<string> {
  const folder = join(root, "reports", cohort);
  const path = join(folder, "index.html");
  const results = readResults(folder);
  writeWhole(path, reportPage(folder));
  removeForgotten(folder, results);
  await drawPixels(folder, results);
  return path;
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

/** The page as HTML. @param folder `reports/<cohort>` */
export function reportPage(folder: string): string {
  const notebooks = readResults(folder);
  const sections = notebooks.map((notebook) => section(notebook, folder));
  const constructed = notebooks.some(({ data }) => data === "constructed data");
  const cohort = notebooks[0]?.cohort ?? "";
  const title = `Report of the cohort ${cohort}`;
  const values = notebooks.reduce((sum, { results }) => sum + results.length, 0);
  const contents = sections.map(({ id, question }) => `<li><a href="#${id}">${question}</a></li>`);
  const body = [
    '<a class="skip" href="#main">Skip to the results</a>',
    "<header>",
    `<h1>${escapeXml(title)}</h1>`,
    `<p class="lead">${values} values, each with the notebook and the cell that found it. In full precision they are in <code>results/</code>; tables are also in <code>tables/</code> as CSV, figures in <code>figures/</code> with their data.</p>`,
    `<nav aria-label="Notebooks"><ol>${contents.join("")}</ol></nav>`,
    "</header>",
    '<main id="main">',
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

function section(results: NotebookResults, folder: string): Section {
  const { notebook: name, items, exceptions } = results;
  const path = `notebooks/${name}.ipynb`;
  const executed = existsSync(join(folder, path)) ? readNotebook(join(folder, path)) : null;
  const question = escapeXml(titleOf(executed) ?? name);
  const id = `notebook-${name}`;
  const shown = new Set<string>();
  const html = [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${question}</h2>`,
    `<p class="from">Notebook ${executed === null ? `<code>${name}</code>` : `<a href="${path}"><code>${name}.ipynb</code></a>`} · <a href="results/${name.slice(0, 2)}.json">values as JSON</a></p>`,
    ...exceptions.map(
      ({ step, reason, cell }) =>
        `<p class="exception"><strong>Declared exception, ${escapeXml(step)}:</strong> ${escapeXml(reason)} <span class="soft">(cell <code>${cell}</code>)</span></p>`,
    ),
    ...items.map((item, i) => {
      const isLast = items.slice(i + 1).every(({ cell }) => cell !== item.cell);
      if (isLast) shown.add(item.cell);
      return [
        itemHtml(item, results, folder),
        ...(isLast ? [valuesOf(results, item.cell)] : []),
      ].join("\n");
    }),
    ...cellsOf(results)
      .filter((cell) => !shown.has(cell))
      .map((cell) => valuesOf(results, cell)),
    "</section>",
  ];
  return { id, question, html: html.join("\n") };
}

function itemHtml(item: Item, { notebook, data }: NotebookResults, folder: string): string {
  const constructed = data === "constructed data";
  const from = (links: string): string =>
    `<p class="from">${links} · notebook ${notebook}, cell <code>${item.cell}</code></p>`;
  if (item.kind === "text") return `<p class="lead">${sentence(item.text)}</p>`;
  if (item.kind === "table") {
    const { id, title } = item.table;
    return [
      `<div class="scroll" tabindex="0" role="region" aria-label="${escapeXml(title)}">`,
      htmlTable(item.table, { constructed }),
      "</div>",
      from(
        `<a href="tables/${id}.csv">CSV</a> · <a href="tables/${id}.html">HTML</a> · <a href="tables/${id}.md">Markdown</a>`,
      ),
    ].join("\n");
  }
  const svg = readFileSync(join(folder, `figures/${item.id}.svg`), "utf8").trim();
  return [
    `<figure id="${item.id}">`,
    `<h3>${escapeXml(item.title)}</h3>`,
    svg,
    `<figcaption>${escapeXml(item.caption)}</figcaption>`,
    "</figure>",
    from(
      `<a href="figures/${item.id}.svg">SVG</a> · <a href="figures/${item.id}.vl.json">Vega-Lite with the data</a>`,
    ),
  ].join("\n");
}

function cellsOf({ results }: NotebookResults): string[] {
  return [...new Set(results.map(({ cell }) => cell))];
}

/** The values of one cell, folded. */
function valuesOf(results: NotebookResults, cell: string): string {
  const values = results.results.filter((result) => result.cell === cell);
  if (values.length === 0) return "";
  const constructed = results.data === "constructed data";
  const table = provenanceTable(`values-${results.notebook}-${cell}`, values);
  return [
    `<details><summary>${values.length} values of cell <code>${cell}</code>: full precision, patients, tests</summary>`,
    '<div class="scroll">',
    htmlTable(table, { constructed }),
    "</div></details>",
  ].join("\n");
}

/** The first heading of a notebook. */
function titleOf(notebook: Notebook | null): string | null {
  const source = notebook?.cells.find(({ cell_type }) => cell_type === "markdown")?.source ?? "";
  return /^# (.+)$/m.exec(source)?.[1] ?? null;
}

/** The little Markdown that sentences use: **bold** and `code`. */
function sentence(markdown: string): string {
  return escapeXml(markdown)
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/`(.+?)`/g, "<code>$1</code>")
    .replace(/\n\n/g, "</p><p>");
}

const OURS = /\.(csv|html|md|svg|png|vl\.json)$/;

function removeForgotten(folder: string, notebooks: readonly NotebookResults[]): void {
  const names = new Set(
    notebooks.flatMap(({ items }) =>
      items.flatMap((item) =>
        item.kind === "table" ? [item.table.id] : item.kind === "figure" ? [item.id] : [],
      ),
    ),
  );
  for (const kind of ["tables", "figures"]) {
    const files = existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : [];
    for (const file of files) {
      if (OURS.test(file) && !names.has(file.replace(OURS, ""))) rmSync(join(folder, kind, file));
    }
  }
}
