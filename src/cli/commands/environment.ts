/** `dlrn environment`: write environment.md from the files that fix the environment. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeWhole } from "../../io/write-whole.js";
import { environmentPage } from "../../report/environment.js";

export const summary = "write environment.md: Node, kernel, packages, licences, fonts";
export const usage = `Usage: npx dlrn environment [--check]

Writes environment.md. With --check it writes nothing and exits 1 if the page is stale.`;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { check: { type: "boolean", default: false } } });
  const root = fileURLToPath(new URL("../../../../", import.meta.url));
  const path = `${root}environment.md`;
  const page = environmentPage(root);
  if (!values.check)
    console.log(writeWhole(path, page) ? "environment.md written" : "environment.md is up to date");
  else if (readFileSync(path, "utf8") !== page) {
    throw new RangeError(
      "environment.md must describe the installed packages; it is stale; run: npx dlrn environment",
    );
  }
}
