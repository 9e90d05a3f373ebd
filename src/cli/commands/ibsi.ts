/** `dlrn ibsi`: compliance with the reference values of the Image Biomarker Standardisation Initiative. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  familyOf,
  judge,
  parseReferences,
  type Reference,
  type Verdict,
} from "../../features/ibsi/compliance.js";
import { ibsiConfigurations } from "../../features/ibsi/configurations.js";
import { ibsiFeatures } from "../../features/ibsi/extract.js";
import { phase2Regions, phase2Statistics } from "../../features/ibsi/phase-2.js";
import { phase2References } from "../../features/ibsi/phase-2-references.js";
import { ibsiReferences } from "../../features/ibsi/reference-values.js";
import { filterResponse, phase2Filters, responseTests } from "../../imaging/filter/ibsi/tests.js";
import { loadImage, loadMask } from "../../imaging/load.js";
import { InputError } from "../../io/input-error.js";

export const summary = "compare with IBSI's reference values, family by family";
export const usage = `Usage: npx dlrn ibsi [--data DIR]
       npx dlrn ibsi --teams [--patients ID,ID] [--data DIR]

Computes all features of IBSI 1's digital phantom and of its CT phantom in configurations A to E, both in
DIR/ibsi-1 (DIR: the data folder, else ../shared/data), and prints by family how many lie within their own
tolerance; then the filters of IBSI 2 whose response maps are in DIR/ibsi-2, each voxel within 1 % of the map's
range, and the statistics of the CT phantom's responses to the filters of phase 2. Exits 1 if one does not.
A minute of a processor. Reference values are those of DIR/ibsi-1/ibsi_1_dig_phantom.csv and
ibsi_1_chest_config_a.csv to _e.csv; of C to E and of phase 2, where no such file is there, the published ones.

  --teams          instead: T1-weighted MR of the validation study, beside the values of its teams (DIR/ibsi-1-sts), from
                   whole volumes (DIR/sts-t1-full) where they are there, else from crops put back in their place
                   (DIR/sts-t1-crops); lists the features that lie farther from the teams' median than nine tenths of
                   the teams in more than 5 % of the patients; exits 1 if more than 5 % of the features do so by the
                   median of the patients. Some ten seconds of a processor for each patient
  --patients LIST  of the validation study, by their ids; all 49 unless told`;

const CASES = [
  ["digital", "digital-phantom", "ibsi_1_dig_phantom.csv", null],
  ["A", "ct-phantom", "ibsi_1_chest_config_a.csv", null],
  ["B", "ct-phantom", "ibsi_1_chest_config_b.csv", null],
  ["C", "ct-phantom", "ibsi_1_chest_config_c.csv", ibsiReferences.C],
  ["D", "ct-phantom", "ibsi_1_chest_config_d.csv", ibsiReferences.D],
  ["E", "ct-phantom", "ibsi_1_chest_config_e.csv", ibsiReferences.E],
] as const;

export async function run(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: { data: text, teams: { type: "boolean" }, patients: text },
  });
  if (values.patients !== undefined && values.teams !== true)
    throw new RangeError("--patients are those of the validation study; add --teams");
  const data =
    values.data ??
    process.env["DLRN_DATA"] ??
    (existsSync("data/ibsi-1") ? "data" : "../shared/data");
  if (values.teams === true) {
    const { compareWithTeams } = await import("../ibsi-teams.js");
    return compareWithTeams(data, values.patients?.split(",") ?? null);
  }
  const folder = join(data, "ibsi-1");
  if (!existsSync(folder)) {
    throw new InputError(
      "the reference values and phantoms of IBSI must be there; name their folder with --data",
      folder,
    );
  }
  let [compared, missed] = [0, 0];
  for (const [name, phantom, file, published] of CASES) {
    const references = referencesOf(join(folder, file), published);
    if (references === null) {
      console.log(`${name}: no reference values here (${file})`);
      continue;
    }
    const place = join(folder, phantom);
    if (!existsSync(place)) {
      console.log(`${name}: no phantom here (${phantom})`);
      continue;
    }
    const image = await loadImage(join(place, "image", "phantom.nii.gz"));
    const mask = await loadMask(join(place, "mask", "mask.nii.gz"), image);
    const verdicts = judge(
      references,
      ibsiFeatures(image, mask, ibsiConfigurations[name]).features,
    );
    report(
      name === "digital" ? "digital phantom" : `CT phantom, configuration ${name}`,
      byFamily(verdicts),
    );
    compared += verdicts.length;
    missed += verdicts.filter(({ meets }) => !meets).length;
  }
  if (compared === 0)
    throw new InputError("a phantom of IBSI must be there; there is none to compare", folder);
  missed += await compareMaps(join(data, "ibsi-2"));
  missed += await comparePhase2(folder);
  if (missed > 0) process.exitCode = 1;
}

function referencesOf(
  file: string,
  published: readonly Reference[] | null,
): readonly Reference[] | null {
  return existsSync(file) ? parseReferences(readFileSync(file, "utf8"), file) : published;
}

/** IBSI 2, phase 1: the number of maps that some voxel misses. */
async function compareMaps(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const maps = readdirSync(join(folder, "response-maps"));
  let missed = 0;
  for (const { id, phantom, filter } of responseTests) {
    const name = maps.find((file) => file.includes(`_CT_${id}_`));
    if (name === undefined) continue;
    const image = await loadImage(join(folder, "phantoms", phantom, "image", `${phantom}.nii.gz`));
    const ours = filterResponse(image, filter).values;
    const { values } = await loadImage(join(folder, "response-maps", name));
    let [low, high, worst] = [Infinity, -Infinity, 0];
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
      worst = Math.max(worst, Math.abs(values[i] - ours[i]));
    }
    const share = worst / (high - low);
    if (!(share <= 0.01)) missed++;
    console.log(
      `IBSI 2, ${id} on the ${phantom}: ${share <= 0.01 ? "within" : "beyond"} 1 %; worst voxel ${share.toExponential(1)} of the range`,
    );
  }
  return missed;
}

