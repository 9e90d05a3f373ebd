/** The command `audit`: what it prints, and how it ends. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "dlrn-audit-"));
after(() => rmSync(folder, { recursive: true }));

function audit(...args: string[]): { status: number | null; output: string; error: string } {
  const call = `import("./dist/src/cli/main.js").then(({ main }) => main(${JSON.stringify(["audit", ...args])}))`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", call], {
    encoding: "utf8",
  });
  return { status, output: stdout, error: stderr.trim() };
}

const planted = "tests/audit/fixtures/planted-errors.json";

test("a verdict per claim, then the counts; errors in a paper are no errors of the command", () => {
  const { status, output } = audit(planted);
  assert.equal(status, 0);
  assert.match(output, /^n\.neg {2}120 {2}compatible\n {4}70 \+ 50 = 120/);
  assert.match(
    output,
    /\nrelapse {2}0\.333 {2}impossible as printed\n {4}No number of 80 patients/,
  );
  assert.match(
    output,
    /\n\n86 numeric results: 22 recomputed, \d+ compatible, 19 differs, 13 impossible as printed.*\n3 derived: 3 recomputed\n4 claims in words: 1 supported, 2 not supported, 1 undecided\n$/,
  );
});

test("only the wanted verdicts; or as JSON", () => {
  const { output } = audit(planted, "--status", "impossible as printed");
  const ids = output.split("\n").filter((line) => /^\w/.test(line));
  assert.deepEqual(
    ids.slice(0, 5).map((line) => line.split(" ")[0]),
    ["sex.pos.women", "age.pos.mean", "rating.sd", "new.auc", "relapse"],
  );
  const json = JSON.parse(audit(planted, "--status", "differs", "--json").output);
  assert.equal(json.length, 19);
  assert.deepEqual(Object.keys(json[0]), ["id", "printed", "kind", "status", "value", "evidence"]);
});

test("a bad file or option ends with one sentence and exit code 1", () => {
  const bad = join(folder, "bad.json");
  const claim = { where: "x", statement: "x", kind: "count", printed: "3", value: 4 };
  writeFileSync(
    bad,
    JSON.stringify({ title: "x", source: "x", checks: [], claims: [{ id: "a", ...claim }] }),
  );
  const faults: [args: string[], message: RegExp][] = [
    [
      [bad],
      /^dlrn: .*bad\.json, claims\[0\] "a": the value must be what is printed; its value is 4; the printed "3" holds 3$/,
    ],
    [["nowhere.json"], /^dlrn: nowhere\.json: the file must be readable; ENOENT$/],
    [[], /^dlrn: audit takes one file; got none; try: npx dlrn audit paper\/claims\.json$/],
    [[planted, planted], /^dlrn: audit takes one file; got /],
    [[planted, "--status", "fine"], /^dlrn: a status must be one of recomputed, .*; got "fine"$/],
  ];
  for (const [args, message] of faults) {
    const { status, error, output } = audit(...args);
    assert.match(error, message);
    assert.equal(status, 1);
    assert.equal(output, "");
  }
});
