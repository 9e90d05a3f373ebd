/** The public cohort: 51 real patients, read from the data folder where it is. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cohortRows } from "dlrn/cohort/coding";
import { levelsOf, numbersOf, readCohort } from "dlrn/cohort/cohort";
import { endpointOf } from "dlrn/cohort/endpoint";
import { featuresOf, readFeatures } from "dlrn/cohort/features";
import { imagesOfSequence, patientImages } from "dlrn/cohort/images";
import { applyImputation, fitImputation } from "dlrn/cohort/imputation";
import { inputPath } from "dlrn/io/input-file";
import { cohortEntry, readManifest } from "dlrn/io/manifest";
import { readNifti } from "dlrn/io/nifti";
import { projectRoot } from "dlrn/runner/environment";

const root = projectRoot();
const dataFolder = join(root, "../shared/data");
const skip = existsSync(dataFolder) ? false : "the public data are not at ../shared/data";

const count = <T>(values: readonly T[], wanted: T): number =>
  values.filter((value) => value === wanted).length;

test("51 patients, 19 with lung metastasis, 15 dead; grade is not known for three", {
  skip,
}, () => {
  const cohort = readCohort(root, "sts-tcia", { dataFolder });
  assert.equal(cohort.ids.length, 51);
  assert.equal(count(cohort.outcome, 1), 19);
  assert.equal(count(endpointOf(cohort, "dead").events, 1), 15);
  assert.equal(cohort.missing["grade"], 3);
  assert.deepEqual(
    cohort.ids.filter((_, i) => cohort.columns["grade"]!.values[i] === null),
    ["STS_040", "STS_047", "STS_051"],
  );
  assert.equal(cohort.constructed, false);
  assert.ok(cohort.roles.every((role) => role === "training"));
  assert.deepEqual(
    [
      count(levelsOf(cohort, "fs_sequence"), "T2FS"),
      count(levelsOf(cohort, "fs_sequence"), "STIR"),
    ],
    [26, 25],
  );
});

test("lung-metastasis-free survival ends with the metastasis, or with follow-up; 12 of 32 negatives have less than two years", {
  skip,
}, () => {
  const cohort = readCohort(root, "sts-tcia", { dataFolder });
  const { times, events } = endpointOf(cohort, "lm_event");
  const followUp = numbersOf(cohort, "fu_days");
  assert.deepEqual(events, cohort.outcome);
  times.forEach((time, i) =>
    assert.ok(events[i] === 1 ? time < followUp[i]! : time === followUp[i]),
  );
  assert.equal(times.filter((time, i) => events[i] === 0 && time < 730).length, 12);
});

test("2074 features of every patient, none missing, and joined with clinical variables", {
  skip,
}, () => {
  const cohort = readCohort(root, "sts-tcia", { dataFolder });
  const features = readFeatures(root, "sts-tcia", "features", { dataFolder });
  assert.equal(features.table.names.length, 2074);
  assert.equal(features.table.names.filter((name) => name.startsWith("T1_")).length, 1037);
  const filled = applyImputation(fitImputation(cohort, ["grade"]), cohort);
  const rows = cohortRows(filled, ["age", "sex", "grade"], {
    features: featuresOf(features, cohort.ids),
  });
  assert.deepEqual([rows.features.rowCount, rows.features.names.length], [51, 2077]);
  assert.ok(rows.features.values.every(Number.isFinite));
});

test("49 T1 images with masks, and one DICOM series of 40 slices; each image lies where the manifest says", {
  skip,
}, () => {
  const entry = cohortEntry(readManifest(root), "sts-tcia");
  const t1 = imagesOfSequence(entry, "T1");
  assert.equal(t1.length, 49);
  const series = patientImages(entry).find(({ sequence }) => sequence === "T2FS");
  assert.deepEqual(
    [series?.patient, series?.image.length, series?.masks.length],
    ["STS_001", 40, 1],
  );
  const folders = { repository: root, data: dataFolder };
  const [first] = t1;
  const image = readNifti(inputPath(first!.image[0]!, folders)!);
  const mask = readNifti(inputPath(first!.masks[0]!.file, folders)!);
  assert.deepEqual(image.size, mask.size);
  assert.equal(count([...mask.values], 1), 117145); // of the published index of the crops
});

test("every crop and the clinical table say what they are derived from, with a public address behind it", () => {
  const { files } = cohortEntry(readManifest(root), "sts-tcia");
  const derived = files.filter(({ derivedFrom }) => derivedFrom !== undefined);
  assert.equal(derived.length, 1 + 98 + 1);
  const byId = new Map(files.map((file) => [file.id, file]));
  const addressed = (id: string): boolean => {
    const file = byId.get(id)!;
    return file.derivedFrom === undefined
      ? file.address !== null
      : file.derivedFrom.files.every(addressed);
  };
  assert.ok(files.every(({ id }) => addressed(id)));
  assert.ok(files.every((file) => file.address === null || !file.derivedFrom));
});
