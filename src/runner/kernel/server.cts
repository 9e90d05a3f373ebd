/**
 * The kernel's side of the Jupyter protocol, where tslab's falls short: requests are answered one after the other,
 * `execute_input` and `error` are sent, and after a failure only those requests are aborted that were already
 * waiting (tslab refused everything for 200 ms, and clients skipped cells).
 */

import { writeSync } from "node:fs";
import type { Publish } from "./cell-output.cjs";
import type { CellRunner } from "./cell-runner.cjs";
import { queuedSocket } from "./queued-sends.cjs";
import {
  compiler,
  type Handler,
  type KernelInfo,
  loadJupyter,
  type Message,
  type Server,
  type Socket,
} from "./tslab.cjs";

interface ExecuteRequest {
  readonly code: string;
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly stop_on_error?: boolean;
}

export function createServer(cells: CellRunner, connectionFile: string): Server {
  const { JupyterHandlerImpl, ZmqServer } = loadJupyter();

  class MendedHandler extends JupyterHandlerImpl {
    override handleKernel(): KernelInfo {
      const info = super.handleKernel();
      const language = {
        ...info.language_info,
        version: compiler.version,
        pygments_lexer: "typescript",
      };
      return { ...info, language_info: language };
    }
  }

  class MendedServer extends ZmqServer {
    private turn: Promise<void> = Promise.resolve();
    private arrivals = 0;
    private current = 0;
    private abortedUpTo = 0;

    override bindSocket(socket: Socket, port: number): Promise<void> {
      for (const name of ["iopub", "shell", "control"] as const) {
        if (this[name] === socket) this[name] = queuedSocket(socket);
      }
      return super.bindSocket(socket, port);
    }

    override handleShellMessage(socket: Socket, ...frames: Uint8Array[]): Promise<void> {
      const handle = () => super.handleShellMessage(socket, ...frames);
      if (socket === this.control) return handle().catch(reportProtocolFault); // a shutdown does not wait
      const arrival = ++this.arrivals;
      this.turn = this.turn.then(() => {
        this.current = arrival;
        return handle().catch(reportProtocolFault);
      });
      return this.turn;
    }

    override async handleExecute(socket: Socket, message: Message): Promise<void> {
      const request = message.content as ExecuteRequest;
      const publish: Publish = (type, content) => this.answer(this.iopub, message, type, content);
      if (this.current <= this.abortedUpTo) {
        return this.answer(socket, message, "execute_reply", { status: "aborted" });
      }
      const remembered = request.silent !== true && request.store_history !== false;
      if (remembered) {
        publish("execute_input", { code: request.code, execution_count: cells.count + 1 });
      }
      const failure = await cells.run(request.code, publish);
      const execution_count = cells.count;
      if (!remembered) cells.count--;
      if (failure === null) {
        const reply = { status: "ok", execution_count, payload: [], user_expressions: {} };
        return this.answer(socket, message, "execute_reply", reply);
      }
      publish("error", failure);
      if (request.stop_on_error !== false) this.abortedUpTo = this.arrivals;
      this.answer(socket, message, "execute_reply", {
        status: "error",
        execution_count,
        ...failure,
      });
    }

    override handleCommInfoRequest(socket: Socket, message: Message): void {
      this.answer(socket, message, "comm_info_reply", { status: "ok", comms: {} });
    }

    /** Called after the reply to a shutdown: what a cell left running does not keep the kernel alive. */
    override close(): void {
      setImmediate(() => process.exit(0));
    }

    private answer(socket: Socket, message: Message, type: string, content: object): void {
      const reply = message.createReply();
      reply.header.msg_type = type;
      reply.content = content;
      reply.signAndSend(this.connInfo.key, socket);
    }
  }

  const handler: Handler = new MendedHandler(cells.executor, false);
  return new MendedServer(handler, connectionFile);
}

/** A message that is no Jupyter message, or not signed with our key: told on the kernel's own stderr, not in a cell. */
function reportProtocolFault(error: unknown): void {
  writeSync(2, `dlrn kernel: ${error instanceof Error ? error.message : String(error)}\n`);
}
