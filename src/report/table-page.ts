/** A table as a page of its own, to be opened or pasted into a manuscript. */

import { htmlTable } from "../table/html.js";
import type { Table } from "../table/table.js";
import { htmlPage } from "./page.js";

export function tablePage(
  table: Table,
  { constructed }: { readonly constructed: boolean },
): string {
  return htmlPage({
    title: table.title,
    constructed,
    body: `<main class="scroll">\n${htmlTable(table, { constructed })}\n</main>`,
  });
}
