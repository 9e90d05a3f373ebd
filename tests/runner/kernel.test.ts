/** The protocol itself: order, aborted requests, and kernels that do not outlive their client. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CodeCell, saveNotebook } from "dlrn/io/notebook";
import { type CellRun, Kernel } from "dlrn/runner/kernel";
import { told } from "./fixture.js";

describe("requests that wait", { concurrency: 2 }, () => {
  test("are answered in order", async () => {
    const codes = [
      "let n = 1;\nawait new Promise<void>((r) => setTimeout(r, 30));",
      "n += 1;\nn",
      "n * 10",
    ];
    await withKernel(async (kernel) => {
      const runs = await Promise.all(codes.map((code) => kernel.execute(code, 60)));
      assert.deepEqual(shown(runs), [[], ["text/plain: 2"], ["text/plain: 20"]]);
      const counts = runs.map(({ executionCount }) => executionCount);
      assert.deepEqual(counts, [1, 2, 3]);
    });
  });

  test("are aborted by a failure; one sent after its answer is not", async () => {
    const codes = [
      "throw new Error('no');",
      "console.log('must not run');",
      "console.log('nor this');",
    ];
    await withKernel(async (kernel) => {
      const runs = await Promise.all(codes.map((code) => kernel.execute(code, 60)));
      assert.deepEqual(shown(runs), [["Error: no"], [], []]);
      const statuses = runs.map(({ status }) => status);
      assert.deepEqual(statuses, ["error", "error", "error"]);
      const next = await kernel.execute("'at once'", 60);
      assert.deepEqual(shown([next]), [["text/plain: at once"]]);
      assert.equal(next.executionCount, 2);
    });
  });

  async function withKernel(use: (kernel: Kernel) => Promise<void>): Promise<void> {
    const kernel = await Kernel.start();
    try {
      await use(kernel);
    } finally {
      await kernel.shutdown();
    }
  }

  function shown(runs: readonly CellRun[]): string[][] {
    return runs.map(({ outputs }) => told(outputs.all()));
  }
});

describe("a client that is ended", { concurrency: 2 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-test-"));
  after(() => rmSync(folder, { recursive: true }));

  /** A program that reproduces a study whose one cell writes its kernel's process id and then hangs. */
  async function hangingClient(name: string): Promise<{ client: ChildProcess; kernel: number }> {
    const root = join(folder, name);
    const pidFile = join(root, "pid");
    mkdirSync(join(root, "notebooks"), { recursive: true });
    const write = `const { process } = globalThis as any;\nprocess.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`;
    const cell: CodeCell = {
      cell_type: "code",
      id: "hangs",
      metadata: {},
      source: `${write}\nawait new Promise<void>(() => {});`,
      outputs: [],
      execution_count: null,
    };
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] } as const;
    saveNotebook(join(root, "notebooks", "01-hangs.ipynb"), notebook);
    const study = JSON.stringify({ root, cohort: "twin", jobs: 1, timeLimit: 60 });
    const program = `import { endKernelsOnSignals, reproduce } from "dlrn/runner/reproduce";
import { showProgress } from "dlrn/runner/progress";
endKernelsOnSignals();
await reproduce(${study}, showProgress(process.stdout));`;
    const args = ["--input-type=module", "--eval", program];
    const client = spawn(process.execPath, args, {
      stdio: "ignore",
      env: { ...process.env, TMPDIR: root },
    });
    for (let i = 0; !existsSync(pidFile) && i < 1200; i++) await sleep(50);
    await sleep(50);
    return { client, kernel: Number(readFileSync(pidFile, "utf8")) };
  }

  /** Whether a process ends within so many seconds; one that has ended and waits to be collected (Z) is gone. */
  async function isGone(id: number, seconds: number): Promise<boolean> {
    for (let i = 0; i < seconds * 20; i++) {
      try {
        process.kill(id, 0);
        const status = `/proc/${id}/stat`;
        if (existsSync(status) && / Z /.test(readFileSync(status, "utf8"))) return true;
      } catch {
        return true;
      }
      await sleep(50);
    }
    return false;
  }

  const signals: [NodeJS.Signals, number][] = [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ];
  for (const [signal, code] of signals) {
    test(`by ${signal}: takes its kernel along, exit code ${code}`, async () => {
      const { client, kernel } = await hangingClient(signal);
      const exited = new Promise((resolve) => client.on("exit", resolve));
      client.kill(signal);
      assert.equal(await exited, code);
      assert.ok(await isGone(kernel, 0.9));
      assert.ok(
        !existsSync(join(folder, signal, "reports")),
        "nothing is written of an interrupted run",
      );
    });
  }

  test("by SIGKILL: its kernel notices", async () => {
    const { client, kernel } = await hangingClient("SIGKILL");
    client.kill("SIGKILL");
    assert.ok(await isGone(kernel, 10));
  });
});
