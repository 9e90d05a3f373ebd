/** The process of a kernel: started, watched, and when it is gone, why. */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { projectRoot } from "./environment.js";

/** What a kernelspec and the runner start with Node. */
export const kernelEntry: string = fileURLToPath(new URL("./kernel/entry.cjs", import.meta.url));

/** Numbers and dates are written the same way whatever the reader's language is. */
export const kernelEnvironment: Readonly<Record<string, string>> = { LC_ALL: "en_US.UTF-8" };

const running: Set<ChildProcess> = new Set();

const MOST_TEXT = 65_536;

export class KernelProcess {
  /** Resolves when the process has ended and its last words have come, with the reason in a sentence. */
  readonly death: Promise<string>;
  /** Resolves as soon as the process has ended. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private said = "";
  private killed = false;

  /**
   * @param nodeArguments given to Node before the kernel, such as `--max-old-space-size=4096`
   * @param environment beside what this process has
   */
  constructor(
    connectionFile: string,
    nodeArguments: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) {
    const args = [...nodeArguments, kernelEntry, "--config-path", connectionFile];
    const child = spawn(process.execPath, args, {
      cwd: projectRoot(),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...environment,
        ...kernelEnvironment,
        JPY_PARENT_PID: String(process.pid),
      },
    });
    running.add(child);
    this.child = child;
    const listen = (chunk: Buffer): void => {
      this.said = (this.said + chunk.toString()).slice(-MOST_TEXT);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    this.ended = new Promise((resolve) => {
      child.on("error", () => resolve());
      child.on("exit", () => resolve());
    });
    this.death = new Promise((resolve) => {
      child.on("error", (error) => resolve(`the kernel could not be started: ${error.message}`));
      child.on("exit", (code, signal) => {
        running.delete(child);
        // What it said last, and what it sent last, is still on its way.
        setTimeout(() => resolve(this.describeDeath(code, signal)), 100);
      });
    });
  }

  interrupt(): void {
    this.child.kill("SIGINT");
  }

  kill(): void {
    this.killed = true;
    this.child.kill("SIGKILL");
  }

  private describeDeath(code: number | null, signal: NodeJS.Signals | null): string {
    if (/heap out of memory/.test(this.said)) {
      return "the kernel ran out of memory: the heap of its JavaScript was full";
    }
    if (this.killed) return "the kernel was ended by the runner";
    if (signal === "SIGKILL") {
      return "the kernel was killed from outside (SIGKILL), as the system does when memory runs out";
    }
    const last =
      this.said.trim() === "" ? "" : `; it said last: ${this.said.trim().split("\n").at(-1)}`;
    if (signal !== null) return `the kernel was ended by the signal ${signal}${last}`;
    return `the cell ended its own kernel: process.exit with code ${code}${last}`;
  }
}

/** End every kernel at once: for a runner that is itself being ended. */
export function killAllKernels(): void {
  for (const child of running) child.kill("SIGKILL");
}
