import assert from "node:assert/strict";
import { test } from "node:test";
import { failureText } from "dlrn/runner/failure-text";
import type { CellFailure } from "dlrn/runner/run-notebook";

const failure: CellFailure = {
  cell: 3,
  cells: 9,
  id: "cell-05",
  source: "const a = 1;\nfit(a);",
  outputs: [
    { output_type: "stream", name: "stdout", text: "before\n" },
    { output_type: "display_data", data: { "text/plain": "x" }, metadata: {} },
    { output_type: "stream", name: "stderr", text: "careful" },
  ],
  error: {
    output_type: "error",
    ename: "RangeError",
    evalue: "rows must be training rows",
    traceback: ["RangeError: rows must be training rows", "    at fit (src/model/fit.ts:3:9)"],
  },
};

test("notebook, cell, source, streams and error", () => {
  assert.equal(
    failureText("02-clinical-model", failure),
    `
02-clinical-model failed in cell 3 of 9 (cell-05):

  1 | const a = 1;
  2 | fit(a);

stdout:
  before
stderr:
  careful
RangeError: rows must be training rows
    at fit (src/model/fit.ts:3:9)
`,
  );
});

test("a compile error is named, and of long streams the end is told", () => {
  const text = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join("");
  const told = failureText("02-clinical-model", {
    ...failure,
    outputs: [{ output_type: "stream", name: "stdout", text }],
    error: {
      output_type: "error",
      ename: "CompileError",
      evalue: "1:2 - no",
      traceback: ["1:2 - no"],
    },
  });
  assert.match(told, /stdout:\n {2}… 60 lines before\n {2}line 60\n/);
  assert.match(told, / {2}line 99\nCompileError:\n1:2 - no\n$/);
});
