import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notebook } from "dlrn/io/notebook";
import { changesInWords } from "dlrn/runner/explain";

const sha = (digit: string): string => digit.repeat(64);
const before: Record<string, string> = {
  "cell first": sha("1"),
  "cell second": sha("2"),
  "cell third": sha("3"),
  "the order of its cells": sha("3"),
  "src/select/mrmr.ts": `${sha("4")} ${sha("5")}`,
  "package vega": "6.1.0",
  Node: "20 (linux, x64)",
  "paper/table1.json": sha("6"),
  "dist/src/model/svm.js": sha("8"),
  "the results of 03-features": sha("7"),
};

const code = (id: string, source: string, tags: string[] = []): Notebook["cells"][number] => {
  return { cell_type: "code", id, metadata: { tags }, source, outputs: [], execution_count: null };
};
const notebook: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: "markdown", id: "text", metadata: {}, source: "# Why?" },
    code("first", "1"),
    code("injected-parameters", "2", ["injected-parameters"]),
    code("empty", " "),
    code("second", "3"),
  ],
};

/** In words, what these changes are; a state that is null is gone. */
function told(changes: Record<string, string | null>): string {
  const now = Object.entries({ ...before, ...changes }).filter(([, state]) => state !== null);
  return changesInWords(
    new Map(Object.entries(before)),
    new Map(now as [string, string][]),
    notebook,
  );
}

test("each kind of change has its words", () => {
  assert.equal(told({}), "");
  assert.equal(told({ "src/select/mrmr.ts": sha("0") }), "src/select/mrmr.ts changed");
  assert.equal(told({ "dist/src/model/svm.js": sha("0") }), "src/model/svm.ts changed");
  assert.equal(told({ "package vega": "6.2.0" }), "package vega changed from 6.1.0 to 6.2.0");
  assert.equal(
    told({ Node: "22 (linux, x64)" }),
    "Node changed from 20 (linux, x64) to 22 (linux, x64)",
  );
  assert.equal(told({ "paper/table1.json": "absent" }), "paper/table1.json is no longer there");
  assert.equal(
    told({ "the results of 03-features": sha("8") }),
    "the results of 03-features changed",
  );
});

test("cells are numbered as they run", () => {
  assert.equal(told({ "cell second": sha("0") }), "cell 3 changed");
  assert.equal(
    told({ "cell third": null, "the order of its cells": sha("0") }),
    "cell third is gone",
  );
  assert.equal(told({ "the order of its cells": sha("0") }), "the order of its cells changed");
});

test("code that comes or goes follows from another change, and is told only without one", () => {
  assert.equal(told({ "src/plot/new.ts": sha("9") }), "src/plot/new.ts is new");
  assert.equal(told({ "src/plot/new.ts": sha("9"), "cell first": sha("0") }), "cell 1 changed");
});

test("three changes are named, the others counted", () => {
  const changes = ["cell first", "cell second", "src/select/mrmr.ts", "paper/table1.json"];
  assert.equal(
    told(Object.fromEntries(changes.map((name) => [name, sha("0")]))),
    "cell 1 changed, cell 3 changed, src/select/mrmr.ts changed, and 1 more",
  );
});
