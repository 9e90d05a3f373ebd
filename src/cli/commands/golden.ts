/** `dlrn golden`: recompute every golden case of a folder and say where we differ. */

import { readGoldenFolder, runGoldenFile } from "../../proof/golden.js";

export const summary = "recompute golden cases of R and Python and compare";
export const usage = `Usage: npx dlrn golden [DIR] [--topic NAME]

Runs every case of every *.json file of DIR (default: tests/golden) through the library.
Prints "topic: N passed, N failed" and the first differing field of each failure;
exits 1 if a case failed or none ran.`;

export async function run(args: string[]): Promise<void> {
  const at = args.indexOf("--topic");
  const topic = at < 0 ? undefined : args.splice(at, 2)[1];
  const files = readGoldenFolder(args[0] ?? "tests/golden").filter(
    (file) => topic === undefined || file.topic === topic,
  );
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
