/**
 * Features that come from a cohort's images: whose they are, of which sequence and kind, and what a second reader gives.
 *
 * A feature is named by its sequence and its own name: `T1_original_firstorder_Mean`, `T2FS_deep_017`. All features of
 * a patient stand in one row; a second reading of some patients stands in a table of its own, so that a reading can
 * never be taken for a patient.
 */

import type { Cohort } from "./cohort.js";
import { type FeatureTable, selectFeatures, selectTableRows } from "./feature-table.js";
import { makeRows, type Rows } from "./rows.js";

/** The three models of a radiomics study with a network: which features they may use. */
export type FeatureSet = "handcrafted" | "deep" | "combined";

export const featureSets: readonly FeatureSet[] = ["handcrafted", "deep", "combined"];

/** What the names of deep features match, for steps that are kept to some features. */
export const deepPattern = "_deep_[0-9]+$";
/** What the names of all other features match. */
export const handcraftedPattern = "^(?!.*_deep_[0-9]+$)";

/** Rows of features, by patient. */
export interface PatientRows {
  readonly patients: readonly string[];
  readonly table: FeatureTable;
}

export interface ImageFeatures {
  /** Where the features come from: settings of the extraction, and what they were computed from. */
  readonly origin: string;
  /** The network by title and hash; null if there are no deep features. */
  readonly network: string | null;
  readonly sequences: readonly string[];
  /** Features that differ between centres match this regular expression; null where all may. */
  readonly batchOnly: string | null;
  /** The first reading of every patient that has images. */
  readonly first: PatientRows;
  /** The second reading of some patients; null where nobody read twice. */
  readonly second: PatientRows | null;
  /** Features that some patient has no value of, and are left out for all, with the reason. */
  readonly leftOut: readonly { readonly feature: string; readonly reason: string }[];
  /** Patients without features, with the reason. */
  readonly without: readonly { readonly patient: string; readonly reason: string }[];
}

export function isDeep(feature: string): boolean {
  return /_deep_[0-9]+$/.test(feature);
}

/** The sequence that a feature was measured on: the part of its name before the first underscore. */
export function sequenceOf(feature: string): string {
  return feature.slice(0, feature.indexOf("_"));
}

/** What a feature's name says, as readers know it. */
export interface FeatureParts {
  readonly sequence: string;
  /** "original", "wavelet-LLH" …; "network" for a deep feature. */
  readonly imageType: string;
  /** "shape", "glcm" …; "channel" for a deep feature. */
  readonly family: string;
  readonly feature: string;
}

/** `T1_wavelet-LLH_glcm_Contrast` or `T1_deep_017`, taken apart; parts that a name does not have are empty. */
export function featureParts(name: string): FeatureParts {
  const [sequence = "", ...parts] = name.split("_");
  if (isDeep(name))
    return { sequence, imageType: "network", family: "channel", feature: parts[1] ?? "" };
  const [imageType = "", family = "", ...feature] = parts;
  return { sequence, imageType, family, feature: feature.join("_") };
}

/** Those of the names that a model of this kind may use, in their order. */
export function namesOfSet(names: readonly string[], set: FeatureSet): string[] {
  if (!featureSets.includes(set))
    throw new RangeError(
      `a feature set must be one of ${featureSets.join(", ")}; got "${String(set)}"`,
    );
  return names.filter((name) => set === "combined" || isDeep(name) === (set === "deep"));
}

/** How many features there are of each sequence and kind, by `T1 handcrafted`. */
export function featureCounts(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) {
    const key = `${sequenceOf(name)} ${isDeep(name) ? "deep" : "handcrafted"}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Rows of the patients of a cohort that have features, with their roles and outcomes. */
export function imageRows(cohort: Cohort, { patients, table }: PatientRows): Rows {
  const rowOf = new Map(patients.map((patient, i) => [patient, i]));
  const at = cohort.ids.flatMap((id, i) => (rowOf.has(id) ? [i] : []));
  return makeRows({
    ids: at.map((i) => cohort.ids[i]!),
    roles: at.map((i) => cohort.roles[i]!),
    outcome: at.map((i) => cohort.outcome[i]!),
    features: selectTableRows(
      table,
      at.map((i) => rowOf.get(cohort.ids[i]!)!),
    ),
  });
}

/** Fewer training patients read twice say too little of what repeats, and could all be missing from a part of a fold. */
export const fewestReadTwice = 10;

/** Both readings of the training patients that were read twice, for the ICC; null where fewer than ten were. */
export function repeatedReadings(
  cohort: Cohort,
  { first, second }: Pick<ImageFeatures, "first" | "second">,
): readonly [Rows, Rows] | null {
  if (second === null) return null;
  const training = new Set(cohort.ids.filter((_, i) => cohort.roles[i] === "training"));
  const twice = second.patients.flatMap((patient, i) => (training.has(patient) ? [i] : []));
  if (twice.length < fewestReadTwice) return null;
  const own: PatientRows = {
    patients: twice.map((i) => second.patients[i]!),
    table: selectTableRows(second.table, twice),
  };
  const again = new Set(own.patients);
  const at = first.patients.flatMap((patient, i) => (again.has(patient) ? [i] : []));
  const before: PatientRows = {
    patients: at.map((i) => first.patients[i]!),
    table: selectTableRows(first.table, at),
  };
  return [imageRows(cohort, before), imageRows(cohort, own)];
}

/** The same features with those columns only. */
export function withColumns(rows: PatientRows, names: readonly string[]): PatientRows {
  return { patients: rows.patients, table: selectFeatures(rows.table, names) };
}
