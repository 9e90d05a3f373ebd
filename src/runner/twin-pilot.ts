/**
 * The pilot of the twin's images: grow and measure the images of another constructed cohort, and run the paper's chain on
 * them, for one strength after the other. What was measured is kept, so that an interrupted pilot goes on where it was.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cohort, cohortFromTable } from "../cohort/cohort.js";
import { readDictionary } from "../cohort/dictionary-file.js";
import { comparedClassifier } from "../evaluate/classifier-comparison.js";
import { type CsvTable, parseCsv } from "../io/csv.js";
import type { CohortEntry } from "../io/manifest.js";
import { type ImagePilot, imagePilot, type PilotTrial, parsePilot } from "../report/image-pilot.js";
import {
  classifierSettings,
  harmonizedStudy,
  reliableRows,
  setSelection,
  studySmote,
} from "../report/image-signature.js";
import { buildCohort } from "../twin/build.js";
import { finishedCohort } from "../twin/cohort-files.js";
import { readSpecification } from "../twin/specification-file.js";
import { openEntry, projectRoot } from "./environment.js";
import { measuredFeatures } from "./study-features.js";

/** Where the committed pilot is, in the repository. */
export const PILOT_FILE: string = "cohorts/twin/image-pilot.json";
const SPECIFICATION = "paper/twin.json";

/** The committed pilot, for a cell of a notebook; null for a cohort whose images are not grown. */
export function openPilot(cohort: string): ImagePilot | null {
  if (openEntry(cohort).imageFeatures?.grown === undefined) return null;
  return parsePilot(readFileSync(join(projectRoot(), PILOT_FILE), "utf8"), PILOT_FILE);
}

export interface PilotOptions {
  readonly seed: number;
  readonly strengths: readonly number[];
  readonly goal: number;
  /** Told after each strength. */
  found?(trial: PilotTrial): void;
}

/** @throws RangeError if a cohort of the seed cannot be constructed, or the chain refuses its features */
export async function twinPilot(options: PilotOptions): Promise<ImagePilot> {
  const { seed, strengths, goal } = options;
  const { cohort, entry, table } = pilotCohort(seed);
  const external = cohort.outcome.filter((_, i) => cohort.roles[i] === "validation");
  const trials: PilotTrial[] = [];
  for (const strength of strengths) {
    const trial = await pilotTrial(cohort, grownWith(entry, seed, strength), table, strength);
    trials.push(trial);
    options.found?.(trial);
  }
  const events = external.filter((label) => label === 1).length;
  return imagePilot({ seed, n: external.length, events, goal, trials });
}

async function pilotTrial(
  cohort: Cohort,
  entry: CohortEntry,
  table: CsvTable,
  strength: number,
): Promise<PilotTrial> {
  const features = await measuredFeatures(cohort, entry, table);
  const { rows: reliable } = reliableRows(cohort, features);
  const { rows } = harmonizedStudy(cohort, reliable, "pooled");
  const chosen = setSelection(rows, "combined", features.network).rows;
  const { training, validation } = comparedClassifier(chosen, "svm", "smote", {
    settings: classifierSettings,
    smote: studySmote,
    syntheticReason: "not shown: the pilot reports real rows alone",
  });
  const { auc, ci } = validation!.auc;
  return {
    strength,
    externalAuc: rounded(auc),
    ci: [rounded(ci![0]), rounded(ci![1])],
    trainingAuc: rounded(training.auc.auc),
    features: chosen.features.names.length,
  };
}

function pilotCohort(seed: number): {
  readonly cohort: Cohort;
  readonly entry: CohortEntry;
  readonly table: CsvTable;
} {
  const specification = readSpecification(join(projectRoot(), SPECIFICATION), SPECIFICATION);
  const built = buildCohort(specification, { seed });
  const patients = finishedCohort(specification, built, { seed, source: SPECIFICATION }).files.get(
    "patients.csv",
  )!;
  const entry: CohortEntry = { ...openEntry("twin"), id: "twin-pilot" };
  const dictionary = readDictionary(join(projectRoot(), entry.dictionary), entry.dictionary);
  const place = `patients of seed ${seed}`;
  return {
    entry,
    cohort: cohortFromTable(entry, dictionary, patients, place),
    table: parseCsv(patients, place),
  };
}

function grownWith(entry: CohortEntry, seed: number, strength: number): CohortEntry {
  const imageFeatures = entry.imageFeatures!;
  const grown = { ...imageFeatures.grown!, seed, strength };
  return { ...entry, imageFeatures: { ...imageFeatures, grown } };
}

/** To digits that do not depend on the processor, as those of a network's features may. */
function rounded(value: number): number {
  return Number(value.toFixed(4));
}
