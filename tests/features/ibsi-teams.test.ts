/**
 * IBSI's features of real MR volumes beside those of the teams of the validation study (Zwanenburg et al. 2020).
 *
 * A feature agrees if it lies as near the teams' median as nine tenths of the teams. What surrounded a crop is not
 * there, and nearly all that this moves are distance zones, which the teams give to a few ten-thousandths.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import {
  besideTeams,
  featureAgreement,
  inPlace,
  readTeams,
  type TeamValues,
} from "dlrn/features/ibsi/teams";
import { IDENTITY_DIRECTION } from "dlrn/io/volume";
import { patientFeatures } from "dlrn/runner/ibsi-study";

const data = process.env["DLRN_DATA"] ?? "../shared/data";
/** Those of the smallest volumes. */
const patients = ["STS_002", "STS_008", "STS_025", "STS_042"];
const file = `${data}/ibsi-1-sts/ibsi1_validation_long.csv.gz`;
const skip = [file, `${data}/sts-t1-crops/index.csv`, `${data}/sts-t1-full`].every(existsSync)
  ? false
  : "the study's data are not here";
const teams: TeamValues = skip ? new Map() : readTeams(readFileSync(file), "MR_T1");

for (const patient of patients)
  describe(`${patient}, T1`, { skip }, () => {
    test("the whole volume: at least 99 % of the features agree", async () => {
      const { features } = await patientFeatures(data, patient, "whole");
      if (patient === "STS_002") assert.equal(features["morph_vol_approx"], 53227);
      const compared = besideTeams(patient, features, teams);
      assert.ok(compared.length > 150, `${compared.length} features`);
      const beyond = compared.filter(({ within }) => !within);
      assert.ok(beyond.length <= 0.01 * compared.length, beyond.map(({ tag }) => tag).join());
    });

    test("its crop, in its place: so do all but distance zones, and those are off by 0.3 % at most", async () => {
      const { features } = await patientFeatures(data, patient, "crop");
      const compared = besideTeams(patient, features, teams);
      const beyond = compared.filter(({ within }) => !within);
      const others = beyond.filter(({ tag }) => !tag.startsWith("dzm_"));
      assert.ok(others.length <= 0.01 * compared.length, others.map(({ tag }) => tag).join());
      const off = Math.max(0, ...beyond.map(({ own }) => own));
      assert.ok(off <= 3e-3, `off by ${off}`);
    });
  });

describe("the comparison", () => {
  const study = readTeams(
    gzipSync(
      [
        "team,modality,id,tag,value",
        ...["a,MR_T1,P1,f,10", "b,MR_T1,P1,f,10.1", "c,MR_T1,P1,f,9.9", "c,CT,P1,f,99"],
        ...["a,MR_T1,P2,f,20", "b,MR_T1,P2,f,20", "c,MR_T1,P2,f,"],
        ...["a,MR_T1,P3,f,30", "b,MR_T1,P3,f,33", "c,MR_T1,P3,f,30"],
      ].join("\n"),
    ),
    "MR_T1",
  );
  const beside = (patient: string, f: number) => besideTeams(patient, { f, other: 1 }, study);

  test("deviations are shares of the teams' median, and the 90th percentile of theirs is the limit", () => {
    const [near] = beside("P1", 10.07);
    assert.ok(Math.abs(near.own - 0.007) < 1e-12 && near.within);
    assert.equal(beside("P1", 10.11)[0].within, false);
    assert.deepEqual(beside("P2", 20), []); // two values only
  });

  test("a feature agrees by the median of its deviations", () => {
    const [row, ...more] = featureAgreement([...beside("P1", 10.07), ...beside("P3", 30)]);
    assert.deepEqual(more, []);
    assert.deepEqual([row.tag, row.patients, row.within, row.agrees], ["f", 2, 2, true]);
    const [far] = featureAgreement([...beside("P1", 12), ...beside("P3", 45)]);
    assert.deepEqual([far.within, far.agrees], [0, false]);
  });

  test("a crop put back: levels go on around it, the region does not", () => {
    const place = { size: [4, 1, 1], first: [1, 0, 0] } as const;
    const geometry = { size: [2, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0] } as const;
    const crop = { ...geometry, direction: IDENTITY_DIRECTION };
    const levels = inPlace({ ...crop, values: Float64Array.of(7, 8) }, place, "levels");
    assert.deepEqual(Array.from(levels.values), [7, 7, 8, 8]);
    const region = inPlace({ ...crop, values: Uint8Array.of(1, 1) }, place, "region");
    assert.deepEqual(Array.from(region.values), [0, 1, 1, 0]);
  });
});

const ibsi = (...args: string[]) =>
  spawnSync(process.execPath, ["bin/dlrn.mjs", "ibsi", ...args], { encoding: "utf8" });

test("the command: a table by family", { skip }, () => {
  const { status, stdout } = ibsi("--teams", "--patients", "STS_002", "--data", data);
  assert.equal(status, 0);
  assert.match(stdout, /1 patients?, 0 of them from crops/);
  assert.match(stdout, /16[78] of 168 \(\d+\.\d %\) features\n/);
  assert.match(stdout, /grey level distance zone +16 of 16/);
});

test("the command: what is not there is refused", () => {
  assert.match(ibsi("--patients", "STS_002").stderr, /add --teams$/m);
  assert.match(ibsi("--teams", "--data", "tests").stderr, /values must be there.*--data$/m);
  if (skip) return;
  const { status, stderr } = ibsi("--teams", "--patients", "STS_999", "--data", data);
  assert.equal(status, 1);
  assert.match(stderr, /--patients must be of STS_001, .*; got "STS_999"/);
});
