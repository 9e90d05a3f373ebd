/** One seed's part of the ranges: construct a cohort, measure every target on it, and compute what they leave open. */

import { join } from "node:path";
import { cohortFromTable } from "../cohort/cohort.js";
import { readDictionary } from "../cohort/dictionary-file.js";
import { cohortEntry, readManifest } from "../io/manifest.js";
import { buildCohort } from "../twin/build.js";
import { finishedCohort } from "../twin/cohort-files.js";
import { readSpecification } from "../twin/specification-file.js";
import { missedTargets } from "../twin/target.js";
import type { SeedFindings } from "./ranges.js";
import { unfixedFindings } from "./unfixed-findings.js";

const source = "paper/twin.json";
const exception =
  "as published: the models were fitted on scores of the patients the signature was learned on";

export interface MeasuredSeed extends SeedFindings {
  /** How many targets it met: all. */
  readonly targets: number;
}

/**
 * @param root folder of the project
 * @throws RangeError naming the targets that the seed misses
 */
export function measuredSeed(root: string, seed: number): MeasuredSeed {
  const specification = readSpecification(join(root, source), source);
  const built = buildCohort(specification, { seed });
  const { files, targets } = finishedCohort(specification, built, { seed, source });
  const missed = missedTargets(targets);
  if (missed.length > 0)
    throw new RangeError(
      `seed ${seed} must meet all ${targets.length} targets; it misses ${missed.length}: ${missed.slice(0, 3).join("; ")}; leave it out`,
    );
  const findings = findingsOfTable(root, files.get("patients.csv")!, `seed ${seed}`);
  return { seed, findings, targets: targets.length };
}

/** What is open in the cohort of a table of patients. */
export function findingsOfTable(
  root: string,
  patients: string,
  place: string,
): SeedFindings["findings"] {
  const entry = cohortEntry(readManifest(root), "twin");
  const dictionary = readDictionary(join(root, entry.dictionary), entry.dictionary);
  return unfixedFindings(cohortFromTable(entry, dictionary, patients, place), exception);
}
