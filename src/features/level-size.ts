/**
 * Matrices of grey level against size: of a run, a zone, a dependence or a distance. One set of formulas serves all.
 * Sources: Galloway, Comput. Graph. Image Process. 4 (1975) 172–179; Thibault et al., IEEE Trans. Biomed. Eng. 61 (2014)
 * 630–637; Sun & Wee, Comput. Vis. Graph. Image Process. 23 (1983) 341–352; IBSI 3.7, 3.8, 3.9, 3.11.
 */

import { matrixMemory } from "./matrix-kernel.js";

/** The cells that are not empty, those of one size together. */
export interface LevelSizeMatrix {
  readonly level: Float64Array;
  readonly size: Float64Array;
  readonly count: Float64Array;
  /** No level is above it. */
  readonly highest: number;
}

/** Matrices added up, each times its weight. */
export function mergeLevelSizes(
  matrices: readonly LevelSizeMatrix[],
  weights?: readonly number[],
): LevelSizeMatrix {
  const cells = new Map<number, number>();
  matrices.forEach(({ level, size, count }, m) => {
    const weight = weights?.[m] ?? 1;
    for (let c = 0; c < count.length; c++) {
      const key = size[c] * 65536 + level[c];
      cells.set(key, (cells.get(key) ?? 0) + weight * count[c]);
    }
  });
  const keys = Float64Array.from(cells.keys()).sort();
  return {
    level: keys.map((key) => key % 65536),
    size: keys.map((key) => Math.floor(key / 65536)),
    count: keys.map((key) => cells.get(key) ?? 0),
    highest: matrices.reduce((most, { highest }) => Math.max(most, highest), 0),
  };
}

/** The formulas by their meaning, in the order of {@link levelSizeFeatures}; families give them their own names. */
export const levelSizeNames = [
  "smallSize",
  "largeSize",
  "lowLevel",
  "highLevel",
  "smallSizeLowLevel",
  "smallSizeHighLevel",
  "largeSizeLowLevel",
  "largeSizeHighLevel",
  "levelNonUniformity",
  "levelNonUniformityNormalized",
  "sizeNonUniformity",
  "sizeNonUniformityNormalized",
  "percentage", // entries per voxel
  "levelVariance",
  "sizeVariance",
  "entropy",
  "energy", // sum of squared shares (IBSI's dependence count energy)
] as const;

/** A family's names of the formulas that it has. */
export type SizeNames = Readonly<Partial<Record<(typeof levelSizeNames)[number], string>>>;

/** @param values in the order of {@link levelSizeNames} */
export function namedSizes(values: Float64Array, names: SizeNames): Record<string, number> {
  const features: Record<string, number> = {};
  levelSizeNames.forEach((formula, i) => {
    const name = names[formula];
    if (name !== undefined) features[name] = values[i];
  });
  return features;
}

/**
 * The formulas of {@link levelSizeNames}; they stand in `matrix-kernel.as`.
 *
 * @param voxels the divisor of `percentage`; null for as many as the cells hold
 * @param epsilon inside the logarithm: PyRadiomics 2⁻⁵², IBSI 0
 */
export function levelSizeFeatures(
  { level, size, count, highest }: LevelSizeMatrix,
  voxels: number | null,
  epsilon: number,
): Float64Array {
  const cells = count.length;
  const room = matrixMemory.open(8 * (3 * cells + highest + 1 + levelSizeNames.length));
  const out = room.take(Float64Array, levelSizeNames.length);
  room.kernel.levelSizeFeatures(
    room.copy(level).byteOffset,
    room.copy(size).byteOffset,
    room.copy(count).byteOffset,
    cells,
    highest,
    voxels ?? 0,
    epsilon,
    room.take(Float64Array, highest + 1).byteOffset,
    out.byteOffset,
  );
  return out.slice();
}
