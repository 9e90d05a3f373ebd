/**
 * IBSI's features of real MR volumes beside those of the teams of the validation study (Zwanenburg et al. 2020).
 *
 * A feature agrees if it lies as near the teams' median as nine tenths of the teams. IBSI's grid is centred on the
 * volume, so that a crop is put back in its place first; what surrounded it is not there, and nearly all that this
 * moves are distance zones, which the teams give to a few ten-thousandths.
 */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { type IbsiSettings, ibsiFeatures } from "dlrn/features/ibsi/extract";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { parseCsv } from "dlrn/io/csv";
import type { Mask, Volume } from "dlrn/io/volume";
import { median, quantile } from "dlrn/math/summary";

const data = process.env["DLRN_DATA"] ?? "../shared/data";
/** Those of the smallest volumes. */
const patients = ["STS_002", "STS_008", "STS_025", "STS_042"];
const file = {
  teams: `${data}/ibsi-1-sts/ibsi1_validation_long.csv.gz`,
  places: `${data}/sts-t1-crops/index.csv`,
};
const skip = [...Object.values(file), `${data}/sts-t1-full`].every((path) => existsSync(path))
  ? false
  : "the study's data are not here";

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

const theirs: ReadonlyMap<string, number[]> = skip ? new Map() : valuesOfTeams();

for (const patient of patients)
  describe(`${patient}, T1`, { skip }, () => {
    test("the whole volume: at least 99 % of the features agree", async () => {
      const image = await loadImage(`${data}/sts-t1-full/${patient}/MR_T1_image.nii.gz`);
      const mask = await loadMask(`${data}/sts-t1-full/${patient}/MR_T1_mask.nii.gz`, image);
      if (patient === "STS_002")
        assert.equal(ibsiFeatures(image, mask, settings).features["morph_vol_approx"], 53227);
      const { compared, beyond } = besideTeams(patient, image, mask);
      assert.ok(compared > 150, `${compared} features`);
      assert.ok(beyond.length <= 0.01 * compared, `${beyond} of ${compared}`);
    });

    test("its crop, in its place: so do all but distance zones, and those are off by 0.3 % at most", async () => {
      const crop = await loadImage(`${data}/sts-t1-crops/${patient}_image.nii.gz`);
      const region = await loadMask(`${data}/sts-t1-crops/${patient}_mask.nii.gz`, crop);
      const { compared, beyond, off } = besideTeams(
        patient,
        inPlace(crop, patient, Float64Array, true),
        inPlace(region, patient, Uint8Array, false),
      );
      const others = beyond.filter((tag) => !tag.startsWith("dzm_"));
      assert.ok(others.length <= 0.01 * compared, `${others} of ${compared}`);
      assert.ok(off <= 3e-3, `off by ${off}`);
    });
  });

/** How many features were compared, which lie beyond the teams, and how far from the median the worst of those is. */
function besideTeams(
  patient: string,
  image: Volume,
  mask: Mask,
): { compared: number; beyond: string[]; off: number } {
  const { features } = ibsiFeatures(image, mask, settings);
  const compared = Object.keys(features).flatMap((tag) => {
    const values = theirs.get(`${patient} ${tag}`) ?? [];
    if (values.length < 3) return [];
    const middle = median(values);
    const own = Math.abs(features[tag] - middle);
    const limit = quantile(
      values.map((value) => Math.abs(value - middle)),
      0.9,
    );
    // the teams' values are printed with five or six digits
    return [{ tag, beyond: own > limit + 1e-5 * Math.abs(middle), off: own / Math.abs(middle) }];
  });
  const beyond = compared.filter((feature) => feature.beyond);
  return {
    compared: compared.length,
    beyond: beyond.map(({ tag }) => tag),
    off: Math.max(0, ...beyond.map(({ off }) => off)),
  };
}

function valuesOfTeams(): Map<string, number[]> {
  const values = new Map<string, number[]>();
  for (const line of gunzipSync(readFileSync(file.teams)).toString().split("\n")) {
    const [, modality, id, tag, value] = line.split(",");
    if (modality !== "MR_T1" || !patients.includes(id!)) continue;
    if (value === "" || !Number.isFinite(Number(value))) continue;
    const key = `${id} ${tag}`;
    values.set(key, [...(values.get(key) ?? []), Number(value)]);
  }
  return values;
}

/** A crop in a volume of the size of the whole one; around it 0, or its border's values. */
function inPlace<V extends Volume | Mask>(
  crop: V,
  patient: string,
  Values: new (length: number) => V["values"],
  continued: boolean,
): V {
  const { header, rows } = parseCsv(readFileSync(file.places), file.places);
  const row = rows.find(([id]) => id === patient)!;
  const at = (names: readonly string[]): number[] =>
    names.map((name) => Number(row[header.indexOf(name)]));
  const [nx, ny, nz] = at(["nx", "ny", "nz"]);
  const [x0, y0, z0] = at(["x0", "y0", "z0"]);
  const [cx, cy, cz] = crop.size;
  const nearest = (i: number, n: number): number => Math.min(n - 1, Math.max(0, i));
  const values = new Values(nx! * ny! * nz!);
  for (let z = 0; z < nz!; z++)
    for (let y = 0; y < ny!; y++)
      for (let x = 0; x < nx!; x++) {
        const [a, b, c] = [x - x0!, y - y0!, z - z0!];
        const [i, j, k] = [nearest(a, cx), nearest(b, cy), nearest(c, cz)];
        if (continued || (a === i && b === j && c === k))
          values[(z * ny! + y) * nx! + x] = crop.values[(k * cy + j) * cx + i]!;
      }
  return { ...crop, size: [nx, ny, nz], values };
}
