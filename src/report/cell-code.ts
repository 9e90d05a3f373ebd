/** The code of a notebook's cells, folded behind what they show: a reader sees where a value comes from without Jupyter. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { escapeXml } from "../io/escape-xml.js";
import { readNotebook } from "../io/notebook.js";
import type { NotebookResults } from "./results.js";

/** HTML of a cell's code; empty where the report has no such notebook or cell. */
export type CellCode = (notebook: string, cell: string) => string;

/** @param folder the report, with the executed notebooks */
export function cellCode(folder: string, notebooks: readonly NotebookResults[]): CellCode {
  const sources = new Map<string, string>();
  for (const { notebook } of notebooks) {
    const path = join(folder, `notebooks/${notebook}.ipynb`);
    if (!existsSync(path)) continue;
    for (const { cell_type, id, source } of readNotebook(path).cells)
      if (cell_type === "code") sources.set(`${notebook} ${id}`, source);
  }
  return (notebook, cell) => {
    const source = sources.get(`${notebook} ${cell}`);
    if (source === undefined) return "";
    return `<details class="code"><summary>Code of cell <code>${cell}</code></summary><pre><code>${escapeXml(source)}</code></pre></details>`;
  };
}
