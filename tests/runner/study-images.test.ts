/** The images of single patients: grown, or of files, as the measurement sees them. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parseCsv } from "dlrn/io/csv";
import { sha256OfFile } from "dlrn/io/input-file";
import { type CohortEntry, fileOfRole } from "dlrn/io/manifest";
import { encodeNifti } from "dlrn/io/nifti-write";
import { writeWhole } from "dlrn/io/write-whole";
import { openCohort, openEntry } from "dlrn/runner/environment";
import { openPatientImages, openStudyImages, studyImages } from "dlrn/runner/study-images";
import { growImages } from "dlrn/twin/images/grow";
import { imagePatients } from "dlrn/twin/images/patient";
import { ownDataFolder } from "./own-data-folder.js";

const cohort = openCohort("twin");
const entry = openEntry("twin");
const { seed, strength, secondReadings } = entry.imageFeatures!.grown!;
const patients = imagePatients(
  parseCsv(readFileSync(fileOfRole(entry, "patients").path, "utf8"), "patients.csv"),
);

describe("grown images", async () => {
  const training = cohort.ids.filter((_, i) => cohort.roles[i] === "training");
  const [twice, once] = [training[1], training[secondReadings]];
  const expected = growImages(patients.find(({ id }) => id === twice)!, { seed, strength });

  test("are the patient's, by sequence, with both readings of those who were read twice", async () => {
    const images = await openPatientImages(cohort, twice);
    assert.deepEqual(images, [
      { patient: twice, sequence: "T1", ...both(expected.t1) },
      { patient: twice, sequence: "FS", ...both(expected.fs) },
    ]);
  });
  test("of others have one reading; several patients come in the order asked for", async () => {
    const images = await openStudyImages(cohort, [once, twice]);
    assert.deepEqual(
      images.map(({ patient, sequence, masks }) => [patient, sequence, masks.length]),
      [
        [once, "T1", 1],
        [once, "FS", 1],
        [twice, "T1", 2],
        [twice, "FS", 2],
      ],
    );
  });
});

function both({ volume, masks }: ReturnType<typeof growImages>["t1"]) {
  return { volume, masks: [masks[1], masks[2]] };
}

describe("images of files", () => {
  const data = ownDataFolder();
  const [patient] = cohort.ids;
  const { volume, masks } = growImages(patients[0], { seed, strength }).t1;
  const fileOf = (role: "image" | "mask", of: typeof volume): CohortEntry["files"][number] => {
    const path = `${role}.nii.gz`;
    writeWhole(join(data, path), encodeNifti(of));
    const sha256 = sha256OfFile(join(data, path));
    const bytes = readFileSync(join(data, path)).length;
    const facts = { licence: "none", citation: "made here", address: null };
    return { id: role, role, root: "data", path, bytes, sha256, ...facts, patient, sequence: "T1" };
  };
  const ofFiles: CohortEntry = {
    ...entry,
    files: [fileOf("image", volume), fileOf("mask", masks[1])],
    imageFeatures: {
      settings: "paper/extraction.yaml",
      sequences: [{ sequence: "T1", as: "T1crop" }],
      deep: true,
      tables: [],
    },
  };

  test("are the files', by the name that their features have", async () => {
    const [image, ...more] = await studyImages(cohort, ofFiles, [patient]);
    assert.equal(more.length, 0);
    assert.deepEqual([image.patient, image.sequence], [patient, "T1crop"]);
    assert.deepEqual([...image.volume.values], [...volume.values]);
    assert.deepEqual([...image.masks[0].values], [...masks[1].values]);
  });
  test("refuses a patient without images", async () => {
    await assert.rejects(studyImages(cohort, ofFiles, [cohort.ids[1]]), {
      name: "InputError",
      message: `data-manifest.json, cohort twin: the patient must have images; "${cohort.ids[1]}" has none`,
    });
  });
  test("refuses a file that is not what the manifest says", async () => {
    const [image, mask] = ofFiles.files;
    const changed = { ...ofFiles, files: [{ ...image, sha256: "0".repeat(64) }, mask] };
    await assert.rejects(studyImages(cohort, changed, [patient]), /SHA-256/);
  });
  test("refuses a cohort without image features", async () => {
    const { imageFeatures: _, ...without } = entry;
    await assert.rejects(studyImages(cohort, without, [patient]), {
      name: "InputError",
      message: `data-manifest.json: the cohort must name its image features; "twin" has no imageFeatures`,
    });
  });
});
