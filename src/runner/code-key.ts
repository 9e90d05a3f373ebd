/**
 * One number for the code behind a result: it changes when a module that the result can reach changes, or the version of
 * a package, and at no other time.
 */

import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { projectRoot } from "./environment.js";
import { compiledFile, type ReachedCode, reachedCode } from "./reached-code.js";

const loaded: number = Date.now();
const known: Map<string, string> = new Map();

/**
 * SHA-256 over the compiled modules that these reach and the versions of the packages among them; found once a process.
 *
 * Modules that were built after this process began are not those that it runs: their key is this process's own, so that
 * what old code computes is never taken for the new code's.
 *
 * @param modules as cells name them: `dlrn/features/case`
 * @throws RangeError if one is no module of the project
 */
export function codeKey(modules: readonly string[]): string {
  const name = [...new Set(modules)].sort().join(" ");
  const found = known.get(name) ?? keyOf(modules, projectRoot());
  known.set(name, found);
  return found;
}

function keyOf(modules: readonly string[], root: string): string {
  for (const module of modules) {
    if (reachedCode([module], { root }).size === 0)
      throw new RangeError(
        `modules must be named like "dlrn/features/case"; there is no "${module}"`,
      );
  }
  const code = reachedCode(modules, { root });
  const own = isNewerThanProcess(code, root) ? `process ${process.pid} of ${loaded}` : "";
  return createHash("sha256").update(own).update(codeText(code)).digest("hex");
}

/** One line a part. */
function codeText(code: ReachedCode): string {
  return [...code].map(([part, state]) => `${part} ${state}\n`).join("");
}

function isNewerThanProcess(code: ReachedCode, root: string): boolean {
  return [...code.keys()].some((part) => {
    const file = compiledFile(part, root);
    return file !== null && statSync(file).mtimeMs > loaded;
  });
}
