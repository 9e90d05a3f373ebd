/**
 * How a voxel's level compares with all its neighbours: dependence (GLDM, IBSI's NGLDM 3.11) and difference (NGTDM,
 * IBSI 3.10). Sources: Sun & Wee 1983 (dependence); Amadasun & King, IEEE Trans. Syst. Man Cybern. 19 (1989) 1264–1274.
 */

import type { BinnedRegion } from "./binned-region.js";
import type { LevelSizeMatrix } from "./level-size.js";
import { type Offset, steps } from "./neighbours.js";
import { countEqual, sumBoxes } from "./region-memory.js";

/** Counts of (level, 1 + number of neighbours in the region whose level differs by at most `alpha`). */
export function dependenceMatrix(
  region: BinnedRegion,
  offsets: readonly Offset[],
  alpha: number = 0,
): LevelSizeMatrix {
  const { places, voxels, levels } = region;
  const dependent =
    alpha < 1
      ? countEqual(region, steps(offsets, region.size)) // levels are whole numbers: only the same one is near enough
      : nearNeighbours(region, offsets, alpha);
  const width = levels.length;
  const counts = new Uint32Array((2 * offsets.length + 2) * width);
  for (let v = 0; v < voxels.length; v++) {
    const at = voxels[v];
    counts[(dependent[at] + 1) * width + places[at] - 1]++;
  }
  const filled = counts.reduce((cells, n) => cells + (n === 0 ? 0 : 1), 0);
  const [level, size, count] = [
    new Float64Array(filled),
    new Float64Array(filled),
    new Float64Array(filled),
  ];
  for (let c = 0, to = 0; c < counts.length; c++) {
    if (counts[c] === 0) continue;
    level[to] = levels[c % width];
    size[to] = Math.floor(c / width);
    count[to++] = counts[c];
  }
  return { level, size, count };
}

function nearNeighbours(
  { places, voxels, levels, size }: BinnedRegion,
  offsets: readonly Offset[],
  alpha: number,
): Uint16Array {
  const near = new Uint16Array(places.length);
  for (const step of steps(offsets, size, true)) {
    for (let v = 0; v < voxels.length; v++) {
      const other = places[voxels[v] + step];
      if (other !== 0 && Math.abs(levels[other - 1] - levels[places[voxels[v]] - 1]) <= alpha)
        near[voxels[v]]++;
    }
  }
  return near;
}

/** For each level that occurs: its voxels, and the sum of their differences from the mean of their neighbours. */
export interface DifferenceMatrix {
  readonly level: Float64Array;
  readonly count: Float64Array;
  readonly difference: Float64Array;
}

/** @param countLonely whether voxels without a neighbour count as voxels (PyRadiomics) or are left out (IBSI) */
export function differenceMatrix(
  region: BinnedRegion,
  offsets: readonly Offset[],
  countLonely: boolean,
): DifferenceMatrix {
  const { places, voxels, levels } = region;
  const around = surroundingSums(region, offsets);
  const [count, difference] = [new Float64Array(levels.length), new Float64Array(levels.length)];
  for (let v = 0; v < voxels.length; v++) {
    const at = voxels[v];
    const place = places[at] - 1;
    const neighbours = Math.floor(around[v] / VOXEL);
    if (neighbours === 0 && !countLonely) continue;
    count[place]++;
    const sum = around[v] - neighbours * VOXEL;
    if (neighbours > 0) difference[place] += Math.abs(levels[place] - sum / neighbours);
  }
  return { level: levels, count, difference };
}

/** One voxel, in a sum that holds voxels and levels at once: more than the levels of all neighbours give. */
const VOXEL = 2 ** 32;

/** For each voxel of the region: {@link VOXEL} for each neighbour in the region, plus the sum of their levels, exactly. */
function surroundingSums(region: BinnedRegion, offsets: readonly Offset[]): Float64Array {
  const { places, voxels, size } = region;
  const worth = Float64Array.of(0, ...region.levels.map((level) => VOXEL + level));
  const reach = [2, 1, 0].map((d) => offsets.reduce((r, o) => Math.max(r, Math.abs(o[d])), 0));
  const isBox = 2 * offsets.length + 1 === reach.reduce((n, r) => n * (2 * r + 1), 1);
  if (isBox) return sumBoxes(region, reach, worth);
  const sums = new Float64Array(voxels.length);
  for (const step of steps(offsets, size, true))
    for (let v = 0; v < voxels.length; v++) sums[v] += worth[places[voxels[v] + step]];
  return sums;
}

/** Matrices added up. */
export function mergeDifferences(matrices: readonly DifferenceMatrix[]): DifferenceMatrix {
  const byLevel = new Map<number, [count: number, difference: number]>();
  for (const { level, count, difference } of matrices) {
    for (let i = 0; i < level.length; i++) {
      const [n, s] = byLevel.get(level[i]) ?? [0, 0];
      byLevel.set(level[i], [n + count[i], s + difference[i]]);
    }
  }
  const level = Float64Array.from(byLevel.keys()).sort();
  return {
    level,
    count: level.map((l) => byLevel.get(l)?.[0] ?? 0),
    difference: level.map((l) => byLevel.get(l)?.[1] ?? 0),
  };
}

/**
 * Coarseness, Contrast, Busyness, Complexity, Strength.
 *
 * Coarseness is 10⁶ where nothing differs; Busyness, Contrast and Strength are 0 where they would divide by 0.
 */
export function ngtdmFeatures(matrix: DifferenceMatrix): Record<string, number> {
  const at = Array.from(matrix.level.keys()).filter((i) => matrix.count[i] > 0);
  const total = at.reduce((sum, i) => sum + matrix.count[i], 0);
  const level = Float64Array.from(at, (i) => matrix.level[i]);
  const p = Float64Array.from(at, (i) => matrix.count[i] / total);
  const s = Float64Array.from(at, (i) => matrix.difference[i]);
  const groups = level.length;
  let [coarse, sum, contrast, busy, complexity, strength] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < groups; i++) {
    coarse += p[i] * s[i];
    sum += s[i];
    for (let j = 0; j < groups; j++) {
      const apart = level[i] - level[j];
      contrast += p[i] * p[j] * apart * apart;
      busy += Math.abs(level[i] * p[i] - level[j] * p[j]);
      complexity += (Math.abs(apart) * (p[i] * s[i] + p[j] * s[j])) / (p[i] + p[j]);
      strength += (p[i] + p[j]) * apart * apart;
    }
  }
  return {
    Busyness: busy === 0 ? 0 : coarse / busy,
    Coarseness: coarse === 0 ? 1e6 : Math.min(1e6, 1 / coarse),
    Complexity: complexity / total,
    Contrast: groups === 1 ? 0 : (contrast * sum) / (total * groups * (groups - 1)),
    Strength: sum === 0 ? 0 : strength / sum,
  };
}
