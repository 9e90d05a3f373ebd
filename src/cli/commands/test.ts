/** `dlrn test`: the whole suite by Node's own test runner, or the files whose path contains a word. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const summary = "run the tests";
export const usage = `Usage: npx dlrn test [WORD ...]

Runs every test, or those whose path contains one of the WORDs (npx dlrn test delong).
Tests that need ../shared, R or Jupyter say so where they are skipped.`;

export async function run(args: string[]): Promise<void> {
  const root = fileURLToPath(new URL("../../../../", import.meta.url));
  const files = readdirSync(`${root}dist/tests`, { recursive: true, encoding: "utf8" })
    .filter(
      (file) => file.endsWith(".test.js") && existsSync(`${root}tests/${file.slice(0, -3)}.ts`),
    )
    .filter((file) => args.length === 0 || args.some((word) => file.includes(word)))
    .sort();
  if (files.length === 0)
    throw new RangeError(`no test file has "${args.join('" or "')}" in its path`);
  const paths = files.map((file) => `dist/tests/${file}`);
  const seed = ["--import", "./dist/tests/property-seed.js"];
  const { status } = spawnSync(process.execPath, [...seed, "--test", ...paths], {
    cwd: root,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
