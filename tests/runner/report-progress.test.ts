/** Long steps tell how far they are through a file, and print nothing. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { notebookText, readNotebook } from "dlrn/io/notebook";
import { type Progress, showProgress } from "dlrn/runner/progress";
import { progressTime, readProgress, reportProgress } from "dlrn/runner/report-progress";
import { reproduce } from "dlrn/runner/reproduce";
import { runNotebook } from "dlrn/runner/run-notebook";
import { outputsOf, told } from "./fixture.js";

const root = mkdtempSync(join(tmpdir(), "dlrn-test-"));
process.env["DLRN_CACHE"] = join(root, "cache");
after(() => rmSync(root, { recursive: true }));
const file = join(root, "progress");

test("what was told last; too much of it is left out, but never the beginning and the end", () => {
  assert.equal(readProgress(file), null);
  reportProgress("patients measured", 1, 3); // nobody listens
  assert.equal(readProgress(file), null);
  process.env["DLRN_PROGRESS"] = file;
  try {
    reportProgress("patients measured", 0, 3);
    reportProgress("patients measured", 1, 3);
    assert.deepEqual(readProgress(file), { what: "patients measured", done: 0, of: 3 });
    reportProgress("patients measured", 3, 3);
    assert.deepEqual(readProgress(file), { what: "patients measured", done: 3, of: 3 });
  } finally {
    delete process.env["DLRN_PROGRESS"];
  }
  writeFileSync(file, '{"what": "half wri');
  assert.equal(readProgress(file), null);
});

describe("the time limit of a cell", { concurrency: 2 }, () => {
  const within = async (name: string, steps: number): Promise<boolean> => {
    const source = [
      'import { reportProgress } from "dlrn/runner/report-progress";',
      `for (let i = 0; i < ${steps}; i++) {`,
      '  reportProgress("steps", i, 100);',
      `  await new Promise<void>((resolve) => setTimeout(resolve, 9000 / ${steps}));`,
      "}",
    ].join("\n");
    const cell = { cell_type: "code", id: "steps", metadata: {}, source, outputs: [] } as const;
    const told = join(root, name);
    const { failure } = await runNotebook(
      { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ ...cell, execution_count: null }] },
      {
        environment: { DLRN_PROGRESS: told },
        timeLimit: 5,
        progressAt: () => progressTime(told),
      },
    );
    assert.ok(failure === null || failure.error.ename === "CellTimeout");
    return failure === null;
  };
  test("who tells of progress may go on", async () => assert.ok(await within("often", 9)));
  test("who does not is ended", async () => assert.ok(!(await within("once", 1))));
});

test("a notebook's step reaches the runner, and the executed notebook does not have it", async () => {
  const source = [
    'import { reportProgress } from "dlrn/runner/report-progress";',
    'reportProgress("steps", 2, 5);',
    "await new Promise<void>((resolve) => setTimeout(resolve, 1500));",
    '"done"',
  ].join("\n");
  const cell = { cell_type: "code", id: "steps", metadata: {}, source, outputs: [] } as const;
  const cells = [{ ...cell, execution_count: null }];
  mkdirSync(join(root, "notebooks"));
  writeFileSync(
    join(root, "notebooks/01-steps.ipynb"),
    notebookText({ nbformat: 4, nbformat_minor: 5, metadata: { dlrn: { reads: [] } }, cells }),
  );
  const steps: unknown[] = [];
  let said = "";
  const silent = showProgress({ write: (text) => (said += text) });
  const progress: Progress = { ...silent, step: (name, step) => steps.push([name, step]) };
  const study = { root, report: join(root, "report"), cohort: "twin", jobs: 1, timeLimit: 60 };
  assert.ok(await reproduce(study, progress), said);
  assert.deepEqual(steps[0], ["01-steps", { what: "steps", done: 2, of: 5 }]);
  const executed = readNotebook(join(root, "report/notebooks/01-steps.ipynb"));
  assert.deepEqual(outputsOf(executed).map(told), [[], ["text/plain: done"]]);
});
