/** Figure S1 and the atlas: from small volumes of texture through a small network, chain and figure. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type Cohort, cohortAt } from "dlrn/cohort/cohort";
import { featureColumn, featureTable } from "dlrn/cohort/feature-table";
import { type ImageFeatures, isDeep } from "dlrn/cohort/image-features";
import type { StudyImage } from "dlrn/cohort/study-image";
import { deepFeatures } from "dlrn/features/deep/deep-features";
import { openNetwork } from "dlrn/features/deep/network";
import { IMAGENET } from "dlrn/features/deep/normalisation";
import { RESNET20, residualGraph } from "dlrn/features/deep/residual-network";
import { untrainedParameters } from "dlrn/features/deep/untrained";
import { sha256OfFile } from "dlrn/io/input-file";
import { encodeOnnx } from "dlrn/io/onnx-write";
import type { Mask, Triple, Volume } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import {
  activationAbsence,
  activationFindings,
  activationStudy,
} from "dlrn/report/activation-findings";
import { atlasAbsence, atlasOf, atlasPatients } from "dlrn/report/atlas-findings";
import { notebookResults, recordDrawing, startRecord } from "dlrn/report/record";
import { studyChain } from "dlrn/report/study-chain";
import { openCohort } from "dlrn/runner/environment";
import { lassoModel } from "dlrn/select/lasso";
import { textFaults } from "../plot/text-boxes.js";

const folder = mkdtempSync(join(tmpdir(), "dlrn-slices-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "network.onnx");
writeFileSync(path, encodeOnnx(residualGraph(RESNET20, await untrainedParameters(RESNET20), {})));
const network = await openNetwork(path, sha256OfFile(path), {
  title: "untrained ResNet-20 (random weights)",
  input: { name: "image", size: [32, 32], layout: "NCHW", ...IMAGENET },
  outputs: { features: "features", maps: "maps" },
});
after(() => network.close());

/** 60 training and 30 validation patients of the constructed cohort, with volumes of noise that is coarser in events. */
const all = openCohort("twin");
const of = (role: string, count: number): number[] =>
  all.ids.flatMap((_, i) => (all.roles[i] === role ? [i] : [])).slice(0, count);
const cohort: Cohort = cohortAt(all, [...of("training", 60), ...of("validation", 30)]);
const random = seededRandom(11);
const images: StudyImage[] = cohort.ids.map((patient, i) => imageOfTexture(patient, i));

