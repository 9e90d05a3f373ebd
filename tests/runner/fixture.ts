/** The small notebooks of `tests/runner/fixtures`, each one fact about kernels. */

import { type Cell, type Notebook, type Output, readNotebook } from "dlrn/io/notebook";
import { type NotebookRun, type RunOptions, runNotebook } from "dlrn/runner/run-notebook";

export const FIXTURES: string = "tests/runner/fixtures";

export function fixture(name: string): Notebook {
  return readNotebook(`${FIXTURES}/${name}.ipynb`);
}

/** Run a fixture; a minute a cell unless the fixture is about the limit. */
export function runFixture(name: string, options: RunOptions = {}): Promise<NotebookRun> {
  return runNotebook(fixture(name), { timeLimit: 60, ...options });
}

/** Outputs of each code cell. */
export function outputsOf(notebook: Notebook): (readonly Output[])[] {
  return notebook.cells.flatMap((cell: Cell) => (cell.cell_type === "code" ? [cell.outputs] : []));
}

/** Outputs in short: `stdout: text`, `text/plain: text`, `RangeError: message`. */
export function told(outputs: readonly Output[]): string[] {
  return outputs.flatMap((output) => {
    if (output.output_type === "stream") return [`${output.name}: ${output.text}`];
    if (output.output_type === "error") return [`${output.ename}: ${output.evalue}`];
    return Object.entries(output.data).map(([type, content]) =>
      typeof content === "string" ? `${type}: ${content}` : `${type}: ${JSON.stringify(content)}`,
    );
  });
}

/** What each code cell of a run shows, in short. */
export function toldBy({ notebook }: NotebookRun): string[][] {
  return outputsOf(notebook).map(told);
}
