/**
 * From an image and a region to what a network sees: a slice of the tumour, its box, its size in pixels, its window.
 *
 * 1. Axial slices with the region: the one with the largest area (ties: nearest the feet), the n largest, or all.
 * 2. In each the region's bounding box, from pixel edge to pixel edge, widened by a margin in mm on every side; what
 *    lies beyond the image repeats its border.
 * 3. Linear interpolation to the network's size, without smoothing before (pixel centres: half a new pixel from the
 *    box's edge, as OpenCV and PyTorch do without `align_corners`).
 * 4. Grey levels from `window` to [0, 1], cut off at both ends.
 * 5. The same level in all three channels, minus the mean, divided by the standard deviation of the network's training.
 */

import { regionLevels } from "../../imaging/region.js";
import { resample } from "../../imaging/resample.js";
import type { NetworkInput } from "../../io/network-entry.js";
import { geometryDifference, type Mask, type Volume } from "../../io/volume.js";
import { quantiles } from "../../math/selection.js";
import { type AxialView, axialView, type Slice, sliceOf } from "./axial-view.js";

export interface ImageInputSettings {
  /** "largest", the number of largest slices (all, if the region has fewer), or "all". */
  readonly slices: "largest" | "all" | number;
  /** Of the box on every side, mm: 0 for the tumour alone, more for a peritumoral rim. */
  readonly margin: number;
  /** The box is stretched to the network's square, or widened to a square first, so that shapes stay true. */
  readonly box: "stretch" | "square";
  /** What stands around the region in the box: the image, or the window's lower end. */
  readonly surroundings: "keep" | "remove";
  /** Percentiles (0 to 100) of the levels of the whole region, or two fixed levels. */
  readonly window:
    | { readonly percentiles: readonly [number, number] }
    | { readonly levels: readonly [number, number] };
}

export const IMAGE_INPUT: ImageInputSettings = {
  slices: "largest",
  margin: 0,
  box: "stretch",
  surroundings: "keep",
  window: { percentiles: [0.5, 99.5] },
};

export interface ImageInput {
  /** Slice, counted from the feet. */
  readonly slice: number;
  /** Pixels of the region in it. */
  readonly area: number;
  /** [3, height, width], normalised. */
  readonly values: Float32Array;
  /** [height, width] in [0, 1], before normalisation, for figures. */
  readonly grey: Float64Array;
  /** [height, width], 1 in the region. */
  readonly region: Uint8Array;
}

/**
 * The images of one region, in the order of the slices.
 *
 * @throws RangeError if a setting is not allowed, the mask is empty or on another grid, or the window has no width
 */
export function imageInputs(
  volume: Volume,
  mask: Mask,
  input: NetworkInput,
  settings: ImageInputSettings = IMAGE_INPUT,
): ImageInput[] {
  checkImageInput(settings);
  const difference = geometryDifference(volume, mask, 1e-4);
  if (difference !== null)
    throw new RangeError(`image and region must be on the same grid; ${difference}`);
  const view = axialView(volume);
  const [low, high] = windowOf(volume, mask, settings.window);
  return chosenSlices(mask, view, settings.slices).map(({ slice, area }) => {
    const region = sliceOf(mask, view, slice);
    const box = boxOf(region, settings);
    const [height, width] = input.size;
    const inside = new Uint8Array(resized(region, box, width, height, "nearest"));
    const levels = resized(sliceOf(volume, view, slice), box, width, height, "linear");
    const grey = new Float64Array(levels.length);
    for (let i = 0; i < levels.length; i++) {
      if (!Number.isFinite(levels[i]))
        throw new RangeError(
          `grey levels around the region must be finite; slice ${slice} has ${levels[i]}; mend the image`,
        );
      if (settings.surroundings === "keep" || inside[i] === 1)
        grey[i] = Math.min(1, Math.max(0, (levels[i] - low) / (high - low)));
    }
    return { slice, area, values: normalised(grey, input), grey, region: inside };
  });
}

