/** What a notebook showed, as HTML: a sentence, a table or a figure with its files, and the values of a cell. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeXml } from "../io/escape-xml.js";
import { htmlTable } from "../table/html.js";
import { provenanceTable } from "./provenance.js";
import type { Item, NotebookResults } from "./results.js";

/** The id of a table or figure; null for a sentence. */
export function idOf(item: Item): string | null {
  return item.kind === "table" ? item.table.id : item.kind === "figure" ? item.id : null;
}

/** @param heading of a figure's title, by how deep it stands; null where the title stands above already */
export function itemHtml(
  item: Item,
  { notebook, data }: NotebookResults,
  folder: string,
  heading: "h3" | "h4" | null = "h3",
): string {
  const constructed = data === "constructed data";
  const from = (links: string): string =>
    `<p class="from">${links} · notebook <a href="#notebook-${notebook}">${notebook}</a>, cell <code>${item.cell}</code></p>`;
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
    ...(heading === null ? [] : [`<${heading}>${escapeXml(item.title)}</${heading}>`]),
    svg,
    `<figcaption>${escapeXml(item.caption)}</figcaption>`,
    "</figure>",
    from(
      [
        `<a href="figures/${item.id}.svg">SVG</a>`,
        ...linkIfThere(folder, `figures/${item.id}.vl.json`, "Vega-Lite with the data"),
        ...linkIfThere(folder, `figures/${item.id}.json`, "JSON"),
      ].join(" · "),
    ),
  ].join("\n");
}

function linkIfThere(folder: string, path: string, words: string): string[] {
  return existsSync(join(folder, path)) ? [`<a href="${path}">${words}</a>`] : [];
}

/** The values of one cell, folded. */
export function valuesOf(results: NotebookResults, cell: string): string {
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

/** The little Markdown that sentences use: **bold** and `code`. */
export function sentence(markdown: string): string {
  return escapeXml(markdown)
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/`(.+?)`/g, "<code>$1</code>")
    .replace(/\n\n/g, "</p><p>");
}
