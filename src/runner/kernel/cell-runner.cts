/** Runs one cell after the other, and says of each whether it failed and why. */

import { inspect } from "node:util";
import { CellOutput, type Publish } from "./cell-output.cjs";
import { type Failure, Failures, lateFailure } from "./failure.cjs";
import { rewriteCell } from "./rewrite.cjs";
import { createExecutor, type Executor, loadJupyter } from "./tslab.cjs";

/** Several MIME types in one output: what `dlrn/runner/display` calls inside a kernel. */
const DISPLAY: symbol = Symbol.for("dlrn.display");

export class CellRunner {
  /** Cells run so far. */
  count: number = 0;
  readonly executor: Executor;
  private readonly failures: Failures;
  private output: CellOutput = new CellOutput(() => {});

  constructor(folder: string) {
    this.failures = new Failures(folder);
    this.executor = createExecutor(folder, {
      log: (value) =>
        this.output.result(this.count, typeof value === "string" ? value : inspect(value)),
      error: (...parts) => this.failures.fromExecutor(parts[0], ...parts.slice(1)),
    });
    for (const event of ["unhandledRejection", "uncaughtException"]) {
      process.on(event, (reason: unknown) => this.failures.record(reason));
    }
    process.on("exit", () => this.output.flush());
  }

  /** @returns why the cell failed, or null */
  async run(code: string, publish: Publish): Promise<Failure | null> {
    this.count++;
    const late = this.failures.take();
    if (late !== null) return lateFailure(late);
    const output = new CellOutput(publish);
    this.direct(output);
    if (code.trim() !== "") {
      const cell = rewriteCell(code);
      this.failures.begin(cell);
      await this.executor.execute(cell.code);
    }
    await turnOfEventLoop(); // by then Node has raised the rejections that nobody handles
    await turnOfEventLoop();
    output.flush();
    return this.failures.take();
  }

  /** What is written from now on belongs to this cell; also what an earlier cell writes late. */
  private direct(output: CellOutput): void {
    this.output = output;
    const decoder = new TextDecoder();
    for (const stream of ["stdout", "stderr"] as const) {
      process[stream].write = (chunk: string | Uint8Array) => {
        output.write(stream, typeof chunk === "string" ? chunk : decoder.decode(chunk));
        return true;
      };
    }
    loadJupyter().lastWriteDisplayData = (data, update) => output.display(data, update);
    Object.assign(globalThis, {
      [DISPLAY]: (data: object) => output.display({ data, metadata: {}, transient: {} }),
    });
  }
}

function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
