/** `dlrn audit`: what the printed numbers of a paper say to each other. */

import { parseArgs } from "node:util";
import { claimsJsonSchema } from "../../audit/claims-schema.js";
import { formatJson } from "../../io/format-json.js";
import { writeWhole } from "../../io/write-whole.js";
import { projectRoot } from "../../runner/environment.js";

export const summary = "judge each printed number of a paper by the others";
export const usage: string = `Usage: npx dlrn audit --schema

--schema   write the JSON Schema of claims files`;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { schema: { type: "boolean" } } });
  if (values.schema !== true)
    throw new RangeError("audit needs a file; try: npx dlrn audit --help");
  const path = "paper/claims.schema.json";
  const changed = writeWhole(`${projectRoot()}${path}`, formatJson(claimsJsonSchema()));
  console.log(`${path} ${changed ? "written" : "is up to date"}`);
}
