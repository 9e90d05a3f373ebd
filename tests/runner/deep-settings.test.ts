/** What the manifest's entry says the network is shown is what it is shown, from the entry to the table of features. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { featureColumn } from "dlrn/cohort/feature-table";
import { DEEP, deepFeatures, deepSettings } from "dlrn/features/deep/deep-features";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { parseCsv } from "dlrn/io/csv";
import { imageFeaturesSchema } from "dlrn/io/image-features-entry";
import { sha256OfFile } from "dlrn/io/input-file";
import { type CohortEntry, fileOfRole } from "dlrn/io/manifest";
import { encodeNifti } from "dlrn/io/nifti-write";
import { writeWhole } from "dlrn/io/write-whole";
import { openCohort, openEntry } from "dlrn/runner/environment";
import { openDeepNetwork } from "dlrn/runner/network";
import { measuredFeatures } from "dlrn/runner/study-features";
import { growImages } from "dlrn/twin/images/grow";
import { imagePatients } from "dlrn/twin/images/patient";
import { z } from "zod";
import { ownDataFolder } from "./own-data-folder.js";

const wanted = { slices: 2, pooling: "max", margin: 5, box: "square" } as const;

test("what the entry leaves out is as usual", () => {
  assert.deepEqual(deepSettings({}), DEEP);
  assert.deepEqual(deepSettings(wanted), {
    image: { ...DEEP.image, slices: 2, margin: 5, box: "square" },
    pooling: "max",
  });
});

describe("refuses", () => {
  const schema = imageFeaturesSchema(z.string());
  const entry = { settings: "a.yaml", sequences: [{ sequence: "T1" }], tables: [] };
  for (const [what, deep] of [
    ["an unknown setting", { slice: "all" }],
    ["a negative margin", { margin: -1 }],
    ["no slices", { slices: 0 }],
    ["both windows", { window: { percentiles: [1, 99], levels: [0, 1] } }],
  ] as const)
    test(what, () => assert.equal(schema.safeParse({ ...entry, deep }).success, false));
  test("a window that falls, in a sentence", () => {
    assert.ok(schema.safeParse({ ...entry, deep: { window: { percentiles: [99, 1] } } }).success);
    assert.throws(() => deepSettings({ window: { percentiles: [99, 1] } }), {
      name: "RangeError",
      message: "the window's percentiles must rise within 0 to 100; got 99, 1",
    });
  });
});

describe("one patient's images of files", () => {
  const data = ownDataFolder();
  const cohort = openCohort("twin");
  const entry = openEntry("twin");
  const [patient] = cohort.ids;
  const table = parseCsv(readFileSync(fileOfRole(entry, "patients").path, "utf8"), "patients.csv");
  const { volume, masks } = growImages(imagePatients(table)[0]!, { seed: 1, strength: 1 }).t1;
  const fileOf = (role: "image" | "mask", of: typeof volume): CohortEntry["files"][number] => {
    const path = `${role}.nii.gz`;
    writeWhole(join(data, path), encodeNifti(of));
    const facts = { licence: "none", citation: "made here", address: null };
    const sha256 = sha256OfFile(join(data, path));
    const bytes = readFileSync(join(data, path)).length;
    return {
      id: role,
      role,
      root: "data",
      path,
      bytes,
      sha256,
      ...facts,
      patient: patient!,
      sequence: "T1",
    };
  };
  const files = [fileOf("image", volume), fileOf("mask", masks[1]!)];
  const measured = (deep: true | typeof wanted): ReturnType<typeof measuredFeatures> =>
    measuredFeatures(cohort, {
      ...entry,
      files,
      imageFeatures: {
        settings: "paper/extraction.yaml",
        sequences: [{ sequence: "T1" }],
        deep,
        tables: [],
      },
    });

  test("the settings reach the network, and stand in the origin; other settings are measured anew", async () => {
    const network = await openDeepNetwork("untrained");
    const image = await loadImage(join(data, "image.nii.gz"));
    const mask = await loadMask(join(data, "mask.nii.gz"), image);
    for (const deep of [wanted, true] as const) {
      const settings = deep === true ? DEEP : deepSettings(deep);
      const expected = await deepFeatures(network, image, mask, settings);
      const { first, origin } = await measured(deep);
      const found = Object.keys(expected.features).map(
        (name) => featureColumn(first.table, `T1_${name}`)[0],
      );
      assert.deepEqual(found, Object.values(expected.features));
      assert.equal(origin.includes('the network with {"slices":2,'), deep !== true);
    }
    await network.close();
  });
});
