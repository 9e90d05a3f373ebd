/** The data manifest: its published schema, what it refuses, paths that leave their root, and checksums. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { dictionaryJsonSchema } from "dlrn/cohort/dictionary-file";
import { formatJson } from "dlrn/io/format-json";
import { fileState, inputPath, readInput } from "dlrn/io/input-file";
import { checkFiles, inventory, isFault } from "dlrn/io/inventory";
import { cohortEntry, fileOfRole, manifestJsonSchema, readManifest } from "dlrn/io/manifest";
import { recordFiles } from "dlrn/io/record";
import { projectRoot } from "dlrn/runner/environment";
import { type ManifestDraft, messageOf, PATIENTS, smallProject } from "../cohort/small-project.js";

const project = smallProject();
after(() => project.remove());
const { root } = project;
const folders = { repository: root, data: join(root, "data") };

test("the published JSON Schemas are what the code checks; if not, run: npx dlrn data schema", () => {
  const published = (path: string): string => readFileSync(projectRoot() + path, "utf8");
  assert.equal(published("data-manifest.schema.json"), formatJson(manifestJsonSchema()));
  assert.equal(published("cohorts/dictionary.schema.json"), formatJson(dictionaryJsonSchema()));
});

test("every file of every cohort has its checksum, licence and citation, and a public address or a derivation", () => {
  const { cohorts } = readManifest(projectRoot());
  assert.deepEqual(
    cohorts.slice(0, 2).map(({ id }) => id),
    ["twin", "sts-tcia"],
  );
  const files = cohorts.flatMap((cohort) => cohort.files);
  assert.ok(files.length > 240);
  for (const file of files) {
    assert.match(file.sha256, /^[0-9a-f]{64}$/);
    assert.ok(file.bytes > 0 && file.licence !== "" && file.citation !== "");
    assert.ok(
      file.root === "repository" || file.address !== null || file.derivedFrom !== undefined,
    );
  }
});

test("every file that comes with the repository is as recorded", () => {
  const here = { repository: projectRoot(), data: join(projectRoot(), "data") };
  for (const cohort of readManifest(projectRoot()).cohorts) {
    const faults = checkFiles(cohort, here)
      .filter(({ file }) => file.root === "repository")
      .filter(isFault);
    assert.deepEqual(faults, [], "changed on purpose? npx dlrn data record ID");
  }
});

test("a manifest with a fault is refused with file and key", () => {
  const data = {
    root: "data",
    path: "a.csv",
    bytes: 1,
    sha256: "0".repeat(64),
    licence: "MIT",
    citation: "x",
    address: null,
  };
  const cases: [(manifest: ManifestDraft) => void, string][] = [
    [
      (m) => delete m.cohorts[0]!["title"],
      "data-manifest.json, cohorts[0].title: must be a string; it is missing",
    ],
    [
      (m) => Object.assign(m, { cohort: 1 }),
      'data-manifest.json: only known keys are allowed; it has "cohort"',
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { sha: "x" }),
      'data-manifest.json, cohorts[0].files[0]: only known keys are allowed; it has "sha"',
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { sha256: "ABC" }),
      'data-manifest.json, cohorts[0].files[0].sha256: must be 64 lowercase hexadecimal digits; it is "ABC"',
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { bytes: 1.5 }),
      "data-manifest.json, cohorts[0].files[0].bytes: must be a whole number of bytes; it is 1.5",
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { bytes: "12" }),
      'data-manifest.json, cohorts[0].files[0].bytes: must be a whole number of bytes; it is "12"',
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { role: "table" }),
      'data-manifest.json, cohorts[0].files[0].role: must be one of patients, scores, features, image, mask, index, original; it is "table"',
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { licence: " " }),
      'data-manifest.json, cohorts[0].files[0].licence: must not be empty; it is " "',
    ],
    [
      (m) => Object.assign(m.cohorts[0]!.files[0]!, { address: "http://x.org/a" }),
      'data-manifest.json, cohorts[0].files[0].address: must be an https address or null; it is "http://x.org/a"',
    ],
    [
      (m) => m.cohorts.push(m.cohorts[0]!),
      'data-manifest.json, cohorts[1].id: cohort ids must be unique; "small" comes twice',
    ],
    [
      (m) => m.cohorts[0]!.files.push(m.cohorts[0]!.files[0]!),
      'data-manifest.json, cohorts[0].files[1].id: file ids must be unique in a cohort; "patients" comes twice',
    ],
    [
      (m) => m.cohorts[0]!.files.push({ ...m.cohorts[0]!.files[0]!, id: "again" }),
      'data-manifest.json, cohorts[0].files[1].path: a path must be listed once; "cohorts/small/patients.csv" comes twice',
    ],
    [
      (m) => m.cohorts[0]!.files.push({ ...data, id: "a", role: "features" }),
      'data-manifest.json, cohorts[0].files[1].address: a file of the data folder must have an address, say what it is derived from, or who holds it (availability); "a" does none of these',
    ],
    [
      (m) =>
        m.cohorts[0]!.files.push({
          ...data,
          id: "a",
          role: "features",
          derivedFrom: { files: ["b"], rule: "half" },
        }),
      'data-manifest.json, cohorts[0].files[1].derivedFrom.files: a file must be derived from files listed before it; "b" is not',
    ],
  ];
  for (const [change, message] of cases) {
    project.manifest(change);
    assert.equal(
      messageOf(() => readManifest(root)),
      message,
    );
  }
  project.write("data-manifest.json", '{ "cohorts": [');
  assert.match(
    messageOf(() => readManifest(root)),
    /^data-manifest\.json: the file must be JSON; /,
  );
  project.manifest(() => {});
  assert.equal(
    messageOf(() => readManifest(join(root, "nowhere"))),
    "data-manifest.json: the file must be readable; ENOENT",
  );
  assert.equal(
    messageOf(() => cohortEntry(readManifest(root), "large")),
    'data-manifest.json: the cohort must be one of small; got "large"',
  );
  assert.equal(
    messageOf(() => fileOfRole(cohortEntry(readManifest(root), "small"), "scores")),
    'data-manifest.json: the cohort "small" must have one file of role scores; it has 0',
  );
});

test("a path that leaves its root is refused, by its text in the manifest and by its link on disk", () => {
  for (const path of [
    "../x.csv",
    "a/../../x.csv",
    "/etc/passwd",
    "a//b",
    "./a",
    "a/.",
    "C:/x",
    "a\\b",
    "a\0b",
    "a\n/../../b",
    "",
  ]) {
    project.manifest((m) => Object.assign(m.cohorts[0]!.files[0]!, { path }));
    assert.match(
      messageOf(() => readManifest(root)),
      /^data-manifest\.json, cohorts\[0\]\.files\[0\]\.path: must be a path with forward slashes that stays under its root, without \. or \.\.; it is /,
    );
    assert.match(
      messageOf(() => inputPath({ root: "data", path }, folders)),
      /^a path must stay under its root \(data\); it is /,
    );
  }
  project.manifest((m) => Object.assign(m.cohorts[0]!, { dictionary: "../dictionary.json" }));
  assert.match(
    messageOf(() => readManifest(root)),
    /cohorts\[0\]\.dictionary: must be a path with forward slashes/,
  );
  project.manifest(() => {});

  mkdirSync(join(root, "data/inside"), { recursive: true });
  writeFileSync(join(root, "outside.csv"), "x");
  symlinkSync(join(root, "outside.csv"), join(root, "data/file-out.csv"));
  symlinkSync(root, join(root, "data/folder-out"));
  symlinkSync(join(root, "data/inside"), join(root, "data/link-inside"));
  writeFileSync(join(root, "data/inside/a.csv"), "x");
  for (const path of ["file-out.csv", "folder-out/outside.csv"]) {
    assert.equal(
      messageOf(() => inputPath({ root: "data", path }, folders)),
      `a path must stay under its root (data); "${path}" is a link that leaves it`,
    );
  }
  assert.equal(
    inputPath({ root: "data", path: "link-inside/a.csv" }, folders),
    join(root, "data/link-inside/a.csv"),
  );
  assert.equal(inputPath({ root: "data", path: "not/there.csv" }, folders), null);
});

test("a data folder that is itself a link is followed", () => {
  symlinkSync(join(root, "data"), join(root, "linked"));
  const linked = { repository: root, data: join(root, "linked") };
  assert.equal(
    inputPath({ root: "data", path: "inside/a.csv" }, linked),
    join(root, "linked/inside/a.csv"),
  );
});

test("a file with another size or another checksum is found out, and not read", () => {
  const [file] = cohortEntry(readManifest(root), "small").files;
  assert.deepEqual(fileState(file!, folders), { state: "present" });
  project.write("cohorts/small/patients.csv", `${PATIENTS} `);
  assert.deepEqual(fileState(file!, folders), {
    state: "differs",
    reason: `it must have ${PATIENTS.length} bytes; it has ${PATIENTS.length + 1}`,
  });
  const swapped = PATIENTS.replace("51.5", "51.6");
  project.write("cohorts/small/patients.csv", swapped);
  const found = fileState(file!, folders);
  assert.match(
    found.state === "differs" ? found.reason : "",
    /^its SHA-256 must be [0-9a-f]{64}; it is [0-9a-f]{64}$/,
  );
  assert.match(
    messageOf(() => readInput(file!, folders)),
    /^cohorts\/small\/patients\.csv: the SHA-256 must be [0-9a-f]{64}, as the manifest has it; it is [0-9a-f]{64}; restore the file, or record the change with: npx dlrn data record ID$/,
  );
  assert.deepEqual(recordFiles(root, "small"), ["patients"]);
  assert.deepEqual(recordFiles(root, "small"), []);
  assert.equal(
    new TextDecoder().decode(
      readInput(cohortEntry(readManifest(root), "small").files[0]!, folders),
    ),
    swapped,
  );
  project.patients(PATIENTS);
});

test("a new entry may leave bytes and checksum to the record; everything else is refused as ever", () => {
  type Loose = { bytes?: number; sha256?: string; root: string };
  project.manifest((m) => {
    const file = m.cohorts[0]!.files[0]! as Loose;
    delete file.bytes;
    delete file.sha256;
  });
  assert.match(
    messageOf(() => readManifest(root)),
    /files\[0\]\.bytes: must be a whole number of bytes; it is missing/,
  );
  assert.deepEqual(recordFiles(root, "small"), ["patients"]);
  const [file] = cohortEntry(readManifest(root), "small").files;
  assert.equal(file!.bytes, PATIENTS.length);
  assert.deepEqual(fileState(file!, folders), { state: "present" });
  project.manifest((m) => {
    const far = m.cohorts[0]!.files[0]! as Loose;
    delete far.bytes;
    far.root = "data";
  });
  assert.match(
    messageOf(() => recordFiles(root, "small")),
    /bytes: must be a whole number of bytes; it is missing/,
  );
  project.write("data-manifest.json", "{");
  assert.match(
    messageOf(() => recordFiles(root, "small")),
    /^data-manifest\.json: the file must be JSON; /,
  );
  project.manifest(() => {});
});

test("a missing file of the data folder is reported, one of the repository is a fault", () => {
  project.manifest((m) =>
    m.cohorts[0]!.files.push(
      { ...m.cohorts[0]!.files[0]!, id: "gone", role: "scores", path: "cohorts/small/gone.csv" },
      {
        ...m.cohorts[0]!.files[0]!,
        id: "far",
        role: "features",
        root: "data",
        path: "far.csv",
        address: "https://example.org/far.csv",
      },
    ),
  );
  const cohort = cohortEntry(readManifest(root), "small");
  const checked = checkFiles(cohort, folders);
  assert.deepEqual(
    checked.map(({ found }) => found.state),
    ["present", "missing", "missing"],
  );
  assert.deepEqual(checked.map(isFault), [false, true, false]);
  assert.deepEqual(
    inventory(cohort, folders).map(({ role, root, present, files }) => [
      role,
      root,
      present,
      files,
    ]),
    [
      ["patients", "repository", 1, 1],
      ["scores", "repository", 0, 1],
      ["features", "data", 0, 1],
    ],
  );
  assert.equal(
    messageOf(() => readInput(cohort.files[2]!, folders)),
    "data: far.csv: the file must exist; set DLRN_DATA to the folder that has it",
  );
  project.manifest(() => {});
});

test("JSON is written with short lists on one line, and no number that JSON does not know", () => {
  assert.equal(
    formatJson({ a: [1, 2], b: [], c: { d: [{ e: null }] }, f: undefined, g: {} }),
    `{
  "a": [1, 2],
  "b": [],
  "c": {
    "d": [
      {
        "e": null
      }
    ]
  },
  "g": {}
}
`,
  );
  const long = Array.from({ length: 30 }, (_, i) => `word${i}`);
  assert.equal(formatJson(long).split("\n").length, 33);
  assert.throws(() => formatJson({ a: Number.NaN }), {
    message: "numbers must be finite to be written as JSON; got NaN",
  });
});
