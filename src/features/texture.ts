/** The texture classes of PyRadiomics on one discretised region, by PyRadiomics' names. */

import type { BinnedRegion } from "./binned-region.js";
import { EPSILON } from "./first-order.js";
import { coOccurrences, directionWeight, mergeCoOccurrences, type WeightingNorm } from "./glcm.js";
import { glcmFeatures, glcmNames } from "./glcm-features.js";
import {
  type LevelSizeMatrix,
  levelSizeFeatures,
  levelSizeNames,
  mergeLevelSizes,
  namedSizes,
  type SizeNames,
} from "./level-size.js";
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
  const { acrossPlane, distances } = options;
  const near = (): Directions => directions(region.box, { acrossPlane });
  const far = (): Directions => directions(region.box, { distances, acrossPlane });
  switch (kind) {
    case "glcm":
      return glcm(region, far(), options);
    case "glrlm":
      return glrlm(region, near(), options.weightingNorm);
    case "glszm":
      return sized(zoneMatrix(region, acrossPlane), region, ZONE_NAMES);
    case "gldm":
      return sized(dependenceMatrix(region, far(), options.gldmAlpha), region, DEPENDENCE_NAMES);
    case "ngtdm":
      return ngtdmFeatures(differenceMatrix(region, far(), true));
  }
}

function sized(
  matrix: LevelSizeMatrix,
  region: BinnedRegion,
  names: SizeNames,
): Record<string, number> {
  return namedSizes(levelSizeFeatures(matrix, region.voxels.length, EPSILON), names);
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
  const all: Float64Array[] = [];
  for (const matrix of used)
    if (matrix.total > 0) all.push(glcmFeatures(matrix, region.levels, region.highest, options));
  const values = averaged(all, glcmNames.length);
  const features: Record<string, number> = {};
  glcmNames.forEach((name, i) => {
    features[name] = values[i];
  });
  if (region.levels.length === 1) features["MCC"] = 1;
  return features;
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
  // PyRadiomics divides by the voxels that the runs of a matrix hold.
  const features = matrices.map((matrix) => levelSizeFeatures(matrix, null, EPSILON));
  return namedSizes(averaged(features, levelSizeNames.length), RUN_NAMES);
}

/** The mean over directions, leaving out what a direction does not have; NaN for what none has. */
function averaged(directions: readonly Float64Array[], count: number): Float64Array {
  const means = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let [sum, n] = [0, 0];
    for (const values of directions) {
      if (Number.isNaN(values[i])) continue;
      sum += values[i];
      n++;
    }
    means[i] = sum / n;
  }
  return means;
}

const RUN_NAMES: SizeNames = {
  levelNonUniformity: "GrayLevelNonUniformity",
  levelNonUniformityNormalized: "GrayLevelNonUniformityNormalized",
  levelVariance: "GrayLevelVariance",
  highLevel: "HighGrayLevelRunEmphasis",
  largeSize: "LongRunEmphasis",
  largeSizeHighLevel: "LongRunHighGrayLevelEmphasis",
  largeSizeLowLevel: "LongRunLowGrayLevelEmphasis",
  lowLevel: "LowGrayLevelRunEmphasis",
  entropy: "RunEntropy",
  sizeNonUniformity: "RunLengthNonUniformity",
  sizeNonUniformityNormalized: "RunLengthNonUniformityNormalized",
  percentage: "RunPercentage",
  sizeVariance: "RunVariance",
  smallSize: "ShortRunEmphasis",
  smallSizeHighLevel: "ShortRunHighGrayLevelEmphasis",
  smallSizeLowLevel: "ShortRunLowGrayLevelEmphasis",
};

const ZONE_NAMES: SizeNames = {
  levelNonUniformity: "GrayLevelNonUniformity",
  levelNonUniformityNormalized: "GrayLevelNonUniformityNormalized",
  levelVariance: "GrayLevelVariance",
  highLevel: "HighGrayLevelZoneEmphasis",
  largeSize: "LargeAreaEmphasis",
  largeSizeHighLevel: "LargeAreaHighGrayLevelEmphasis",
  largeSizeLowLevel: "LargeAreaLowGrayLevelEmphasis",
  lowLevel: "LowGrayLevelZoneEmphasis",
  sizeNonUniformity: "SizeZoneNonUniformity",
  sizeNonUniformityNormalized: "SizeZoneNonUniformityNormalized",
  smallSize: "SmallAreaEmphasis",
  smallSizeHighLevel: "SmallAreaHighGrayLevelEmphasis",
  smallSizeLowLevel: "SmallAreaLowGrayLevelEmphasis",
  entropy: "ZoneEntropy",
  percentage: "ZonePercentage",
  sizeVariance: "ZoneVariance",
};

const DEPENDENCE_NAMES: SizeNames = {
  entropy: "DependenceEntropy",
  sizeNonUniformity: "DependenceNonUniformity",
  sizeNonUniformityNormalized: "DependenceNonUniformityNormalized",
  sizeVariance: "DependenceVariance",
  levelNonUniformity: "GrayLevelNonUniformity",
  levelVariance: "GrayLevelVariance",
  highLevel: "HighGrayLevelEmphasis",
  largeSize: "LargeDependenceEmphasis",
  largeSizeHighLevel: "LargeDependenceHighGrayLevelEmphasis",
  largeSizeLowLevel: "LargeDependenceLowGrayLevelEmphasis",
  lowLevel: "LowGrayLevelEmphasis",
  smallSize: "SmallDependenceEmphasis",
  smallSizeHighLevel: "SmallDependenceHighGrayLevelEmphasis",
  smallSizeLowLevel: "SmallDependenceLowGrayLevelEmphasis",
};
