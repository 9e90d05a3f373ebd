/** What is rewritten in a cell before it is compiled, and that places are told as the cell was written. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rewriteCell } from "../../src/runner/kernel/rewrite.cjs";

describe("rewritten", () => {
  const cases: [string, string][] = [
    ["({ a, b: 1, c })", "({ a: a, b: 1, c: c })"],
    ["f({ a }, [{ b }])", "f({ a: a }, [{ b: b }])"],
    ["await (async () => 1)()", "await Promise.resolve((async () => 1)())"],
    ["await [1, 2]", "await Promise.resolve([1, 2])"],
    ["const x = 1 + await (f()).b;", "const x = 1 + await Promise.resolve((f()).b);"],
    ["for await (const x of y) f(x);", "await null; for await (const x of y) f(x);"],
    [
      "if (a) { for await (const x of y) {} }",
      "await null; if (a) { for await (const x of y) {} }",
    ],
    ["await ({ a })", "await Promise.resolve(({ a: a }))"],
  ];
  for (const [code, expected] of cases)
    test(code, () => assert.equal(rewriteCell(code).code, expected));
});

describe("left as it is", () => {
  const cases = [
    "const { a, b } = row;",
    "({ a, b } = row);",
    "[{ a }] = rows;",
    "for ({ a } of rows) f(a);",
    "await f();",
    "await new Promise(g);",
    "async () => { await (f()); for await (const x of y) {} };",
    "class A { async m() { await (f()); } }",
    "import { a } from 'b'; export { a };",
    "a b c ( [ {", // no program at all: the compiler says so
    "",
  ];
  for (const code of cases) test(code, () => assert.equal(rewriteCell(code).code, code));
});

test("the column of each kept character is the one it was written in, on every line", () => {
  const code = "const s = { a, b };\nawait (f({ c })); g({ d });\n\nlast";
  const { code: rewritten, originalColumn } = rewriteCell(code);
  const lines = rewritten.split("\n");
  for (const [i, line] of code.split("\n").entries()) {
    for (const word of ["const", "a", "b", "}", "await", "f", "c", "g", "d", "last"]) {
      const written = line.indexOf(word);
      if (written < 0) continue;
      const now = lines[i]?.indexOf(word === "a" ? "a:" : word === "b" ? "b:" : word) ?? -1;
      if (now < 0 || "abc".includes(word)) continue;
      assert.equal(originalColumn(i + 1, now + 1), written + 1, `${word} in line ${i + 1}`);
    }
  }
});
