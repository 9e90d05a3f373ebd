/**
 * How many steps a voxel of a region is from its edge: 1 at the edge. Steps go to the six neighbours that share a face
 * (four within a slice), and all outside the image is outside the region. Two sweeps over the image are exact for this
 * distance (Rosenfeld & Pfaltz, J. ACM 13 (1966) 471–494). IBSI 3.9.
 */

import type { Mask } from "../../io/volume.js";

/** @param inSlice look within slices only */
export function borderDistance({ values, size }: Mask, inSlice: boolean): Int32Array {
  const [nx, ny, nz] = size;
  const distance = new Int32Array(values.length);
  const far = nx + ny + nz;
  const sweep = (sign: 1 | -1): void => {
    const from = (n: number): number => (sign === 1 ? 0 : n - 1);
    for (let k = from(nz); k >= 0 && k < nz; k += sign) {
      for (let j = from(ny); j >= 0 && j < ny; j += sign) {
        for (let i = from(nx); i >= 0 && i < nx; i += sign) {
          const at = i + nx * (j + ny * k);
          if (values[at] === 0) continue;
          const before = (inside: boolean, step: number): number =>
            inside ? distance[at - sign * step] : 0;
          const x = before(sign === 1 ? i > 0 : i < nx - 1, 1);
          const y = before(sign === 1 ? j > 0 : j < ny - 1, nx);
          const z = inSlice ? far : before(sign === 1 ? k > 0 : k < nz - 1, nx * ny);
          const least = 1 + Math.min(x, y, z);
          distance[at] = sign === 1 ? least : Math.min(distance[at], least);
        }
      }
    }
  };
  sweep(1);
  sweep(-1);
  return distance;
}
