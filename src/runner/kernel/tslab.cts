/**
 * What the kernel touches of tslab 1.0.22, with its types. tslab's own declarations keep these parts private,
 * so this is the one place that must be read again when tslab is raised; it is pinned exactly.
 */

import { createRequire } from "node:module";
import { untraced } from "./trace-reads.cjs";

import type ts = require("typescript");

/** A ZeroMQ socket as tslab uses it: `send` is called and never awaited. */
export interface Socket {
  send(frames: readonly (string | Uint8Array)[]): Promise<void>;
  sendHighWaterMark?: number;
}

/** A message of the Jupyter protocol. `createReply` makes its child. */
export interface Message {
  header: { msg_type: string };
  content: unknown;
  createReply(): Message;
  signAndSend(key: string, socket: Socket): void;
}

export interface Executor {
  /** Compile and run; what goes wrong is told to the console given to `createExecutor`, and the answer is false. */
  execute(code: string): Promise<boolean>;
  /** Reject the promise the running cell waits for. */
  interrupt(): void;
}

export interface ExecutorConsole {
  /** Called with the value of a cell's last expression. */
  log(value: unknown): void;
  /** Called with `"%s%d:%d - %s", file, line, column, message` for a compile error, else with what was thrown. */
  error(...parts: unknown[]): void;
}

export interface KernelInfo {
  language_info: { version: string; pygments_lexer?: string };
}

export interface Handler {
  handleKernel(): KernelInfo;
  close(): void;
}

export interface Server {
  readonly connInfo: { readonly key: string };
  iopub: Socket;
  shell: Socket;
  control: Socket;
  init(): Promise<void>;
  bindSocket(socket: Socket, port: number): Promise<void>;
  handleShellMessage(socket: Socket, ...frames: Uint8Array[]): Promise<void>;
  handleExecute(socket: Socket, message: Message): Promise<void>;
  handleCommInfoRequest(socket: Socket, message: Message): void;
  close(): void;
}

/** What `tslab.display` writes through: set for each cell. */
export type WriteDisplay = (data: object, update?: boolean) => void;

interface Jupyter {
  lastWriteDisplayData: WriteDisplay | null;
  readonly JupyterHandlerImpl: new (executor: Executor, isJs: boolean) => Handler;
  readonly ZmqServer: new (handler: Handler, connectionFile: string) => Server;
}

interface Converter {
  convert(declarations: string, code: string): unknown;
  close(): void;
}

interface Executors {
  createExecutor(
    folder: string,
    converters: { node: Converter; browser: Converter; close(): void },
    console: ExecutorConsole,
  ): Executor;
}

interface Converters {
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
}

const fromTslab: NodeJS.Require = createRequire(require.resolve("tslab/package.json"));
const compilerId: string = fromTslab.resolve("@tslab/typescript-for-tslab");

/** The TypeScript 5.0.4 that tslab brings, under the types of ours: the calls used here are the same. */
export const compiler: typeof ts = fromTslab(compilerId) as typeof ts;

/** Let tslab see these parts of its compiler instead of its own. Must be called before the first of the functions below. */
export function replaceCompilerParts(parts: Partial<typeof ts>): void {
  const loaded = require.cache[compilerId];
  if (loaded === undefined) throw new Error("tslab's compiler is not loaded");
  loaded.exports = { ...compiler, ...parts };
}

export function loadJupyter(): Jupyter {
  return fromTslab("./dist/jupyter.js") as Jupyter;
}

/**
 * What runs the cells of one kernel. The second converter, for browser code, is left out: no cell here asks for it.
 * What the compiler reads is code, not data, and is not traced.
 */
export function createExecutor(folder: string, console: ExecutorConsole): Executor {
  const { createConverter } = fromTslab("./dist/converter.js") as Converters;
  const node = createConverter({ isJS: false, isBrowser: false });
  const convert = node.convert.bind(node);
  node.convert = (declarations, code) => untraced(() => convert(declarations, code));
  const { createExecutor: create } = fromTslab("./dist/executor.js") as Executors;
  return create(folder, { node, browser: node, close: () => node.close() }, console);
}
