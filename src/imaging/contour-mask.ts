/**
 * From contours to voxels.
 *
 * Each contour belongs to the slice nearest to its plane. In the slice a voxel is inside when its centre is, by the
 * even-odd rule; contours of one slice are combined by exclusive or, so that an inner contour cuts a hole and a
 * keyhole contour does too.
 */

import type { StructureSet } from "../io/dicom/structure-set.js";
import { InputError } from "../io/input-error.js";
import { type Geometry, indexOfPoint, type Mask, type Triple, voxelCount } from "../io/volume.js";

export interface ContourOptions {
  /** Name of the region. Without it the structure set must have just one. */
  readonly region?: string;
  /** The image's series, to refuse contours that were drawn on another. */
  readonly seriesInstanceUid?: string;
}

/**
 * The region of a structure set on the grid of an image.
 *
 * @param place the structure set's file, for messages
 * @throws InputError if the region is not there (the names are listed), has no contour, was drawn on another series,
 *   lies outside the image, or runs across slices
 */
export function contourMask(
  structures: StructureSet,
  grid: Geometry,
  place: string,
  options: ContourOptions = {},
): Mask {
  const contours = structures.contours[chosenRegion(structures.names, options.region, place)];
  const { seriesInstanceUid: series } = options;
  if (
    series !== undefined &&
    structures.seriesInstanceUids.length > 0 &&
    !structures.seriesInstanceUids.includes(series)
  ) {
    throw new InputError(
      `the contours must be drawn on the image's series ${series}; they were drawn on ${structures.seriesInstanceUids.join(", ")}`,
      place,
    );
  }
  if (contours.length === 0)
    throw new InputError(
      `the region must have a closed contour; "${options.region ?? structures.names[0]}" has none`,
      place,
    );
  const values = new Uint8Array(voxelCount(grid));
  const slice = grid.size[0] * grid.size[1];
  contours.forEach(({ points }, c) => {
    const corners = points.map((point) => indexOfPoint(grid, point));
    const k = sliceOf(corners, grid, c, place);
    toggleInside(values.subarray(k * slice, (k + 1) * slice), grid.size[0], grid.size[1], corners);
  });
  const { size, spacing, origin, direction } = grid;
  return { size, spacing, origin, direction, values };
}

/** The place of a region among the names. @throws InputError that lists the names */
export function chosenRegion(
  names: readonly string[],
  wanted: string | undefined,
  place: string,
): number {
  const list = names.map((name) => `"${name}"`).join(", ") || "none";
  if (wanted === undefined) {
    if (names.length === 1) return 0;
    throw new InputError(`a region must be named; the file has ${list}`, place);
  }
  const at = names.indexOf(wanted);
  if (at < 0) throw new InputError(`the region must be one of ${list}; got "${wanted}"`, place);
  return at;
}

function sliceOf(
  corners: readonly Triple[],
  grid: Geometry,
  contour: number,
  place: string,
): number {
  const depths = corners.map(([, , k]) => k);
  const [low, high] = [Math.min(...depths), Math.max(...depths)];
  if (high - low > 0.5) {
    throw new InputError(
      `a contour must lie in one slice; contour ${contour} runs through ${(high - low).toFixed(2)} slices of the image; choose the image it was drawn on`,
      place,
    );
  }
  const k = Math.round((low + high) / 2);
  if (k < 0 || k >= grid.size[2]) {
    throw new InputError(
      `a contour must lie in the image; contour ${contour} lies at slice ${k} of 0 to ${grid.size[2] - 1}; choose the image it was drawn on`,
      place,
    );
  }
  return k;
}

/** Even-odd fill of one polygon at pixel centres, by exclusive or. Corners are (column, row) in pixels. */
function toggleInside(
  slice: Uint8Array,
  columns: number,
  rows: number,
  corners: readonly Triple[],
): void {
  for (let row = 0; row < rows; row++) {
    const crossings: number[] = [];
    for (let a = 0, b = corners.length - 1; a < corners.length; b = a++) {
      const [[xa, ya], [xb, yb]] = [corners[a], corners[b]];
      if (ya <= row === yb <= row) continue;
      crossings.push(xa + ((row - ya) * (xb - xa)) / (yb - ya));
    }
    crossings.sort((p, q) => p - q);
    for (let c = 0; c + 1 < crossings.length; c += 2) {
      const end = Math.min(columns, Math.ceil(crossings[c + 1]));
      for (let column = Math.max(0, Math.ceil(crossings[c])); column < end; column++)
        slice[row * columns + column] ^= 1;
    }
  }
}
