/** Runs: voxels of one level in a row, along a direction. IBSI 3.7. */

import type { BinnedRegion } from "./binned-region.js";
import type { LevelSizeMatrix } from "./level-size.js";
import { type Offset, steps } from "./neighbours.js";
import { countRuns } from "./region-counts.js";
import { countZones } from "./zone-counts.js";

export interface RunMatrix extends LevelSizeMatrix {
  /** Whether some line along the direction holds two voxels of the region; PyRadiomics drops directions where none does. */
  readonly hasLine: boolean;
}

/** One matrix a direction. A voxel outside the region or of another level ends a run. */
export function runMatrices(region: BinnedRegion, offsets: readonly Offset[]): RunMatrix[] {
  const all = steps(offsets, region.size);
  const most = Math.max(...region.box);
  return Array.from(countRuns(region, all, most), ({ cells, touched }, o) => {
    const hasLine = touched || hasDistantPair(region, offsets[o], all[o]);
    return { cells, highest: region.highest, hasLine };
  });
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

/** Zones: connected voxels of one level, in space or in planes. IBSI 3.8. @param acrossPlane the axis across them, 0 = z */
export function zoneMatrix(region: BinnedRegion, acrossPlane: 0 | 1 | 2 | null): LevelSizeMatrix {
  return { cells: countZones(region, acrossPlane, null), highest: region.highest };
}

/** Zones by the least distance of their voxels. IBSI 3.9. @param distance at each place of the box */
export function distanceZoneMatrix(
  region: BinnedRegion,
  acrossPlane: 0 | 1 | 2 | null,
  distance: Float64Array,
): LevelSizeMatrix {
  return { cells: countZones(region, acrossPlane, distance), highest: region.highest };
}
