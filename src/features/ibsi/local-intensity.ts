/** Local and global intensity peak: means over a sphere of 1 cm³ around voxels of the region. IBSI 3.2. */

import type { Mask, Volume } from "../../io/volume.js";
import { power } from "../../math/power.js";

/**
 * @returns `loc`: the mean around the region's brightest voxel (the highest, if several are as bright); `glob`: the highest
 *   mean around any voxel of the region. Voxels outside the region, but not outside the image, take part.
 */
export function localIntensity(volume: Volume, mask: Mask): { loc: number; glob: number } {
  const sphere = offsetsWithin(10 * power(3 / (4 * Math.PI), 1 / 3), volume.spacing);
  const [nx, ny, nz] = volume.size;
  let brightest = -Infinity;
  for (let i = 0; i < mask.values.length; i++)
    if (mask.values[i] === 1 && volume.values[i] > brightest) brightest = volume.values[i];
  let [loc, glob] = [-Infinity, -Infinity];
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask.values[at] === 0) continue;
        let [sum, n] = [0, 0];
        for (const [dx, dy, dz] of sphere) {
          const [x, y, z] = [i + dx, j + dy, k + dz];
          if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
          sum += volume.values[x + nx * (y + ny * z)];
          n++;
        }
        const mean = sum / n;
        if (mean > glob) glob = mean;
        if (volume.values[at] === brightest && mean > loc) loc = mean;
      }
    }
  }
  return { loc, glob };
}

function offsetsWithin(
  radius: number,
  spacing: readonly [number, number, number],
): [number, number, number][] {
  const reach = spacing.map((s) => Math.floor(radius / s));
  const found: [number, number, number][] = [];
  for (let z = -reach[2]; z <= reach[2]; z++) {
    for (let y = -reach[1]; y <= reach[1]; y++) {
      for (let x = -reach[0]; x <= reach[0]; x++) {
        if (
          (x * spacing[0]) ** 2 + (y * spacing[1]) ** 2 + (z * spacing[2]) ** 2 <=
          radius * radius
        )
          found.push([x, y, z]);
      }
    }
  }
  return found;
}
