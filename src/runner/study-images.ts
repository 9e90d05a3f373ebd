/** The images of single patients of a cohort, for a notebook's cells: read from files or grown, and not told which. */

import type { Cohort } from "../cohort/cohort.js";
import type { StudyImage } from "../cohort/study-image.js";
import { InputError } from "../io/input-error.js";
import { type CohortEntry, MANIFEST_FILE } from "../io/manifest.js";
import { openEntry } from "./environment.js";
import { imagesOf } from "./measured-patient.js";
import { patientSources } from "./patient-sources.js";

/** The images of one patient, in the order of the sequences. @throws InputError as {@link studyImages} */
export function openPatientImages(cohort: Cohort, patient: string): Promise<StudyImage[]> {
  return openStudyImages(cohort, [patient]);
}

/** The same for several patients, one after the other. */
export function openStudyImages(
  cohort: Cohort,
  patients: readonly string[],
): Promise<StudyImage[]> {
  return studyImages(cohort, openEntry(cohort.id), patients);
}

/**
 * The same for an entry that need not stand in the manifest.
 *
 * @throws InputError if the cohort has no images that are measured, a patient has none, or a file is not what the
 *   manifest says
 */
export async function studyImages(
  cohort: Cohort,
  entry: CohortEntry,
  patients: readonly string[],
): Promise<StudyImage[]> {
  const { imageFeatures } = entry;
  if (imageFeatures === undefined)
    throw new InputError(
      `the cohort must name its image features; "${cohort.id}" has no imageFeatures`,
      MANIFEST_FILE,
    );
  const sources = patientSources(cohort, entry, imageFeatures);
  const names = new Map(
    imageFeatures.sequences.map(({ sequence, as = sequence }) => [sequence, as]),
  );
  const opened: StudyImage[] = [];
  for (const patient of patients) {
    const source = sources.get(patient);
    if (source === undefined)
      throw new InputError(
        `the patient must have images; "${patient}" has none`,
        `${MANIFEST_FILE}, cohort ${entry.id}`,
      );
    for (const { sequence, volume, masks } of await imagesOf(source))
      opened.push({ patient, sequence: names.get(sequence)!, volume, masks });
  }
  return opened;
}