/** IBSI 2, phase 2: the number of statistics out of tolerance. */
async function comparePhase2(folder: string): Promise<number> {
  const place = join(folder, "ct-phantom");
  if (!existsSync(place)) return 0;
  const image = await loadImage(join(place, "image", "phantom.nii.gz"));
  const mask = await loadMask(join(place, "mask", "mask.nii.gz"), image);
  let missed = 0;
  for (const configuration of ["A", "B"] as const) {
    const regions = phase2Regions(image, mask, configuration);
    const groups = phase2Filters.map(({ name }, i) => {
      const statistics = phase2Statistics(regions, i + 1, configuration);
      return [`${i + 1} ${name}`, judge(phase2References[i][configuration], statistics)] as const;
    });
    report(`IBSI 2, phase 2 on the CT phantom, configuration ${configuration}`, groups);
    missed += groups.flatMap(([, verdicts]) => verdicts).filter(({ meets }) => !meets).length;
  }
  return missed;
}

function byFamily(verdicts: readonly Verdict[]): Groups {
  const families = new Set(verdicts.map(({ tag }) => familyOf(tag)));
  return [...families].map((family) => [
    family,
    verdicts.filter(({ tag }) => familyOf(tag) === family),
  ]);
}

type Groups = readonly (readonly [name: string, verdicts: readonly Verdict[]])[];

function report(title: string, groups: Groups): void {
  const met = (list: readonly Verdict[]): number => list.filter(({ meets }) => meets).length;
  const all = groups.flatMap(([, verdicts]) => verdicts);
  console.log(`${title}: ${met(all)} of ${all.length} within tolerance`);
  for (const [name, own] of groups)
    console.log(`  ${name.padEnd(36)} ${String(met(own)).padStart(4)} of ${own.length}`);
  for (const [name, own] of groups) {
    for (const { tag, ours, value, tolerance, meets } of own) {
      if (!meets)
        console.log(`  ${name}, ${tag}: ${ours ?? "not computed"} is not ${value} ± ${tolerance}`);
    }
  }
}
