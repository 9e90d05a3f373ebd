/** The library as a cell sees it: through the kernel's own compiler, TypeScript 5.0.4, without Node's types. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import type ts from "typescript";
import { cellGlobals } from "../../src/runner/kernel/cell-globals.cjs";
import { compiler } from "../../src/runner/kernel/tslab.cjs";

/** What the compiler says of these files; further files are given by name and text. */
function faultsOf(paths: readonly string[], given: Readonly<Record<string, string>>): string[] {
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = compiler;
  const options: ts.CompilerOptions = {
    strict: true,
    types: [],
    lib: ["lib.es2023.d.ts"],
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    target: ScriptTarget.ES2022,
    noEmit: true,
    skipLibCheck: false,
  };
  const host = compiler.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (path) => given[path] ?? readFile(path);
  host.fileExists = (path) => path in given || fileExists(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = given[path];
    if (text === undefined) return getSourceFile(path, language, ...rest);
    return compiler.createSourceFile(path, text, language);
  };
  const program = compiler.createProgram([...paths, ...Object.keys(given)], options, host);
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName in given || fileName.includes("/dist/src/"))
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ])
    .map(
      ({ file, messageText }) =>
        `${file?.fileName}: ${compiler.flattenDiagnosticMessageText(messageText, " ")}`,
    );
}

const globals = { [resolve("cell-globals.d.ts")]: cellGlobals };

test("every stage's declarations are understood", () => {
  const files = readdirSync("dist/src", { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".d.ts") && !/^(?:cli|runner)[\\/]/.test(file),
  );
  const shown = ["runner/display.d.ts", "runner/environment.d.ts"];
  const paths = [...files, ...shown].map((file) => resolve(join("dist/src", file)));
  assert.ok(files.length > 100);
  assert.deepEqual(faultsOf(paths, globals), []);
});

test("a declaration that only a newer compiler understands would be found, and one of Node's types", () => {
  const newer = {
    [resolve("newer.d.ts")]: "export declare function f(): Float64Array<ArrayBuffer>;",
  };
  assert.match(faultsOf([], newer).join(), /Type 'Float64Array' is not generic/);
  const node = { [resolve("node.d.ts")]: "export declare const b: Buffer;" };
  assert.match(faultsOf([], node).join(), /Cannot find name 'Buffer'/);
});
