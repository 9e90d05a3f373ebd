/** Which files are the images of which patient: one image per sequence, with the masks that one or more readers drew. */

import { InputError } from "../io/input-error.js";
import { type CohortEntry, type InputFile, MANIFEST_FILE } from "../io/manifest.js";

export interface PatientImage {
  readonly patient: string;
  readonly sequence: string;
  /** One file, or the slices of a DICOM series. */
  readonly image: readonly InputFile[];
  /** One per reader, in the manifest's order. */
  readonly masks: readonly PatientMask[];
}

export interface PatientMask {
  /** Null where the manifest names no reader. */
  readonly reader: string | null;
  readonly file: InputFile;
}

/**
 * A cohort's images, by patient and sequence, in the manifest's order.
 *
 * @throws InputError for an image or mask without patient or sequence, an image without mask or the reverse, or two
 *   masks by one reader
 */
export function patientImages(cohort: CohortEntry): PatientImage[] {
  const found = new Map<
    string,
    { patient: string; sequence: string; image: InputFile[]; masks: PatientMask[] }
  >();
  for (const file of cohort.files) {
    if (file.role !== "image" && file.role !== "mask") continue;
    const place = `${MANIFEST_FILE}, cohort ${cohort.id}, file ${file.id}`;
    const { patient, sequence, reader = null } = file;
    if (patient === undefined || sequence === undefined) {
      throw new InputError(
        `an ${file.role === "image" ? "image" : "image's mask"} must name its patient and sequence; it does not`,
        place,
      );
    }
    const key = JSON.stringify([patient, sequence]);
    const entry = found.get(key) ?? { patient, sequence, image: [], masks: [] };
    found.set(key, entry);
    if (file.role === "image") entry.image.push(file);
    else if (entry.masks.some((mask) => mask.reader === reader)) {
      throw new InputError(
        `a reader must have one mask per image; ${reader ?? "the unnamed reader"} has two`,
        place,
      );
    } else entry.masks.push({ reader, file });
  }
  for (const { patient, sequence, image, masks } of found.values()) {
    if (image.length > 0 && masks.length > 0) continue;
    throw new InputError(
      `an image must come with a mask, and a mask with its image; patient ${patient}, sequence ${sequence}, has no ${image.length === 0 ? "image" : "mask"}`,
      `${MANIFEST_FILE}, cohort ${cohort.id}`,
    );
  }
  return [...found.values()];
}

/** The images of one sequence. @throws RangeError if the cohort has none; it lists the sequences it has */
export function imagesOfSequence(cohort: CohortEntry, sequence: string): PatientImage[] {
  const all = patientImages(cohort);
  const chosen = all.filter((image) => image.sequence === sequence);
  if (chosen.length === 0) {
    const known = [...new Set(all.map((image) => image.sequence))].join(", ") || "none";
    throw new RangeError(`the sequence must be one of ${known}; got "${sequence}"`);
  }
  return chosen;
}
