/**
 * One notebook, run from its first cell to its last, to one that ends it, or to the first that fails; what was printed
 * so far is kept.
 */

import type { Cell, CodeCell, ErrorOutput, Json, Notebook, Output } from "../io/notebook.js";
import { hasTag } from "../io/notebook.js";
import { endName } from "./end-notebook.js";
import { projectRoot } from "./environment.js";
import { type CellRun, Kernel, type KernelOptions } from "./kernel.js";
import { injectParameters, type Parameters } from "./parameters.js";

export interface RunOptions extends KernelOptions {
  readonly parameters?: Parameters;
  /** Seconds a cell may take; default 600. */
  readonly timeLimit?: number;
  /** Called before each code cell: its number from 1, and how many there are. */
  readonly onCell?: (cell: number, cells: number) => void;
}

/** The cell that ended a notebook. */
export interface CellFailure {
  /** Number among the code cells, from 1, as Jupyter shows it. */
  readonly cell: number;
  readonly cells: number;
  readonly id: string;
  readonly source: string;
  /** What it wrote before it failed. */
  readonly outputs: readonly Output[];
  readonly error: ErrorOutput;
}

export interface NotebookRun {
  /** With the outputs and execution counts of this run; cells after a failure are as not run. */
  readonly notebook: Notebook;
  readonly failure: CellFailure | null;
  /** Code cells that were run. */
  readonly cellsRun: number;
  readonly seconds: number;
}

const KERNELSPEC = { display_name: "TypeScript", language: "typescript", name: "tslab" };

/** @throws Error if the kernel does not start */
export async function runNotebook(
  source: Notebook,
  options: RunOptions = {},
): Promise<NotebookRun> {
  const started = performance.now();
  const { cells, metadata } = injectParameters(source, options.parameters ?? {});
  const executed: Cell[] = cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  const places = [...cells.keys()].filter(
    (i) => cells[i].cell_type === "code" && cells[i].source.trim() !== "",
  );
  const kernel = await Kernel.start(options);
  const runs = new Map<number, CellRun>();
  let failed: CellFailure | null = null;
  try {
    for (const place of places) {
      const cell = executed[place] as CodeCell;
      options.onCell?.(runs.size + 1, places.length);
      const run = await runCell(kernel, cell, options.timeLimit ?? 600, place === places.at(-1));
      runs.set(place, run);
      if (run.outputs.error()?.ename === endName) {
        run.outputs.withoutErrors();
        break;
      }
      if (run.status !== "ok" && !(run.status === "error" && hasTag(cell, "raises-exception"))) {
        failed = describeFailure(cell, run, runs.size, places.length);
        break;
      }
    }
  } finally {
    await kernel.shutdown();
  }
  for (const [place, { outputs, executionCount }] of runs) {
    const written = { outputs: withoutRoot(outputs.all()), execution_count: executionCount };
    executed[place] = { ...(executed[place] as CodeCell), ...written };
  }
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: KERNELSPEC, ...metadata, language_info: kernel.languageInfo },
    cells: executed,
  };
  const seconds = (performance.now() - started) / 1000;
  return { notebook, failure: failed, cellsRun: runs.size, seconds };
}

/** Run a cell; how it ended is its status, and if it did not end well its last output is an error. */
async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  timeLimit: number,
  isLast: boolean,
): Promise<CellRun> {
  const run = await kernel.execute(cell.source, timeLimit);
  if (run.status === "timeout") {
    const sentence = `a cell must end within ${timeLimit} s; this one was still running and was ended; --timeout sets the limit`;
    run.outputs.endWith(runnerError("CellTimeout", sentence));
  } else if (run.status === "dead") {
    run.outputs.endWith(runnerError("DeadKernel", run.death ?? "the kernel died"));
  } else if (run.status === "ok" && isLast) {
    // What fails in the background after the last cell has no next cell to be told in.
    const late = (await kernel.execute("", timeLimit)).outputs.error();
    if (late !== null) {
      run.outputs.endWith(late);
      return { ...run, status: "error" };
    }
  }
  return run;
}

function runnerError(ename: string, evalue: string): ErrorOutput {
  return { output_type: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

function describeFailure(
  { id, source }: CodeCell,
  run: CellRun,
  cell: number,
  cells: number,
): CellFailure {
  const all = withoutRoot(run.outputs.all());
  const at = all.findLastIndex(({ output_type }) => output_type === "error");
  const error =
    (all[at] as ErrorOutput | undefined) ??
    runnerError("Error", "the cell failed and did not say why");
  return { cell, cells, id, source, outputs: all.filter((_, i) => i !== at), error };
}

/** The outputs with this machine's path of the project cut off. */
function withoutRoot(outputs: readonly Output[]): Output[] {
  const root = projectRoot();
  const clean = (value: Json): Json => {
    if (typeof value === "string") return value.replaceAll(root, "");
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  };
  return outputs.map((output) => clean(output as unknown as Json) as unknown as Output);
}
