/** Feature tables and images of a cohort: read, put in order, and refused with their place. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { tableRows } from "dlrn/cohort/feature-table";
import { featuresOf, parseFeatures, readFeatures } from "dlrn/cohort/features";
import { imagesOfSequence, patientImages } from "dlrn/cohort/images";
import { cohortEntry, readManifest } from "dlrn/io/manifest";
import { messageOf, sha256, smallProject } from "./small-project.js";

const project = smallProject();
after(() => project.remove());
const file = {
  root: "data",
  path: "f.csv",
  idColumn: "patient",
  ignoredColumns: ["site"],
} as const;
const TABLE = "site,patient,a,b\nx,P2,1,2.5\nx,P1,-3,4e2\n";

test("agrees with hand: ids apart, ignored columns left out, rows in the order asked for", () => {
  const features = parseFeatures(TABLE, file);
  assert.deepEqual(features.ids, ["P2", "P1"]);
  assert.deepEqual(features.table.names, ["a", "b"]);
  assert.deepEqual(
    tableRows(featuresOf(features, ["P1", "P2"])).map((row) => [...row]),
    [
      [-3, 400],
      [1, 2.5],
    ],
  );
  assert.deepEqual(parseFeatures("case,a\nP1,1\n", { root: "data", path: "f.csv" }).ids, ["P1"]);
});

test("agrees with hand: a feature table of the manifest", () => {
  project.manifest((m) =>
    m.cohorts[0]!.files.push({
      ...m.cohorts[0]!.files[0]!,
      ...file,
      id: "radiomics",
      role: "features",
      root: "repository",
      bytes: TABLE.length,
      sha256: sha256(TABLE),
    }),
  );
  project.write("f.csv", TABLE);
  assert.deepEqual(readFeatures(project.root, "small", "radiomics").ids, ["P2", "P1"]);
  assert.equal(
    messageOf(() => readFeatures(project.root, "small", "deep")),
    'the feature table of "small" must be one of radiomics; got "deep"',
  );
  project.manifest(() => {});
});

test("refuses what is no feature table, with row, column and value", () => {
  const cases: [string, string][] = [
    [
      "site,patient,a\nx,P1,NaN\n",
      'data: f.csv, row 2, column a: a feature must be a number; it is "NaN"; leave out the column, or the patient',
    ],
    [
      "site,patient,a\nx,P1,\n",
      'data: f.csv, row 2, column a: a feature must be a number; it is ""; leave out the column, or the patient',
    ],
    [
      "site,patient,a\nx,P1,1\nx,P1,2\n",
      'data: f.csv, row 3, column patient: ids must be unique; "P1" stands in row 2 already',
    ],
    [
      "site,patient,a\nx,,1\n",
      "data: f.csv, row 2, column patient: a row must have an id; the cell is empty",
    ],
    [
      "site,id,a\nx,P1,1\n",
      'data: f.csv: the table must have the column "patient"; it has site, id, a',
    ],
    ["patient,a\nP1,1\n", 'data: f.csv: an ignored column must exist; there is no "site"'],
  ];
  for (const [text, message] of cases)
    assert.equal(
      messageOf(() => parseFeatures(text, file)),
      message,
    );
  assert.equal(
    messageOf(() => featuresOf(parseFeatures(TABLE, file), ["P1", "P3"])),
    "every patient must have features; 1 of 2 have none: P3",
  );
});

test("images are put together by patient and sequence, with a mask per reader", () => {
  const image = {
    root: "data",
    bytes: 1,
    sha256: "0".repeat(64),
    licence: "MIT",
    citation: "x",
    address: "https://example.org/a",
  };
  const entry = (files: Record<string, unknown>[]): ReturnType<typeof cohortEntry> => {
    project.manifest((m) =>
      m.cohorts[0]!.files.push(
        ...files.map((more, i) => ({ ...image, id: `f${i}`, path: `f${i}.nii`, ...more })),
      ),
    );
    return cohortEntry(readManifest(project.root), "small");
  };
  const slice = { role: "image", patient: "P1", sequence: "T1" };
  const mask = { role: "mask", patient: "P1", sequence: "T1" };
  const found = patientImages(
    entry([
      slice,
      slice,
      { ...mask, reader: "A" },
      { ...mask, reader: "B" },
      { ...slice, sequence: "T2" },
      { ...mask, sequence: "T2" },
    ]),
  );
  assert.deepEqual(
    found.map(({ patient, sequence, image, masks }) => [
      patient,
      sequence,
      image.length,
      masks.map(({ reader }) => reader),
    ]),
    [
      ["P1", "T1", 2, ["A", "B"]],
      ["P1", "T2", 1, [null]],
    ],
  );
  const at = "data-manifest.json, cohort small";
  assert.equal(
    messageOf(() => patientImages(entry([slice]))),
    `${at}: an image must come with a mask, and a mask with its image; patient P1, sequence T1, has no mask`,
  );
  assert.equal(
    messageOf(() => patientImages(entry([mask]))),
    `${at}: an image must come with a mask, and a mask with its image; patient P1, sequence T1, has no image`,
  );
  assert.equal(
    messageOf(() => patientImages(entry([slice, mask, mask]))),
    `${at}, file f2: a reader must have one mask per image; the unnamed reader has two`,
  );
  assert.equal(
    messageOf(() => patientImages(entry([{ role: "image", patient: "P1" }]))),
    `${at}, file f0: an image must name its patient and sequence; it does not`,
  );
  assert.equal(
    messageOf(() => imagesOfSequence(entry([slice, mask]), "FLAIR")),
    'the sequence must be one of T1; got "FLAIR"',
  );
  project.manifest(() => {});
});
