/** One notebook, run from its first cell to its last or to the first that fails; what was printed so far is kept. */

import type { Cell, CodeCell, ErrorOutput, Json, Notebook, Output } from "../io/notebook.js";
import { hasTag } from "../io/notebook.js";
import { type CellRun, Kernel, type KernelOptions } from "./kernel.js";
import { projectRoot } from "./kernel-process.js";
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
  let failure: CellFailure | null = null;
  let cellsRun = 0;
  try {
    for (const place of places) {
      const cell = executed[place] as CodeCell;
      cellsRun++;
      options.onCell?.(cellsRun, places.length);
      const run = await runCell(kernel, cell, options.timeLimit ?? 600, place === places.at(-1));
      executed[place] = { ...cell, outputs: run.outputs, execution_count: run.executionCount };
      if (run.error !== null) {
        const outputs = run.outputs.filter((output) => output !== run.error);
        failure = {
          cell: cellsRun,
          cells: places.length,
          id: cell.id,
          source: cell.source,
          outputs,
          error: run.error,
        };
        break;
      }
    }
  } finally {
    await kernel.shutdown();
  }
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: KERNELSPEC, ...metadata, language_info: kernel.languageInfo },
    cells: executed,
  };
  return { notebook, failure, cellsRun, seconds: (performance.now() - started) / 1000 };
}

interface FinishedCell {
  readonly outputs: readonly Output[];
  readonly executionCount: number | null;
  /** Why the notebook ends here, or null. */
  readonly error: ErrorOutput | null;
}

async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  timeLimit: number,
  isLast: boolean,
): Promise<FinishedCell> {
  const run = await kernel.execute(cell.source, timeLimit);
  const executionCount = run.executionCount;
  const outputs = withoutRoot(run.outputs);
  if (run.status === "timeout" || run.status === "dead") {
    const error = endOfKernel(run, timeLimit);
    const written = outputs.filter(({ output_type }) => output_type !== "error"); // the interruption's own
    return { outputs: [...written, error], executionCount, error };
  }
  if (run.status === "error") {
    const error = outputs.find((output) => output.output_type === "error") ?? null;
    return { outputs, executionCount, error: hasTag(cell, "raises-exception") ? null : error };
  }
  if (!isLast) return { outputs, executionCount, error: null };
  // What fails in the background after the last cell has no next cell to be told in.
  const late = await kernel.execute("", timeLimit);
  const error = withoutRoot(late.outputs).find((output) => output.output_type === "error") ?? null;
  return { outputs: error === null ? outputs : [...outputs, error], executionCount, error };
}

function endOfKernel(run: CellRun, timeLimit: number): ErrorOutput {
  const [ename, evalue] =
    run.status === "dead"
      ? ["DeadKernel", run.death ?? "the kernel died"]
      : [
          "CellTimeout",
          `a cell must end within ${timeLimit} s; this one was still running and was ended; --timeout sets the limit`,
        ];
  return { output_type: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

/** The outputs with this machine's path of the project cut off. */
function withoutRoot(outputs: readonly Output[]): Output[] {
  const clean = (value: Json | undefined): Json | undefined => {
    if (typeof value === "string") return value.replaceAll(`${projectRoot}/`, "");
    if (Array.isArray(value)) return value.map((inner) => clean(inner as Json) as Json);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, clean(inner as Json) as Json]),
    );
  };
  return outputs.map((output) => clean(output as unknown as Json) as unknown as Output);
}
