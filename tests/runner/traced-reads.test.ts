/** What is seen to be read, in the process of the cells and in its workers, and by which names. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { type Notebook, notebookText } from "dlrn/io/notebook";
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
  return namesOfReads(readFileSync(log, "utf8"), at("report"), new Map()).map((name) =>
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

  test("under names that hold elsewhere; but not the report, the manifest, and code known to be reached", () => {
    const root = projectRoot();
    const stated = new Map([
      ["src/math/f.ts", ""],
      ["package vega", ""],
    ]);
    const of = (module: string): string[] =>
      ["js", "d.ts", "js.map"].map((ending) => `dist/src/math/${module}.${ending}`);
    const packages = ["vega/a.js", "vega-lite/package.json", "not-there/package.json"];
    const paths = [
      "paper/claims.json",
      "data-manifest.json",
      ...[...of("f"), "dist/src/math/other.js"],
      ...packages.map((path) => `node_modules/${path}`),
    ];
    const lines = paths.map((path) => join(root, path));
    process.env["DLRN_DATA"] = at("data");
    try {
      const names = [
        root,
        ...lines,
        at("data"),
        at("data/x/y.csv"),
        at("report/results/01.json"),
        "/proc/cpuinfo",
      ];
      const reads = names.map((path) => ({ path: resolve(path), of: "file" }));
      const text = reads.map((read) => `${JSON.stringify(read)}\n`).join("");
      assert.deepEqual(namesOfReads(text, at("report"), stated), [
        ".",
        "data: .",
        "data: x/y.csv",
        "dist/src/math/other.js",
        "node_modules/vega-lite/package.json",
        "paper/claims.json",
      ]);
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

  test("of a notebook the code cells count", () => {
    const path = at("n.ipynb");
    const write = (code: string, markdown: string): string => {
      const cells: Notebook["cells"] = [
        { cell_type: "markdown", id: "m", metadata: {}, source: markdown },
        { cell_type: "code", id: "c", metadata: {}, source: code, outputs: [], execution_count: 1 },
      ];
      writeFileSync(path, notebookText({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
      return stateOfRead(path);
    };
    const first = write("1", "# one");
    assert.equal(write("1", "# two and more"), first);
    assert.notEqual(write("2", "# one"), first);
    writeFileSync(path, "no notebook");
    assert.match(stateOfRead(path), /^[0-9a-f]{64}$/);
  });

  test("a change is told by its time, also where an older time was set", () => {
    const names = [at("a"), at("none"), `${at("some")}/`];
    assert.equal(changedSince(names, Date.now() + 1000), null);
    assert.equal(changedSince(names, Date.now() - 60_000), at("a"));
  });
});
