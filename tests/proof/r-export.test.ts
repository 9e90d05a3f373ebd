/** The export for R: what it writes, that R finds the same values, and that it sees one that was changed. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { exportedNotebooks, notebookExport, type RExport } from "dlrn/proof/r/script";
import { rName, rText } from "dlrn/proof/r/words";
import { type NotebookResults, readResults } from "dlrn/report/results";
import { openCohort } from "dlrn/runner/environment";
import { exportInput } from "dlrn/runner/r-export";

const twin = openCohort("twin");
const resultsOf = (number: string): NotebookResults =>
  readResults("reports/twin").find(({ notebook }) => notebook.startsWith(number))!;

/** Values from images need their features: they are left out here, and exported where those are kept. */
const shown = (number: string) =>
  resultsOf(number).results.filter(({ id }) => !id.startsWith("twin.images."));

/** Those whose rows need no image features: the others have a test of their own. */
const ofPatients = exportedNotebooks.filter((number) => !/^0[3-6]$/.test(number));
const exports = new Map<string, RExport>();
for (const number of ofPatients)
  exports.set(number, notebookExport(await exportInput(number, twin, shown(number))));

const r = spawnSync("Rscript", [
  "-e",
  "library(pROC); library(rms); library(Hmisc); library(survival)",
]);
const skip = r.status === 0 ? false : "needs R with pROC, rms, Hmisc and survival";
const folder = mkdtempSync(join(tmpdir(), "dlrn-r-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Status and output of the script, after a change to it. */
function runR(number: string, change = (script: string): string => script) {
  const { files } = exports.get(number)!;
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  writeFileSync(join(folder, "notebook.R"), change(files["notebook.R"]));
  return spawnSync("Rscript", ["notebook.R"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" }, // a locale without "≥"
  });
}

describe("what is exported", () => {
  for (const number of ofPatients)
    test(`notebook ${number}: a line a value, and no patient's id`, () => {
      const { files, compared, left } = exports.get(number)!;
      assert.ok(compared + left.length >= shown(number).length);
      assert.equal(files["notebook.R"].match(/^check\(/gm)?.length, compared);
      for (const { id } of left) assert.match(id, /\.agreement\./);
      for (const text of Object.values(files)) assert.doesNotMatch(text, /TWIN-\d/);
      assert.equal(files["patients.csv"].trim().split("\n").length, 243);
    });

  test("another notebook is refused", async () => {
    const input = await exportInput("01", twin, []);
    assert.throws(
      () => notebookExport({ ...input, number: "99" }),
      /^RangeError: the notebook must be one of 01, 02, 03, 04, 05, 06, 07, 08, 09; got "99"$/,
    );
  });

  test("names and text are safe", () => {
    assert.equal(rName("t_stage.code"), "t_stage.code");
    assert.equal(rName("size (mm)"), "`size (mm)`");
    assert.equal(rText('a "b" \\'), '"a \\"b\\" \\\\"');
    assert.equal(rText("≥50%"), '"\\U0000226550%"');
  });
});

describe("R finds the same", { skip }, () => {
  for (const number of ofPatients)
    test(`every value of notebook ${number}`, () => {
      const { status, stdout, stderr } = runR(number);
      assert.equal(status, 0, stderr + stdout.match(/^DIFFER.*$/gm)?.join("\n"));
      const [, compared, differ] = /(\d+) compared, (\d+) differ/.exec(stdout)!;
      assert.equal(Number(compared), exports.get(number)!.compared);
      assert.equal(differ, "0");
    });

  test("and names a value that was changed, and one that should not exist", () => {
    const { status, stdout } = runR("02", (script) =>
      script
        .replace('"twin.clinical.training.auc", 0.69557', '"twin.clinical.training.auc", 0.69558')
        .replace('"twin.clinical.training.ppv", NA', '"twin.clinical.training.ppv", 0.5'),
    );
    assert.equal(status, 1);
    assert.deepEqual(stdout.match(/^DIFFER \S+/gm), [
      "DIFFER twin.clinical.training.auc",
      "DIFFER twin.clinical.training.ppv",
    ]);
  });
});

describe("dlrn export", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["bin/dlrn.mjs", "export", ...args], { encoding: "utf8" });

  test("writes the files where it is told", () => {
    const out = join(folder, "there");
    const { status, stdout } = run("r", "--notebook", "02", "--out", out);
    assert.equal(status, 0);
    assert.match(stdout, /^\d+ values to compare, 0 that R cannot compute/);
    for (const file of ["notebook.R", "patients.csv", "counts.csv"])
      assert.ok(existsSync(join(out, file)), file);
    assert.match(readFileSync(join(out, "notebook.R"), "utf8"), /^# Notebook 02, cohort twin/);
  });

  test("refuses another target or notebook", () => {
    assert.match(
      run("python", "--notebook", "01").stderr,
      /^dlrn: the target must be r; got "python"/,
    );
    assert.match(
      run("r").stderr,
      /^dlrn: --notebook must be one of 01, 02, 03, 04, 05, 06, 07, 08, 09; got ""$/m,
    );
  });
});
