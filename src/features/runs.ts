/** Runs: voxels of one level in a row, along a direction. IBSI 3.7. */

import type { BinnedRegion } from "./binned-region.js";
import { countedCells, type LevelSizeMatrix } from "./level-size.js";
import { type Offset, steps } from "./neighbours.js";

export interface RunMatrix extends LevelSizeMatrix {
  /** Whether some line along the direction holds two voxels of the region; PyRadiomics drops directions where none does. */
  readonly hasLine: boolean;
}

/**
 * One matrix a direction. A voxel outside the region or of another level ends a run.
 *
 * A voxel at place l of its run, counted along the direction, says that there is a run of at least l voxels; runs of
 * exactly l are those of at least l less those of at least l + 1.
 */
export function runMatrices(region: BinnedRegion, offsets: readonly Offset[]): RunMatrix[] {
  const { places, voxels, levels, box } = region;
  const all = steps(offsets, region.size);
  const width = levels.length + 1;
  const atLeast = new Uint32Array((Math.max(box[0], box[1], box[2]) + 2) * width);
  const placeInRun = new Uint16Array(places.length);
  let longest = 0;
  return offsets.map((offset, o) => {
    const step = all[o];
    atLeast.fill(0, 0, (longest + 1) * width);
    let adjacent = 0;
    longest = 0;
    for (let v = 0; v < voxels.length; v++) {
      const at = voxels[v];
      const place = places[at];
      const before = places[at - step];
      adjacent |= before;
      const length = before === place ? placeInRun[at - step] + 1 : 1;
      placeInRun[at] = length;
      atLeast[length * width + place]++;
      if (length > longest) longest = length;
    }
    for (let c = width; c < longest * width; c++) atLeast[c] -= atLeast[c + width];
    const matrix = matrixOf(atLeast.subarray(0, (longest + 1) * width), levels);
    return { ...matrix, hasLine: adjacent !== 0 || hasDistantPair(region, offset, step) };
  });
}

function matrixOf(counts: Uint32Array, levels: Float64Array): LevelSizeMatrix {
  const width = levels.length + 1;
  let cells = 0;
  for (let c = 0; c < counts.length; c++) if (counts[c] !== 0) cells++;
  const [level, size, count] = [
    new Float64Array(cells),
    new Float64Array(cells),
    new Float64Array(cells),
  ];
  let to = 0;
  for (let length = 0, c = 0; c < counts.length; length++)
    for (let place = 0; place < width; place++, c++) {
      if (counts[c] === 0) continue;
      level[to] = levels[place - 1];
      size[to] = length;
      count[to++] = counts[c];
    }
  return { level, size, count };
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
  const { place, voxels } = zones(region, offsets);
  return countedCells(place, voxels, region.levels);
}

/** Zones in the order of their first voxels. */
export interface Zones {
  /** 1 + place of the level. */
  readonly place: Uint16Array;
  /** How many the zone has. */
  readonly voxels: Int32Array;
  /** The smallest of a value that its voxels carry. */
  readonly least: Float64Array;
}

/** @param carried a value for each place of the region (for distance zones) */
export function zones(
  region: BinnedRegion,
  offsets: readonly Offset[],
  carried?: Float64Array,
): Zones {
  const around = steps(offsets, region.size, true);
  const left = region.places.slice();
  const most = region.voxels.length;
  const stack = new Int32Array(most);
  const [places, sizes] = [new Uint16Array(most), new Int32Array(most)];
  const leasts = new Float64Array(carried === undefined ? 0 : most);
  let found = 0;
  for (let v = 0; v < most; v++) {
    const seed = region.voxels[v];
    const place = left[seed];
    if (place === 0) continue;
    let [top, size, least] = [1, 0, Infinity];
    stack[0] = seed;
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
    places[found] = place;
    sizes[found] = size;
    if (carried !== undefined) leasts[found] = least;
    found++;
  }
  return {
    place: places.subarray(0, found),
    voxels: sizes.subarray(0, found),
    least: leasts.subarray(0, found),
  };
}
