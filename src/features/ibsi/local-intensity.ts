/** Local and global intensity peak: means over a sphere of 1 cm³ around voxels of the region. IBSI 3.2. */

import type { Mask, Volume } from "../../io/volume.js";
import { power } from "../../math/power.js";

/**
 * @returns `loc`: the mean around the region's brightest voxel (the highest, if several are as bright); `glob`: the highest
 *   mean around any voxel of the region. Voxels outside the region, but not outside the image, take part.
 */
export function localIntensity(volume: Volume, mask: Mask): { loc: number; glob: number } {
  const rows = sphereRows(10 * power(3 / (4 * Math.PI), 1 / 3), volume.spacing);
  const [nx, ny, nz] = volume.size;
  const before = runningSums(volume);
  let brightest = -Infinity;
  for (let i = 0; i < mask.values.length; i++)
    if (mask.values[i] === 1 && volume.values[i] > brightest) brightest = volume.values[i];
  let [loc, glob] = [-Infinity, -Infinity];
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask.values[at] === 0) continue;
        let sum = 0;
        let n = 0;
        for (const { dy, dz, half } of rows) {
          const y = j + dy;
          const z = k + dz;
          if (y < 0 || z < 0 || y >= ny || z >= nz) continue;
          const row = (nx + 1) * (y + ny * z);
          const low = Math.max(0, i - half);
          const high = Math.min(nx - 1, i + half);
          sum += before[row + high + 1] - before[row + low];
          n += high - low + 1;
        }
        const mean = sum / n;
        if (mean > glob) glob = mean;
        if (volume.values[at] === brightest && mean > loc) loc = mean;
      }
    }
  }
  return { loc, glob };
}

/** Of each row along x: the sums of the first 0, 1, … nx levels. */
function runningSums({ values, size: [nx, ny, nz] }: Volume): Float64Array {
  const sums = new Float64Array((nx + 1) * ny * nz);
  for (let row = 0; row < ny * nz; row++) {
    let sum = 0;
    for (let i = 0; i < nx; i++) {
      sum += values[row * nx + i];
      sums[row * (nx + 1) + i + 1] = sum;
    }
  }
  return sums;
}

/** A sphere as rows along x: how far each reaches to both sides of the centre, in voxels. */
function sphereRows(
  radius: number,
  [sx, sy, sz]: readonly [number, number, number],
): { dy: number; dz: number; half: number }[] {
  const rows = [];
  for (let dz = -Math.floor(radius / sz); dz <= Math.floor(radius / sz); dz++) {
    for (let dy = -Math.floor(radius / sy); dy <= Math.floor(radius / sy); dy++) {
      const within = (x: number): boolean =>
        (x * sx) ** 2 + (dy * sy) ** 2 + (dz * sz) ** 2 <= radius * radius;
      if (!within(0)) continue;
      let half = 0;
      while (within(half + 1)) half++;
      rows.push({ dy, dz, half });
    }
  }
  return rows;
}
