/** A table as Markdown, for notebooks, issues and manuscripts under version control. */

import {
  type Cell,
  cellMark,
  cellText,
  constructedMark,
  markSigns,
  type Table,
  type TableOptions,
} from "./table.js";

/** Title in bold, the table, then the notes. Levels are indented by an en space. */
export function markdownTable(table: Table, { constructed }: TableOptions): string {
  const columns = table.columns;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    `**${escaped(table.title)}**${constructed ? ` (${constructedMark(table)})` : ""}`,
    "",
    line(columns.map(({ group, title }) => escaped(group ? `${group}: ${title}` : title))),
    line(columns.map(({ numeric }, i) => ((numeric ?? i > 0) ? "---:" : "---"))),
    ...table.rows.map(({ cells, kind }) =>
      line(
        columns.map(({ key }, i) => {
          const text = withSign(cells[key]);
          if (i > 0 || text === "") return text;
          return kind === "heading" ? `**${text}**` : kind === "level" ? `\u2002${text}` : text;
        }),
      ),
    ),
    ...table.notes.flatMap((note) => ["", escaped(note)]),
    "",
  ].join("\n");
}

function withSign(cell: Cell | undefined): string {
  const mark = cellMark(cell);
  const text = escaped(cellText(cell));
  return mark === null ? text : `${text} ${markSigns[mark]}`.trim();
}

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll("*", "\\*");
}
