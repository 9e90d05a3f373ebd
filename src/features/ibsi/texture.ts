/** IBSI's texture families with their aggregation methods. IBSI 3.6 to 3.11. */

import type { BinnedRegion } from "../binned-region.js";
import { coOccurrences, mergeCoOccurrences } from "../glcm.js";
import { glcmFeatures, glcmNames } from "../glcm-features.js";
import {
  type LevelSizeMatrix,
  levelSizeFeatures,
  mergeLevelSizes,
  namedSizes,
  type SizeNames,
} from "../level-size.js";
import { dependenceMatrix, differenceMatrix, ngtdmFeatures } from "../neighbourhood.js";
import { directions, type Offset } from "../neighbours.js";
import { distanceZoneMatrix, runMatrices, zoneMatrix } from "../runs.js";

const NO_BOX = [1e9, 1e9, 1e9] as const;
const SPACE = directions(NO_BOX);
const PLANE = directions(NO_BOX, { acrossPlane: 0 });

type Features = Record<string, number>;

/**
 * All texture features of a region by IBSI's tags: `cm_contrast_2D_avg`, `szm_sze_3D`.
 *
 * @param dimensions "2D" gives the 2D and 2.5D aggregations, "3D" the 3D ones, "both" all
 * @param distances for each voxel of the region the steps to the edge of the drawn region, in space and in its slice
 */
export function ibsiTexture(
  region: BinnedRegion,
  dimensions: "2D" | "3D" | "both",
  distances: { readonly inSpace: Float64Array; readonly inSlice: Float64Array },
): Features {
  const slices = slicesOf(region);
  const features: Features = {};
  const put = (prefix: string, suffix: string, values: Features): void => {
    for (const [name, value] of Object.entries(values))
      features[`${prefix}_${name}_${suffix}`] = value;
  };
  if (dimensions !== "3D") {
    put("cm", "2D_avg", mean(slices.flatMap((slice) => coOccurrence(slice, PLANE, false))));
    put("cm", "2D_comb", mean(slices.flatMap((slice) => coOccurrence(slice, PLANE, true))));
    put("cm", "2_5D_avg", mean(coOccurrence(region, PLANE, false)));
    put("cm", "2_5D_comb", mean(coOccurrence(region, PLANE, true)));
    put("rlm", "2D_avg", mean(slices.flatMap((slice) => runs(slice, PLANE, false))));
    put("rlm", "2D_comb", mean(slices.flatMap((slice) => runs(slice, PLANE, true))));
    put("rlm", "2_5D_avg", mean(runs(region, PLANE, false)));
    put("rlm", "2_5D_comb", mean(runs(region, PLANE, true)));
    for (const [suffix, parts] of [
      ["2D", slices],
      ["2_5D", [region]],
    ] as const) {
      put("szm", suffix, mean(parts.map((part) => sized(zoneMatrix(part, 0), part, ZONE_NAMES))));
      put(
        "dzm",
        suffix,
        mean(
          parts.map((part) =>
            sized(distanceZoneMatrix(part, 0, distances.inSlice), part, DISTANCE_NAMES),
          ),
        ),
      );
      put(
        "ngl",
        suffix,
        mean(parts.map((part) => sized(dependenceMatrix(part, PLANE), part, DEPENDENCE_NAMES))),
      );
      put("ngt", suffix, mean(parts.map((part) => differences(part, PLANE))));
    }
  }
  if (dimensions !== "2D") {
    put("cm", "3D_avg", mean(coOccurrence(region, SPACE, false)));
    put("cm", "3D_comb", mean(coOccurrence(region, SPACE, true)));
    put("rlm", "3D_avg", mean(runs(region, SPACE, false)));
    put("rlm", "3D_comb", mean(runs(region, SPACE, true)));
    put("szm", "3D", sized(zoneMatrix(region, null), region, ZONE_NAMES));
    put(
      "dzm",
      "3D",
      sized(distanceZoneMatrix(region, null, distances.inSpace), region, DISTANCE_NAMES),
    );
    put("ngl", "3D", sized(dependenceMatrix(region, SPACE), region, DEPENDENCE_NAMES));
    put("ngt", "3D", differences(region, SPACE));
  }
  return features;
}

/** One region a slice; all look at the same grey levels, but only within planes. */
function slicesOf(region: BinnedRegion): BinnedRegion[] {
  const slice = region.size[0] * region.size[1];
  const byPlane = new Map<number, number[]>();
  for (const at of region.voxels) {
    const k = Math.floor(at / slice);
    const voxels = byPlane.get(k);
    if (voxels) voxels.push(at);
    else byPlane.set(k, [at]);
  }
  return Array.from(byPlane.values(), (voxels) => ({ ...region, voxels: Int32Array.from(voxels) }));
}

