/**
 * A series of DICOM slices as one volume.
 *
 * Slices are sorted along the normal of their plane, whatever their names and numbers; the distance between
 * neighbours must be the same everywhere, or a slice is missing. Only one series makes a volume: a folder with
 * several is refused with their list, unless one is chosen.
 * Source: DICOM PS3.3 C.7.6.2 (image plane module).
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../input-error.js";
import { checkGeometry, type Direction, type Triple, type Volume } from "../volume.js";
import { type DicomObject, parseDicom, tags } from "./object.js";
import { pixelLayout, storedPixels } from "./pixels.js";
import { looksLikeDicom } from "./signature.js";

export interface SeriesOptions {
  /** SeriesInstanceUID of the series to read; needed where the folder has several. */
  readonly series?: string;
  /** A spacing to use instead of the header's, mm, or a rule for the distance of the slices. */
  readonly spacing?: Triple | SliceRule;
}

/**
 * The distance of the slices as some converters to NIfTI and NRRD state it: from the first two alone, the lower ones along
 * the normal, in single precision. Features of their files follow from the DICOM series with it; unless asked for, the
 * distance is the mean over all slices.
 */
export type SliceRule = "first-slices";

export interface DicomSeries extends Volume {
  readonly seriesInstanceUid: string;
  readonly frameOfReferenceUid: string | null;
  /** SOPInstanceUID of each slice, in the order of z. */
  readonly sopInstanceUids: readonly string[];
}

/**
 * Read the image series of a folder; other DICOM objects (RTSTRUCT, SEG) and other files in it are passed over.
 *
 * @throws InputError if there is no image, several series and none chosen, slices that differ in size, orientation
 *   or pixel spacing, two slices at one place, or a gap
 */
export async function readDicomSeries(
  path: string,
  options: SeriesOptions = {},
): Promise<DicomSeries> {
  const slices = chosenSeries(imagesIn(path), path, options.series);
  const first = slices[0];
  const plane = planeOf(first);
  for (const slice of slices) checkSamePlane(plane, planeOf(slice), slice.place);
  const normal = cross(plane.orientation);
  const sorted = slices
    .map((object) => ({
      object,
      position: planeOf(object).position,
      depth: dot(planeOf(object).position, normal),
    }))
    .sort((a, b) => a.depth - b.depth);
  const mean = sliceGap(sorted, normal, path);
  const stated = options.spacing === "first-slices" ? undefined : options.spacing;
  const gap = options.spacing === "first-slices" ? firstGap(sorted, path) : mean;
  const [r, c] = [plane.orientation.slice(0, 3), plane.orientation.slice(3, 6)];
  const geometry = {
    size: [plane.columns, plane.rows, sorted.length] as Triple,
    spacing: stated ?? ([plane.spacing[1], plane.spacing[0], gap] as Triple),
    origin: sorted[0].position,
    direction: [0, 1, 2].flatMap((d) => [r[d], c[d], normal[d]]) as unknown as Direction,
  };
  checkGeometry(geometry, path);
  return {
    ...geometry,
    values: await greyLevels(sorted.map(({ object }) => object)),
    seriesInstanceUid: first.text(tags.seriesInstance) ?? "",
    frameOfReferenceUid: first.text(tags.frameOfReference) ?? null,
    sopInstanceUids: sorted.map(({ object }) => object.text(tags.sopInstance) ?? ""),
  };
}

/** All DICOM images below a folder, or the one file. */
function imagesIn(path: string): DicomObject[] {
  const isFolder = statSync(path).isDirectory();
  const files = isFolder
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
        .sort()
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile())
    : [path];
  const objects = files.flatMap((file) => {
    const bytes = new Uint8Array(readFileSync(file));
    if (isFolder && !looksLikeDicom(bytes)) return [];
    const object = parseDicom(bytes, file);
    const isImage = !["RTSTRUCT", "SEG", "RTPLAN", "RTDOSE", "SR", "PR"].includes(
      object.text(tags.modality) ?? "",
    );
    return isImage || !isFolder ? [object] : [];
  });
  if (objects.length === 0)
    throw new InputError("a folder of a DICOM series must hold DICOM images; there is none", path);
  return objects;
}

function chosenSeries(
  objects: readonly DicomObject[],
  path: string,
  wanted: string | undefined,
): DicomObject[] {
  const series = new Map<string, DicomObject[]>();
  for (const object of objects) {
    const id = object.text(tags.seriesInstance) ?? "";
    series.set(id, [...(series.get(id) ?? []), object]);
  }
  const list = [...series]
    .map(
      ([id, slices]) =>
        `${id} (${slices[0].text(tags.seriesDescription) ?? "no description"}, ${slices.length} slices)`,
    )
    .join("; ");
  if (wanted !== undefined) {
    const found = series.get(wanted);
    if (!found)
      throw new InputError(`the folder must hold the series ${wanted}; it holds ${list}`, path);
    return found;
  }
  if (series.size > 1)
    throw new InputError(`one series must be chosen; the folder holds ${list}; name one`, path);
  return [...objects];
}

interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly spacing: readonly number[];
  readonly orientation: readonly number[];
  readonly position: Triple;
}

function planeOf(object: DicomObject): Plane {
  const { rows, columns, frames } = pixelLayout(object);
  if (frames > 1)
    throw new InputError(
      `a slice must have one frame; this file has ${frames}; split it into single slices`,
      object.place,
    );
  const [spacing, orientation, position] = [tags.pixelSpacing, tags.orientation, tags.position].map(
    (tag) => object.numbers(tag),
  );
  if (spacing?.length !== 2 || orientation?.length !== 6 || position?.length !== 3) {
    throw new InputError(
      "a slice must state pixel spacing, orientation and position; one of them is missing",
      object.place,
    );
  }
  return { rows, columns, spacing, orientation, position: position as unknown as Triple };
}

function checkSamePlane(a: Plane, b: Plane, place: string): void {
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new InputError(
      `all slices must have the same size; ${a.columns} x ${a.rows} and ${b.columns} x ${b.rows}`,
      place,
    );
  }
  if (a.orientation.some((c, i) => Math.abs(c - b.orientation[i]) > 1e-4)) {
    throw new InputError(
      `all slices must have the same orientation; ${a.orientation} and ${b.orientation}`,
      place,
    );
  }
  if (a.spacing.some((s, i) => Math.abs(s - b.spacing[i]) > 1e-4 * s)) {
    throw new InputError(
      `all slices must have the same pixel spacing; ${a.spacing} and ${b.spacing} mm`,
      place,
    );
  }
}

/** The distance between neighbouring slices, mm; 1 for a single slice. */
function sliceGap(
  sorted: readonly {
    readonly object: DicomObject;
    readonly position: Triple;
    readonly depth: number;
  }[],
  normal: Triple,
  path: string,
): number {
  const n = sorted.length;
  if (n === 1) return sorted[0].object.numbers("x00180050")?.[0] ?? 1;
  const steps = sorted.slice(1).map(({ depth }, i) => depth - sorted[i].depth);
  const usual = steps.slice().sort((a, b) => a - b)[Math.floor((n - 1) / 2)];
  steps.forEach((step, i) => {
    const [a, b] = [sorted[i].object.place, sorted[i + 1].object.place];
    if (Math.abs(step) < 1e-3)
      throw new InputError(
        `each slice must have a place of its own; ${a} and ${b} lie at the same`,
        path,
      );
    if (Math.abs(step - usual) > 0.02 * usual + 1e-3) {
      throw new InputError(
        `slices must be equally spaced; between ${a} and ${b} there are ${step.toFixed(3)} mm, elsewhere ${usual.toFixed(3)}; a slice may be missing`,
        path,
      );
    }
  });
  const way = sorted[n - 1].position.map((p, d) => p - sorted[0].position[d]) as unknown as Triple;
  const sideways = Math.hypot(...way.map((w, d) => w - dot(way, normal) * normal[d]));
  if (sideways > 0.02 * (sorted[n - 1].depth - sorted[0].depth)) {
    throw new InputError(
      `slices must lie one above the other; the last is ${sideways.toFixed(2)} mm aside of the first`,
      path,
    );
  }
  return Math.hypot(...way) / (n - 1);
}

/** The distance of the first two slices, mm, each step of the reckoning rounded to 32 bits. */
function firstGap(sorted: readonly { readonly position: Triple }[], path: string): number {
  if (sorted.length === 1)
    throw new InputError("the distance of the first two slices needs two; the series has 1", path);
  const [a, b] = sorted.map(({ position }) => position.map(Math.fround));
  const squares = a.map((from, d) => Math.fround(Math.fround(b[d] - from) ** 2));
  return Math.fround(Math.sqrt(squares.reduce((sum, square) => Math.fround(sum + square), 0)));
}

/** Slices after slope and intercept; whole numbers stay whole. */
async function greyLevels(slices: readonly DicomObject[]): Promise<Int32Array | Float64Array> {
  const scale = slices.map((slice) => ({
    slope: slice.numbers(tags.slope)?.[0] ?? 1,
    intercept: slice.numbers(tags.intercept)?.[0] ?? 0,
  }));
  const whole = scale.every(
    ({ slope, intercept }) => Number.isInteger(slope) && Number.isInteger(intercept),
  );
  const { rows, columns } = pixelLayout(slices[0]);
  const length = slices.length * rows * columns;
  const values = whole ? new Int32Array(length) : new Float64Array(length);
  for (const [z, slice] of slices.entries()) {
    const stored = await storedPixels(slice, pixelLayout(slice));
    const { slope, intercept } = scale[z];
    for (let i = 0; i < stored.length; i++)
      values[z * rows * columns + i] = stored[i] * slope + intercept;
  }
  return values;
}

function cross([a, b, c, d, e, f]: readonly number[]): Triple {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
