/**
 * A table as CSV (RFC 4180, lines end in \n): the printed texts, group headings joined to the column titles, marks in
 * columns of their own beside the values they judge. The last column says which report the file belongs to, so that a
 * file of constructed patients says so in every row.
 */

import { type Column, cellMark, cellText, type Table } from "./table.js";

/** @param belonging for example "twin (constructed data)" */
export function csvTable(table: Table, belonging: string): string {
  const judged = new Set(
    table.columns.filter(({ key }) =>
      table.rows.some(({ cells }) => cellMark(cells[key]) !== null),
    ),
  );
  const header = [
    ...table.columns.flatMap((column) =>
      judged.has(column) ? [titleOf(column), `${titleOf(column)}: agreement`] : [titleOf(column)],
    ),
    "report",
  ];
  const lines = table.rows.map(({ cells }) => [
    ...table.columns.flatMap((column) => {
      const cell = cells[column.key];
      const text = cellText(cell).replaceAll("−", "-");
      return judged.has(column) ? [text, cellMark(cell) ?? ""] : [text];
    }),
    belonging,
  ]);
  return [header, ...lines].map((line) => line.map(quoted).join(",") + "\n").join("");
}

function titleOf({ group, title }: Column): string {
  return group ? `${group}: ${title}` : title;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
