/** The twin's images on disk: both formats read back as what was grown. */

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { parseCsv } from "dlrn/io/csv";
import { sha256OfFile } from "dlrn/io/input-file";
import { parseManifest } from "dlrn/io/manifest";
import { geometryDifference } from "dlrn/io/volume";
import { growImages } from "dlrn/twin/images/grow";
import { saveImageFolder } from "dlrn/twin/images/image-folder";
import { imagePatients } from "dlrn/twin/images/patient";

const folder = mkdtempSync(join(tmpdir(), "dlrn-twin-images-"));
after(() => rmSync(folder, { recursive: true }));
const place = "cohorts/twin/patients.csv";
const table = parseCsv(readFileSync(place), place);
const options = { seed: 3, strength: 0.5, patients: ["TWIN-002"], progress: () => {} };
const patient = imagePatients(table)[1];
const grown = growImages(patient, options);

for (const format of ["nifti", "dicom"] as const)
  test(`${format}: image, masks and grid come back; each file says that it is constructed`, async () => {
    const out = join(folder, format);
    saveImageFolder(out, table, { ...options, format });
    const cases = parseCsv(readFileSync(join(out, "cases.csv")), "cases.csv");
    assert.equal(cases.rows.length, 4);
    for (const [name, image, mask] of cases.rows) {
      const [, sequence, reader] = name.split("/");
      const { volume, masks } = grown[sequence === "T1" ? "t1" : "fs"];
      const read = await loadImage(join(out, image));
      assert.deepEqual(Array.from(read.values), Array.from(volume.values));
      assert.equal(geometryDifference(read, volume, 1e-5), null);
      const region = await loadMask(join(out, mask), read);
      assert.deepEqual(region.values, masks[reader === "reader-1" ? 1 : 2].values);
    }
    const entry = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    const [{ files, constructed }] = parseManifest(JSON.stringify({ cohorts: [entry] })).cohorts;
    assert.equal(constructed, true);
    for (const { path, sha256, role } of files) {
      assert.equal(sha256OfFile(join(folder, path)), sha256);
      if (format === "dicom" && role !== "patients")
        assert.match(readFileSync(join(folder, path), "latin1"), /Constructed data/);
    }
    assert.equal(parseCsv(readFileSync(join(out, "patients.csv")), "p").rows.length, 1);
    const listed = parseCsv(readFileSync(join(out, "images.csv")), "images.csv");
    assert.deepEqual(listed.header, ["patient", "sequence", "reader", "image", "mask"]);
    assert.deepEqual(
      listed.rows.map(([patient, sequence, reader]) => [patient, sequence, reader]),
      ["T1", "FS"].flatMap((name) => ["1", "2"].map((reader) => ["TWIN-002", name, reader])),
    );
  });

test("the same call writes the same bytes", () => {
  const again = join(folder, "again", "nifti");
  saveImageFolder(again, table, { ...options, format: "nifti" });
  for (const name of ["TWIN-002/t1.nii.gz", "TWIN-002/fs-reader-2.nii.gz", "manifest.json"])
    assert.ok(readFileSync(join(again, name)).equals(readFileSync(join(folder, "nifti", name))));
});

describe("refuses, and leaves nothing behind", () => {
  test("a folder with files", () =>
    assert.throws(() => saveImageFolder(folder, table, { ...options, format: "nifti" }), {
      name: "InputError",
      message: `${folder}: the folder must be new or empty; it has files; name another`,
    }));
  test("an unknown patient", () =>
    assert.throws(
      () =>
        saveImageFolder(join(folder, "none"), table, {
          ...options,
          patients: ["TWIN-999"],
          format: "nifti",
        }),
      { message: `${place}: each patient must be in the table; "TWIN-999" is not` },
    ));
  test("a failure half-way", () => {
    const progress = (): never => {
      throw new Error("interrupted");
    };
    const half = join(folder, "half");
    assert.throws(
      () => saveImageFolder(half, table, { ...options, format: "nifti", progress }),
      /interrupted/,
    );
    assert.ok(!existsSync(half));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes("part")),
      [],
    );
  });
});
