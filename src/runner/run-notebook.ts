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
  /** Seconds a cell may take, or go on without a sign of progress; default 600. */
  readonly timeLimit?: number;
  /** When the notebook last told of progress, in milliseconds since 1970; left out, never. */
  readonly progressAt?: () => number;
  /** Called before each code cell: its number from 1, and how many there are. */
  readonly onCell?: (cell: number, cells: number) => void;
  /** Folders of this machine, each with how outputs show it; the project's own is always cut off. */
  readonly shownAs?: Readonly<Record<string, string>>;
}

/** What a run adds to a code cell. */
export type RanCell = Pick<CodeCell, "outputs" | "execution_count">;

const NOT_RUN: RanCell = { outputs: [], execution_count: null };

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
  const injected = injectParameters(source, options.parameters ?? {});
  const cells = injected.cells.filter((cell) => cell.cell_type === "code");
  const places = [...cells.keys()].filter((i) => cells[i].source.trim() !== "");
  const kernel = await Kernel.start(options);
  const runs = new Map<number, CellRun>();
  let failed: CellFailure | null = null;
  try {
    for (const place of places) {
      const cell = cells[place];
      options.onCell?.(runs.size + 1, places.length);
      const run = await runCell(kernel, cell, options, place === places.at(-1));
      runs.set(place, run);
      if (run.outputs.error()?.ename === endName) {
        run.outputs.withoutErrors();
        break;
      }
      if (run.status !== "ok" && !(run.status === "error" && hasTag(cell, "raises-exception"))) {
        const outputs = shown(run.outputs.all(), options.shownAs);
        failed = describeFailure(cell, outputs, runs.size, places.length);
        break;
      }
    }
  } finally {
    await kernel.shutdown();
  }
  const ran = cells.map((_, place): RanCell => {
    const run = runs.get(place);
    if (run === undefined) return NOT_RUN;
    const outputs = shown(run.outputs.all(), options.shownAs);
    return { outputs, execution_count: run.executionCount };
  });
  const notebook = withOutputs(injected, ran, kernel.languageInfo);
  const seconds = (performance.now() - started) / 1000;
  return { notebook, failure: failed, cellsRun: runs.size, seconds };
}

/**
 * The notebook as it is after a run.
 *
 * @param injected the source with its parameters
 * @param ran what the run gave each code cell, in their order
 */
export function withOutputs(
  injected: Notebook,
  ran: readonly RanCell[],
  languageInfo: Notebook["metadata"],
): Notebook {
  let place = 0;
  const cells = injected.cells.map(
    (cell): Cell => (cell.cell_type === "code" ? { ...cell, ...ran[place++] } : cell),
  );
  const metadata = { kernelspec: KERNELSPEC, ...injected.metadata, language_info: languageInfo };
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** Run a cell; how it ended is its status, and if it did not end well its last output is an error. */
async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  { timeLimit = 600, progressAt }: RunOptions,
  isLast: boolean,
): Promise<CellRun> {
  const run = await kernel.execute(cell.source, timeLimit, progressAt);
  if (run.status === "timeout") {
    const sentence = `a cell must end or tell of progress within ${timeLimit} s; this one did neither and was ended; --timeout sets the limit`;
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
  all: readonly Output[],
  cell: number,
  cells: number,
): CellFailure {
  const at = all.findLastIndex(({ output_type }) => output_type === "error");
  const error =
    (all[at] as ErrorOutput | undefined) ??
    runnerError("Error", "the cell failed and did not say why");
  return { cell, cells, id, source, outputs: all.filter((_, i) => i !== at), error };
}

/** The outputs without this machine's paths: that of the project is cut off. */
function shown(outputs: readonly Output[], shownAs: RunOptions["shownAs"] = {}): Output[] {
  const folders = [...Object.entries(shownAs), [projectRoot(), ""]] as const;
  const clean = (value: Json): Json => {
    if (typeof value === "string")
      return folders.reduce((text, [folder, name]) => text.replaceAll(folder, name), value);
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  };
  return outputs.map((output) => clean(output as unknown as Json) as unknown as Output);
}
