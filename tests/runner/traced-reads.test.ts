/** What is seen to be read, in the process of the cells and in its workers, and by which names. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { projectRoot } from "dlrn/runner/environment";
import { changedSince, namesOfReads, stateOfRead } from "dlrn/runner/traced-reads";

const folder = mkdtempSync(join(tmpdir(), "dlrn-test-"));
after(() => rmSync(folder, { recursive: true }));
const tracer = join(projectRoot(), "dist/src/runner/kernel/trace-reads.cjs");
const log = join(folder, "log");
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  rmSync(folder, { recursive: true });
  mkdirSync(at("some/below"), { recursive: true });
  for (const name of "abcdefgh") writeFileSync(at(name), name);
});

/** Names that a module is seen to read, the test's own folder cut off. */
function seen(source: string): string[] {
  execFileSync(process.execPath, ["--require", tracer, "--input-type=module", "-e", source], {
    cwd: folder,
    env: { ...process.env, DLRN_READS: log },
  });
  return namesOfReads(readFileSync(log, "utf8"), at("report")).map((name) =>
    name.replace(`${folder}/`, ""),
  );
}

const start = `const { startTracing, untraced } = (await import("node:module")).createRequire(${JSON.stringify(tracer)})(${JSON.stringify(tracer)});`;

describe("reads", () => {
  test("from modules of both kinds, with callbacks, promises and streams; each once", () => {
    const names = seen(`
      import { readFileSync, openSync, readFile, createReadStream } from "node:fs";
      import * as fs from "node:fs";
      import promises from "node:fs/promises";
      import { pathToFileURL } from "node:url";
      import { createRequire } from "node:module";
      readFileSync("h"); // before tracing begins
      ${start}
      startTracing();
      readFileSync("a"); readFileSync("a");
      openSync(Buffer.from("b"));
      readFile("c", () => {});
      await promises.readFile(pathToFileURL("d"));
      for await (const _ of createReadStream("e"));
      createRequire("/")("fs").statSync("f");
      await fs.promises.open("g");
      untraced(() => readFileSync("h"));
    `);
    assert.deepEqual(names, ["a", "b", "c", "d", "e", "f", "g"]);
  });

  test("what was looked for and is not there, folders that were listed; not what was written", () => {
    const names = seen(`
      import { existsSync, openSync, readdirSync, writeFileSync } from "node:fs";
      ${start}
      startTracing();
      existsSync("missing"); existsSync("some"); readdirSync("some/below");
      readdirSync("some", { recursive: true });
      writeFileSync("new", ""); openSync("newer", "w");
    `);
    assert.deepEqual(names, ["missing", "some", "some/**", "some/below/"]);
  });

  test("in workers", () => {
    const names = seen(`
      import { Worker } from "node:worker_threads";
      new Worker('import("node:fs").then((fs) => fs.readFileSync("a"))', { eval: true });
    `);
    assert.deepEqual(names, ["a"]);
  });

  test("under names that hold elsewhere; code, packages, the report and the manifest are known otherwise", () => {
    const root = projectRoot();
    const paths = ["paper/claims.json", "data-manifest.json", "dist/src/math/f.js"];
    const lines = [...paths, "node_modules/vega/package.json"].map((path) => join(root, path));
    process.env["DLRN_DATA"] = at("data");
    try {
      const names = [...lines, at("data/x/y.csv"), at("report/results/01.json"), "/proc/cpuinfo"];
      const text = names.map((path) => `${JSON.stringify({ path, of: "file" })}\n`).join("");
      assert.deepEqual(namesOfReads(text, at("report")), ["data: x/y.csv", "paper/claims.json"]);
    } finally {
      delete process.env["DLRN_DATA"];
    }
  });
});

describe("states", () => {
  test("change with a file's bytes, its appearance, and a folder's names", () => {
    const state = (name = ""): string => stateOfRead(`${folder}/${name}`);
    const before = { file: state("a"), names: state("some/"), tree: state("some/**") };
    assert.equal(state("none"), "absent");
    assert.equal(state("some"), "folder");
    writeFileSync(at("a"), "other");
    writeFileSync(at("some/below/file"), "");
    assert.notEqual(state("a"), before.file);
    assert.equal(state("some/"), before.names);
    assert.notEqual(state("some/**"), before.tree);
    writeFileSync(at("some/file"), "");
    assert.notEqual(state("some/"), before.names);
    writeFileSync(at("a"), "a");
    assert.equal(state("a"), before.file);
  });

  test("a change is told by its time, also where an older time was set", () => {
    const names = [at("a"), at("none"), `${at("some")}/`];
    assert.equal(changedSince(names, Date.now() + 1000), null);
    assert.equal(changedSince(names, Date.now() - 60_000), at("a"));
  });
});
