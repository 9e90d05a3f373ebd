/**
 * The slice of a tumour for the eye: pixels as the file has them, cut out around the region, with every reader's region.
 *
 * Nothing is interpolated. What lies beyond the image is black. Grey levels run between two percentiles of what is shown.
 */

import { geometryDifference, type Mask, type Volume } from "../io/volume.js";
import { quantiles } from "../math/selection.js";
import { type AxialView, axialView, type Slice, sliceOf } from "./deep/axial-view.js";

export interface TumourSlice {
  /** Slice, counted from the feet. */
  readonly slice: number;
  readonly width: number;
  readonly height: number;
  /** Between columns and between rows, mm. */
  readonly spacing: readonly [number, number];
  /** Levels in [0, 1], row after row; columns run to the patient's left, rows to the back. */
  readonly grey: Float64Array;
  /** 1 in the region; one per mask. */
  readonly regions: readonly Uint8Array[];
}

/** mm on every side of the regions, at least. */
export const SLICE_MARGIN = 10;

const WINDOW = [0.005, 0.995];

/**
 * The axial slice with most of the first mask's region (ties: nearest the feet), as a square in mm around all regions.
 *
 * @throws RangeError if there is no mask, the first is empty, or one is on another grid than the image
 */
export function tumourSlice(
  volume: Volume,
  masks: readonly Mask[],
  margin: number = SLICE_MARGIN,
): TumourSlice {
  if (masks.length === 0) throw new RangeError("a slice is chosen by a region; there is no mask");
  for (const mask of masks) {
    const difference = geometryDifference(volume, mask, 1e-4);
    if (difference !== null)
      throw new RangeError(`image and region must be on the same grid; ${difference}`);
  }
  const view = axialView(volume);
  const slice = largestSlice(masks[0], view);
  const image = sliceOf(volume, view, slice);
  const regions = masks.map((mask) => sliceOf(mask, view, slice));
  const crop = squareAround(regions, margin);
  const shown = cropped(image, crop, Number.NaN);
  const [low, high] = quantiles(
    shown.filter((level) => Number.isFinite(level)),
    WINDOW,
  );
  const spread = high > low ? high - low : 1;
  const grey = shown.map((level) =>
    Number.isFinite(level) ? Math.min(1, Math.max(0, (level - low) / spread)) : 0,
  );
  return {
    slice,
    width: crop.width,
    height: crop.height,
    spacing: image.spacing,
    grey,
    regions: regions.map((region) => Uint8Array.from(cropped(region, crop, 0))),
  };
}

function largestSlice(mask: Mask, view: AxialView): number {
  let [best, most] = [-1, 0];
  for (let k = 0; k < mask.size[view.axes[2]]; k++) {
    const area = sliceOf(mask, view, k).values.reduce((sum, one) => sum + one, 0);
    if (area > most) [best, most] = [k, area];
  }
  if (best < 0) throw new RangeError("the region must have a voxel; the mask is empty");
  return best;
}

/** First column and row, and how many; may reach beyond the image. */
interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function squareAround(regions: readonly Slice[], margin: number): Crop {
  const { width, height, spacing } = regions[0];
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (const { values } of regions)
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        if (values[i] === 0) continue;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
  const side =
    2 * margin + Math.max((right - left + 1) * spacing[0], (bottom - top + 1) * spacing[1]);
  const [columns, rows] = spacing.map((step) => Math.ceil(side / step));
  return {
    x: Math.round((left + right + 1 - columns) / 2),
    y: Math.round((top + bottom + 1 - rows) / 2),
    width: columns,
    height: rows,
  };
}

function cropped({ width, height, values }: Slice, crop: Crop, beyond: number): Float64Array {
  const result = new Float64Array(crop.width * crop.height).fill(beyond);
  for (let row = 0; row < crop.height; row++)
    for (let column = 0; column < crop.width; column++) {
      const [x, y] = [crop.x + column, crop.y + row];
      if (x >= 0 && y >= 0 && x < width && y < height)
        result[row * crop.width + column] = values[y * width + x];
    }
  return result;
}
