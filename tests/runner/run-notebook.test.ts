/** What a kernel must not lose, get wrong or hide: each fixture through the project's own runner. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { notebookText } from "dlrn/io/notebook";
import type { NotebookRun } from "dlrn/runner/run-notebook";
import { outputsOf, runFixture, told, toldBy } from "./fixture.js";

/** The failing cell's number, its error, and that no later cell ran. */
function failedIn(run: NotebookRun, cell: number): string {
  assert.ok(run.failure !== null, "the notebook must fail");
  assert.equal(run.failure.cell, cell);
  assert.deepEqual(outputsOf(run.notebook).slice(cell).flat(), []);
  assert.deepEqual(outputsOf(run.notebook)[cell - 1]?.at(-1), run.failure.error);
  return `${run.failure.error.ename}: ${run.failure.error.evalue}`;
}

describe("output", { concurrency: 2 }, () => {
  test("20,000 lines arrive in order", async () => {
    const run = await runFixture("many-lines");
    const lines = Array.from({ length: 20000 }, (_, i) => `${i}\n`).join("");
    assert.equal(run.failure, null);
    const [many, alternating, after] = toldBy(run);
    assert.deepEqual(many, [`stdout: ${lines}`]);
    const pairs = Array.from({ length: 600 }, (_, i) => [`stdout: ${i}\n`, `stderr: ${i}\n`]);
    assert.deepEqual(alternating, pairs.flat()); // 1,200 messages in one turn of the event loop
    assert.deepEqual(after, ["stdout: after\n"]);
  });

  test("the same over TCP", async () => {
    const run = await runFixture("many-lines", { transport: "tcp" });
    assert.equal(told(outputsOf(run.notebook)[0] ?? [])[0]?.length, "stdout: ".length + 108890);
  });

  test("streams keep their order; the last expression is the cell's result", async () => {
    assert.deepEqual(toldBy(await runFixture("streams")), [
      ["stdout: one\ntwo\n", "stderr: three\n", "stdout: four\n"],
      ["stdout: { answer: 42 } [ 1.5, NaN ] é ✓\n", "text/plain: the last value"],
      [],
      ["stdout: later\n", "text/plain: [ 1, 2, 3 ]"],
    ]);
  });

  test("several MIME types in one output, and displays that change", async () => {
    const run = await runFixture("mime-types");
    const vega = { data: { values: [{ auc: 0.84 }] }, mark: "point" };
    const [first, second, third, fourth] = outputsOf(run.notebook);
    assert.deepEqual(first, [
      {
        output_type: "display_data",
        data: {
          "application/vnd.vegalite.v5+json": vega,
          "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>",
          "text/html": "<b>AUC</b>\n0.84",
          "text/markdown": "**AUC** 0.84",
          "text/plain": "AUC 0.84",
        },
        metadata: {},
      },
    ]);
    assert.deepEqual(told(second ?? []), ["text/plain: third", "stdout: between\n"]);
    assert.deepEqual(third, []);
    assert.deepEqual(told(fourth ?? []), ["text/markdown: a table", "image/png: AQID"]);
  });

  test("no path or language of this machine, and traces that name the source", async () => {
    process.env["LC_ALL"] = "sv_SE.UTF-8"; // the reader's own language
    const run = await runFixture("paths");
    delete process.env["LC_ALL"];
    const text = notebookText(run.notebook);
    assert.ok(!text.includes(process.cwd()), "the folder of the project must not be written");
    const [printed, thrown, inLibrary] = outputsOf(run.notebook);
    assert.deepEqual(told(printed ?? []), ["stdout: false UTC 1,234.5\n", "text/plain: notebooks"]);
    assert.match(told(thrown ?? []).join(), /not-there\.csv/);
    const [error] = inLibrary ?? [];
    assert.ok(error?.output_type === "error");
    assert.equal(error.traceback[0], "RangeError: a seed must be a whole number; got 0.5");
    assert.match(
      error.traceback[1] ?? "",
      /^ {4}at seededRandom \(src\/math\/random\.ts:\d+:\d+\)$/,
    );
    assert.deepEqual(error.traceback.slice(2), ["    at cell"]);
  });
});

