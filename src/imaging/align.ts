/** A mask on the grid of an image: refused where it lies elsewhere, or moved there on request. */

import {
  type Geometry,
  geometryDifference,
  indexOfPoint,
  type Mask,
  patientPoint,
  type Volume,
} from "../io/volume.js";
import { regionBox } from "./region.js";

/**
 * @param correct resample the mask by nearest neighbour where the grids differ
 * @throws RangeError if the grids differ and may not be corrected, or the region lies outside the image
 */
export function alignedMask(volume: Volume, mask: Mask, tolerance: number, correct: boolean): Mask {
  const difference = geometryDifference(volume, mask, tolerance);
  if (difference === null) return mask;
  if (!correct) {
    throw new RangeError(
      `image and mask must lie on the same grid; ${difference}; resample the mask, or let it be done (correctMask)`,
    );
  }
  return maskOnGrid(mask, volume);
}

/** The region on any other grid, by nearest neighbour. @throws RangeError if its box reaches beyond the grid */
export function maskOnGrid(mask: Mask, grid: Geometry): Mask {
  const { first, length } = regionBox(mask);
  for (let corner = 0; corner < 8; corner++) {
    const index = [0, 1, 2].map((d) => first[d] + ((corner >> d) & 1) * (length[d] - 1)) as [
      number,
      number,
      number,
    ];
    const at = indexOfPoint(grid, patientPoint(mask, index));
    if (at.some((c, d) => c < -0.5 - 1e-3 || c > grid.size[d] - 0.5 + 1e-3)) {
      throw new RangeError(
        `the region must lie inside the image; a corner of its box lies at index ${at.map((c) => c.toFixed(1)).join(", ")} of ${grid.size.join(" x ")}`,
      );
    }
  }
  const [nx, ny, nz] = grid.size;
  const values = new Uint8Array(nx * ny * nz);
  for (let k = 0, to = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, to++) {
        const [x, y, z] = indexOfPoint(mask, patientPoint(grid, [i, j, k])).map((c) =>
          Math.floor(c + 0.5),
        );
        if (x < 0 || y < 0 || z < 0 || x >= mask.size[0] || y >= mask.size[1] || z >= mask.size[2])
          continue;
        values[to] = mask.values[x + mask.size[0] * (y + mask.size[1] * z)];
      }
    }
  }
  const { size, spacing, origin, direction } = grid;
  return { size, spacing, origin, direction, values };
}
