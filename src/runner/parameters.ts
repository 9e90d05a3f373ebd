/**
 * Parameters of a notebook, as papermill has them (https://papermill.readthedocs.io): a cell tagged `parameters`
 * holds the defaults, and a cell tagged `injected-parameters` is put after it with the values of this run.
 */

import { type CodeCell, hasTag, type Json, type Notebook } from "../io/notebook.js";

export type Parameters = Readonly<Record<string, Json>>;

const NAME = /^[A-Za-z_$][\w$]*$/;

/**
 * The notebook with a cell of these values: after the cell tagged `parameters`, else before the first cell;
 * an injected cell of an earlier run is replaced. Without parameters the notebook is as it was.
 *
 * @throws RangeError if a name could not be a constant in TypeScript
 */
export function injectParameters(notebook: Notebook, parameters: Parameters): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  for (const name of names) {
    if (!NAME.test(name))
      throw new RangeError(`a parameter must be a name of TypeScript; got "${name}"`);
  }
  const cells = notebook.cells.filter((cell) => !hasTag(cell, "injected-parameters"));
  const injected: CodeCell = {
    cell_type: "code",
    id: "injected-parameters",
    metadata: { tags: ["injected-parameters"] },
    source: ["// Parameters", ...names.map((name) => declaration(name, parameters[name]))].join(
      "\n",
    ),
    outputs: [],
    execution_count: null,
  };
  const after = cells.findIndex((cell) => hasTag(cell, "parameters")) + 1;
  return { ...notebook, cells: [...cells.slice(0, after), injected, ...cells.slice(after)] };
}

/** With its wide type: `const cohort: string`, so that a comparison with another value compiles. */
function declaration(name: string, value: Json): string {
  const wide = ["string", "number", "boolean"].includes(typeof value) ? `: ${typeof value}` : "";
  return `const ${name}${wide} = ${JSON.stringify(value)};`;
}
