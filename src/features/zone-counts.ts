/** The zones of a region: voxels of one level that hang together, filled from voxel to voxel by the compiled loops. */

import type { BinnedRegion } from "./binned-region.js";
import type { Cells } from "./region-counts.js";
import { loadRegion } from "./texture-kernel.js";

/**
 * Cells of a level and the size of its zones; or, with distances, the least of their voxels.
 *
 * @param acrossPlane the axis along which voxels are no neighbours, 0 = z
 * @param distance at each place of the box, a whole number
 */
export function countZones(
  region: BinnedRegion,
  acrossPlane: 0 | 1 | 2 | null,
  distance: Float64Array | null,
): Cells {
  const count = region.voxels.length;
  const width = region.levels.length + 1;
  const rows = neighbourRows(region, acrossPlane);
  const keyCount = distance === null ? Math.ceil(count / few) : count; // not many zones can have many voxels
  const tableBytes = 4 * few * width;
  const cellCount = Math.min(count, few * width + keyCount);
  const { room, voxels, levels } = loadRegion(
    region,
    2 * region.places.length +
      4 * rows.length +
      10 * count +
      tableBytes +
      16 * (keyCount + 128) +
      24 * cellCount,
  );
  const left = room.copy(region.places).byteOffset;
  const queue = room.take(Uint32Array, count);
  const zonePlaces = room.reserve(2 * count);
  const sizes = room.take(Uint32Array, count);
  const found = room.kernel.zones(
    left,
    voxels,
    count,
    room.copy(rows).byteOffset,
    rows.length,
    acrossPlane !== 2,
    queue.byteOffset,
    zonePlaces,
    sizes.byteOffset,
  );
  if (distance !== null) leastDistances(queue, sizes.subarray(0, found), distance);
  const table = room.reserve(tableBytes);
  const keys = room.reserve(8 * keyCount);
  const spare = room.reserve(8 * (keyCount + 128));
  const cells = room.take(Float64Array, 3 * cellCount);
  room.kernel.clear(table, tableBytes);
  const filled = room.kernel.zoneCells(
    zonePlaces,
    sizes.byteOffset,
    found,
    few,
    width,
    table,
    keys,
    spare,
    levels,
    cells.byteOffset,
  );
  return cells.slice(0, 3 * filled);
}

/** Sizes of zones below this are counted in a table. */
const few = 64;

/** Steps in bytes to the rows along x that hold neighbours. */
function neighbourRows({ size }: BinnedRegion, acrossPlane: 0 | 1 | 2 | null): Int32Array {
  const [near, still] = [[-1, 0, 1], [0]];
  return Int32Array.from(
    (acrossPlane === 0 ? still : near).flatMap((z) =>
      (acrossPlane === 1 ? still : near).map((y) => 2 * size[0] * (y + size[1] * z)),
    ),
  );
}

/** Each zone's size becomes the least distance of its voxels, which stand one zone after another. */
function leastDistances(voxels: Uint32Array, sizes: Uint32Array, distance: Float64Array): void {
  for (let zone = 0, v = 0; zone < sizes.length; zone++) {
    let least = Infinity;
    for (const end = v + sizes[zone]; v < end; v++) least = Math.min(least, distance[voxels[v]]);
    sizes[zone] = least;
  }
}
