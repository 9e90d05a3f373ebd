/**
 * How a voxel's level compares with all its neighbours: dependence (GLDM, IBSI's NGLDM 3.11) and difference (NGTDM,
 * IBSI 3.10). Sources: Sun & Wee 1983 (dependence); Amadasun & King, IEEE Trans. Syst. Man Cybern. 19 (1989) 1264–1274.
 */

import type { BinnedRegion } from "./binned-region.js";
import type { LevelSizeMatrix } from "./level-size.js";
import { type Offset, steps } from "./neighbours.js";

/** Counts of (level, 1 + number of neighbours in the region whose level differs by at most `alpha`). */
export function dependenceMatrix(
  region: BinnedRegion,
  offsets: readonly Offset[],
  alpha: number = 0,
): LevelSizeMatrix {
  const { places, voxels, levels } = region;
  const around = steps(offsets, region.size, true);
  const counts = new Uint32Array((around.length + 2) * levels.length);
  for (let v = 0; v < voxels.length; v++) {
    const place = places[voxels[v]];
    let dependent = 1;
    if (alpha < 1) {
      // Levels are whole numbers: only the same level is near enough.
      for (let a = 0; a < around.length; a++)
        if (places[voxels[v] + around[a]] === place) dependent++;
    } else {
      const level = levels[place - 1];
      for (let a = 0; a < around.length; a++) {
        const other = places[voxels[v] + around[a]];
        if (other !== 0 && Math.abs(levels[other - 1] - level) <= alpha) dependent++;
      }
    }
    counts[dependent * levels.length + place - 1]++;
  }
  const [level, size, count]: [number[], number[], number[]] = [[], [], []];
  for (let c = 0; c < counts.length; c++) {
    if (counts[c] === 0) continue;
    level.push(levels[c % levels.length]);
    size.push(Math.floor(c / levels.length));
    count.push(counts[c]);
  }
  return {
    level: Float64Array.from(level),
    size: Float64Array.from(size),
    count: Float64Array.from(count),
  };
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
  const around = steps(offsets, region.size, true);
  const [count, difference] = [new Float64Array(levels.length), new Float64Array(levels.length)];
  const levelAt = Float64Array.of(0, ...levels); // a place outside adds nothing
  for (let v = 0; v < voxels.length; v++) {
    const at = voxels[v];
    const place = places[at];
    let sum = 0;
    let neighbours = 0;
    for (let a = 0; a < around.length; a++) {
      const other = places[at + around[a]];
      sum += levelAt[other];
      neighbours += other === 0 ? 0 : 1;
    }
    if (neighbours === 0 && !countLonely) continue;
    count[place - 1]++;
    if (neighbours > 0) difference[place - 1] += Math.abs(levels[place - 1] - sum / neighbours);
  }
  return { level: levels, count, difference };
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
