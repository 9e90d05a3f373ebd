/**
 * Where this project and its data lie: the only place that asks the environment. Everything below takes folders
 * as arguments.
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cohort, readCohort } from "../cohort/cohort.js";
import { type PatientFeatures, readFeatures } from "../cohort/features.js";
import type { Rows } from "../cohort/rows.js";
import { readSyntheticRows } from "../cohort/synthetic-rows.js";
import type { InputFolders } from "../io/input-file.js";
import { type CohortEntry, cohortEntry, readManifest } from "../io/manifest.js";

/** Folder of the repository, with a slash at the end. */
export function projectRoot(): string {
  return fileURLToPath(new URL("../../../", import.meta.url));
}

/**
 * The folder behind the manifest's root `data`: the environment's `DLRN_DATA`, or `data/` in the repository.
 * A relative path begins at the repository, wherever the command runs.
 */
export function dataFolder(): string {
  return resolve(projectRoot(), process.env["DLRN_DATA"] || "data");
}

/** Where reports are written: the environment's `DLRN_REPORTS`, or `reports/` in the repository. */
export function reportsFolder(): string {
  return resolve(projectRoot(), process.env["DLRN_REPORTS"] || "reports");
}

/**
 * Where the report of a cohort is written. The runner sets `DLRN_REPORTS` for its kernels, so that what a notebook
 * writes joins the report when the whole notebook has succeeded.
 */
export function reportFolder(cohort: string): string {
  return resolve(reportsFolder(), cohort);
}

/** The network behind deep features, by its id: the environment's `DLRN_NETWORK`, or "untrained". */
export function networkInUse(): string {
  return process.env["DLRN_NETWORK"] || "untrained";
}

/**
 * Where what was computed is kept: the environment's `DLRN_CACHE`, or `.cache/` in the repository. It may be deleted at
 * any time: it saves time and decides nothing.
 */
export function cacheFolder(): string {
  return resolve(projectRoot(), process.env["DLRN_CACHE"] || ".cache");
}

/** What was kept before this time (milliseconds) is not used: `reproduce --force` sets `DLRN_CACHE_SINCE`. */
export function ignoreCacheBefore(): number {
  return Number(process.env["DLRN_CACHE_SINCE"] || 0);
}

/** The folders behind the two roots of the manifest, for what reads images and other input files. */
export function inputFolders(): InputFolders {
  return { repository: projectRoot(), data: dataFolder() };
}

/** The files of a cohort, as the manifest has them. */
export function openEntry(id: string): CohortEntry {
  return cohortEntry(readManifest(projectRoot()), id);
}

/** A feature table of a cohort, for the cells of a notebook. @param fileId as the manifest has it: "features" */
export function openFeatures(cohortId: string, fileId: string): PatientFeatures {
  return readFeatures(projectRoot(), cohortId, fileId, { dataFolder: dataFolder() });
}

/** The synthetic rows that a cohort brings along, for the cells of a notebook. */
export function openSyntheticRows(cohortId: string): Rows {
  return readSyntheticRows(projectRoot(), cohortId, { dataFolder: dataFolder() });
}

/** The synthetic rows that a cohort brings along; null where it brings none. */
export function syntheticRowsOf({ id }: { readonly id: string }): Rows | null {
  return openEntry(id).files.some(({ role }) => role === "scores") ? openSyntheticRows(id) : null;
}

/**
 * A cohort of this project, for the cells of a notebook.
 *
 * @param id as the manifest has it: "twin", "sts-tcia"
 * @example const cohort = openCohort("twin"); cohort.ids.length // 242
 */
export function openCohort(id: string): Cohort {
  return readCohort(projectRoot(), id, { dataFolder: dataFolder() });
}
