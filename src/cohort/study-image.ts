/** One image of a patient in memory, with the regions that were drawn in it. */

import type { Mask, Volume } from "../io/volume.js";

export interface StudyImage {
  readonly patient: string;
  /** As the names of its features begin. */
  readonly sequence: string;
  readonly volume: Volume;
  /** One per reading, on the volume's grid. */
  readonly masks: readonly Mask[];
}

/** The image of a patient and sequence. @throws RangeError if there is none */
export function imageOf(
  images: readonly StudyImage[],
  patient: string,
  sequence: string,
): StudyImage {
  const found = images.find((image) => image.patient === patient && image.sequence === sequence);
  if (found === undefined)
    throw new RangeError(`the patient must have an image of ${sequence}; ${patient} has none`);
  return found;
}
