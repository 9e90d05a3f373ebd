/** The notebooks' style, as design asks for it: short prose, short cells, no functions, no typed-in results. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { hasTag, readNotebook } from "dlrn/io/notebook";

const files = readdirSync("notebooks").filter((file) => file.endsWith(".ipynb"));

test("there are notebooks", () => assert.ok(files.length > 0));

for (const file of files) {
  const { cells } = readNotebook(`notebooks/${file}`);
  const prose = cells.filter(({ cell_type }) => cell_type === "markdown");
  const code = cells.filter((cell) => cell.cell_type === "code");

  describe(file, () => {
    test("its title is a question; the first cell says question, method, reads and writes", () => {
      const first = cells[0]!.source;
      assert.match(first, /^# .+\?$/m);
      for (const word of ["**Question.**", "**Method.**", "**Reads**", "**Writes**"])
        assert.ok(first.includes(word), word);
    });

    test("prose has at most 50 words, and no number that a cell computes", () => {
      for (const { source, id } of prose.slice(1)) {
        const text = source.replace(/^#.*$/m, "");
        assert.ok(text.split(/\s+/).filter(Boolean).length <= 50, id);
        assert.doesNotMatch(text, /\d*\.\d+|\b\d{2,}\b/, id);
      }
    });

    test("a cell has at most 10 lines and defines no function", () => {
      for (const { source, id } of code) {
        assert.ok(source.trim().split("\n").length <= 10, `${id} is too long`);
        assert.doesNotMatch(
          source,
          /\bfunction\b|(const|let)\s+\w+\s*=\s*(async\s*)?\([^)]*\)\s*(:\s*\w+\s*)?=>/,
          id,
        );
      }
    });

    test("is stored without outputs, with the cohort as its parameter", () => {
      for (const cell of code)
        assert.deepEqual([cell.outputs, cell.execution_count], [[], null], cell.id);
      const parameters = code.filter((cell) => hasTag(cell, "parameters"));
      assert.equal(parameters.length, 1);
      assert.match(parameters[0]!.source, /^const cohort: string = "twin";/m);
    });

    test("every cell it records under is a cell of it, and the one that records", () => {
      for (const { source, id } of code)
        for (const [, named] of source.matchAll(
          /record(?:Text|Table|Figure|Values|Exception)\(record, "([^"]+)"/g,
        ))
          assert.equal(named, id);
    });
  });
}
