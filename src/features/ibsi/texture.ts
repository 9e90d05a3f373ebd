/** IBSI's texture families with their aggregation methods. IBSI 3.6 to 3.11. */

import type { BinnedRegion } from "../binned-region.js";
import { coOccurrences, mergeCoOccurrences } from "../glcm.js";
import { glcmFeatures } from "../glcm-features.js";
import {
  type LevelSizeFeatures,
  type LevelSizeMatrix,
  levelSizeFeatures,
  mergeLevelSizes,
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
      put(
        "szm",
        suffix,
        mean(parts.map((part) => sized(zoneMatrix(part, PLANE), part, ZONE_NAMES))),
      );
      put(
        "dzm",
        suffix,
        mean(
          parts.map((part) =>
            sized(distanceZoneMatrix(part, PLANE, distances.inSlice), part, DISTANCE_NAMES),
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
    put("szm", "3D", sized(zoneMatrix(region, SPACE), region, ZONE_NAMES));
    put(
      "dzm",
      "3D",
      sized(distanceZoneMatrix(region, SPACE, distances.inSpace), region, DISTANCE_NAMES),
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
  return (merge ? [mergeCoOccurrences(matrices)] : matrices)
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
      named(levelSizeFeatures(mergeLevelSizes(matrices), voxels * offsets.length, 0), RUN_NAMES),
    ];
  return matrices.map((matrix) => named(levelSizeFeatures(matrix, voxels, 0), RUN_NAMES));
}

function sized(matrix: LevelSizeMatrix, region: BinnedRegion, names: SizeNames): Features {
  return named(levelSizeFeatures(matrix, region.voxels.length, 0), names);
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

function coOccurrenceNames(f: Features): Features {
  return {
    joint_max: f["MaximumProbability"],
    joint_avg: f["JointAverage"],
    joint_var: f["SumSquares"],
    joint_entr: f["JointEntropy"],
    diff_avg: f["DifferenceAverage"],
    diff_var: f["DifferenceVariance"],
    diff_entr: f["DifferenceEntropy"],
    sum_avg: f["SumAverage"],
    sum_var: f["ClusterTendency"],
    sum_entr: f["SumEntropy"],
    energy: f["JointEnergy"],
    contrast: f["Contrast"],
    dissimilarity: f["DifferenceAverage"],
    inv_diff: f["Id"],
    inv_diff_norm: f["Idn"],
    inv_diff_mom: f["Idm"],
    inv_diff_mom_norm: f["Idmn"],
    inv_var: f["InverseVariance"],
    corr: f["Correlation"],
    auto_corr: f["Autocorrelation"],
    clust_tend: f["ClusterTendency"],
    clust_shade: f["ClusterShade"],
    clust_prom: f["ClusterProminence"],
    info_corr1: f["Imc1"],
    info_corr2: f["Imc2"],
  };
}

type SizeNames = Partial<Record<keyof LevelSizeFeatures, string>>;

function named(features: LevelSizeFeatures, names: SizeNames): Features {
  return Object.fromEntries(
    Object.entries(names).map(([key, name]) => [name, features[key as keyof LevelSizeFeatures]]),
  );
}

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