function imageOfTexture(patient: string, i: number): StudyImage {
  const size: Triple = [20, 18, 3];
  const geometry = {
    size,
    spacing: [1, 1, 4],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const cell = cohort.outcome[i] === 1 ? 3 : 1;
  const levels = Float64Array.from({ length: 400 }, () => random.normal() * 20 + 100);
  const values = new Float64Array(20 * 18 * 3);
  const inside = values.slice();
  for (let z = 0, at = 0; z < 3; z++)
    for (let y = 0; y < 18; y++)
      for (let x = 0; x < 20; x++, at++) {
        values[at] = levels[20 * Math.floor(y / cell) + Math.floor(x / cell)] + 2 * random.normal();
        inside[at] = (x - 9) ** 2 + (y - 8) ** 2 < (z === 1 ? 36 : 9) ? 1 : 0;
      }
  const volume: Volume = { ...geometry, values };
  const mask: Mask = { ...geometry, values: Uint8Array.from(inside) };
  return { patient, sequence: "T1", volume, masks: [mask] };
}

const deep = await Promise.all(
  images.map(({ volume, masks }) => deepFeatures(network, volume, masks[0])),
);
const names = Object.keys(deep[0].features).map((name) => `T1_${name}`);
const handcrafted = Array.from({ length: 16 }, (_, j) => `T1_original_noise_${j}`);
const features: ImageFeatures = {
  origin: "textures",
  network: network.label,
  sequences: ["T1"],
  batchOnly: null,
  first: {
    patients: cohort.ids,
    table: featureTable(
      [...names, ...handcrafted],
      deep.map((one) =>
        Float64Array.of(...Object.values(one.features), ...handcrafted.map(() => random.normal())),
      ),
    ),
  },
  second: null,
  leftOut: [],
  without: [],
};
const chain = studyChain(cohort, features);
const study = activationStudy(cohort, chain);
const found = await activationFindings(cohort, chain, study, images, network);
const selection = chain.selections.find(({ set }) => set === study.set)!;

describe("Figure S1", () => {
  test("its two patients are the training patients of the highest and lowest score", () => {
    const roles = study.patients.map(({ patient }) => cohort.roles[cohort.ids.indexOf(patient)]);
    assert.deepEqual(roles, ["training", "training"]);
    const { intercept, coefficients } = lassoModel(selection.lasso.lasso, selection.lasso.lambda);
    const columns = coefficients.map(({ feature, value }) =>
      featureColumn(selection.rows.features, feature).map((x) => x * value),
    );
    const scores = cohort.ids.map((_, i) => columns.reduce((sum, x) => sum + x[i], intercept));
    const training = scores.filter((_, i) => cohort.roles[i] === "training");
    const ends = study.patients.map(({ score }) => score);
    assert.ok(Math.abs(ends[0] - Math.max(...training)) < 1e-9);
    assert.ok(Math.abs(ends[1] - Math.min(...training)) < 1e-9);
  });
  test("without maps there is what covering takes, and the caption says so", async () => {
    const without = { ...network, hasMaps: false };
    const { figure, findings } = await activationFindings(cohort, chain, study, images, without);
    assert.deepEqual(findings, found.findings);
    assert.match(figure.caption, /since this network gives no maps, only how much the score falls/);
    assert.equal(figure.drawing.content.match(/<image /g)?.length, 2 * 2);
  });
  test("what the channels add differs between them as the harmonised channels' part of the score does", () => {
    const parts = found.findings.filter(({ id }) => id.endsWith(".part"));
    assert.deepEqual(
      parts.map(({ id }) => id),
      ["twin.activation.t1.high-risk.part", "twin.activation.t1.low-risk.part"],
    );
    const coefficients = lassoModel(selection.lasso.lasso, selection.lasso.lambda).coefficients;
    const part = (patient: string): number =>
      coefficients
        .filter(({ feature }) => isDeep(feature))
        .reduce((sum, { feature, value }) => {
          const column = featureColumn(selection.rows.features, feature);
          return sum + value * column[selection.rows.patients.indexOf(patient)];
        }, 0);
    const [high, low] = study.patients.map(({ patient }) => part(patient));
    assert.ok(Math.abs(high - low) > 0.5, "the two must differ for this to mean something");
    assert.equal(chain.harmonization.kind, "pooled", "so that weights are not the coefficients");
    const difference = Number(parts[0].value) - Number(parts[1].value);
    assert.ok(Math.abs(difference - (high - low)) < 1e-4, `${difference} and ${high - low}`);
  });
  test("says which network, that nobody trained it, and names no patient", () => {
    const record = startRecord("03-features", cohort);
    recordDrawing(record, "activation", found.figure);
    const svg = record.files.get("figures/figure-s1-activation.svg")!;
    assert.ok(svg.includes(network.label));
    assert.match(
      found.figure.caption,
      /untrained ResNet-20 \(random weights\), SHA-256 [0-9a-f]{12}\. Nobody trained/,
    );
    assert.match(svg, /Constructed data/);
    assert.doesNotMatch(
      JSON.stringify([...record.files, notebookResults(record), found.findings]),
      /TWIN-\d/,
    );
    assert.deepEqual(textFaults(svg), []);
    assert.ok(svg.length < 400_000, `${svg.length}`);
  });
  test("is the same on repeat", async () => {
    assert.deepEqual(await activationFindings(cohort, chain, study, images, network), found);
  });
  test("its patients can be chosen by other scores", () => {
    const other = new Map(cohort.ids.map((id, i) => [id, i]));
    const { patients } = activationStudy(cohort, chain, other);
    assert.deepEqual(
      patients.map(({ patient }) => patient),
      [cohort.ids[59], cohort.ids[0]],
    );
  });
});

describe("the atlas", () => {
  const patients = atlasPatients(cohort, features);
  test("shows six training patients, half of them with the outcome", () => {
    const at = patients.map((id) => cohort.ids.indexOf(id));
    assert.deepEqual(
      at.map((i) => cohort.outcome[i]),
      [1, 1, 1, 0, 0, 0],
    );
    assert.ok(at.every((i) => cohort.roles[i] === "training"));
  });
  test("takes those who were read twice, and fills up with the others of them", () => {
    const event = cohort.ids.find((_, i) => cohort.outcome[i] === 1)!;
    const others = cohort.ids.filter((_, i) => cohort.outcome[i] === 0).slice(0, 7);
    const second = { patients: [event, ...others], table: features.first.table };
    assert.deepEqual(atlasPatients(cohort, { ...features, second }), [
      event,
      ...others.slice(0, 5),
    ]);
  });
  test("says constructed data, names no patient, is the same on repeat", () => {
    const drawn = (): string => {
      const record = startRecord("03-features", cohort);
      recordDrawing(record, "atlas", atlasOf(cohort, features, patients, images));
      return JSON.stringify([...record.files, notebookResults(record)]);
    };
    assert.match(drawn(), /Constructed data/);
    assert.doesNotMatch(drawn(), /TWIN-\d/);
    assert.equal(drawn(), drawn());
  });
});

describe("refuses", () => {
  test("what there is nothing to show of, with the reason", () => {
    assert.equal(
      activationAbsence({ features: { ...features, network: null } }),
      "No network looked at images of this cohort: there are no activation maps.",
    );
    assert.equal(activationAbsence(chain), null);
    assert.equal(
      atlasAbsence({ sequences: [] }),
      "The features of this cohort are from tables: there are no images to show.",
    );
    assert.equal(atlasAbsence(features), null);
  });
  test("a patient without a score", () => {
    assert.throws(() => activationStudy(cohort, chain, new Map()), {
      name: "RangeError",
      message: `every training patient must have a score; ${cohort.ids[0]} has none`,
    });
  });
  test("another network than that of the features", async () => {
    const other = { ...network, label: "another" };
    await assert.rejects(activationFindings(cohort, chain, study, images, other), {
      name: "RangeError",
      message: `the network must be that of the features, ${network.label}; got another`,
    });
  });
  test("a patient without an image", async () => {
    await assert.rejects(activationFindings(cohort, chain, study, [], network), {
      name: "RangeError",
      message: `the patient must have an image of T1; ${study.patients[0].patient} has none`,
    });
  });
});
