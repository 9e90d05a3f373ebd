/** The command `data`: what it lists, what it finds out, and how it ends. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { projectRoot } from "dlrn/runner/environment";
import { sha256 } from "../cohort/small-project.js";

/** A copy of what the command needs, so that data can be broken without harm. */
const copy = mkdtempSync(join(tmpdir(), "dlrn-data-"));
after(() => rmSync(copy, { recursive: true }));
for (const path of ["dist/src", "package.json", "data-manifest.json", "cohorts"]) {
  cpSync(join(projectRoot(), path), join(copy, path), { recursive: true });
}
cpSync(join(projectRoot(), "node_modules/zod"), join(copy, "node_modules/zod"), {
  recursive: true,
  dereference: true,
});

function data(...args: string[]): { status: number | null; lines: string[]; error: string } {
  const call = `import("./dist/src/cli/commands/data.js").then(({ run }) => run(${JSON.stringify(args)})).catch((error) => { console.error(error.message); process.exitCode = 1; })`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", call], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, DLRN_DATA: "nowhere" },
  });
  return { status, lines: stdout.trim().split("\n"), error: stderr.trim() };
}

test("list says what each cohort consists of, and that a relative data folder begins at the repository", () => {
  const { status, lines } = data("list");
  assert.equal(status, 0);
  assert.equal(lines[0], `data folder: ${join(copy, "nowhere")}`);
  assert.match(lines[2]!, /^twin \(constructed data\): 242 constructed patients/);
  assert.match(lines[3]!, /^ {2}patients {2}1 of 1 present +\d+\.\d kB {2}repository {2}MIT$/);
  assert.ok(lines.some((line) => /^ {2}image +0 of 89 present +46\.6 MB {2}data/.test(line)));
  assert.ok(
    data("list", "twin", "--files").lines.includes("  patients  cohorts/twin/patients.csv"),
  );
});

test("check passes over what is missing from the data folder, and says so", () => {
  const { status, lines } = data("check");
  assert.equal(status, 0);
  assert.match(lines[0]!, /^twin: (\d+) of \1 files are present and as recorded$/);
  assert.match(
    lines[1]!,
    new RegExp(
      `^sts-tcia: missing from the data folder ${join(copy, "nowhere")}: sts-clinical/INFOclinical_STS\\.xlsx, .* and 239 more$`,
    ),
  );
  assert.equal(lines[2], "sts-tcia: 0 of 242 files are present and as recorded");
});

test("check ends with exit code 1 for a wrong checksum, with file, expected and found", () => {
  const path = join(copy, "cohorts/twin/smote-scores.csv");
  const text = spawnSync("cat", [path], { encoding: "utf8" }).stdout;
  const changed = text.replace("SMOTE-001", "SMOTE-101");
  writeFileSync(path, changed);
  const { status, lines } = data("check", "twin");
  assert.equal(status, 1);
  assert.equal(
    lines[0],
    `twin: cohorts/twin/smote-scores.csv: its SHA-256 must be ${sha256(text)}; it is ${sha256(changed)}`,
  );
  assert.deepEqual(data("record", "twin").lines, ["recorded: smote-scores"]);
  assert.equal(data("check", "twin").status, 0);
  writeFileSync(path, "");
  assert.equal(
    data("check", "twin").lines[0],
    `twin: cohorts/twin/smote-scores.csv: it must have ${text.length} bytes; it has 0`,
  );
  rmSync(path);
  assert.equal(
    data("check", "twin").lines[0],
    "twin: cohorts/twin/smote-scores.csv: the file must exist; it is missing",
  );
  assert.equal(data("check", "twin").status, 1);
  assert.equal(
    data("record", "twin").error,
    "cohorts/twin/smote-scores.csv: the file must exist to be recorded; it is missing",
  );
});

test("a call that means nothing is refused with the next step", () => {
  assert.equal(
    data("look").error,
    'the action must be one of list, check, fetch ID, record ID, schema; got "look"; try: npx dlrn data --help',
  );
  assert.equal(
    data("record").error,
    'the action must be one of list, check, fetch ID, record ID, schema; got "record"; try: npx dlrn data --help',
  );
  assert.equal(
    data("check", "lipo").error,
    'data-manifest.json: the cohort must be one of twin, sts-tcia; got "lipo"',
  );
  assert.equal(
    data("check", "a", "b").error,
    'data takes one action and one cohort; got "check a b"; try: npx dlrn data --help',
  );
  assert.equal(data("look").status, 1);
});
