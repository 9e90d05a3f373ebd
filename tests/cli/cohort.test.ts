/** The command `cohort init`: what it writes and prints, and that it overwrites nothing. */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { projectCopy } from "../cohort/project-copy.js";

const copy = projectCopy();
after(() => copy.remove());
const manifestPath = join(copy.root, "data-manifest.json");
const manifest = readFileSync(manifestPath, "utf8");
const patients = "id,lm,age\nA,0,40.5\nB,1,50\nC,0,60\n";
const write = (path: string, text: string): string => {
  const file = join(copy.root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const table = write("own/patients.csv", patients);
beforeEach(() => {
  rmSync(join(copy.root, "cohorts/mine"), { recursive: true, force: true });
  rmSync(copy.data, { recursive: true, force: true });
  writeFileSync(manifestPath, manifest);
});

test("writes a draft and the table, says each guess, and prints the entry; nothing else changes", () => {
  const { status, output, error } = copy.dlrn("cohort", "init", "mine", "--table", table);
  assert.equal(status, 0, error);
  const entry = JSON.parse(output);
  assert.deepEqual([entry.id, entry.constructed, entry.files.length], ["mine", false, 1]);
  assert.match(error, /3 columns of 3 patients; kinds and roles are guessed/);
  assert.match(error, /^ {2}age: continuous covariate: 3 different numbers$/m);
  assert.deepEqual(readdirSync(join(copy.root, "cohorts/mine")), [
    "dictionary.json",
    "patients.csv",
  ]);
  assert.equal(readFileSync(manifestPath, "utf8"), manifest);
});

test("--add writes the entry into the manifest, which then reads and is as recorded", () => {
  const { status, output } = copy.dlrn("cohort", "init", "mine", "--table", table, "--add");
  assert.equal(status, 0);
  assert.match(output, /then: npx dlrn reproduce --cohort mine$/);
  const checked = copy.dlrn("data", "check", "mine");
  assert.equal(checked.output, "mine: 1 of 1 files are present and as recorded");
  const before = JSON.parse(manifest).cohorts;
  const after = JSON.parse(readFileSync(manifestPath, "utf8")).cohorts;
  assert.deepEqual(after.slice(0, -1), before);
});

test("images and a feature table become files of the entry, and its image features", () => {
  for (const path of ["a/1.dcm", "a/2.dcm", "a.rt.dcm", "b.nii", "b1.nii", "b2.nii"])
    write(`data/scans/${path}`, path);
  const rows = ["A,T1,a,a.rt.dcm,", "B,T1,b.nii,b1.nii,one", "B,T1,b.nii,b2.nii,two"];
  const images = write(
    "data/scans/images.csv",
    `patient,sequence,image,mask,reader\n${rows.join("\n")}\n`,
  );
  const features = write("data/features.csv", "id,T2_x\nA,1\nB,2\nC,3\n");
  const { status, output, error } = copy.dlrn(
    ...["cohort", "init", "mine", "--table", table, "--images", images, "--features", features],
  );
  assert.equal(status, 0, error);
  const { files, imageFeatures } = JSON.parse(output);
  assert.deepEqual(imageFeatures, {
    settings: "paper/extraction.yaml",
    sequences: [{ sequence: "T1" }],
    deep: true,
    tables: ["features"],
  });
  const short = (file: { role: string; path: string; reader?: string }): string =>
    [file.role, file.path, ...(file.reader === undefined ? [] : [file.reader])].join(" ");
  assert.deepEqual(files.map(short), [
    "patients cohorts/mine/patients.csv",
    "features features.csv",
    "image scans/a/1.dcm",
    "image scans/a/2.dcm",
    "mask scans/a.rt.dcm",
    "image scans/b.nii",
    "mask scans/b1.nii one",
    "mask scans/b2.nii two",
  ]);
  assert.equal(files[1].idColumn, "id");
});

test("files that are not public are recorded anew when they change, and named by fetch", () => {
  write("data/a.nii", "old");
  const images = write("data/images.csv", "patient,sequence,image,mask\nA,T1,a.nii,b.nii\n");
  write("data/b.nii", "mask");
  const init = ["cohort", "init", "mine", "--table", table, "--images", images, "--add"];
  assert.equal(copy.dlrn(...init).status, 0);
  write("data/a.nii", "new");
  assert.equal(copy.dlrn("data", "record", "mine").output, "recorded: A.T1.a.nii");
  rmSync(join(copy.data, "a.nii"));
  const fetched = copy.dlrn("data", "fetch", "mine");
  assert.deepEqual(
    [fetched.status, fetched.output],
    [0, "mine: not public: 1 files (a.nii); held by whoever added this cohort"],
  );
});

describe("refuses in one sentence, with exit code 1, and leaves nothing behind", () => {
  const images = (rows: string): string =>
    write("data/images.csv", `patient,sequence,image,mask\n${rows}\n`);
  const refused = (message: string, ...args: string[]): void => {
    const { status, output, error } = copy.dlrn("cohort", ...args);
    assert.deepEqual([status, output, error], [1, "", `dlrn: ${message}`]);
    assert.ok(!existsSync(join(copy.root, "cohorts/mine/patients.csv")));
    assert.equal(readFileSync(manifestPath, "utf8"), manifest);
  };
  const init = ["init", "mine", "--table"];

  test("a dictionary that is there", () => {
    const path = write("cohorts/mine/dictionary.json", "{}");
    refused(
      "cohorts/mine/dictionary.json: the dictionary must not be there yet; it is, and is not overwritten; mend it, or delete it first",
      ...init,
      table,
    );
    assert.equal(readFileSync(path, "utf8"), "{}");
  });
  test("a cohort that is there", () =>
    refused(
      'data-manifest.json: the cohort must be new; "twin" is there already; name another',
      ...["init", "twin", "--table", table],
    ));
  test("another table that is there", () => {
    const path = write("cohorts/mine/patients.csv", "id,lm\nX,0\n");
    const { status, error } = copy.dlrn("cohort", ...init, table);
    assert.equal(status, 1);
    assert.match(error, /the table must be this file, or there must be none here; it differs/);
    assert.equal(readFileSync(path, "utf8"), "id,lm\nX,0\n");
  });
  test("no table, an empty one, a column twice, no ids", () => {
    refused("no.csv: the table must be there; there is none", ...init, "no.csv");
    const empty = write("own/empty.csv", "");
    refused(`${empty}: a table must begin with a header; it is empty`, ...init, empty);
    const twice = write("own/twice.csv", "id,lm,lm\n1,0,1\n");
    refused(
      `${twice}: column names must be unique; "lm" comes twice`.replace(":", ", row 1, column 3:"),
      ...init,
      twice,
    );
    const nobody = write("own/nobody.csv", "age,lm\n50,0\n50,1\n60,1\n");
    refused(
      `${nobody}: the table must have a column of ids, all different and none empty; none of age, lm is; add one, called id`,
      ...init,
      nobody,
    );
  });
  test("images of nobody, of no name, that are not there or lie elsewhere", () => {
    write("data/x.nii", "x");
    const elsewhere = join(copy.root, "..", "elsewhere.nii");
    for (const [rows, message] of [
      [
        "Z,T1,x.nii,x.nii",
        'row 2, column patient: an image must be of a patient of the cohort; "Z" is none',
      ],
      [
        "A,T1 fs,x.nii,x.nii",
        'row 2, column sequence: a sequence must be letters and digits, since names of features begin with it; it is "T1 fs"',
      ],
      ["A,T1,no.nii,x.nii", 'row 2, column image: the image must be there; "no.nii" is not'],
      [
        "A,T1,x.nii,x.nii",
        "row 2, column mask: a file must be one thing; x.nii is the image of A, T1, already",
      ],
    ])
      refused(`${images(rows)}, ${message}`, ...init, table, "--images", images(rows));
    writeFileSync(elsewhere, "x");
    try {
      const list = images(`A,T1,${elsewhere},x.nii`);
      refused(
        `${list}, row 2, column image: a file must lie in the repository or in the data folder ${copy.data}; ${elsewhere} does not; move it there, or set DLRN_DATA`,
        ...[...init, table, "--images", list],
      );
    } finally {
      rmSync(elsewhere);
    }
  });
  test("a list without images; features of nobody, without their sequence, or without a value", () => {
    const none = write("data/none.csv", "patient,sequence,image,mask\n");
    refused(
      `${none}: the list must have at least one image; it has none`,
      ...[...init, table, "--images", none],
    );
    for (const [text, message] of [
      [
        "id,T2_x\nA,1\nZ,2\n",
        ', row 3, column id: features must be of a patient of the cohort; "Z" is none',
      ],
      [
        "id,original_firstorder_Mean\nA,1\n",
        ': a feature\'s name must begin with its sequence, as in T1_original_firstorder_Mean; "original_firstorder_Mean" does not',
      ],
      [
        "id,T2_x\nA,NaN\n",
        ', row 2, column T2_x: a feature must be a number; it is "NaN"; leave out the column, or the patient',
      ],
    ] as const) {
      const features = write("data/bad.csv", text);
      refused(`${features}${message}`, ...[...init, table, "--features", features]);
    }
  });
  test("a call that means nothing", () => {
    refused(
      'the command must be: npx dlrn cohort init ID --table FILE; got "cohort look"; try: npx dlrn cohort --help',
      "look",
    );
    refused("--table must name a CSV file of the patients; got nothing", "init", "mine");
    refused(
      'the cohort\'s id must be letters, digits, dots, hyphens and underscores; got "../x"',
      ...["init", "../x", "--table", table],
    );
  });
});
