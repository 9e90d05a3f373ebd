/** `dlrn audit`: what the printed numbers of a paper say to each other. */

import { parseArgs } from "node:util";
import { auditClaims } from "../../audit/audit.js";
import { readClaims } from "../../audit/claims-file.js";
import { claimsJsonSchema } from "../../audit/claims-schema.js";
import { aggregateStatuses, headlines, headlineText, wordsStatuses } from "../../audit/headline.js";
import { formatJson } from "../../io/format-json.js";
import { writeWhole } from "../../io/write-whole.js";
import { projectRoot } from "../../runner/environment.js";

export const summary = "judge each printed number of a paper by the others";
export const usage: string = `Usage: npx dlrn audit FILE [--status STATUS]... [--json]
       npx dlrn audit --schema

Reads a claims file (the form is in paper/claims.md; the paper's own is paper/claims.json), and prints for
each claim its verdict with the evidence, then how many claims have which. Exit code 1 only if the file is bad.

  --status S     only claims with this verdict; may come several times:
                 ${[...aggregateStatuses, ...wordsStatuses].join(", ")}
  --json         the verdicts as JSON, without the counts
  --schema       write the JSON Schema of claims files to paper/claims.schema.json`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      status: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      schema: { type: "boolean", default: false },
    },
  });
  if (values.schema) return writeSchema();
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new RangeError(
      `audit takes one file; got ${positionals.length === 0 ? "none" : positionals.join(" ")}; try: npx dlrn audit paper/claims.json`,
    );
  requireStatuses(values.status);
  const file = readClaims(path, path);
  const audit = auditClaims(file);
  const wanted = audit.claims.filter(
    ({ status }) => values.status.length === 0 || values.status.includes(status),
  );
  if (values.json) {
    console.log(formatJson(wanted.map(({ method: _, ...claim }) => claim)).trimEnd());
    return;
  }
  for (const { id, printed, status, evidence } of wanted)
    console.log(`${id}  ${shortened(printed ?? "(derived)")}  ${status}\n    ${evidence}`);
  if (wanted.length > 0) console.log("");
  for (const headline of headlines(file, audit)) console.log(headlineText(headline));
}

function requireStatuses(asked: readonly string[]): void {
  const known: readonly string[] = [...aggregateStatuses, ...wordsStatuses];
  const unknown = asked.find((status) => !known.includes(status));
  if (unknown !== undefined)
    throw new RangeError(`a status must be one of ${known.join(", ")}; got "${unknown}"`);
}

function shortened(text: string): string {
  return text.length > 70 ? `"${text.slice(0, 67)}..."` : text;
}

function writeSchema(): void {
  const path = "paper/claims.schema.json";
  const changed = writeWhole(`${projectRoot()}${path}`, formatJson(claimsJsonSchema()));
  console.log(`${path} ${changed ? "written" : "is up to date"}`);
}
