/**
 * From an image and a region to named numbers: PyRadiomics' pipeline.
 *
 * Normalise the whole image; resample the region's surroundings; narrow the region by grey level; shape from the
 * region; then for each image type filter the surroundings, discretise the region and compute the other classes.
 * The order and all conventions are PyRadiomics 3's (its documentation, "Image Processing" and "Customizing the Extraction").
 */

import { alignedMask } from "../imaging/align.js";
import { discretise } from "../imaging/discretise.js";
import { largestMagnitude } from "../imaging/filter/point.js";
import { regionGrid } from "../imaging/grid.js";
import { applyNormalisation, normalisation } from "../imaging/normalise.js";
import {
  type Box,
  checkRegion,
  crop,
  levelsAt,
  type RegionBox,
  regionIndices,
  widenBox,
} from "../imaging/region.js";
import { resample, resampleMask, truncateLike } from "../imaging/resample.js";
import { resegment } from "../imaging/resegment.js";
import type { Mask, Triple, Volume } from "../io/volume.js";
import { binnedRegion, type RegionFrame, regionFrame } from "./binned-region.js";
import { firstOrder } from "./first-order.js";
import { derivedImages, filterReach, isPointFilter } from "./image-types.js";
import type {
  ExtractionSettings,
  FeatureClass,
  ImageTypeSettings,
  Preparation,
} from "./settings.js";
import { shapeFeatures } from "./shape.js";
import { shapeFeatures2D } from "./shape-2d.js";
import { type TextureClass, textureFeatures } from "./texture.js";

export interface Extraction {
  /** PyRadiomics' names to values, in the order of the settings. */
  readonly features: Readonly<Record<string, number>>;
  /** What this region does not have, by name, with the reason. */
  readonly notComputable: Readonly<Record<string, string>>;
  /** What was really looked at. */
  readonly facts: ExtractionFacts;
}

export interface ExtractionFacts {
  readonly imageSize: Triple;
  readonly imageSpacing: Triple;
  readonly regionVoxels: number;
  readonly preparedSize: Triple;
  readonly preparedSpacing: Triple;
  readonly preparedVoxels: number;
  /** Highest grey level of each image after discretisation. */
  readonly bins: Readonly<Record<string, number>>;
}

/**
 * Features of a region.
 *
 * @param volume grey levels; whole numbers stay whole through resampling, as in PyRadiomics
 * @param mask the region, on the image's grid (or any, with `correctMask`)
 * @throws RangeError if the region is empty, too small, has levels that are not finite, or lies elsewhere
 */
export function extractFeatures(
  volume: Volume,
  mask: Mask,
  settings: ExtractionSettings,
): Extraction {
  const { preparation } = settings;
  const region = alignedMask(volume, mask, preparation.geometryTolerance, preparation.correctMask);
  const drawn = checkRegion(region, 1);
  const prepared = prepare(volume, region, drawn, preparation);
  const checked = (mask: Mask): RegionBox =>
    checkRegion(mask, preparation.minimumRoiDimensions, preparation.minimumRoiSize ?? 0);
  const whole = checked(prepared.mask);
  const intensity =
    preparation.resegmentation === null
      ? prepared.mask
      : resegment(prepared.volume, prepared.mask, preparation.resegmentation);
  const box = intensity === prepared.mask ? whole : checked(intensity);

  const features: Record<string, number> = {};
  const notComputable: Record<string, string> = {};
  const bins: Record<string, number> = {};
  const names = new Map<FeatureClass, readonly string[]>();
  const keep = (prefix: string, values: Record<string, number>, kind: FeatureClass): void => {
    const wanted = names.get(kind) ?? wantedNames(settings, kind, values);
    names.set(kind, wanted);
    for (const name of wanted) {
      if (Number.isFinite(values[name])) features[prefix + name] = values[name];
      else
        notComputable[prefix + name] =
          "the region gives this feature no value (no neighbours, or a divisor of 0)";
    }
  };

  const near = crop(intensity, box);
  const shaped =
    preparation.resegmentShape || intensity === prepared.mask ? near : crop(prepared.mask, box);
  if (settings.classes.shape) keep("original_shape_", shapeFeatures(shaped), "shape");
  if (settings.classes.shape2D) {
    keep(
      "original_shape2D_",
      shapeFeatures2D(shaped, settings.images[0]?.acrossPlane ?? 0),
      "shape2D",
    );
  }
  const longest = Math.max(...box.length);
  const distances = settings.images.flatMap((image) => image.distances);
  const margin = Math.max(1, ...distances.filter((distance) => distance < longest)); // no neighbour is farther
  const frame = regionFrame(near, margin);
  const magnitude = settings.images.some(({ type }) => isPointFilter(type))
    ? largestMagnitude(prepared.volume)
    : Number.NaN;
  let part: Surroundings | null = null;
  for (const image of settings.images) {
    const reach = filterReach(image);
    if (part?.reach !== reach) part = surroundings(prepared.volume, near, box, reach);
    for (const { name, volume: derived, reason } of derivedImages(part.volume, image, magnitude)) {
      if (derived === null) {
        notComputable[`${name}_`] = reason ?? "the filter cannot be used on this image";
        continue;
      }
      bins[name] = intensityFeatures(
        levelsAt(derived, part.indices),
        frame,
        image,
        settings,
        (kind, values) => keep(`${name}_${kind}_`, values, kind),
      );
    }
  }
  return {
    features,
    notComputable,
    facts: {
      imageSize: volume.size,
      imageSpacing: volume.spacing,
      regionVoxels: drawn.voxels,
      preparedSize: prepared.volume.size,
      preparedSpacing: prepared.volume.spacing,
      preparedVoxels: box.voxels,
      bins,
    },
  };
}

