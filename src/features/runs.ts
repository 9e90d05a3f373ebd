/** Runs: voxels of one level in a row, along a direction. IBSI 3.7. */

import type { BinnedRegion } from "./binned-region.js";
import { countedCells, type LevelSizeMatrix } from "./level-size.js";
import { type Offset, steps } from "./neighbours.js";
import { countRuns, fillZones } from "./region-memory.js";

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
  const all = steps(offsets, region.size);
  const width = region.levels.length + 1;
  const most = Math.max(...region.box);
  return offsets.map((offset, o) => {
    const { counts, longest, touched } = countRuns(region, all[o], most);
    for (let c = width; c < longest * width; c++) counts[c] -= counts[c + width];
    const matrix = matrixOf(counts, region.levels);
    return { ...matrix, hasLine: touched || hasDistantPair(region, offset, all[o]) };
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
  const { places, sizes } = fillZones(region, steps(offsets, region.size, true));
  return countedCells(places, sizes, region.levels);
}

/** Zones by the least distance of their voxels. IBSI 3.9. @param distance at each place of the box */
export function distanceZoneMatrix(
  region: BinnedRegion,
  offsets: readonly Offset[],
  distance: Float64Array,
): LevelSizeMatrix {
  const { places, sizes, voxels } = fillZones(region, steps(offsets, region.size, true));
  const least = new Float64Array(places.length).fill(Infinity);
  for (let zone = 0, v = 0; zone < least.length; zone++)
    for (const end = v + sizes[zone]; v < end; v++)
      least[zone] = Math.min(least[zone], distance[voxels[v]]);
  return countedCells(places, least, region.levels);
}
