/** The texture classes of PyRadiomics on one discretised region, by PyRadiomics' names. */

import type { BinnedRegion } from "./binned-region.js";
import { EPSILON } from "./first-order.js";
import { coOccurrences, directionWeight, mergeCoOccurrences, type WeightingNorm } from "./glcm.js";
import { glcmFeatures } from "./glcm-features.js";
import { type LevelSizeFeatures, levelSizeFeatures, mergeLevelSizes } from "./level-size.js";
import { dependenceMatrix, differenceMatrix, ngtdmFeatures } from "./neighbourhood.js";
import { directions } from "./neighbours.js";
import { runMatrices, runWeight, zoneMatrix } from "./runs.js";

export interface TextureOptions {
  readonly distances: readonly number[];
  readonly acrossPlane: 0 | 1 | 2 | null;
  readonly symmetricalGlcm: boolean;
  readonly weightingNorm: WeightingNorm | null;
  readonly gldmAlpha: number;
  /** Whether the co-occurrences' MCC is asked for: a search for an eigenvalue in each direction; else it is NaN. */
  readonly withMcc: boolean;
}

export type TextureClass = "glcm" | "glrlm" | "glszm" | "gldm" | "ngtdm";

/** NaN marks what the region does not have: a class whose every direction is empty. */
export function textureFeatures(
  kind: TextureClass,
  region: BinnedRegion,
  options: TextureOptions,
): Record<string, number> {
  const near = directions(region.box, { acrossPlane: options.acrossPlane });
  const far = directions(region.box, {
    distances: options.distances,
    acrossPlane: options.acrossPlane,
  });
  const voxels = region.voxels.length;
  switch (kind) {
    case "glcm":
      return glcm(region, far, options);
    case "glrlm":
      return glrlm(region, near, options.weightingNorm);
    case "glszm":
      return zoneNames(levelSizeFeatures(zoneMatrix(region, near), voxels, EPSILON));
    case "gldm":
      return dependenceNames(
        levelSizeFeatures(dependenceMatrix(region, far, options.gldmAlpha), voxels, EPSILON),
      );
    case "ngtdm":
      return ngtdmFeatures(differenceMatrix(region, far, true));
  }
}

type Directions = ReturnType<typeof directions>;

function glcm(
  region: BinnedRegion,
  offsets: Directions,
  options: TextureOptions,
): Record<string, number> {
  const matrices = coOccurrences(region, offsets, options.symmetricalGlcm);
  const norm = options.weightingNorm;
  const used =
    norm === null
      ? matrices
      : [
          mergeCoOccurrences(
            matrices,
            offsets.map((offset) => directionWeight(offset, region.spacing, norm)),
          ),
        ];
  const features = used
    .filter(({ total }) => total > 0)
    .map((matrix) =>
      glcmFeatures(matrix, region.levels, region.highest, { withMcc: options.withMcc }),
    );
  if (features.length > 0) return averaged(features);
  const empty = glcmFeatures(
    { counts: new Float64Array(region.levels.length ** 2), total: 0, symmetric: true },
    region.levels,
    region.highest,
  );
  return Object.fromEntries(
    Object.keys(empty).map((name) => [
      name,
      name === "MCC" && region.levels.length === 1 ? 1 : Number.NaN,
    ]),
  );
}

function glrlm(
  region: BinnedRegion,
  offsets: Directions,
  norm: WeightingNorm | null,
): Record<string, number> {
  const all = runMatrices(region, offsets);
  const kept = all.flatMap((matrix, d) => (matrix.hasLine ? [{ matrix, offset: offsets[d] }] : []));
  const matrices =
    norm === null
      ? kept.map(({ matrix }) => matrix)
      : [
          mergeLevelSizes(
            kept.map(({ matrix }) => matrix),
            kept.map(({ offset }) => runWeight(offset, region.spacing, norm)),
          ),
        ];
  const features = matrices.map((matrix) => {
    // PyRadiomics divides by the voxels that the runs of this matrix hold.
    const held = matrix.count.reduce((sum, count, c) => sum + count * matrix.size[c], 0);
    return runNames(levelSizeFeatures(matrix, held, EPSILON));
  });
  return features.length > 0 ? averaged(features) : mapped(runNames(NOTHING), () => Number.NaN);
}