/** @throws RangeError if a setting is not allowed */
export function checkImageInput({
  slices,
  margin,
  box,
  surroundings,
  window,
}: ImageInputSettings): void {
  if (
    typeof slices === "number"
      ? !(Number.isInteger(slices) && slices > 0)
      : !["largest", "all"].includes(slices)
  )
    throw new RangeError(
      `slices must be "largest", "all" or a positive whole number; got ${slices}`,
    );
  if (!(margin >= 0 && Number.isFinite(margin)))
    throw new RangeError(`the margin must be 0 mm or more; got ${margin}`);
  if (!["stretch", "square"].includes(box))
    throw new RangeError(`the box must be "stretch" or "square"; got "${box}"`);
  if (!["keep", "remove"].includes(surroundings))
    throw new RangeError(`the surroundings must be "keep" or "remove"; got "${surroundings}"`);
  if ("percentiles" in window) {
    const [low, high] = window.percentiles;
    if (!(low >= 0 && low < high && high <= 100))
      throw new RangeError(
        `the window's percentiles must rise within 0 to 100; got ${low}, ${high}`,
      );
  } else if (!(window.levels[0] < window.levels[1]) || !window.levels.every(Number.isFinite))
    throw new RangeError(`the window's levels must rise; got ${window.levels.join(", ")}`);
}

function windowOf(
  volume: Volume,
  mask: Mask,
  window: ImageInputSettings["window"],
): readonly [number, number] {
  const levels = regionLevels(volume, mask);
  if (levels.length === 0) throw new RangeError("the region must have a voxel; the mask is empty");
  if ("levels" in window) return window.levels;
  const [low, high] = quantiles(
    levels,
    window.percentiles.map((p) => p / 100),
  );
  if (!(low < high))
    throw new RangeError(
      `the region's grey levels must spread over the window; its percentiles are ${low} and ${high}`,
    );
  return [low, high];
}

function chosenSlices(
  mask: Mask,
  view: AxialView,
  wanted: ImageInputSettings["slices"],
): { slice: number; area: number }[] {
  const areas = sliceAreas(mask, view);
  const found = areas.flatMap((area, slice) => (area > 0 ? [{ slice, area }] : []));
  if (wanted === "all") return found;
  return found
    .sort((a, b) => b.area - a.area || a.slice - b.slice)
    .slice(0, wanted === "largest" ? 1 : wanted)
    .sort((a, b) => a.slice - b.slice);
}

/** Pixels of the region in each slice, from the feet. */
function sliceAreas(
  { size: [nx, ny, nz], values }: Mask,
  { axes, backwards }: AxialView,
): number[] {
  const areas = new Array<number>([nx, ny, nz][axes[2]]).fill(0);
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      const row = axes[2] === 2 ? z : y;
      for (let x = 0; x < nx; x++, i++)
        if (values[i] !== 0) areas[axes[2] === 0 ? x : row] += values[i];
    }
  return backwards[2] ? areas.reverse() : areas;
}

/** Edges in continuous index: left, top, and lengths. */
interface PlaneBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(
  { width, height, spacing, values }: Slice,
  { margin, box }: ImageInputSettings,
): PlaneBox {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (values[i] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  const across = (right - left + 1) * spacing[0] + 2 * margin;
  const down = (bottom - top + 1) * spacing[1] + 2 * margin;
  const [w, h] =
    box === "square" ? [Math.max(across, down), Math.max(across, down)] : [across, down];
  return {
    x: (left + right) / 2 - w / spacing[0] / 2,
    y: (top + bottom) / 2 - h / spacing[1] / 2,
    width: w / spacing[0],
    height: h / spacing[1],
  };
}

function resized(
  slice: Slice,
  box: PlaneBox,
  width: number,
  height: number,
  interpolator: "linear" | "nearest",
): Float64Array {
  const step = [box.width / width, box.height / height, 1] as const;
  const plane = {
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const volume: Volume = { ...plane, size: [slice.width, slice.height, 1], values: slice.values };
  const start = [box.x + step[0] / 2, box.y + step[1] / 2, 0] as const;
  const grid = { ...plane, size: [width, height, 1], start, step } as const;
  return resample(volume, grid, { interpolator, outside: "border" }).values as Float64Array;
}

function normalised(grey: Float64Array, { mean, standardDeviation }: NetworkInput): Float32Array {
  const values = new Float32Array(3 * grey.length);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < grey.length; i++)
      values[c * grey.length + i] = (grey[i] - mean[c]) / standardDeviation[c];
  return values;
}
