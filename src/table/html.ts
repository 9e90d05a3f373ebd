/**
 * A table as HTML that screen readers can follow: a caption, group headings that say what they span, and the first
 * cell of each row as its heading. A mark is a sign with its reason as title and its word for those who cannot see it.
 */

import { escapeXml } from "../io/escape-xml.js";
import {
  type Cell,
  type Column,
  constructedMark,
  markSigns,
  type Table,
  type TableOptions,
  type TableRow,
} from "./table.js";

/** The `table` element and its notes; the look comes from the page. */
export function htmlTable(table: Table, { constructed }: TableOptions): string {
  return [
    `<table id="${table.id}" class="paper">`,
    `<caption>${escapeXml(table.title)}${constructed ? ` <span class="constructed">${constructedMark(table)}</span>` : ""}</caption>`,
    `<thead>`,
    ...headings(table.columns),
    `</thead>`,
    `<tbody>`,
    ...table.rows.map((row) => bodyRow(row, table.columns)),
    `</tbody>`,
    `</table>`,
    ...table.notes.map((note) => `<p class="note">${escapeXml(note)}</p>`),
  ].join("\n");
}

interface Span {
  readonly group: string | undefined;
  readonly columns: Column[];
}

function headings(columns: readonly Column[]): string[] {
  const spans: Span[] = [];
  for (const column of columns) {
    const last = spans.at(-1);
    if (last && last.group !== undefined && last.group === column.group) last.columns.push(column);
    else spans.push({ group: column.group, columns: [column] });
  }
  const title = (column: Column, attributes = ""): string =>
    `<th scope="col"${attributes}${classOf(column, columns)}>${unbroken(column.title)}</th>`;
  if (spans.every(({ group }) => group === undefined))
    return [`<tr>${columns.map((column) => title(column)).join("")}</tr>`];
  const upper = spans.map(({ group, columns: inner }) =>
    group === undefined
      ? title(inner[0]!, ' rowspan="2"')
      : `<th scope="colgroup" class="group" colspan="${inner.length}" style="text-align: center">${unbroken(group)}</th>`,
  );
  const lower = columns.filter(({ group }) => group !== undefined).map((column) => title(column));
  return [`<tr>${upper.join("")}</tr>`, `<tr>${lower.join("")}</tr>`];
}

function bodyRow({ cells, kind }: TableRow, columns: readonly Column[]): string {
  const first = columns[0]!;
  if (kind === "heading")
    return `<tr class="heading"><th scope="rowgroup" colspan="${columns.length}" style="text-align: left">${content(cells[first.key])}</th></tr>`;
  const body = columns
    .slice(1)
    .map((column) => `<td${classOf(column, columns)}>${content(cells[column.key])}</td>`);
  // Styles stand here where a table must read well without the page's look: in a notebook, or pasted elsewhere.
  const level =
    kind === "level"
      ? ' class="level" style="text-align: left; padding-left: 1.8em"'
      : ' style="text-align: left"';
  return `<tr><th scope="row"${level}>${content(cells[first.key])}</th>${body.join("")}</tr>`;
}

/** A heading may break between words, but not inside "N = 96". */
function unbroken(title: string): string {
  return escapeXml(title).replaceAll(" = ", "\u00a0=\u00a0");
}

function classOf(column: Column, columns: readonly Column[]): string {
  return (column.numeric ?? column !== columns[0])
    ? ' class="number"'
    : ' style="text-align: left"';
}

function content(cell: Cell | undefined): string {
  if (typeof cell !== "object") return escapeXml(cell ?? "");
  const { text, mark, why } = cell;
  const name = mark.replace(" ", "-");
  const words = `role="img" aria-label="${escapeXml(`${mark}: ${why}`)}" title="${escapeXml(why)}"`;
  if (mark === "not computable")
    return `<span class="mark ${name}" ${words}>${escapeXml(text)}</span>`;
  return `${escapeXml(text)}\u00a0<span class="mark ${name}" ${words}>${markSigns[mark]}</span>`;
}
