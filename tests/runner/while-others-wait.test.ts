/** One process works while others wait; the death of the one that works ends the waiting. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { projectRoot } from "dlrn/runner/environment";
import { progressTime, readProgress } from "dlrn/runner/report-progress";
import { whileOthersWait } from "dlrn/runner/while-others-wait";

const folder = mkdtempSync(join(tmpdir(), "dlrn-test-"));
after(() => rmSync(folder, { recursive: true }));
const log = join(folder, "log");

/** A process that works for so long under a name, and notes its beginning and its end. */
function worker(name: string, label: string, milliseconds: number): ChildProcess {
  const script = `
    import { appendFileSync } from "node:fs";
    import { whileOthersWait } from "dlrn/runner/while-others-wait";
    await whileOthersWait(${JSON.stringify(join(folder, name))}, async () => {
      appendFileSync(${JSON.stringify(log)}, "${label} begins\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds});
      appendFileSync(${JSON.stringify(log)}, "${label} ends\\n");
    });`;
  const args = ["--input-type=module", "-e", script];
  return spawn(process.execPath, args, { cwd: projectRoot(), stdio: ["ignore", "ignore", 2] });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on("close", (code) => resolve(code)));
const lines = (): string[] => readFileSync(log, "utf8").trim().split("\n");

async function begun(label: string): Promise<void> {
  while (!lines().includes(`${label} begins`))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

test("one after the other, though the one that works never looks up", async () => {
  writeFileSync(log, "");
  const both = [worker("same", "a", 600), worker("same", "b", 600)];
  assert.deepEqual(await Promise.all(both.map(ended)), [0, 0]);
  const [first, second] = lines()[0] === "a begins" ? ["a", "b"] : ["b", "a"];
  assert.deepEqual(lines(), [
    `${first} begins`,
    `${first} ends`,
    `${second} begins`,
    `${second} ends`,
  ]);
});

test("who waits tells so again and again, so that no time limit ends it", async () => {
  const file = join(folder, "progress");
  process.env["DLRN_PROGRESS"] = file;
  try {
    let release = (): void => {};
    const first = whileOthersWait(
      "told",
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    const second = whileOthersWait("told", async () => {});
    const signs = new Set<number>();
    while (signs.size < 3) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      signs.add(progressTime(file));
    }
    assert.match(readProgress(file)!.what, /^waits for another process/);
    release();
    await Promise.all([first, second]);
  } finally {
    delete process.env["DLRN_PROGRESS"];
  }
});

test("who waits goes on when the other is killed; another work does not wait", async () => {
  writeFileSync(log, "");
  const first = worker("killed", "a", 60_000);
  await begun("a");
  const second = worker("killed", "b", 1);
  assert.equal(await ended(worker("other", "c", 1)), 0);
  assert.deepEqual(lines(), ["a begins", "c begins", "c ends"]);
  first.kill("SIGKILL");
  await ended(first);
  assert.equal(await ended(second), 0);
  assert.deepEqual(lines().slice(3), ["b begins", "b ends"]);
});

test("gives what the work gives, and a failure lets the next one in", async () => {
  assert.equal(await whileOthersWait(join(folder, "gives"), async () => 7), 7);
  const fails = whileOthersWait(join(folder, "gives"), () => Promise.reject(new RangeError("no")));
  await assert.rejects(fails, new RangeError("no"));
  assert.equal(await whileOthersWait(join(folder, "gives"), async () => 8), 8);
});
