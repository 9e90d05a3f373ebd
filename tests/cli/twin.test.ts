/** The command `twin`: how it ends when it cannot give what is asked. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { projectRoot } from "dlrn/runner/environment";

const folder = mkdtempSync(join(tmpdir(), "dlrn-twin-"));
after(() => rmSync(folder, { recursive: true }));
const small = "tests/twin/fixtures/small-spec.json";

function twin(...args: string[]): { status: number | null; output: string; error: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "-e",
      'import("./dist/src/cli/main.js").then(({ main }) => main(process.argv.slice(1)))',
      "twin",
      ...args,
    ],
    { cwd: projectRoot(), encoding: "utf8" },
  );
  return { status, output: stdout.trim(), error: stderr.trim() };
}

test("build writes a cohort and its targets, with progress; --check compares", () => {
  const out = join(folder, "small");
  const made = twin("build", "--spec", small, "--out", out);
  assert.equal(made.status, 0, made.error);
  assert.match(made.output, /^seed 1: all 93 targets are met/);
  assert.match(made.error, /scores of development/);
  assert.equal(twin("build", "--spec", small, "--out", out, "--check").status, 0);
  const patients = join(out, "patients.csv");
  writeFileSync(patients, readFileSync(patients, "utf8").replace("P001", "P999"));
  const checked = twin("build", "--spec", small, "--out", out, "--check");
  assert.equal(checked.status, 1);
  assert.match(checked.error, /must hold exactly what the builder makes; patients\.csv differs;/);
});

test("a seed that misses a target exits 1, names it, and writes nothing", () => {
  // A median that the groups leave hardly any room for: the builder does not reach it.
  const specification = JSON.parse(readFileSync(small, "utf8"));
  specification.continuous[0].overall.median.printed = "72";
  const path = join(folder, "impossible.json");
  writeFileSync(path, JSON.stringify(specification));
  const { status, error } = twin("build", "--spec", path, "--out", join(folder, "none"));
  assert.equal(status, 1);
  assert.match(
    error,
    /dlrn: seed 1 must meet all 93 targets; it misses \d+: .*age\.median is \d+, printed 72/,
  );
  assert.ok(!existsSync(join(folder, "none")));
});

describe("refuses", () => {
  for (const [args, message] of [
    [
      [],
      'dlrn: the action must be build, images, pilot or ranges; got ""; try: npx dlrn twin --help',
    ],
    [["ranges", "--seeds", "3"], 'dlrn: --seeds must be like 1-24; got "3"'],
    [["ranges", "--jobs", "0"], 'dlrn: --jobs must be a whole number from 1 to 99; got "0"'],
    [
      ["ranges", "--seeds", "3-4"],
      "dlrn: the table must be of the seeds 1-24; other seeds, such as 3-4, can be compared with it by --check",
    ],
    [["build", "--seed", "1.5"], 'dlrn: --seed must be a whole number; got "1.5"'],
    [["build", "--without", "table-2"], 'dlrn: --without must be smote-ci; got "table-2"'],
    [["images"], "dlrn: --out must name a folder; got nothing; try: npx dlrn twin --help"],
    [
      ["images", "--out", join(folder, "x"), "--format", "png"],
      'dlrn: --format must be nifti or dicom; got "png"',
    ],
    [
      ["images", "--out", join(folder, "x"), "--patients", "0"],
      'dlrn: --patients must be 1 to 242, or ids; got "0"',
    ],
    [
      ["images", "--out", join(folder, "x"), "--patients", "TWIN-001,P2"],
      'dlrn: cohorts/twin/patients.csv: each patient must be in the table; "P2" is not',
    ],
    [
      ["images", "--out", join(folder, "x"), "--seed", "one"],
      'dlrn: --seed must be a whole number; got "one"',
    ],
    [
      ["images", "--out", join(folder, "x"), "--strength", "2"],
      'dlrn: --strength must lie between 0 and 1; got "2"',
    ],
    [["build", "--spec", "no.json"], "dlrn: no.json: the file must be readable; ENOENT"],
  ] as const)
    test(args.join(" "), () => {
      const { status, error } = twin(...args);
      assert.deepEqual([status, error], [1, message]);
      assert.ok(!existsSync(join(folder, "x")));
    });
});
