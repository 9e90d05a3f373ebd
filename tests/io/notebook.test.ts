/** Notebooks on disk: the format, its fixed bytes, and what is refused. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  mergeStreams,
  type Notebook,
  notebookText,
  type Output,
  parseNotebook,
  readNotebook,
  saveNotebook,
} from "dlrn/io/notebook";
import fc from "fast-check";

const example: Notebook = {
  nbformat: 4,
  nbformat_minor: 4,
  metadata: { kernelspec: { name: "tslab", language: "typescript", display_name: "TypeScript" } },
  cells: [
    { cell_type: "markdown", id: "title", metadata: {}, source: "# Who?\n\nAll of them." },
    {
      cell_type: "code",
      id: "cell-01",
      metadata: { tags: ["parameters"] },
      source: "const a = 1;\n",
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: "one\ntwo" },
        { output_type: "stream", name: "stdout", text: "\n" },
        {
          output_type: "execute_result",
          execution_count: 1,
          metadata: {},
          data: {
            "text/plain": "é\n",
            "image/png": "AQID",
            "application/json": '{"b":[1],"a":null}',
          },
        },
        { output_type: "error", ename: "RangeError", evalue: "no", traceback: ["RangeError: no"] },
      ],
    },
  ],
};

const written = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "title",
   "metadata": {},
   "source": [
    "# Who?\\n",
    "\\n",
    "All of them."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "cell-01",
   "metadata": {
    "tags": [
     "parameters"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "one\\n",
      "two\\n"
     ]
    },
    {
     "data": {
      "application/json": {
       "a": null,
       "b": [
        1
       ]
      },
      "image/png": "AQID",
      "text/plain": [
       "é\\n"
      ]
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    },
    {
     "ename": "RangeError",
     "evalue": "no",
     "output_type": "error",
     "traceback": [
      "RangeError: no"
     ]
    }
   ],
   "source": [
    "const a = 1;\\n"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "TypeScript",
   "language": "typescript",
   "name": "tslab"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

describe("agrees with Python's nbformat", () => {
  // nbformat 5.5.0: nbformat.validate(), then nbformat.write() to stdout
  const script = `import sys, nbformat
for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    sys.stdout.write(nbformat.writes(notebook) + "\\n")`;
  const python = ["python3", "/usr/bin/python3"].find(
    (name) => spawnSync(name, ["-c", "import nbformat"]).status === 0,
  );
  const skip = python === undefined ? "no Python with nbformat here" : false;

  test("what is written is valid, and byte for byte what nbformat writes", { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), "dlrn-test-"));
    try {
      const path = join(folder, "example.ipynb");
      saveNotebook(path, example);
      const fixtures = readdirSync("tests/runner/fixtures").map(
        (name) => `tests/runner/fixtures/${name}`,
      );
      const paths = [path, ...fixtures];
      const { stdout, stderr } = spawnSync(python ?? "", ["-c", script, ...paths], {
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      assert.equal(stdout, paths.map((file) => readFileSync(file, "utf8")).join(""));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("agrees with hand calculation", () => {
  test("the bytes of a small notebook", () => assert.equal(notebookText(example), written));

  test("texts come back whole, and a missing id is given by the cell's place", () => {
    const text = written.replace('   "id": "cell-01",\n', "");
    const [, cell] = parseNotebook(text, "small.ipynb").cells;
    assert.ok(cell?.cell_type === "code");
    assert.equal(cell.id, "cell-02");
    assert.equal(cell.source, "const a = 1;\n");
    assert.deepEqual(cell.outputs[0], {
      output_type: "stream",
      name: "stdout",
      text: "one\ntwo\n",
    });
  });
});

describe("obeys the laws", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "é", '"', "\\", " ") });
  const stream = fc.record({
    output_type: fc.constant("stream" as const),
    name: fc.constantFrom("stdout", "stderr"),
    text,
  });

  test("writing what was read changes no byte", () => {
    assert.equal(notebookText(parseNotebook(written, "small.ipynb")), written);
    fc.assert(
      fc.property(text, fc.array(stream), (source, outputs) => {
        const id = "cell-01";
        const code = {
          cell_type: "code" as const,
          id,
          metadata: {},
          source,
          execution_count: null,
        };
        const bytes = notebookText({ ...example, cells: [{ ...code, outputs }] });
        const back = parseNotebook(bytes, "any.ipynb");
        assert.equal(notebookText(back), bytes);
        assert.equal(back.cells[0]?.source, source);
      }),
    );
  });

  test("merged streams say the same, and no two neighbours have one name", () => {
    const said = (outputs: readonly Output[], name: string): string =>
      outputs
        .map((output) =>
          output.output_type === "stream" && output.name === name ? output.text : "",
        )
        .join("");
    fc.assert(
      fc.property(fc.array(stream), (outputs) => {
        const merged = mergeStreams(outputs);
        for (const name of ["stdout", "stderr"])
          assert.equal(said(merged, name), said(outputs, name));
        const names = merged.map((output) => (output.output_type === "stream" ? output.name : ""));
        assert.ok(names.every((name, i) => name !== names[i - 1]));
      }),
    );
  });
});

describe("refuses", () => {
  const cases: [string, string, RegExp][] = [
    ["what is no JSON", "{", /^x\.ipynb: a notebook must be JSON; /],
    [
      "an older format",
      '{"nbformat":3,"worksheets":[]}',
      /^x\.ipynb: a notebook must follow nbformat 4; at nbformat: /,
    ],
    [
      "a cell of an unknown kind",
      written.replace('"markdown"', '"prose"'),
      /^x\.ipynb: a notebook must follow nbformat 4; at cells\.0\.cell_type: /,
    ],
    [
      "a source that is a number",
      written.replace('[\n    "const a = 1;\\n"\n   ]', "1"),
      /at cells\.1\.source: must be a text or a list of lines$/,
    ],
    [
      "an id with a space",
      written.replace('"title"', '"the title"'),
      /at cells\.0\.id: must be 1 to 64 letters, digits, - or _$/,
    ],
    [
      "two cells with one id",
      written.replace('"title"', '"cell-01"'),
      /^x\.ipynb: cell ids must be unique; cells 1 and 2 are both "cell-01"$/,
    ],
  ];
  for (const [what, text, message] of cases) {
    test(what, () =>
      assert.throws(() => parseNotebook(text, "x.ipynb"), { name: "InputError", message }),
    );
  }
  test("a file that is not there", () =>
    assert.throws(() => readNotebook("not/there.ipynb"), { code: "ENOENT" }));
});
