import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CodeCell, Notebook } from "dlrn/io/notebook";
import { injectParameters } from "dlrn/runner/parameters";

const cell = (id: string, ...tags: string[]): CodeCell => ({
  cell_type: "code",
  id,
  metadata: { tags },
  source: id,
  outputs: [],
  execution_count: null,
});
const notebook = (...cells: CodeCell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
});
const ids = ({ cells }: Notebook): string[] => cells.map(({ id }) => id);

describe("injected parameters", () => {
  const source = notebook(cell("imports"), cell("defaults", "parameters"), cell("use"));

  test("stand after the cell tagged parameters, with their wide types", () => {
    const given = { cohort: 'a "b"', cut: 0.5, quick: true, arms: ["none"], none: null };
    const injected = injectParameters(source, given);
    assert.deepEqual(ids(injected), ["imports", "defaults", "injected-parameters", "use"]);
    assert.equal(
      injected.cells[2]?.source,
      '// Parameters\nconst cohort: string = "a \\"b\\"";\nconst cut: number = 0.5;\nconst quick: boolean = true;\nconst arms = ["none"];\nconst none = null;',
    );
  });

  test("stand first where no cell is tagged", () => {
    assert.deepEqual(ids(injectParameters(notebook(cell("use")), { a: 1 })), [
      "injected-parameters",
      "use",
    ]);
  });

  test("replace those of an earlier run", () => {
    const once = injectParameters(source, { cohort: "twin" });
    const twice = injectParameters(once, { cohort: "sts-tcia" });
    assert.deepEqual(ids(twice), ids(once));
    assert.match(twice.cells[2]?.source ?? "", /sts-tcia/);
  });

  test("without any the notebook is as it was", () =>
    assert.equal(injectParameters(source, {}), source));

  test("refuse a name that TypeScript could not have", () => {
    assert.throws(() => injectParameters(source, { "cut off": 1 }), {
      name: "RangeError",
      message: 'a parameter must be a name of TypeScript; got "cut off"',
    });
  });
});
