/** `dlrn ibsi --teams`: our features beside those of the teams of IBSI's validation study. */

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { familyOf } from "../features/ibsi/compliance.js";
import {
  besideTeams,
  type FeatureAgreement,
  featureAgreement,
  readTeams,
  type TeamComparison,
} from "../features/ibsi/teams.js";
import { InputError } from "../io/input-error.js";
import { type StudyFeatures, studyPlaces } from "../runner/ibsi-study.js";
import { inLanes } from "../runner/lanes.js";

/** @param wanted ids of the patients; all of the index unless told otherwise */
export async function compareWithTeams(
  data: string,
  wanted: readonly string[] | null,
): Promise<void> {
  const file = join(data, "ibsi-1-sts", "ibsi1_validation_long.csv.gz");
  if (!existsSync(file))
    throw new InputError("the teams' values must be there; name their folder with --data", file);
  const known = [...studyPlaces(data).keys()];
  const unknown = wanted?.find((patient) => !known.includes(patient));
  if (unknown !== undefined)
    throw new RangeError(`--patients must be of ${known.join(", ")}; got "${unknown}"`);
  const patients = wanted ?? known;
  const teams = readTeams(readFileSync(file), "MR_T1");
  const comparisons: TeamComparison[] = [];
  let done = 0;
  const answers = await inLanes<string, StudyFeatures>(patients, {
    module: new URL("../runner/ibsi-study-worker.js", import.meta.url),
    workerData: { data },
    workers: availableParallelism(),
    ended: (job, answer) => {
      const how =
        "result" in answer
          ? `from the ${answer.result.source === "whole" ? "whole volume" : "crop, in its place"}`
          : answer.reason;
      console.error(`${++done} of ${patients.length}  ${patients[job]}  ${how}`);
    },
  });
  answers.forEach((answer, i) => {
    if (!("result" in answer)) throw new Error(`${patients[i]}: ${answer.reason}`);
    comparisons.push(...besideTeams(patients[i], answer.result.features, teams));
  });
  const crops = answers.filter((answer) => "result" in answer && answer.result.source === "crop");
  tell(
    comparisons,
    `${patients.length} ${patients.length === 1 ? "patient" : "patients"}, ${crops.length} of them from crops put back in their place`,
  );
}

function tell(comparisons: readonly TeamComparison[], whose: string): void {
  const features = featureAgreement(comparisons);
  const agreeing = features.filter(({ agrees }) => agrees);
  const within = comparisons.filter((one) => one.within);
  const share = (part: number, all: number): string =>
    `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;
  console.log(`T1-weighted MR of IBSI's validation study: ${whose}`);
  console.log(
    `median deviation from the teams' median within the teams' 90th percentile: ${share(agreeing.length, features.length)} features`,
  );
  console.log(
    `single values within that of their patient: ${share(within.length, comparisons.length)}`,
  );
  for (const family of new Set(features.map(({ tag }) => familyOf(tag)))) {
    const own = features.filter(({ tag }) => familyOf(tag) === family);
    const met = own.filter(({ agrees }) => agrees).length;
    const values = own.reduce((sum, one) => sum + one.patients, 0);
    const met1 = own.reduce((sum, one) => sum + one.within, 0);
    console.log(
      `  ${family.padEnd(36)} ${String(met).padStart(4)} of ${String(own.length).padEnd(4)} features, ${share(met1, values)} values`,
    );
  }
  const rest = features.filter((one) => !one.agrees || one.within < 0.95 * one.patients);
  if (rest.length > 0) console.log("not in 95 % of the patients:");
  for (const feature of rest) console.log(`  ${rowOf(feature)}`);
  if (agreeing.length < 0.95 * features.length) process.exitCode = 1;
}

function rowOf({ tag, patients, within, own, teams }: FeatureAgreement): string {
  return `${tag.padEnd(24)} ${within} of ${patients}; our median deviation ${own.toExponential(1)}, the teams' 90th percentile ${teams.toExponential(1)}`;
}
