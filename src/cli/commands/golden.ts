/** `dlrn golden`: recompute every golden case of a folder and say where we differ. */

import { parseArgs } from "node:util";
import { readGoldenFolder, runGoldenFile } from "../../proof/golden.js";

export const summary = "recompute golden cases of R and Python and compare";
export const usage = `Usage: npx dlrn golden [DIR] [--topic NAME]

Runs every case of every *.json file of DIR (default: tests/golden) through the library.
Prints "topic: N passed, N failed" and the first differing field of each failure;
exits 1 if a case failed or none ran.`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { topic: { type: "string" } },
  });
  if (positionals.length > 1)
    throw new RangeError(`golden takes one folder; got "${positionals.join(" ")}"`);
  const all = readGoldenFolder(positionals[0] ?? "tests/golden");
  const files = all.filter(({ topic }) => values.topic === undefined || topic === values.topic);
  if (values.topic !== undefined && files.length === 0) {
    const known = [...new Set(all.map(({ topic }) => topic))].join(", ");
    throw new RangeError(`the topic must be one of ${known}; got "${values.topic}"`);
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const { cases } = await runGoldenFile(file);
    const failures = cases.filter(({ failure }) => failure !== null);
    console.log(
      `${file.topic}: ${cases.length - failures.length} passed, ${failures.length} failed`,
    );
    for (const { name, failure } of failures) console.log(`  ${name}: ${failure}`);
    passed += cases.length - failures.length;
    failed += failures.length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}
