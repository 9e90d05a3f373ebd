/** A copy of this project in a folder of its own, so that a cohort can be added without harm. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "dlrn/runner/environment";

export interface ProjectCopy {
  readonly root: string;
  /** The data folder, `DLRN_DATA`. */
  readonly data: string;
  /** `dlrn` with these words, in the copy. */
  dlrn(...args: string[]): {
    readonly status: number | null;
    readonly output: string;
    readonly error: string;
  };
  remove(): void;
}

/** @param more what is copied beside the code, the cohorts and the manifest */
export function projectCopy(more: readonly string[] = []): ProjectCopy {
  const root = mkdtempSync(join(tmpdir(), "dlrn-copy-"));
  const data = join(root, "data");
  for (const path of ["dist/src", "package.json", "data-manifest.json", "cohorts", ...more])
    cpSync(join(projectRoot(), path), join(root, path), { recursive: true });
  symlinkSync(join(projectRoot(), "node_modules"), join(root, "node_modules"));
  const call = 'import("./dist/src/cli/main.js").then(({ main }) => main(process.argv.slice(1)))';
  return {
    root,
    data,
    dlrn(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", call, ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, DLRN_DATA: data, DLRN_CACHE: join(root, ".cache") },
      });
      return { status, output: stdout.trim(), error: stderr.trim() };
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}
