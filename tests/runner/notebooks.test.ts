/** Every notebook of the study is fit to be run, and committed without outputs. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CodeCell, Notebook } from "dlrn/io/notebook";
import { notebookFaults } from "dlrn/runner/check-notebook";
import { findNotebooks, type NotebookFile } from "dlrn/runner/notebooks";

describe("the notebooks of this study", () => {
  for (const file of findNotebooks("notebooks")) {
    test(file.name, () => assert.deepEqual(notebookFaults(file), []));
  }
});

describe("a check that finds", () => {
  const cell: CodeCell = {
    cell_type: "code",
    id: "cell-01",
    metadata: { tags: ["parameters"] },
    source: '// The defaults\nconst cohort: string = "twin";',
    outputs: [],
    execution_count: null,
  };
  const good: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tslab" }, dlrn: { reads: [] } },
    cells: [cell],
  };
  const faults = (change: Partial<Notebook>): string[] => {
    const file: NotebookFile = {
      number: "01",
      name: "01-a",
      path: "01-a.ipynb",
      reads: [],
      notebook: { ...good, ...change },
    };
    return notebookFaults(file);
  };
  const without = 'one cell must be tagged "parameters" and say: const cohort: string = "twin";';
  const cases: [string, Partial<Notebook>, string[]][] = [
    ["nothing in a good one", {}, []],
    ["an older format", { nbformat_minor: 4 }, ["it must be nbformat 4.5; it is 4.4"]],
    [
      "another kernel, and no word of what it reads",
      { metadata: { kernelspec: { name: "deno" } } },
      [
        "its kernel must be tslab; it is deno",
        'its metadata must say what it reads: "dlrn": { "reads": [] }',
      ],
    ],
    ["no kernel", { metadata: { dlrn: {} } }, ["its kernel must be tslab; it is not named"]],
    ["no parameters", { cells: [{ ...cell, metadata: {} }] }, [without]],
    [
      "a cohort of a narrow type",
      { cells: [{ ...cell, source: 'const cohort = "twin";' }] },
      [without],
    ],
    [
      "outputs and counts",
      {
        cells: [
          {
            ...cell,
            execution_count: 3,
            outputs: [{ output_type: "stream", name: "stdout", text: "1" }],
          },
        ],
      },
      [
        "cell cell-01 must have no outputs; clear them before committing",
        "cell cell-01 must have no execution count; it has 3",
      ],
    ],
    [
      "an injected cell",
      { cells: [cell, { ...cell, id: "x", metadata: { tags: ["injected-parameters"] } }] },
      ["cell x must not be committed: it was injected by a run"],
    ],
  ];
  for (const [what, change, expected] of cases) {
    test(what, () => assert.deepEqual(faults(change), expected));
  }
});