const NOTHING: LevelSizeFeatures = levelSizeFeatures(
  { level: new Float64Array(0), size: new Float64Array(0), count: new Float64Array(0) },
  0,
  EPSILON,
);

/** The mean over directions, leaving out what a direction does not have. */
function averaged(features: readonly Record<string, number>[]): Record<string, number> {
  return mapped(features[0], (name) => {
    let [sum, n] = [0, 0];
    for (const one of features) {
      if (Number.isNaN(one[name])) continue;
      sum += one[name];
      n++;
    }
    return sum / n;
  });
}

function mapped(
  names: Record<string, number>,
  value: (name: string) => number,
): Record<string, number> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, value(name)]));
}

function runNames(f: LevelSizeFeatures): Record<string, number> {
  return {
    GrayLevelNonUniformity: f.levelNonUniformity,
    GrayLevelNonUniformityNormalized: f.levelNonUniformityNormalized,
    GrayLevelVariance: f.levelVariance,
    HighGrayLevelRunEmphasis: f.highLevel,
    LongRunEmphasis: f.largeSize,
    LongRunHighGrayLevelEmphasis: f.largeSizeHighLevel,
    LongRunLowGrayLevelEmphasis: f.largeSizeLowLevel,
    LowGrayLevelRunEmphasis: f.lowLevel,
    RunEntropy: f.entropy,
    RunLengthNonUniformity: f.sizeNonUniformity,
    RunLengthNonUniformityNormalized: f.sizeNonUniformityNormalized,
    RunPercentage: f.percentage,
    RunVariance: f.sizeVariance,
    ShortRunEmphasis: f.smallSize,
    ShortRunHighGrayLevelEmphasis: f.smallSizeHighLevel,
    ShortRunLowGrayLevelEmphasis: f.smallSizeLowLevel,
  };
}

function zoneNames(f: LevelSizeFeatures): Record<string, number> {
  return {
    GrayLevelNonUniformity: f.levelNonUniformity,
    GrayLevelNonUniformityNormalized: f.levelNonUniformityNormalized,
    GrayLevelVariance: f.levelVariance,
    HighGrayLevelZoneEmphasis: f.highLevel,
    LargeAreaEmphasis: f.largeSize,
    LargeAreaHighGrayLevelEmphasis: f.largeSizeHighLevel,
    LargeAreaLowGrayLevelEmphasis: f.largeSizeLowLevel,
    LowGrayLevelZoneEmphasis: f.lowLevel,
    SizeZoneNonUniformity: f.sizeNonUniformity,
    SizeZoneNonUniformityNormalized: f.sizeNonUniformityNormalized,
    SmallAreaEmphasis: f.smallSize,
    SmallAreaHighGrayLevelEmphasis: f.smallSizeHighLevel,
    SmallAreaLowGrayLevelEmphasis: f.smallSizeLowLevel,
    ZoneEntropy: f.entropy,
    ZonePercentage: f.percentage,
    ZoneVariance: f.sizeVariance,
  };
}

function dependenceNames(f: LevelSizeFeatures): Record<string, number> {
  return {
    DependenceEntropy: f.entropy,
    DependenceNonUniformity: f.sizeNonUniformity,
    DependenceNonUniformityNormalized: f.sizeNonUniformityNormalized,
    DependenceVariance: f.sizeVariance,
    GrayLevelNonUniformity: f.levelNonUniformity,
    GrayLevelVariance: f.levelVariance,
    HighGrayLevelEmphasis: f.highLevel,
    LargeDependenceEmphasis: f.largeSize,
    LargeDependenceHighGrayLevelEmphasis: f.largeSizeHighLevel,
    LargeDependenceLowGrayLevelEmphasis: f.largeSizeLowLevel,
    LowGrayLevelEmphasis: f.lowLevel,
    SmallDependenceEmphasis: f.smallSize,
    SmallDependenceHighGrayLevelEmphasis: f.smallSizeHighLevel,
    SmallDependenceLowGrayLevelEmphasis: f.smallSizeLowLevel,
  };
}