/**
 * Normalised, then resampled or cropped: the surroundings on which all filters act. Mean and SD are the whole image's;
 * only the surroundings are changed, so that a large image is not copied.
 */
function prepare(
  volume: Volume,
  mask: Mask,
  box: Box,
  p: Preparation,
): { volume: Volume; mask: Mask } {
  const norm = p.normalize
    ? normalisation(volume, {
        scale: p.normalizeScale,
        ...(p.removeOutliers === null ? {} : { outliers: p.removeOutliers }),
      })
    : null;
  const finished = (part: { volume: Volume; mask: Mask }): { volume: Volume; mask: Mask } =>
    norm === null
      ? part
      : {
          volume: { ...part.volume, values: applyNormalisation(norm, part.volume.values) },
          mask: part.mask,
        };
  if (p.resampledPixelSpacing !== null && p.interpolator !== null) {
    const spacing = p.resampledPixelSpacing.map((t, d) =>
      t === 0 || box.length[d] === 1 ? mask.spacing[d] : t,
    ) as unknown as Triple;
    const same = spacing.every(
      (t, d) => Math.abs(volume.spacing[d] - t) <= 1e-8 + 1e-5 * Math.abs(t),
    );
    if (same) return finished(cropBoth(volume, mask, box, p.padDistance));
    const grid = regionGrid(mask, box, p.resampledPixelSpacing, p.padDistance);
    const levels = resample(volume, grid, {
      interpolator: p.interpolator,
      antiAliasing: p.antiAliasing,
      outside: "zero",
      normalisation: norm,
    });
    return {
      volume: norm === null ? truncateLike(levels, volume.values) : levels,
      mask: resampleMask(mask, grid),
    };
  }
  return finished(p.preCrop ? cropBoth(volume, mask, box, p.padDistance) : { volume, mask });
}

function cropBoth(
  volume: Volume,
  mask: Mask,
  box: Box,
  padding: number,
): { volume: Volume; mask: Mask } {
  const wide = widenBox(box, [padding, padding, padding], mask);
  return { volume: crop(volume, wide), mask: crop(mask, wide) };
}

interface Surroundings {
  readonly reach: number | null;
  readonly volume: Volume;
  /** Of the region's voxels in that volume. */
  readonly indices: Int32Array;
}

/**
 * The part of the image that a filter has to see: the region's box and its reach. An axis on which that leaves the image is
 * kept whole, since what the filter finds beyond the border is its own rule.
 *
 * @param near the region in its box
 */
function surroundings(volume: Volume, near: Mask, box: Box, reach: number | null): Surroundings {
  if (reach === null)
    return { reach, volume, indices: regionIndices(near, volume.size, box.first) };
  const inside = [0, 1, 2].map(
    (d) => box.first[d] - reach >= 0 && box.first[d] + box.length[d] + reach <= volume.size[d],
  );
  const first = inside.map((yes, d) => (yes ? box.first[d] - reach : 0)) as unknown as Triple;
  const length = inside.map((yes, d) =>
    yes ? box.length[d] + 2 * reach : volume.size[d],
  ) as unknown as Triple;
  const within = box.first.map((at, d) => at - first[d]) as unknown as Triple;
  return {
    reach,
    volume: crop(volume, { first, length }),
    indices: regionIndices(near, length, within),
  };
}

/** First order and texture of one image; returns the highest grey level. */
function intensityFeatures(
  levels: Float64Array,
  frame: RegionFrame,
  own: ImageTypeSettings,
  settings: ExtractionSettings,
  keep: (kind: FeatureClass, values: Record<string, number>) => void,
): number {
  const binned = discretise(levels, own.discretisation);
  const { classes } = settings;
  if (classes.firstorder) {
    const voxelVolume = frame.spacing[0] * frame.spacing[1] * frame.spacing[2];
    keep(
      "firstorder",
      firstOrder(levels, binned, { voxelArrayShift: own.voxelArrayShift, voxelVolume }),
    );
  }
  const textures = (["glcm", "glrlm", "glszm", "gldm", "ngtdm"] satisfies TextureClass[]).filter(
    (kind) => classes[kind],
  );
  if (textures.length > 0) {
    const region = binnedRegion(frame, binned);
    const withMcc = classes.glcm === "all" || (classes.glcm?.includes("MCC") ?? false);
    for (const kind of textures) keep(kind, textureFeatures(kind, region, { ...own, withMcc }));
  }
  return binned.highest;
}

const DEPRECATED: Readonly<Partial<Record<FeatureClass, readonly string[]>>> = {
  shape: ["Compactness1", "Compactness2", "SphericalDisproportion"],
  shape2D: ["SphericalDisproportion"],
  firstorder: ["StandardDeviation"],
};

function wantedNames(
  settings: ExtractionSettings,
  kind: FeatureClass,
  values: Record<string, number>,
): readonly string[] {
  const wanted = settings.classes[kind];
  if (wanted === undefined) return [];
  if (wanted === "all")
    return Object.keys(values)
      .filter((name) => !DEPRECATED[kind]?.includes(name))
      .sort(inOrder);
  for (const name of wanted) {
    if (!(name in values))
      throw new RangeError(
        `a feature of ${kind} must be one of ${Object.keys(values).sort().join(", ")}; got "${name}"`,
      );
  }
  return wanted;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}
