/**
 * A constructed patient's images as files for other programs: NIfTI, or DICOM series with an RTSTRUCT a reader.
 *
 * Every file says inside that it is constructed: NIfTI in `descrip`, DICOM in the patient's name and the comments.
 */

import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { maskContours } from "../../imaging/mask-contours.js";
import { saveDicomSeries, saveStructureSet } from "../../io/dicom/write.js";
import { sizeAndSum } from "../../io/input-file.js";
import type { InputFile } from "../../io/manifest.js";
import { saveNifti } from "../../io/nifti-write.js";
import type { SequenceImage, SequenceName, TwinImages } from "./grow.js";

export type ImageFormat = "nifti" | "dicom";

/** An image with one reader's region; paths from the folder. */
export interface WrittenCase {
  readonly patient: string;
  /** T1 or FS, as names of features begin. */
  readonly sequence: string;
  readonly reader: string;
  readonly image: string;
  readonly mask: string;
}

export interface WrittenImages {
  readonly cases: readonly WrittenCase[];
  /** Entries for a manifest, with paths from the folder. */
  readonly files: readonly InputFile[];
}

const COMMENT = "Constructed data: synthetic image, not of a patient";
const REGION = "tumour";
const READERS = [1, 2] as const;
/** How the files come about, for a manifest. */
export const availability: string = "made by: npx dlrn twin images";

/** Write both sequences of a patient into a subfolder of its id. */
export function saveTwinImages(
  folder: string,
  id: string,
  images: TwinImages,
  format: ImageFormat,
): WrittenImages {
  const written = (["t1", "fs"] as const).map((sequence) =>
    format === "nifti"
      ? niftiFiles(folder, id, sequence, images[sequence])
      : dicomFiles(folder, id, sequence, images[sequence]),
  );
  return {
    cases: written.flatMap(({ cases }) => cases),
    files: written.flatMap(({ files }) => files),
  };
}

function niftiFiles(
  folder: string,
  id: string,
  sequence: SequenceName,
  { volume, masks }: SequenceImage,
): WrittenImages {
  const image = join(folder, id, `${sequence}.nii.gz`);
  saveNifti(image, volume, COMMENT);
  const drawn = READERS.map((reader) => {
    const path = join(folder, id, `${sequence}-reader-${reader}.nii.gz`);
    saveNifti(path, masks[reader], COMMENT);
    return path;
  });
  return described(folder, id, sequence, image, [image], drawn);
}

function dicomFiles(
  folder: string,
  id: string,
  sequence: SequenceName,
  { volume, masks }: SequenceImage,
): WrittenImages {
  const names = { patient: `${id} CONSTRUCTED`, series: sequence, comment: COMMENT };
  const image = join(folder, id, sequence);
  const slices = saveDicomSeries(volume, image, names);
  const drawn = READERS.map((reader) => {
    const path = join(folder, id, `${sequence}-reader-${reader}.dcm`);
    const region = { name: REGION, contours: maskContours(masks[reader]) };
    saveStructureSet(path, [region], names, `reader ${reader}`);
    return path;
  });
  return described(folder, id, sequence, image, slices, drawn);
}

/** @param masks one a reader */
function described(
  folder: string,
  id: string,
  sequence: SequenceName,
  image: string,
  images: readonly string[],
  masks: readonly string[],
): WrittenImages {
  const inFolder = (path: string): string => relative(folder, path).split(sep).join("/");
  const entry = (path: string, role: "image" | "mask", reader?: string): InputFile => {
    return {
      id: inFolder(path).replaceAll("/", "."),
      role,
      root: "data",
      path: inFolder(path),
      ...sizeAndSum(readFileSync(path)),
      licence: "MIT",
      citation: COMMENT,
      address: null,
      availability,
      patient: id,
      sequence: sequence.toUpperCase(),
      ...(reader !== undefined && { reader }),
    };
  };
  return {
    cases: masks.map((mask, r) => ({
      patient: id,
      sequence: sequence.toUpperCase(),
      reader: String(READERS[r]),
      image: inFolder(image),
      mask: inFolder(mask),
    })),
    files: [
      ...images.map((path) => entry(path, "image")),
      ...masks.map((path, r) => entry(path, "mask", String(READERS[r]))),
    ],
  };
}
