/**
 * Shape in space: what a region is, whatever its grey levels.
 * Source: PyRadiomics 3 documentation, "Shape Features (3D)"; IBSI 3.1.
 */

import { crop, regionBox, regionSize } from "../imaging/region.js";
import type { Mask } from "../io/volume.js";
import { symmetricEigenvalues3 } from "../math/eigen.js";
import { power } from "../math/power.js";
import { largestDistance, largestDistanceInPlanes } from "./diameter.js";
import { regionMesh } from "./mesh.js";
import { shapeMemory } from "./shape-kernel.js";

/**
 * 14 features by PyRadiomics' names, and the deprecated Compactness1, Compactness2 and SphericalDisproportion.
 * Lengths in mm, areas in mm², volumes in mm³.
 *
 * @throws RangeError if the region is empty
 */
export function shapeFeatures(mask: Mask): Record<string, number> {
  const { area, volume, vertices } = regionMesh(mask);
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
    Maximum2DDiameterColumn: largestDistanceInPlanes(vertices, 1, spacing),
    Maximum2DDiameterRow: largestDistanceInPlanes(vertices, 2, spacing),
    Maximum2DDiameterSlice: largestDistanceInPlanes(vertices, 0, spacing),
    Maximum3DDiameter: largestDistance(vertices, spacing),
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
  const { values, size } = crop(mask, regionBox(mask));
  const [mx, my, mz] = size.map((length) => Math.floor(length / 2)); // about the middle, whole numbers are exact
  const room = shapeMemory.open(values.length + 8 * 10);
  const moments = room.take(Float64Array, 10);
  room.kernel.moments(
    room.copy(values).byteOffset,
    size[0],
    size[1],
    size[2],
    mx,
    my,
    mz,
    moments.byteOffset,
  );
  const [n, sx, sy, sz, ...products] = moments;
  const sums = [sx, sy, sz];
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
  const rounding = Number.EPSILON * eigenvalues[2]; // an extent of 0 comes out as less than this
  return eigenvalues.map((value) => (value < rounding && value > -1e-10 ? 0 : value)) as [
    number,
    number,
    number,
  ];
}
