/** Runs one cell after the other, and says of each whether it failed and why. */

import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { CellOutput, type Publish } from "./cell-output.cjs";
import { type Failure, Failures, lateFailure } from "./failure.cjs";
import { rewriteCell } from "./rewrite.cjs";
import { startTracing } from "./trace-reads.cjs";
import { createExecutor, type Executor, loadJupyter } from "./tslab.cjs";

/** Several MIME types in one output: what `dlrn/runner/display` calls inside a kernel. */
const DISPLAY: symbol = Symbol.for("dlrn.display");

export class CellRunner {
  /** Cells run so far. */
  count: number = 0;
  readonly executor: Executor;
  private readonly failures: Failures;
  private output: CellOutput | null = null;

  constructor(folder: string) {
    this.failures = new Failures(folder);
    this.takeStandardStreams();
    this.executor = createExecutor(folder, {
      log: (value) =>
        this.output?.result(this.count, typeof value === "string" ? value : inspect(value)),
      error: (...parts) => this.failures.fromExecutor(parts[0], ...parts.slice(1)),
    });
    for (const event of ["unhandledRejection", "uncaughtException"]) {
      process.on(event, (reason: unknown) => this.failures.record(reason));
    }
    process.on("exit", () => this.output?.flush());
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
      startTracing();
      await this.executor.execute(cell.code);
    }
    await turnOfEventLoop(); // by then Node has raised the rejections that nobody handles
    await turnOfEventLoop();
    output.flush();
    return this.failures.take();
  }

  /**
   * What is written belongs to the cell that runs, or ran last. The process's own streams are never opened: Node would
   * make the pipes it shares with the client non-blocking, and a client that writes to them would lose text.
   */
  private takeStandardStreams(): void {
    for (const [stream, descriptor] of [
      ["stdout", 1],
      ["stderr", 2],
    ] as const) {
      const decoder = new TextDecoder();
      const write = (chunk: string | Uint8Array): void => {
        const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
        if (this.output === null) writeSync(descriptor, text);
        else this.output.write(stream, text);
      };
      const value = new Writable({
        decodeStrings: false,
        write(chunk: string | Uint8Array, _, done) {
          write(chunk);
          done();
        },
      });
      Object.defineProperty(process, stream, { value, configurable: true });
    }
  }

  private direct(output: CellOutput): void {
    this.output = output;
    loadJupyter().lastWriteDisplayData = (data, update) => output.display(data, update);
    Object.assign(globalThis, {
      [DISPLAY]: (data: object) => output.display({ data, metadata: {}, transient: {} }),
    });
  }
}

function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
