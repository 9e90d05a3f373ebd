/**
 * A table before it is written: columns with their group headings, rows of printed text, and marks on the cells that
 * were compared with something. The writers (`csv`, `html`, `markdown`) all start from it.
 */

/** What came of comparing a value with the printed one. */
export type Mark = "agrees" | "compatible" | "differs" | "not computable";

export interface MarkedCell {
  readonly text: string;
  readonly mark: Mark;
  /** One sentence: what was compared with what. */
  readonly why: string;
}

export type Cell = string | MarkedCell;

export interface Column {
  readonly key: string;
  readonly title: string;
  /** A heading above this and the neighbouring columns of the same group. */
  readonly group?: string;
  /** Numbers stand to the right; defaults to true for all but the first column. */
  readonly numeric?: boolean;
}

export interface TableRow {
  /** By column key; a column that is missing is empty. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** A heading spans the table; a level stands indented under the variable above it. */
  readonly kind?: "heading" | "level";
}

export interface Table {
  /** Name of its files, in lower case with hyphens: `table-1`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Abbreviations, tests, what the marks mean. */
  readonly notes: readonly string[];
  /** What it was made from; defaults to patients. */
  readonly from?: Origin;
}

/** What a table or figure was made from. */
export type Origin = "patients" | "printed numbers" | "both" | "software";

/**
 * A checked table.
 *
 * @throws RangeError if a column key comes twice or a row has a cell of no column
 */
export function makeTable(table: Table): Table {
  const keys = new Set<string>();
  for (const { key } of table.columns) {
    if (keys.has(key))
      throw new RangeError(`column keys of ${table.id} must be unique; "${key}" comes twice`);
    keys.add(key);
  }
  table.rows.forEach(({ cells }, i) => {
    for (const key of Object.keys(cells)) {
      if (!keys.has(key))
        throw new RangeError(
          `each cell of ${table.id} must belong to a column; rows[${i}] has "${key}"`,
        );
    }
  });
  return table;
}

/** The words that mark what was made from constructed patients. */
export const constructedWords = "Constructed data: no real patients";

const marksByOrigin: Readonly<Record<Origin, string>> = {
  patients: constructedWords,
  both: "Printed numbers beside constructed data",
  "printed numbers": "Printed numbers, in a report of constructed data",
  software: "No patients, in a report of constructed data",
};

/** How a table or figure is marked in a report of constructed patients. */
export function constructedMark({ from = "patients" }: { readonly from?: Origin }): string {
  return marksByOrigin[from];
}

/** Whether the patients are constructed: the table then says so. Never left to a default. */
export interface TableOptions {
  readonly constructed: boolean;
}

/** The text of a cell, without its mark. */
export function cellText(cell: Cell | undefined): string {
  return typeof cell === "object" ? cell.text : (cell ?? "");
}

/** The mark of a cell, or null. */
export function cellMark(cell: Cell | undefined): Mark | null {
  return typeof cell === "object" ? cell.mark : null;
}

/** The sign printed after a marked value; one that is not computable is a dash already. */
export const markSigns: Readonly<Record<Mark, string>> = {
  agrees: "✓",
  compatible: "≈",
  differs: "✗",
  "not computable": "",
};
