/** Which code counts: what is reached does, what is not does not. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { importedModules, reachedCode } from "dlrn/runner/reached-code";

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "dlrn-test-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const small = project({
  "dist/src/a/start.js": [
    'import { b } from "./middle.js";',
    'import {\n  type c,\n} from "../b/other.js";',
    'import "deep";',
    'export * from "node:fs";',
    'const worker = new URL("./worker.js", import.meta.url);',
    'const font = new URL("../../../fonts/f.ttf", import.meta.url);',
    `const topics = new URL(\`./topics/\${name}.js\`, import.meta.url);`,
    'const late = await import("@scope/late/inner");',
    "const load = createRequire(import.meta.url);",
    'load("by-require");',
    '// as in import { x } from "./missing.js"',
  ].join("\n"),
  "dist/src/a/start.d.ts": 'import type { T } from "../b/types.js";',
  "dist/src/a/middle.js": 'export { b } from "dlrn/b/deep";',
  "dist/src/a/worker.js": 'import "./start.js";',
  "dist/src/a/unreached.js": "",
  "dist/src/a/topics/one.js": "",
  "dist/src/a/topics/two.js": "",
  "dist/src/a/topics/two.d.ts": "",
  "dist/src/b/other.js": "",
  "dist/src/b/deep.js": "",
  "dist/src/b/types.js": "",
  "dist/src/b/types.d.ts": "",
  "dist/src/k/entry.cjs": 'const x = require("./part.cjs");',
  "dist/src/k/part.cjs": "",
  "fonts/f.ttf": "font",
  "node_modules/deep/package.json": '{"version": "1.2.3", "dependencies": {"below": "*"}}',
  "node_modules/deep/node_modules/below/package.json": '{"version": "2.0.0"}',
  "node_modules/below/package.json": '{"version": "1.0.0"}',
  "node_modules/@scope/late/package.json":
    '{"version": "3.0.0", "optionalDependencies": {"not-here": "*"}}',
  "node_modules/by-require/package.json": '{"version": "4.0.0"}',
});
const ofStart = (types = false): string[] => [
  ...reachedCode(["dlrn/a/start"], { root: small, types }).keys(),
];

describe("reached code", () => {
  test("imports, workers, files, names found at run time and packages with theirs", () => {
    assert.deepEqual(ofStart(), [
      "fonts/f.ttf",
      "package @scope/late",
      "package by-require",
      "package deep",
      "package deep/node_modules/below",
      "src/a/middle.ts",
      "src/a/start.ts",
      "src/a/topics/one.ts",
      "src/a/topics/two.ts",
      "src/a/worker.ts",
      "src/b/deep.ts",
      "src/b/other.ts",
    ]);
    const states = reachedCode(["dlrn/a/start"], { root: small });
    assert.equal(states.get("package deep/node_modules/below"), "2.0.0");
    assert.match(states.get("src/b/deep.ts") ?? "", /^[0-9a-f]{64}$/);
  });

  test("types of modules count where they are asked for", () => {
    const added = ofStart(true).filter((name) => !ofStart().includes(name));
    assert.deepEqual(added, ["src/b/types.ts"]);
  });

  test("changed code changes what reaches it, and nothing else", () => {
    const before = reachedCode(["dlrn/a/start"], { root: small });
    write(small, "dist/src/a/unreached.js", "changed();");
    assert.deepEqual(reachedCode(["dlrn/a/start"], { root: small }), before);
    write(small, "dist/src/b/deep.js", "changed();");
    const after = reachedCode(["dlrn/a/start"], { root: small });
    const changed = [...after].filter(([name, state]) => before.get(name) !== state);
    assert.deepEqual(
      changed.map(([name]) => name),
      ["src/b/deep.ts"],
    );
  });

  test("CommonJS parts of the kernel", () => {
    const kernel = reachedCode(["./dist/src/k/entry.cjs"], { root: small });
    assert.deepEqual([...kernel.keys()], ["src/k/entry.cts", "src/k/part.cts"]);
  });

  test("the project's own: an extraction reaches its filters, and no classifier", () => {
    const own = [...reachedCode(["dlrn/features/case"], { root: process.cwd() }).keys()];
    assert.ok(own.includes("src/features/case.ts") && own.includes("src/math/power.ts"), `${own}`);
    assert.ok(!own.some((name) => name.startsWith("src/model/")));
  });
});

test("modules that a cell imports", () => {
  const cell =
    "import {\n  openCohort,\n} from \"dlrn/runner/environment\";\nimport d from 'danfo';";
  assert.deepEqual(importedModules(cell), ["dlrn/runner/environment", "danfo"]);
});

test("the key of code: the same in every process, another for changed code, its own for code built later", () => {
  const root = project({ "package.json": '{"name": "dlrn", "type": "module"}' });
  for (const part of ["runner", "io", "cohort", "math", "table"])
    cpSync(`dist/src/${part}`, join(root, "dist/src", part), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"));
  write(root, "dist/src/math/made.js", "export const x = 1;");
  const keys = (before = ""): string =>
    execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { codeKey } from "./dist/src/runner/code-key.js";
         import { writeFileSync } from "node:fs";
         ${before}
         console.log(codeKey(["dlrn/math/made"]));`,
      ],
      { cwd: root, encoding: "utf8" },
    );
  const first = keys();
  assert.match(first, /^[0-9a-f]{64}\n$/);
  assert.equal(keys(), first);
  const rebuild =
    'await new Promise((r) => setTimeout(r, 20)); writeFileSync("dist/src/math/made.js", "export const x = 2;");';
  const own = keys(rebuild);
  const second = keys();
  assert.equal(new Set([first, own, second]).size, 3);
});