function coOccurrence(
  region: BinnedRegion,
  offsets: readonly Offset[],
  merge: boolean,
): Features[] {
  const matrices = coOccurrences(region, offsets);
  return (merge ? [mergeCoOccurrences(matrices)] : [...matrices])
    .filter(({ total }) => total > 0)
    .map((matrix) =>
      coOccurrenceNames(glcmFeatures(matrix, region.levels, region.highest, { epsilon: 0 })),
    );
}

function runs(region: BinnedRegion, offsets: readonly Offset[], merge: boolean): Features[] {
  const matrices = runMatrices(region, offsets);
  const voxels = region.voxels.length;
  if (merge)
    return [
      namedSizes(
        levelSizeFeatures(mergeLevelSizes(matrices), voxels * offsets.length, 0),
        RUN_NAMES,
      ),
    ];
  return matrices.map((matrix) => namedSizes(levelSizeFeatures(matrix, voxels, 0), RUN_NAMES));
}

function sized(matrix: LevelSizeMatrix, region: BinnedRegion, names: SizeNames): Features {
  return namedSizes(levelSizeFeatures(matrix, region.voxels.length, 0), names);
}

function differences(region: BinnedRegion, offsets: readonly Offset[]): Features {
  const { Coarseness, Contrast, Busyness, Complexity, Strength } = ngtdmFeatures(
    differenceMatrix(region, offsets, false),
  );
  return {
    coarseness: Coarseness,
    contrast: Contrast,
    busyness: Busyness,
    complexity: Complexity,
    strength: Strength,
  };
}

function mean(features: readonly Features[]): Features {
  return Object.fromEntries(
    Object.keys(features[0] ?? {}).map((name) => {
      const values = features.map((one) => one[name]).filter((value) => !Number.isNaN(value));
      return [name, values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  );
}

function coOccurrenceNames(values: Float64Array): Features {
  const features: Features = {};
  for (const [tag, name] of Object.entries(CO_OCCURRENCE_NAMES))
    features[tag] = values[glcmNames.indexOf(name)];
  return features;
}

const CO_OCCURRENCE_NAMES: Readonly<Record<string, (typeof glcmNames)[number]>> = {
  joint_max: "MaximumProbability",
  joint_avg: "JointAverage",
  joint_var: "SumSquares",
  joint_entr: "JointEntropy",
  diff_avg: "DifferenceAverage",
  diff_var: "DifferenceVariance",
  diff_entr: "DifferenceEntropy",
  sum_avg: "SumAverage",
  sum_var: "ClusterTendency",
  sum_entr: "SumEntropy",
  energy: "JointEnergy",
  contrast: "Contrast",
  dissimilarity: "DifferenceAverage",
  inv_diff: "Id",
  inv_diff_norm: "Idn",
  inv_diff_mom: "Idm",
  inv_diff_mom_norm: "Idmn",
  inv_var: "InverseVariance",
  corr: "Correlation",
  auto_corr: "Autocorrelation",
  clust_tend: "ClusterTendency",
  clust_shade: "ClusterShade",
  clust_prom: "ClusterProminence",
  info_corr1: "Imc1",
  info_corr2: "Imc2",
};

/** IBSI's tags of the common formulas: small and large size, low and high level, in the words of each family. */
function sizeNames(
  small: string,
  large: string,
  level: string,
  size: string,
  non: string,
  percentage: string,
): SizeNames {
  const [s, l] = [small.slice(0, -1), large.slice(0, -1)];
  return {
    smallSize: small,
    largeSize: large,
    lowLevel: `lg${level}`,
    highLevel: `hg${level}`,
    smallSizeLowLevel: `${s}lge`,
    smallSizeHighLevel: `${s}hge`,
    largeSizeLowLevel: `${l}lge`,
    largeSizeHighLevel: `${l}hge`,
    levelNonUniformity: "glnu",
    levelNonUniformityNormalized: "glnu_norm",
    sizeNonUniformity: non,
    sizeNonUniformityNormalized: `${non}_norm`,
    percentage,
    levelVariance: "gl_var",
    sizeVariance: `${size}_var`,
    entropy: `${size}_entr`,
  };
}

const RUN_NAMES = sizeNames("sre", "lre", "re", "rl", "rlnu", "r_perc");
const ZONE_NAMES = sizeNames("sze", "lze", "ze", "zs", "zsnu", "z_perc");
const DISTANCE_NAMES = sizeNames("sde", "lde", "ze", "zd", "zdnu", "z_perc");
const DEPENDENCE_NAMES: SizeNames = {
  ...sizeNames("lde", "hde", "ce", "dc", "dcnu", "dc_perc"),
  energy: "dc_energy",
};
