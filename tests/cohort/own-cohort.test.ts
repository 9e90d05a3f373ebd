/**
 * The README's way to a cohort of one's own, line by line, in a copy of the project: 24 patients whose images are DICOM
 * with an RTSTRUCT a reader, and whose table has neither score nor centres nor follow-up; then a table that has all of
 * these and no images. Whatever notebooks there are must run to their end.
 */

import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { formatCsv, parseCsv } from "dlrn/io/csv";
import { projectRoot } from "dlrn/runner/environment";
import { projectCopy } from "./project-copy.js";

const copy = projectCopy(["notebooks", "paper", "fonts"]);
after(() => copy.remove());

/** Small tumours, which are measured soonest: 20 of training, 10 with the outcome; 4 of validation, 1 without it. */
const chosen = [
  ...["001", "002", "003", "004", "005", "006", "007", "008", "009", "010"],
  ...["019", "031", "044", "047", "062", "067", "077", "097", "114", "115"],
  ...["136", "146", "154", "211"],
].map((number) => `TWIN-${number}`);

const section = readFileSync(join(projectRoot(), "README.md"), "utf8")
  .split("\n## ")
  .find((text) => text.startsWith("A cohort of your own"))!;
const lines = /```sh\n(.*?)```/s
  .exec(section)![1]!
  .trim()
  .split("\n")
  .map((line) => line.replace(/ +#.*/, ""));
const notebooks = readdirSync(join(copy.root, "notebooks")).map((name) => name.slice(0, 2));

/** Run a line of the README as it stands there, and more words. */
function run(line: string, ...more: string[]): string {
  const { status, output, error } = copy.dlrn(...line.split(" ").slice(2), ...more);
  assert.equal(status, 0, `${line}\n${output}\n${error}`);
  return output;
}

/** A CSV file of the copy, rewritten. */
function rewrite(path: string, change: (header: string[], rows: string[][]) => string): void {
  const { header, rows } = parseCsv(readFileSync(join(copy.root, path)), path);
  writeFileSync(
    join(copy.root, path),
    change(
      [...header],
      rows.map((row) => [...row]),
    ),
  );
}

/** A table with some of its columns only. */
function keepColumns(names: readonly string[]) {
  return (header: string[], rows: string[][]): string =>
    formatCsv(
      names,
      rows.map((row) => names.map((name) => row[header.indexOf(name)]!)),
    );
}

const results = (cohort: string): string[] =>
  readdirSync(join(copy.root, "reports", cohort, "results")).sort();
const result = (cohort: string, number: string): string =>
  readFileSync(join(copy.root, "reports", cohort, "results", `${number}.json`), "utf8");

before(() => {
  // Settings that take a moment, in the place of 1379 features an image.
  writeFileSync(
    join(copy.root, "paper/extraction.yaml"),
    "imageType: {Original: {}}\nfeatureClass: {firstorder: , glcm: , shape: }\nsetting: {binCount: 32}\n",
  );
});

test("the README's lines are those that are run here", () =>
  assert.deepEqual(lines, [
    "npx dlrn twin images --out data/mine --format dicom",
    "npx dlrn cohort init mine --table data/mine/patients.csv --images data/mine/images.csv --add",
    "npx dlrn data check mine",
    "npx dlrn reproduce --cohort mine",
  ]));

describe("images as DICOM and RTSTRUCT, a table without score, centres and follow-up", () => {
  before(() => {
    run(lines[0]!, "--patients", chosen.join(","));
    rewrite(
      "data/mine/patients.csv",
      keepColumns(["id", "constructed", "set", "lm", "age", "gender", "t_stage", "location"]),
    );
    rewrite("data/mine/images.csv", (header, rows) =>
      formatCsv(
        header,
        rows.filter((row) => row[header.indexOf("sequence")] === "T1"),
      ),
    );
  });

  test("init, check and reproduce run to their end", () => {
    assert.match(run(lines[1]!), /added to data-manifest\.json: "mine", /);
    assert.match(run(lines[2]!), /^mine: (\d+) of \1 files are present and as recorded$/);
    run(lines[3]!);
    assert.deepEqual(
      results("mine"),
      notebooks.map((number) => `${number}.json`),
    );
    assert.ok(existsSync(join(copy.root, "reports/mine/index.html")));
  });

  test("what is missing is left out with its reason", () => {
    assert.match(result("mine", "01"), /kind and role of 8 of 8 columns are guesses of a draft/);
    assert.match(result("mine", "08"), /3 patients with the outcome and 1 without/);
    assert.match(result("mine", "09"), /has no event with a time/);
    assert.match(result("mine", "10"), /The ledger belongs to the paper/);
  });

  test("both readers were read, and the features repeat or not", () => {
    assert.match(result("mine", "03"), /20 training patients were read twice \(T1\)/);
    assert.match(result("mine", "03"), /\*\*Above an ICC of 0\.75\*\* in 20 patients read twice/);
  });

  test("no identifier of a patient is in the report", () => {
    const folder = join(copy.root, "reports/mine");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".png"))
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(files.length > 20);
    for (const path of files) {
      const text = readFileSync(path, "utf8");
      const found = chosen.find((id) => text.includes(id));
      assert.equal(found, undefined, `${path} has ${found}`);
    }
  });

  test("an image that cannot be read stops the study, named with its patient; what was written stays", () => {
    const [patient] = chosen;
    const series = join(copy.root, "data/mine", patient!, "t1");
    const slice = join(series, readdirSync(series).sort()[1]!);
    writeFileSync(slice, readFileSync(slice).subarray(0, 400));
    run("npx dlrn data record mine");
    const before = result("mine", "03");
    const { status, output, error } = copy.dlrn("reproduce", "--cohort", "mine", "--only", "03");
    assert.equal(status, 1);
    assert.match(
      output + error,
      new RegExp(`images of every patient must be measurable; of 1 they are not: ${patient} \\(`),
    );
    assert.equal(result("mine", "03"), before);
  });
});

describe("a table alone, with score, two centres and follow-up", () => {
  test("everything but the images comes out of it", () => {
    const path = "cohorts/twin/patients.csv";
    copyFileSync(join(copy.root, path), join(copy.root, "table.csv"));
    rewrite("table.csv", (header, rows) => {
      const own = rows.filter((_, i) => i % 4 === 0 || (i > 116 && i % 3 === 0));
      return keepColumns(header.filter((name) => name !== "constructed"))(header, own);
    });
    run("npx dlrn cohort init table --table table.csv --add");
    run("npx dlrn reproduce --cohort table --only 03,08,09");
    assert.match(result("table", "03"), /names no images or feature tables/);
    assert.match(result("table", "08"), /"table\.table3\.validation\.dlrn\.auc"/);
    assert.match(result("table", "09"), /"table\.survival\.training\.log-rank\.p"/);
    assert.match(result("table", "08"), /centre-2/);
    assert.doesNotMatch(result("table", "08"), /"printed"|"claim"/);
  });
});
