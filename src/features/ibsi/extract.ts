/**
 * IBSI's pipeline: interpolate image and region, round, resegment, discretise, and compute all families by tag.
 * Source: IBSI reference manual, chapter 2 and the configurations A to E of its chapter 5.
 */

import { type Discretisation, discretise } from "../../imaging/discretise.js";
import { centredGrid } from "../../imaging/grid.js";
import { regionBox, regionLevels } from "../../imaging/region.js";
import { type Interpolator, resample, resampleMaskLinear } from "../../imaging/resample.js";
import { resegment } from "../../imaging/resegment.js";
import { geometryDifference, type Mask, type Triple, type Volume } from "../../io/volume.js";
import { type BinnedRegion, binnedRegion, regionFrame } from "../binned-region.js";
import { borderDistance } from "./border-distance.js";
import {
  intensityHistogram,
  intensityStatistics,
  intensityVolumeHistogram,
  type VolumeHistogramAxis,
} from "./intensity.js";
import { localIntensity } from "./local-intensity.js";
import { morphology } from "./morphology.js";
import { ibsiTexture } from "./texture.js";

export interface IbsiSettings {
  /** Which aggregations of texture: 2D and 2.5D, 3D, or both. */
  readonly dimensions: "2D" | "3D" | "both";
  /** New spacing, mm; 0 keeps an axis; null keeps all. */
  readonly spacing: Triple | null;
  readonly interpolator: Interpolator;
  /** β of the Gaussian before coarser sampling, 0 to 1; null for none, as in the reference configurations. */
  readonly antiAliasing: number | null;
  /** Round grey levels to whole numbers, as for CT. */
  readonly round: boolean;
  /** Resegmentation range of grey levels, both ends included; the upper may be Infinity. */
  readonly range: readonly [number, number] | null;
  /** Then leave out levels farther from the mean than this many standard deviations. */
  readonly outliers: number | null;
  readonly discretisation: Exclude<Discretisation, { kind: `pyradiomics-${string}` }>;
  /** Of the intensity-volume histogram. */
  readonly volumeHistogram:
    | { readonly kind: "none" }
    | { readonly kind: "ibsi-size"; readonly width: number }
    | { readonly kind: "ibsi-number"; readonly count: number };
}

export interface IbsiExtraction {
  /** By IBSI's tags: `morph_volume`, `cm_contrast_3D_avg`. */
  readonly features: Readonly<Record<string, number>>;
  readonly morphologicalVoxels: number;
  readonly intensityVoxels: number;
}

/** Image and the two regions on which IBSI's features are computed. */
export interface IbsiRegions {
  readonly volume: Volume;
  readonly morphological: Mask;
  readonly intensity: Mask;
}

/** @throws RangeError if image and mask lie on different grids, or a region is empty */
export function ibsiFeatures(volume: Volume, mask: Mask, settings: IbsiSettings): IbsiExtraction {
  const regions = prepareIbsi(volume, mask, settings);
  const { volume: image, morphological, intensity } = regions;
  const levels = regionLevels(image, intensity);
  const minimum = settings.range?.[0];
  const how = settings.discretisation;
  const binned = discretise(
    levels,
    how.kind === "ibsi-size" && minimum !== undefined ? { ...how, minimum } : how,
  );
  const region = binnedRegion(regionFrame(intensity), binned);
  const local = localIntensity(image, intensity);
  const features = {
    ...prefixed("morph", morphology(image, morphological, intensity)),
    ...prefixed("loc_peak", local),
    ...prefixed("stat", intensityStatistics(levels)),
    ...prefixed(
      "ih",
      intensityHistogram(binned.bins, how.kind === "ibsi-number" ? how.count : binned.highest),
    ),
    ...prefixed("ivh", intensityVolumeHistogram(volumeHistogramAxis(levels, settings))),
    ...ibsiTexture(region, settings.dimensions, {
      inSpace: around(region, intensity, borderDistance(morphological, false)),
      inSlice: around(region, intensity, borderDistance(morphological, true)),
    }),
  };
  const count = ({ values }: Mask): number => values.reduce((sum, value) => sum + value, 0);
  return { features, morphologicalVoxels: count(morphological), intensityVoxels: count(intensity) };
}

/** Interpolated, rounded, resegmented: range first, then outliers among what is left. */
export function prepareIbsi(volume: Volume, mask: Mask, settings: IbsiSettings): IbsiRegions {
  const difference = geometryDifference(volume, mask, 1e-4);
  if (difference !== null)
    throw new RangeError(
      `image and mask must lie on the same grid; ${difference}; resample the mask first`,
    );
  const rounded = settings.round ? roundLevels(volume) : volume;
  const same = { volume: rounded, morphological: mask };
  const moved =
    settings.spacing === null ? same : interpolated(rounded, mask, settings.spacing, settings);
  let intensity = moved.morphological;
  if (settings.range !== null)
    intensity = resegment(moved.volume, intensity, { kind: "absolute", range: settings.range });
  if (settings.outliers !== null) {
    intensity = resegment(moved.volume, intensity, {
      kind: "sigma",
      range: [-settings.outliers, settings.outliers],
    });
  }
  return { ...moved, intensity };
}

function interpolated(
  volume: Volume,
  mask: Mask,
  spacing: Triple,
  { interpolator, antiAliasing, round }: IbsiSettings,
): { volume: Volume; morphological: Mask } {
  const grid = centredGrid(volume, spacing);
  const levels = resample(volume, grid, { interpolator, antiAliasing, outside: "border" });
  return {
    volume: round ? roundLevels(levels) : levels,
    morphological: resampleMaskLinear(mask, grid),
  };
}

function roundLevels(volume: Volume): Volume {
  return { ...volume, values: Float64Array.from(volume.values, (level) => Math.round(level)) };
}

function volumeHistogramAxis(
  levels: Float64Array,
  { range, volumeHistogram: how }: IbsiSettings,
): VolumeHistogramAxis {
  let [least, most] = [Infinity, -Infinity];
  for (const level of levels) {
    least = Math.min(least, level);
    most = Math.max(most, level);
  }
  const low = range?.[0] ?? least;
  const limit = range !== null && range[1] < Infinity ? range[1] : null;
  if (how.kind === "none") return { levels, low, high: limit ?? most, step: 1 };
  if (how.kind === "ibsi-number") {
    const { bins } = discretise(levels, how);
    return { levels: Float64Array.from(bins), low: 1, high: how.count, step: 1 };
  }
  const { width } = how;
  const { bins, highest } = discretise(levels, { ...how, minimum: low });
  return {
    levels: Float64Array.from(bins, (bin) => low + (bin - 0.5) * width),
    low: low + width / 2,
    high: (limit ?? low + highest * width) - width / 2,
    step: width,
  };
}

/** Values of voxels of the mask's grid, laid out as the region's box with its margin. */
function around(region: BinnedRegion, mask: Mask, values: Int32Array): Float64Array {
  const { first, length } = regionBox(mask);
  const [nx, ny] = mask.size;
  const out = new Float64Array(region.places.length);
  for (let k = 0; k < length[2]; k++) {
    for (let j = 0; j < length[1]; j++) {
      for (let i = 0; i < length[0]; i++) {
        const to =
          i +
          region.margin +
          region.size[0] * (j + region.margin + region.size[1] * (k + region.margin));
        out[to] = values[first[0] + i + nx * (first[1] + j + ny * (first[2] + k))];
      }
    }
  }
  return out;
}

function prefixed(prefix: string, values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]),
  );
}
