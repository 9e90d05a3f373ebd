/**
 * A client of one kernel: an ordinary Jupyter client, over Node alone.
 *
 * A request is done when its reply has come on one channel and `idle` on the other; what is published between the
 * two are the cell's outputs. A cell that passes its time limit is interrupted and, if it goes on, its kernel killed; the
 * limit counts from the cell's last sign of progress.
 */

import { randomUUID } from "node:crypto";
import type { Json } from "../io/notebook.js";
import { CellOutputs, type Displays } from "./cell-outputs.js";
import { type Connection, openConnection, type Transport } from "./connection.js";
import { KernelProcess } from "./kernel-process.js";
import { decodeMessage, encodeRequest, type Message } from "./message.js";

export interface KernelOptions {
  /** For Node itself, such as `--max-old-space-size=4096`. */
  readonly nodeArguments?: readonly string[];
  /** Variables of its environment, beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly transport?: Transport;
}

/** How a cell ended: by itself (`ok`, `error`), at the time limit, or with the death of its kernel. */
export interface CellRun {
  readonly status: "ok" | "error" | "timeout" | "dead";
  /** Still changing where a later cell updates a display. */
  readonly outputs: CellOutputs;
  readonly executionCount: number | null;
  /** Why the kernel died; for status `dead`. */
  readonly death?: string;
}

interface Pending {
  reply: Message["content"] | null;
  idle: boolean;
  readonly published: (message: Message) => void;
  readonly done: (reply: Message["content"]) => void;
}

const SECONDS_TO_START = 20;
/** Seldom a new kernel never answers although its process lives; another one does. */
const ATTEMPTS_TO_START = 3;
const SECONDS_AFTER_INTERRUPT = 2;
const SECONDS_TO_SHUT_DOWN = 2;

export class Kernel {
  /** As the kernel tells it: name, version, file extension of the cells' language. */
  languageInfo: Readonly<Record<string, Json>> = {};
  private readonly connection: Connection;
  private readonly process: KernelProcess;
  private readonly session: string = randomUUID();
  private readonly pending: Map<string, Pending> = new Map();
  private readonly displays: Displays = new Map();

  private constructor(connection: Connection, process: KernelProcess) {
    this.connection = connection;
    this.process = process;
    for (const channel of ["shell", "control", "iopub"] as const) void this.listen(channel);
  }

  /** @throws Error if the kernel does not come up, with what it said */
  static async start(options: KernelOptions = {}): Promise<Kernel> {
    for (let attempt = 1; attempt <= ATTEMPTS_TO_START; attempt++) {
      const kernel = await Kernel.tryStart(options);
      if (kernel !== null) return kernel;
    }
    throw new Error(
      `a kernel must start within ${SECONDS_TO_START} s; ${ATTEMPTS_TO_START} did not answer`,
    );
  }

  /** @returns null if the kernel does not answer in time */
  private static async tryStart(options: KernelOptions): Promise<Kernel | null> {
    const connection = await openConnection(options.transport);
    const kernel = new Kernel(
      connection,
      new KernelProcess(connection.file, options.nodeArguments ?? [], options.environment),
    );
    try {
      const info = await kernel.becomeReady();
      if (info === null) {
        kernel.process.kill();
        await kernel.shutdown();
        return null;
      }
      kernel.languageInfo = info;
    } catch (error) {
      await kernel.shutdown();
      throw error;
    }
    return kernel;
  }

  /**
   * @param seconds the cell's time limit
   * @param progressAt when it last told of progress, in milliseconds since 1970; left out, never
   */
  async execute(code: string, seconds: number, progressAt?: () => number): Promise<CellRun> {
    const outputs = new CellOutputs(this.displays);
    const request = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
    };
    const replied = this.request(
      "shell",
      "execute_request",
      { ...request, stop_on_error: true },
      (message) => outputs.receive(message),
    );
    const limit = timer(seconds, progressAt);
    const first = await Promise.race([replied, this.process.death, limit.passed]);
    limit.stop();
    if (first === "passed") {
      await this.interrupt(replied);
      return { status: "timeout", outputs, executionCount: null };
    }
    if (typeof first === "string") {
      return { status: "dead", outputs, executionCount: null, death: first };
    }
    const status = first["status"] === "ok" ? "ok" : "error";
    return {
      status,
      outputs,
      executionCount: (first["execution_count"] as number | undefined) ?? null,
    };
  }

  async shutdown(): Promise<void> {
    void this.request("control", "shutdown_request", { restart: false });
    const limit = timer(SECONDS_TO_SHUT_DOWN);
    const first = await Promise.race([this.process.ended, limit.passed]);
    limit.stop();
    if (first === "passed") {
      this.process.kill();
      await this.process.ended;
    }
    this.connection.close();
  }

  /** Ready is who answers and whose `idle` arrives: then nothing published will be missed. */
  private async becomeReady(): Promise<Readonly<Record<string, Json>> | null> {
    const started = performance.now();
    while (performance.now() - started < SECONDS_TO_START * 1000) {
      const replied = this.request("shell", "kernel_info_request", {});
      const next = timer(0.05);
      const first = await Promise.race([replied, this.process.death, next.passed]);
      next.stop();
      if (typeof first === "object") return first["language_info"] as Record<string, Json>;
      if (first !== "passed") throw new Error(`a kernel must start; ${first}`);
    }
    return null;
  }

  private async interrupt(replied: Promise<unknown>): Promise<void> {
    this.process.interrupt();
    const limit = timer(SECONDS_AFTER_INTERRUPT);
    const first = await Promise.race([replied, this.process.death, limit.passed]);
    limit.stop();
    if (first === "passed") this.process.kill();
  }

  private request(
    channel: "shell" | "control",
    type: string,
    content: object,
    published: (message: Message) => void = () => {},
  ): Promise<Message["content"]> {
    const { id, frames } = encodeRequest(this.connection.key, this.session, type, content);
    const answered = new Promise<Message["content"]>((done) => {
      this.pending.set(id, { reply: null, idle: false, published, done });
    });
    void this.connection[channel].send([...frames]).catch(() => {}); // a dead kernel is told by its process
    return answered;
  }

  private async listen(channel: "shell" | "control" | "iopub"): Promise<void> {
    for await (const frames of this.connection[channel]) {
      const message = decodeMessage(this.connection.key, frames);
      const request = this.pending.get(message.parentId ?? "");
      if (request === undefined) continue;
      if (channel !== "iopub") request.reply = message.content;
      else if (message.type !== "status") request.published(message);
      else if (message.content["execution_state"] === "idle") request.idle = true;
      if (request.reply !== null && request.idle) {
        this.pending.delete(message.parentId ?? "");
        request.done(request.reply);
      }
    }
  }
}

interface Timer {
  readonly passed: Promise<"passed">;
  stop(): void;
}

/** @param since when to count from, if that is later than now; asked whenever the time seems to have passed */
function timer(seconds: number, since: () => number = () => 0): Timer {
  let handle: NodeJS.Timeout | undefined;
  const started = Date.now();
  const passed = new Promise<"passed">((resolve) => {
    const look = (): void => {
      const left = Math.max(started, since()) + seconds * 1000 - Date.now();
      if (left > 0) handle = setTimeout(look, Math.ceil(left));
      else resolve("passed");
    };
    look();
  });
  return { passed, stop: () => clearTimeout(handle) };
}
