/** The numbers of a cohort as a table: size, mean, spread and range of each continuous variable by set and outcome. */

import type { NumberDescription } from "./describe.js";
import { fixed, meanAndSd } from "./format.js";
import { makeTable, type Table } from "./table.js";

export function numbersTable(descriptions: readonly NumberDescription[]): Table {
  return makeTable({
    id: "table-numbers",
    title: "Continuous variables by set and outcome",
    columns: [
      { key: "label", title: "Variable" },
      { key: "set", title: "Set", numeric: false },
      { key: "group", title: "Group", numeric: false },
      { key: "n", title: "n" },
      { key: "missing", title: "Missing" },
      { key: "mean", title: "Mean ± SD" },
      { key: "median", title: "Median" },
      { key: "range", title: "Lowest to highest" },
    ],
    rows: descriptions.map((row) => ({
      cells: {
        label: row.label,
        set: row.set,
        group: row.group,
        n: String(row.n),
        missing: String(row.missing),
        mean: meanAndSd(row.mean, row.standardDeviation),
        median: fixed(row.median, 1),
        range: `${fixed(row.lowest, 1)} to ${fixed(row.highest, 1)}`,
      },
    })),
    notes: [
      "SD, standard deviation; groups of fewer than two known values are left out. Computed with danfojs.",
    ],
  });
}
