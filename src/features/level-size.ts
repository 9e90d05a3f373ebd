/**
 * Matrices of grey level against size: of a run, a zone, a dependence or a distance. One set of formulas serves all.
 * Sources: Galloway, Comput. Graph. Image Process. 4 (1975) 172–179; Thibault et al., IEEE Trans. Biomed. Eng. 61 (2014)
 * 630–637; Sun & Wee, Comput. Vis. Graph. Image Process. 23 (1983) 341–352; IBSI 3.7, 3.8, 3.9, 3.11.
 */

import { matrixMemory } from "./matrix-kernel.js";
import type { Cells } from "./region-counts.js";

export interface LevelSizeMatrix {
  readonly cells: Cells;
  /** No level is above it. */
  readonly highest: number;
}

/** Matrices added up, each times its weight. */
export function mergeLevelSizes(
  matrices: readonly LevelSizeMatrix[],
  weights?: readonly number[],
): LevelSizeMatrix {
  const counts = new Map<number, number>();
  matrices.forEach(({ cells }, m) => {
    const weight = weights?.[m] ?? 1;
    const filled = cells.length / 3;
    for (let c = 0; c < filled; c++) {
      const key = cells[filled + c] * 65536 + cells[c];
      counts.set(key, (counts.get(key) ?? 0) + weight * cells[2 * filled + c]);
    }
  });
  const keys = Float64Array.from(counts.keys()).sort();
  const cells = new Float64Array(3 * keys.length);
  cells.set(keys.map((key) => key % 65536));
  cells.set(
    keys.map((key) => Math.floor(key / 65536)),
    keys.length,
  );
  cells.set(
    keys.map((key) => counts.get(key) ?? 0),
    2 * keys.length,
  );
  return { cells, highest: matrices.reduce((most, { highest }) => Math.max(most, highest), 0) };
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
  { cells, highest }: LevelSizeMatrix,
  voxels: number | null,
  epsilon: number,
): Float64Array {
  const byLevelBytes = 8 * (highest + 1);
  const room = matrixMemory.open(8 * (cells.length + levelSizeNames.length) + byLevelBytes);
  const out = room.take(Float64Array, levelSizeNames.length);
  room.kernel.levelSizeFeatures(
    room.copy(cells).byteOffset,
    cells.length / 3,
    highest,
    voxels ?? 0,
    epsilon,
    room.reserve(byLevelBytes),
    out.byteOffset,
  );
  return out.slice();
}
