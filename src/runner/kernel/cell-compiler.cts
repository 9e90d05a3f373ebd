/**
 * How cells are compiled: strictly, for ES2023, with the `exports` of packages resolved, so that a cell imports
 * the project by its own name (`dlrn/evaluate/roc`) from every folder. tslab asks TypeScript for a watching
 * compiler; its options are replaced on the way.
 */

import path = require("node:path");

import { cellGlobals } from "./cell-globals.cjs";
import { compiler, replaceCompilerParts } from "./tslab.cjs";

type CreateHost = (
  roots: string[],
  options: object,
  system: {
    readFile(path: string, encoding?: string): string | undefined;
    fileExists(path: string): boolean;
    watchFile?: unknown;
  },
  ...rest: unknown[]
) => unknown;

/** Must be called before tslab is loaded. */
export function compileCellsStrictly(folder: string): void {
  const globalsFile = path.posix.join(folder.replaceAll("\\", "/"), "__cell-globals__.d.ts");
  const create = compiler.createWatchCompilerHost as unknown as CreateHost;
  const strictHost: CreateHost = (roots, options, system, ...rest) => {
    const { readFile, fileExists } = system;
    system.readFile = (file, encoding) =>
      file === globalsFile ? cellGlobals : readFile(file, encoding);
    system.fileExists = (file) => file === globalsFile || fileExists(file);
    return create(
      [...roots, globalsFile],
      {
        ...options,
        strict: true,
        types: [],
        lib: ["lib.es2023.d.ts"],
        moduleResolution: compiler.ModuleResolutionKind.Bundler,
      },
      system,
      ...rest,
    );
  };
  // A changed source needs a build and a new kernel anyway: no file but the cell itself is watched.
  compiler.sys.watchFile = () => ({ close: () => {} });
  replaceCompilerParts({
    createWatchCompilerHost: strictHost as unknown as typeof compiler.createWatchCompilerHost,
  });
}
