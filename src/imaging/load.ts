/** Images and regions from whatever file they are in. What reads DICOM is loaded with the first file of that kind. */

import { readFileSync, statSync } from "node:fs";
import type { SliceRule } from "../io/dicom/series.js";
import { looksLikeDicom } from "../io/dicom/signature.js";
import { InputError } from "../io/input-error.js";
import { readNifti } from "../io/nifti.js";
import { readNrrd } from "../io/nrrd.js";
import type { Mask, Triple, Volume } from "../io/volume.js";
import { partVoxels, regionMemory } from "./region-kernel.js";

export interface LoadedImage extends Volume {
  /** SeriesInstanceUID, for DICOM. */
  readonly seriesInstanceUid?: string;
  /** The file's spacing, mm, where another was stated. */
  readonly fileSpacing?: Triple;
}

/**
 * A NIfTI or NRRD file, or a folder (or single file) of a DICOM series.
 *
 * @param spacing replaces the file's, mm, or says how that of DICOM slices is found
 * @throws InputError naming the file
 */
export async function loadImage(
  path: string,
  options: { spacing?: Triple | SliceRule; series?: string } = {},
): Promise<LoadedImage> {
  const kind = kindOf(path);
  if (kind === "dicom")
    return (await import("../io/dicom/series.js")).readDicomSeries(path, options);
  if (options.spacing === "first-slices")
    throw new InputError(
      'the spacing "first-slices" is that of a DICOM series; this file states its own; leave it out',
      path,
    );
  const volume = kind === "nifti" ? readNifti(path) : readNrrd(path);
  return options.spacing
    ? { ...volume, spacing: options.spacing, fileSpacing: volume.spacing }
    : volume;
}

export interface RegionChoice {
  /** Name of the region, for RTSTRUCT and DICOM SEG. */
  readonly roi?: string;
  /** Value of the region's voxels, for NIfTI and NRRD; defaults to 1. */
  readonly label?: number;
}

/**
 * A region for an image: an RTSTRUCT, a DICOM SEG, or a NIfTI or NRRD file of labels on its own grid.
 *
 * @throws InputError if the file cannot be read, or has no voxel of the label
 */
export async function loadMask(
  path: string,
  image: LoadedImage,
  { roi, label = 1 }: RegionChoice = {},
): Promise<Mask> {
  const kind = kindOf(path);
  if (kind === "dicom") {
    const series = image.seriesInstanceUid;
    return (await import("./dicom-mask.js")).dicomMask(path, image, {
      ...(roi === undefined ? {} : { region: roi }),
      ...(series === undefined ? {} : { seriesInstanceUid: series }),
    });
  }
  if (roi !== undefined)
    throw new InputError(
      `a region can be named in an RTSTRUCT or SEG only; a file of labels has no "${roi}"; choose by label`,
      path,
    );
  const labels = kind === "nifti" ? readNifti(path) : readNrrd(path);
  const values = labelled(labels, label);
  if (values === null) {
    const others = otherLabels(labels);
    const has = others.length === 0 ? "the mask is empty" : `it has ${others.join(", ")}`;
    throw new InputError(`the mask must have voxels of label ${label}; ${has}`, path);
  }
  const { size, origin, direction } = labels;
  return { size, spacing: sameSpacing(image, labels), origin, direction, values };
}

/** The voxels of a label, or null if there is none. */
function labelled({ values }: Volume, label: number): Uint8Array | null {
  const region = new Uint8Array(values.length);
  const room = regionMemory.open(9 * partVoxels);
  const part = room.take(Float64Array, partVoxels);
  const into = room.take(Uint8Array, partVoxels);
  let found = 0;
  for (let from = 0; from < values.length; from += partVoxels) {
    const some = values.subarray(from, from + partVoxels);
    part.set(some);
    found += room.kernel.label(part.byteOffset, some.length, label, into.byteOffset);
    region.set(into.subarray(0, some.length), from);
  }
  return found > 0 ? region : null;
}

/** The first ten labels that are not 0. */
function otherLabels({ values }: Volume): readonly number[] {
  const others = new Set<number>();
  for (let i = 0; i < values.length && others.size < 10; i++) {
    const value = Math.trunc(values[i]);
    if (value !== 0) others.add(value);
  }
  return [...others];
}

/** A stated spacing of the image holds for its mask too. */
function sameSpacing(image: LoadedImage, labels: Volume): Triple {
  const own = image.fileSpacing ?? image.spacing;
  return image.size.every((n, d) => n === labels.size[d]) &&
    own.every((s, d) => Math.abs(s - labels.spacing[d]) < 1e-4 * s)
    ? image.spacing
    : labels.spacing;
}

function kindOf(path: string): "nifti" | "nrrd" | "dicom" {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    throw new InputError("the file must be there; there is none", path);
  }
  if (isFolder) return "dicom";
  if (/\.nii(\.gz)?$/i.test(path)) return "nifti";
  if (/\.n(rrd|hdr)$/i.test(path)) return "nrrd";
  if (/\.dcm$/i.test(path) || looksLikeDicom(new Uint8Array(readFileSync(path)))) return "dicom";
  throw new InputError(
    "an image must be NIfTI (.nii, .nii.gz), NRRD (.nrrd, .nhdr) or DICOM (a folder, .dcm); this is none of them",
    path,
  );
}
