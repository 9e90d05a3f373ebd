/** IBSI's features of a real MR volume beside those of the teams of the validation study (Zwanenburg et al. 2020). */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { gunzipSync } from "node:zlib";
import { type IbsiSettings, ibsiFeatures } from "dlrn/features/ibsi/extract";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { median, quantile } from "dlrn/math/summary";

const data = process.env["DLRN_DATA"] ?? "../shared/data";
const patient = "STS_002";
const volume = `${data}/sts-t1-full/${patient}`;
const values = `${data}/ibsi-1-sts/ibsi1_validation_long.csv.gz`;

/** How the study processed MR: 1 mm by cubic spline, levels from 0 up, bins of 10, no rounding. */
const settings: IbsiSettings = {
  dimensions: "3D",
  spacing: [1, 1, 1],
  interpolator: "b-spline",
  antiAliasing: null,
  round: false,
  range: [0, Infinity],
  outliers: null,
  discretisation: { kind: "ibsi-size", width: 10 },
  volumeHistogram: { kind: "ibsi-size", width: 1 },
};

test("at least 95 % of the features lie as near the teams' median as nine tenths of the teams", {
  skip:
    existsSync(values) && existsSync(`${volume}/MR_T1_image.nii.gz`)
      ? false
      : "the study's data are not here",
}, async () => {
  const image = await loadImage(`${volume}/MR_T1_image.nii.gz`);
  const mask = await loadMask(`${volume}/MR_T1_mask.nii.gz`, image);
  const { features } = ibsiFeatures(image, mask, settings);
  const teams = new Map<string, number[]>();
  for (const line of gunzipSync(readFileSync(values)).toString().split("\n")) {
    const [, modality, id, tag, value] = line.split(",");
    if (modality !== "MR_T1" || id !== patient || !(tag in features)) continue;
    if (value !== "" && Number.isFinite(Number(value)))
      teams.set(tag, [...(teams.get(tag) ?? []), Number(value)]);
  }
  const compared = [...teams].filter(([, theirs]) => theirs.length >= 3);
  assert.ok(compared.length > 150, `${compared.length} features`);
  const beyond = compared.filter(([tag, theirs]) => {
    const middle = median(theirs);
    const deviations = theirs.map((value) => Math.abs(value - middle));
    // the teams' values are printed with five or six digits
    return Math.abs(features[tag] - middle) > quantile(deviations, 0.9) + 1e-5 * Math.abs(middle);
  });
  assert.ok(
    beyond.length <= 0.05 * compared.length,
    `${beyond.length} of ${compared.length}: ${beyond.map(([tag]) => tag).join(", ")}`,
  );
  assert.equal(features["morph_vol_approx"], 53227);
});
