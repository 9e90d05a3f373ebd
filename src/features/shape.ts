/**
 * Shape in space: what a region is, whatever its grey levels.
 * Source: PyRadiomics 3 documentation, "Shape Features (3D)"; IBSI 3.1.
 */

import { regionBox, regionSize } from "../imaging/region.js";
import type { Mask } from "../io/volume.js";
import { symmetricEigenvalues3 } from "../math/eigen.js";
import { power } from "../math/power.js";
import { largestDistance, largestDistanceInPlanes, pointsOf } from "./diameter.js";
import { regionMesh } from "./mesh.js";

/**
 * 14 features by PyRadiomics' names, and the deprecated Compactness1, Compactness2 and SphericalDisproportion.
 * Lengths in mm, areas in mm², volumes in mm³.
 *
 * @throws RangeError if the region is empty
 */
export function shapeFeatures(mask: Mask): Record<string, number> {
  const { area, volume, vertices } = regionMesh(mask);
  const points = pointsOf(vertices);
  const spacing = [mask.spacing[2], mask.spacing[1], mask.spacing[0]] as const;
  const [least, minor, major] = principalVariances(mask).map((variance) => Math.sqrt(variance));
  const sphere = power(36 * Math.PI * volume * volume, 1 / 3);
  return {
    Compactness1: volume / (Math.sqrt(Math.PI) * area * Math.sqrt(area)),
    Compactness2: (36 * Math.PI * volume * volume) / (area * area * area),
    Elongation: minor / major,
    Flatness: least / major,
    LeastAxisLength: 4 * least,
    MajorAxisLength: 4 * major,
    Maximum2DDiameterColumn: largestDistanceInPlanes(points, 1, spacing),
    Maximum2DDiameterRow: largestDistanceInPlanes(points, 2, spacing),
    Maximum2DDiameterSlice: largestDistanceInPlanes(points, 0, spacing),
    Maximum3DDiameter: largestDistance(points, spacing),
    MeshVolume: volume,
    MinorAxisLength: 4 * minor,
    Sphericity: sphere / area,
    SphericalDisproportion: area / sphere,
    SurfaceArea: area,
    SurfaceVolumeRatio: area / volume,
    VoxelVolume: regionSize(mask) * mask.spacing[0] * mask.spacing[1] * mask.spacing[2],
  };
}

/**
 * Eigenvalues, ascending, of the covariance of voxel centres in mm.
 *
 * @param divisor N (PyRadiomics) or N − 1 (IBSI)
 */
export function principalVariances(
  mask: Mask,
  divisor: "n" | "n-1" = "n",
): [number, number, number] {
  const { first, length } = regionBox(mask);
  const [nx, ny] = mask.size;
  let n = 0;
  const sums = [0, 0, 0];
  const products = [0, 0, 0, 0, 0, 0]; // xx xy xz yy yz zz, whole numbers about the middle of the box, exact
  const middle = [0, 1, 2].map((d) => first[d] + Math.floor(length[d] / 2));
  for (let k = first[2]; k < first[2] + length[2]; k++) {
    for (let j = first[1]; j < first[1] + length[1]; j++) {
      for (let i = first[0]; i < first[0] + length[0]; i++) {
        if (mask.values[i + nx * (j + ny * k)] === 0) continue;
        const [x, y, z] = [i - middle[0], j - middle[1], k - middle[2]];
        n++;
        sums[0] += x;
        sums[1] += y;
        sums[2] += z;
        products[0] += x * x;
        products[1] += x * y;
        products[2] += x * z;
        products[3] += y * y;
        products[4] += y * z;
        products[5] += z * z;
      }
    }
  }
  const by = divisor === "n" ? n : n - 1;
  const covariance = (a: number, b: number, product: number): number =>
    ((product - (sums[a] * sums[b]) / n) / by) * mask.spacing[a] * mask.spacing[b];
  const eigenvalues = symmetricEigenvalues3([
    covariance(0, 0, products[0]),
    covariance(0, 1, products[1]),
    covariance(0, 2, products[2]),
    covariance(1, 1, products[3]),
    covariance(1, 2, products[4]),
    covariance(2, 2, products[5]),
  ]);
  return eigenvalues.map((value) => (value < 0 && value > -1e-10 ? 0 : value)) as [
    number,
    number,
    number,
  ];
}
