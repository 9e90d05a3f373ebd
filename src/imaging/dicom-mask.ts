/** The region of a DICOM file: contours of a structure set, or voxels of a segmentation. */

import { statSync } from "node:fs";
import { readDicom, tags } from "../io/dicom/object.js";
import { readSegmentation } from "../io/dicom/segmentation.js";
import { readStructureSet } from "../io/dicom/structure-set.js";
import { InputError } from "../io/input-error.js";
import type { Mask, Volume } from "../io/volume.js";
import { contourMask } from "./contour-mask.js";
import { segmentationMask } from "./segmentation-mask.js";

/**
 * @param options name of the region, and the series that it must be drawn on
 * @throws InputError if the file is neither an RTSTRUCT nor a SEG, or does not have the region
 */
export async function dicomMask(
  path: string,
  image: Volume,
  options: { readonly region?: string; readonly seriesInstanceUid?: string },
): Promise<Mask> {
  const modality = statSync(path).isDirectory() ? "a folder" : readDicom(path).text(tags.modality);
  if (modality === "RTSTRUCT") return contourMask(readStructureSet(path), image, path, options);
  if (modality === "SEG")
    return segmentationMask(await readSegmentation(path), image, path, options);
  throw new InputError(
    `a DICOM region must be an RTSTRUCT or a SEG file; this is ${modality ?? "of no modality"}`,
    path,
  );
}
