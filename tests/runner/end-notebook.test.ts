import assert from "node:assert/strict";
import { test } from "node:test";
import { runNotebook } from "dlrn/runner/run-notebook";

const code = (id: string, source: string) => ({
  cell_type: "code" as const,
  id,
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
});

test("a notebook that ends itself has not failed, and its later cells are not run", async () => {
  const { notebook, failure, cellsRun } = await runNotebook({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      code(
        "end",
        'import { EndOfNotebook } from "dlrn/runner/end-notebook";\nconsole.log("why");\nthrow new EndOfNotebook("why");',
      ),
      code("later", "console.log(1);"),
    ],
  });
  assert.equal(failure, null);
  assert.equal(cellsRun, 1);
  const outputs = notebook.cells.map((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  assert.deepEqual(outputs, [[{ output_type: "stream", name: "stdout", text: "why\n" }], []]);
});
