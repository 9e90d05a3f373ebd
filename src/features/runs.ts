/** Runs: voxels of one level in a row, along a direction. IBSI 3.7. */

import type { BinnedRegion } from "./binned-region.js";
import { LevelSizeCounter, type LevelSizeMatrix } from "./level-size.js";
import { type Offset, steps } from "./neighbours.js";

export interface RunMatrix extends LevelSizeMatrix {
  /** Whether some line along the direction holds two voxels of the region; PyRadiomics drops directions where none does. */
  readonly hasLine: boolean;
}

/** One matrix a direction. A voxel outside the region or of another level ends a run. */
export function runMatrices(region: BinnedRegion, offsets: readonly Offset[]): RunMatrix[] {
  const { places, voxels, levels } = region;
  const all = steps(offsets, region.size);
  return offsets.map((offset, o) => {
    const step = all[o];
    const longest = Math.max(region.box[0], region.box[1], region.box[2]);
    const counts = new Uint32Array((longest + 1) * (levels.length + 1));
    let adjacent = false;
    for (let v = 0; v < voxels.length; v++) {
      const at = voxels[v];
      const place = places[at];
      const before = places[at - step];
      if (before !== 0) adjacent = true;
      if (before === place) continue;
      let length = 1;
      for (let next = at + step; places[next] === place; next += step) length++;
      counts[length * (levels.length + 1) + place]++;
    }
    const counter = matrixOf(counts, levels);
    return { ...counter, hasLine: adjacent || hasDistantPair(region, offset, step) };
  });
}

function matrixOf(counts: Uint32Array, levels: Float64Array): LevelSizeMatrix {
  const width = levels.length + 1;
  const [level, size, count]: [number[], number[], number[]] = [[], [], []];
  for (let c = 0; c < counts.length; c++) {
    if (counts[c] === 0) continue;
    level.push(levels[(c % width) - 1]);
    size.push(Math.floor(c / width));
    count.push(counts[c]);
  }
  return {
    level: Float64Array.from(level),
    size: Float64Array.from(size),
    count: Float64Array.from(count),
  };
}

/** Two voxels of the region on one line with a gap between them. */
function hasDistantPair(
  { places, voxels, size, margin }: BinnedRegion,
  [dz, dy, dx]: Offset,
  step: number,
): boolean {
  const [nx, ny, nz] = size;
  return voxels.some((at) => {
    let [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    for (let next = at + step; ; next += step) {
      [x, y, z] = [x + dx, y + dy, z + dz];
      if (
        x < margin ||
        y < margin ||
        z < margin ||
        x >= nx - margin ||
        y >= ny - margin ||
        z >= nz - margin
      )
        return false;
      if (places[next] !== 0) return true;
    }
  });
}

/** PyRadiomics' weight of a direction for runs: its length in mm by the given norm, without an exponential. */
export function runWeight(
  [z, y, x]: Offset,
  spacing: readonly [number, number, number],
  norm: string,
): number {
  const lengths = [Math.abs(z) * spacing[2], Math.abs(y) * spacing[1], Math.abs(x) * spacing[0]];
  switch (norm) {
    case "no_weighting":
      return 1;
    case "infinity":
      return Math.max(...lengths);
    case "euclidean":
      return Math.sqrt(lengths.reduce((sum, length) => sum + length * length, 0));
    case "manhattan":
      return lengths[0] + lengths[1] + lengths[2];
    default:
      throw new RangeError(
        `a weighting norm must be infinity, euclidean, manhattan or no_weighting; it is "${norm}"`,
      );
  }
}

/** Zones: connected voxels of one level. IBSI 3.8. Neighbours are all those of `offsets` and their opposites. */
export function zoneMatrix(region: BinnedRegion, offsets: readonly Offset[]): LevelSizeMatrix {
  const counter = new LevelSizeCounter(region.levels);
  for (const { place, voxels } of zones(region, offsets)) counter.add(place - 1, voxels);
  return counter.matrix();
}

/** Each zone with its place of level, its size, and the smallest of a value its voxels carry (for distance zones). */
export function zones(
  region: BinnedRegion,
  offsets: readonly Offset[],
  carried?: ArrayLike<number>,
): { readonly place: number; readonly voxels: number; readonly least: number }[] {
  const around = steps(offsets, region.size, true);
  const left = Uint16Array.from(region.places);
  const stack = new Int32Array(region.voxels.length);
  const found: { place: number; voxels: number; least: number }[] = [];
  for (const seed of region.voxels) {
    const place = left[seed];
    if (place === 0) continue;
    let [top, size, least] = [0, 0, Infinity];
    stack[top++] = seed;
    left[seed] = 0;
    while (top > 0) {
      const at = stack[--top];
      size++;
      if (carried !== undefined && carried[at] < least) least = carried[at];
      for (let a = 0; a < around.length; a++) {
        const next = at + around[a];
        if (left[next] !== place) continue;
        left[next] = 0;
        stack[top++] = next;
      }
    }
    found.push({ place, voxels: size, least });
  }
  return found;
}
