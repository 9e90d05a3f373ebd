/**
 * The same kernel under a real Jupyter: the same outputs and the same exit status as the project's own runner,
 * from the notebook's own folder.
 */

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { mergeStreams, type Output, readNotebook } from "dlrn/io/notebook";
import { installKernelspec } from "dlrn/runner/kernelspec";
import { FIXTURES, outputsOf, runFixture } from "./fixture.js";

const skip =
  spawnSync("jupyter", ["nbconvert", "--version"]).status === 0
    ? false
    : "no jupyter nbconvert is installed here";
const folder = mkdtempSync(join(tmpdir(), "dlrn-test-"));
after(() => rmSync(folder, { recursive: true }));
before(() => void installKernelspec(folder));

interface Converted {
  readonly status: number;
  readonly said: string;
}

/** `jupyter nbconvert --execute`, in the folder of the notebooks. */
function nbconvert(
  names: readonly string[],
  out: string,
  ...options: string[]
): Promise<Converted> {
  const files = names.map((name) => `${name}.ipynb`);
  const args = [
    "nbconvert",
    "--to",
    "notebook",
    "--execute",
    "--output-dir",
    join(folder, out),
    ...options,
    ...files,
  ];
  const env = {
    ...process.env,
    LC_ALL: "sv_SE.UTF-8",
    JUPYTER_PATH: folder,
    JUPYTER_DATA_DIR: join(folder, "user"),
  };
  // Jupyter picks free ports and lets go of them before the kernel takes them: another process may be quicker, and
  // then the kernel cannot bind them, or Jupyter waits for one that never answers.
  const attempt = (left: number): Promise<Converted> =>
    new Promise((resolve) => {
      execFile("jupyter", args, { cwd: FIXTURES, env }, (error, _, said) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        const lostPorts = /Address already in use|Kernel didn't respond in/.test(said);
        if (left > 0 && lostPorts) resolve(attempt(left - 1));
        else resolve({ status, said });
      });
    });
  return attempt(3);
}

describe("jupyter nbconvert --execute", { skip, concurrency: 2 }, () => {
  const succeed = [
    "many-lines",
    "streams",
    "raises-exception",
    "mime-types",
    "strict",
    "language",
    "parameters",
    "paths",
  ];
  const half = succeed.length / 2;
  for (const names of [succeed.slice(0, half), succeed.slice(half)]) {
    test(`the same outputs: ${names.join(", ")}`, async () => {
      const { status, said } = await nbconvert(names, "succeed");
      assert.equal(status, 0, said);
      for (const name of names) {
        const theirs = readNotebook(join(folder, "succeed", `${name}.ipynb`));
        const ours = await runFixture(name);
        // The one difference: our runner cuts the project's folder off what cells print.
        assert.deepEqual(
          withoutFolder(outputsOf(theirs).map(mergeStreams)),
          outputsOf(ours.notebook),
          name,
        );
      }
    });
  }

  const fail = ["rejection", "timer", "late-timer", "type-error"];
  for (const name of fail.slice(0, 2)) {
    test(`exit status 1, and the error told: ${name}`, async () => {
      const { status, said } = await nbconvert([name], "fail");
      assert.equal(status, 1);
      assert.match(said, name === "timer" ? /Error: out of a timer/ : /Error: nobody handles this/);
    });
  }

  test(`the same outputs up to the failure: ${fail.join(", ")}`, async () => {
    const { status, said } = await nbconvert(fail, "allowed", "--allow-errors");
    assert.equal(status, 0, said);
    for (const name of fail) {
      const { notebook, failure } = await runFixture(name);
      const theirs = outputsOf(readNotebook(join(folder, "allowed", `${name}.ipynb`)));
      assert.deepEqual(
        theirs.slice(0, failure?.cell).map(mergeStreams),
        outputsOf(notebook).slice(0, failure?.cell),
        name,
      );
    }
  });

  const end: [string, RegExp][] = [
    ["process-exit", /DeadKernelError/],
    ["killed", /DeadKernelError/],
    ["endless-loop", /CellTimeoutError/],
    ["hanging-await", /CellTimeoutError/],
  ];
  for (const [name, message] of end) {
    test(`ends, with exit status 1: ${name}`, async () => {
      const { status, said } = await nbconvert([name], "end", "--ExecutePreprocessor.timeout=2");
      assert.equal(status, 1);
      assert.match(said, message);
    });
  }
});

function withoutFolder(cells: (readonly Output[])[]): (readonly Output[])[] {
  const root = JSON.stringify(`${process.cwd()}/`).slice(1, -1);
  return JSON.parse(JSON.stringify(cells).replaceAll(root, "")) as (readonly Output[])[];
}
