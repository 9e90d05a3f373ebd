/** The values behind a table or a figure, as a table for auditors: full precision, patients, test, reference, printed. */

import { makeTable, type Table } from "../table/table.js";
import type { Result } from "./results.js";

export function provenanceTable(id: string, results: readonly Result[]): Table {
  return makeTable({
    id,
    title: "Values",
    from: fromOf(results),
    columns: [
      { key: "label", title: "What" },
      { key: "value", title: "Value" },
      { key: "printed", title: "Printed" },
      { key: "n", title: "n" },
      { key: "events", title: "Events" },
      { key: "test", title: "Test or formula", numeric: false },
      { key: "reference", title: "Reference", numeric: false },
      { key: "source", title: "From", numeric: false },
      { key: "id", title: "Id", numeric: false },
    ],
    rows: results.map((result) => ({
      cells: {
        label: result.label,
        value:
          result.value === null ? `not computable: ${result.notComputable}` : String(result.value),
        printed: result.printed ?? "",
        n: result.n === undefined ? "" : String(result.n),
        events: result.events === undefined ? "" : String(result.events),
        test: result.test ?? "",
        reference: result.reference ?? "",
        source: result.source,
        id: result.id,
      },
    })),
    notes: [],
  });
}

function fromOf(results: readonly Result[]): "patients" | "printed numbers" | "both" {
  const printed = results.filter(({ source }) => source === "printed aggregates").length;
  if (printed === 0) return "patients";
  return printed === results.length ? "printed numbers" : "both";
}
