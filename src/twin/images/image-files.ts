/**
 * A constructed patient's images as files for other programs: NIfTI, or DICOM series with an RTSTRUCT a reader.
 *
 * Every file says inside that it is constructed: NIfTI in `descrip`, DICOM in the patient's name and the comments.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { maskContours } from "../../imaging/mask-contours.js";
import { saveDicomSeries, saveStructureSet } from "../../io/dicom/write.js";
import type { InputFile } from "../../io/manifest.js";
import { saveNifti } from "../../io/nifti-write.js";
import type { SequenceImage, SequenceName, TwinImages } from "./grow.js";

export type ImageFormat = "nifti" | "dicom";

/** One row of a table of cases, as `dlrn extract --cases` reads it: paths from the table's folder. */
export interface WrittenCase {
  readonly name: string;
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
    const bytes = readFileSync(path);
    return {
      id: inFolder(path).replaceAll("/", "."),
      role,
      root: "data",
      path: inFolder(path),
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      licence: "MIT",
      citation: COMMENT,
      address: null,
      patient: id,
      sequence,
      ...(reader !== undefined && { reader }),
    };
  };
  return {
    cases: masks.map((mask, r) => ({
      name: `${id}/${sequence}/reader-${READERS[r]}`,
      image: inFolder(image),
      mask: inFolder(mask),
    })),
    files: [
      ...images.map((path) => entry(path, "image")),
      ...masks.map((path, r) => entry(path, "mask", String(READERS[r]))),
    ],
  };
}