describe("errors", { concurrency: 2 }, () => {
  test("a cell tagged raises-exception fails, and the next cell runs", async () => {
    const run = await runFixture("raises-exception");
    assert.equal(run.failure, null);
    assert.deepEqual(toldBy(run), [
      ["RangeError: labels must be 0 or 1; labels[17] is 2"],
      ["stdout: the next cell ran\n"],
      ["CompileError: 1:7 - Type 'string' is not assignable to type 'number'."],
      ["TypeError: in a promise"],
      ["Thrown: a text"],
      ["stdout: and so did this\n"],
    ]);
    const counts = run.notebook.cells.flatMap((cell) =>
      cell.cell_type === "code" ? [cell.execution_count] : [],
    );
    assert.deepEqual(counts, [1, 2, 3, 4, 5, 6]);
  });

  test("an unhandled rejection fails its cell", async () => {
    const run = await runFixture("rejection");
    assert.equal(failedIn(run, 2), "Error: nobody handles this");
    assert.deepEqual(told(run.failure?.outputs ?? []), ["stdout: the cell itself went on\n"]);
    assert.deepEqual(toldBy(run)[0], ["stdout: before\n"]);
  });

  test("a timer's throw fails the cell that waits", async () => {
    assert.equal(failedIn(await runFixture("timer"), 1), "Error: out of a timer");
  });

  test("what is thrown after its cell had ended fails the next", async () => {
    assert.equal(failedIn(await runFixture("late-timer"), 2), "Error: too late for its cell");
  });

  test("what is thrown after the last cell fails that one", async () => {
    assert.equal(failedIn(await runFixture("last-cell"), 2), "Error: after the last cell");
  });

  test("a mistake in a type is told with line and column, and the cell does not run", async () => {
    assert.equal(
      failedIn(await runFixture("type-error"), 2),
      "CompileError: 3:22 - The right-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.",
    );
  });

  test("cells are checked strictly, and the library's types reach them", async () => {
    assert.deepEqual(toldBy(await runFixture("strict")), [
      ["CompileError: 1:12 - Parameter 'x' implicitly has an 'any' type."],
      ["CompileError: 2:1 - 'found' is possibly 'undefined'."],
      [
        "CompileError: 2:6 - Argument of type 'string' is not assignable to parameter of type 'ArrayLike<number>'.",
      ],
      [],
      ["CompileError: 1:43 - Type 'number' is not assignable to type 'string'."], // the column as written
      [
        "CompileError: 1:30 - Cannot find module 'node:fs' or its corresponding type declarations. Cells do not know Node's own modules and globals; put what needs them into a file of src.",
      ],
      [
        "CompileError: 1:13 - Cannot find name 'process'. Cells do not know Node's own modules and globals; put what needs them into a file of src.",
      ],
    ]);
  });
});

describe("a cell that does not end", { concurrency: 2 }, () => {
  const limit = { timeLimit: 3 };
  const sentence =
    "CellTimeout: a cell must end or tell of progress within 3 s; this one did neither and was ended; --timeout sets the limit";

  test("an endless loop, with what it wrote before", async () => {
    const run = await runFixture("endless-loop", limit);
    assert.equal(failedIn(run, 2), sentence);
    assert.deepEqual(told(run.failure?.outputs ?? []), ["stdout: inside\n"]);
  });

  test("a hanging await", async () => {
    const run = await runFixture("hanging-await", limit);
    assert.equal(failedIn(run, 1), sentence);
    assert.deepEqual(told(run.failure?.outputs ?? []), ["stdout: inside\n"]);
  });

  test("a loop that no interrupt reaches: its kernel is killed", async () => {
    assert.equal(failedIn(await runFixture("stubborn-loop", limit), 1), sentence);
  });
});

describe("a kernel that dies", { concurrency: 2 }, () => {
  test("process.exit, with what the cell wrote before", async () => {
    const run = await runFixture("process-exit");
    assert.equal(
      failedIn(run, 2),
      "DeadKernel: the cell ended its own kernel: process.exit with code 3",
    );
    assert.deepEqual(told(run.failure?.outputs ?? []), ["stdout: inside\n"]);
  });

  test("killed from outside", async () => {
    assert.equal(
      failedIn(await runFixture("killed"), 2),
      "DeadKernel: the kernel was killed from outside (SIGKILL), as the system does when memory runs out",
    );
  });

  test("out of memory", async () => {
    const run = await runFixture("out-of-memory", {
      nodeArguments: ["--max-old-space-size=150"],
      timeLimit: 60,
    });
    assert.equal(
      failedIn(run, 2),
      "DeadKernel: the kernel ran out of memory: the heap of its JavaScript was full",
    );
  });

  test("one that cannot start says why", async () => {
    await assert.rejects(runFixture("streams", { nodeArguments: ["--no-such-option"] }), {
      message: /^a kernel must start; .*it said last: .*--no-such-option/,
    });
  });
});

describe("the language of cells", { concurrency: 2 }, () => {
  test("imports by name, shorthand, await of any expression, for await, ES2023", async () => {
    assert.deepEqual(toldBy(await runFixture("language")), [
      [],
      ["text/plain: { verdict: 'agrees', n: 3, inner: { average: 3 } }"],
      ["text/plain: 4"],
      ["text/plain: awaited"],
      ["stdout: 1\n2\n"],
      ["text/plain: [ 1, 3, 4 ]"],
      ["text/plain: agrees"],
      ["stdout: object y\n"],
    ]);
  });

  test("parameters: the default, and a value given", async () => {
    assert.deepEqual(toldBy(await runFixture("parameters")).at(-1), ["text/plain: constructed"]);
    const given = await runFixture("parameters", { parameters: { cohort: "sts-tcia", cut: 0.3 } });
    assert.deepEqual(toldBy(given), [[], [], ["text/plain: sts-tcia at 0.3"]]);
  });
});

test("what runs is told before each cell", async () => {
  const cells: string[] = [];
  await runFixture("mime-types", { onCell: (cell, of) => cells.push(`${cell}/${of}`) });
  assert.deepEqual(cells, ["1/4", "2/4", "3/4", "4/4"]);
});

test("an executed notebook has the same bytes from run to run", async () => {
  const runs = [
    await runFixture("mime-types"),
    await runFixture("mime-types", { transport: "tcp" }),
  ];
  const [first, second] = runs.map(({ notebook }) => notebookText(notebook));
  assert.equal(first, second);
});
