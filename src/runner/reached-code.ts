/**
 * The code that a computation can reach: its modules, whatever they import, and the npm packages among that.
 *
 * Compiled modules are read, not run: static imports, `import()`, `require` and `new URL("./x", import.meta.url)`
 * (entries of workers, fonts) are followed; where a name has a part that is found at run time, every file that fits
 * counts. Of a package the version counts, and the versions of what it depends on.
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";

/** A source (`src/select/icc.ts`), file or package (`package vega`), to the SHA-256 of its content or its version. */
export type ReachedCode = ReadonlyMap<string, string>;

export interface ReachOptions {
  /** Folder of the project: has `dist/src` and `node_modules`. */
  readonly root: string;
  /** Whether the types of the modules count too, as they do for cells, which are compiled against them. */
  readonly types?: boolean;
}

interface CodeFile {
  readonly sha256: string;
  readonly modified: number;
  readonly size: number;
  readonly imports: readonly Import[];
}

interface Import {
  readonly name: string;
  /** Of `new URL`: a file, never a package. */
  readonly isFile: boolean;
}

const files: Map<string, CodeFile> = new Map();

/** @param modules as a cell names them: `dlrn/features/case`, or a package */
export function reachedCode(modules: readonly string[], options: ReachOptions): ReachedCode {
  const reached = new Map<string, string>();
  const origin = join(options.root, "package.json");
  follow(
    modules.map((name) => ({ name, isFile: false })),
    origin,
    options,
    reached,
  );
  return new Map([...reached].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of the modules that a text of JavaScript or TypeScript imports: the cells of a notebook. */
export function importedModules(text: string): string[] {
  return importsOf(text).map(({ name }) => name);
}

/** The compiled file of a source as {@link reachedCode} names it; null for a package. */
export function compiledFile(name: string, root: string): string | null {
  if (name.startsWith("package ")) return null;
  if (!name.startsWith("src/")) return join(root, name);
  return join(root, "dist", name.replace(/\.ts$/, ".js").replace(/\.cts$/, ".cjs"));
}

function follow(
  imports: readonly Import[],
  from: string,
  options: ReachOptions,
  reached: Map<string, string>,
): void {
  for (const { name, isFile } of imports) {
    const paths = pathsOf(name, from, isFile, options.root);
    if (paths === null) reachPackage(packageName(name), dirname(from), options.root, reached);
    else for (const path of paths) reachFile(path, options, reached);
  }
}

function reachFile(path: string, options: ReachOptions, reached: Map<string, string>): void {
  const name = sourceName(path, options.root);
  if (reached.has(name)) return;
  const file = codeFile(path);
  reached.set(name, file.sha256);
  follow(file.imports, path, options, reached);
  const types = path.replace(/\.js$/, ".d.ts");
  if (options.types !== true || types === path || !existsSync(types)) return;
  const declared = codeFile(types);
  reached.set(name, `${file.sha256} ${declared.sha256}`);
  follow(declared.imports, path, options, reached);
}

/** Existing files behind a name; null for a package. */
function pathsOf(name: string, from: string, isFile: boolean, root: string): string[] | null {
  if (name.startsWith("node:") || builtinModules.includes(name)) return [];
  const isOwn = name.startsWith("dlrn/");
  if (!name.startsWith(".") && !isOwn) return isFile ? [] : null;
  const path = isOwn
    ? join(root, "dist", "src", `${name.slice("dlrn/".length)}.js`)
    : resolve(dirname(from), name);
  const [start, ...rest] = path.split(/\$\{[^}]*\}/);
  const candidates = rest.length === 0 ? [path] : filesLike(start, rest.at(-1) ?? "");
  return candidates.filter((file) => existsSync(file) && statSync(file).isFile());
}

function filesLike(start: string, end: string): string[] {
  const folder = start.endsWith("/") ? start : dirname(start);
  const first = start.endsWith("/") ? "" : basename(start);
  return readdirSync(folder)
    .filter((file) => file.startsWith(first) && file.endsWith(end))
    .sort()
    .map((file) => join(folder, file));
}

/** `@scope/name` or `name` of a module's name. */
function packageName(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The package as a module of this folder finds it, and what it depends on; one that is not installed counts as nothing. */
function reachPackage(
  name: string,
  folder: string,
  root: string,
  reached: Map<string, string>,
): void {
  const place = placeOfPackage(name, folder, root);
  if (place === null) return;
  const key = `package ${relative(join(root, "node_modules"), place).replaceAll("\\", "/")}`;
  if (reached.has(key)) return;
  const { version, dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(place, "package.json"), "utf8"),
  ) as {
    version?: string;
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
  reached.set(key, version ?? "without a version");
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
    reachPackage(needed, place, root, reached);
}

function placeOfPackage(name: string, folder: string, root: string): string | null {
  for (let at = folder; at.startsWith(resolve(root)); at = dirname(at)) {
    const place = join(at, "node_modules", name);
    if (existsSync(join(place, "package.json"))) return place;
  }
  return null;
}

/** `src/select/icc.ts` for `dist/src/select/icc.js`; other files by their path below the root. */
export function sourceName(path: string, root: string): string {
  const name = relative(root, path).replaceAll("\\", "/");
  if (!name.startsWith("dist/src/")) return name;
  return name
    .slice("dist/".length)
    .replace(/\.js$/, ".ts")
    .replace(/\.cjs$/, ".cts");
}

function codeFile(path: string): CodeFile {
  const { mtimeMs: modified, size } = statSync(path);
  const known = files.get(path);
  if (known !== undefined && known.modified === modified && known.size === size) return known;
  const bytes = readFileSync(path);
  const isCode = /\.(?:js|cjs|mjs|d\.ts)$/.test(path);
  const file: CodeFile = {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    modified,
    size,
    imports: isCode ? importsOf(bytes.toString()) : [],
  };
  files.set(path, file);
  return file;
}

const IMPORT =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|\b(new URL)\s*\(\s*)(["'`])([^"'`\n]+)\2/g;

function importsOf(text: string): Import[] {
  const found = [...text.matchAll(IMPORT)].map(([, isUrl, , name]) => ({
    name,
    isFile: isUrl !== undefined,
  }));
  // What `createRequire` made is called by a name of the module's own.
  for (const [, load] of text.matchAll(/\b(\w+) = (?:\w+\.|\(0, \w+\.)?createRequire\)?\(/g)) {
    for (const [, name] of text.matchAll(new RegExp(`\\b${load}\\(["'\`]([^"'\`\\n]+)["'\`]`, "g")))
      found.push({ name, isFile: false });
  }
  return found;
}
