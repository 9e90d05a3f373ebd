/** Morphological features. IBSI 3.1. Lengths in mm, areas in mm², volumes in mm³. */

import { regionLevels, regionSize } from "../../imaging/region.js";
import type { Mask, Volume } from "../../io/volume.js";
import { power } from "../../math/power.js";
import { largestDistance } from "../diameter.js";
import { regionMesh } from "../mesh.js";
import { principalVariances } from "../shape.js";
import { spatialAutocorrelation } from "./autocorrelation.js";
import { convexHull } from "./convex-hull.js";

/**
 * By IBSI's tags without their prefix. The oriented box and the minimum-volume ellipsoid, which IBSI leaves without
 * reference values, are left out.
 *
 * @param volume grey levels
 * @param morphological the region as drawn
 * @param intensity the region after resegmentation: for centre of mass shift, integrated intensity, Moran and Geary
 */
export function morphology(
  volume: Volume,
  morphological: Mask,
  intensity: Mask,
): Record<string, number> {
  const { area, volume: meshVolume, vertices } = regionMesh(morphological);
  const points = Array.from({ length: vertices.places.length / 3 }, (_, i) =>
    vertices.places.subarray(3 * i, 3 * i + 3),
  );
  const [sx, sy, sz] = volume.spacing;
  const [least, minor, major] = principalVariances(morphological, "n-1").map((variance) =>
    Math.sqrt(variance),
  );
  const [a, b, c] = [2 * major, 2 * minor, 2 * least];
  const hull = convexHull(points.map(([z, y, x]) => [(x * sx) / 2, (y * sy) / 2, (z * sz) / 2]));
  const sides = [2, 1, 0].map((d) => {
    const [low, high] = points.reduce(
      ([l, h], p) => [Math.min(l, p[d]), Math.max(h, p[d])],
      [Infinity, -Infinity],
    );
    return ((high - low) / 2) * volume.spacing[2 - d];
  });
  const sphere = power(36 * Math.PI * meshVolume * meshVolume, 1 / 3);
  const levels = regionLevels(volume, intensity);
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const { moran, geary } = spatialAutocorrelation(volume, intensity);
  return {
    volume: meshVolume,
    vol_approx: regionSize(morphological) * sx * sy * sz,
    area_mesh: area,
    av: area / meshVolume,
    comp_1: meshVolume / (Math.sqrt(Math.PI) * area * Math.sqrt(area)),
    comp_2: (36 * Math.PI * meshVolume * meshVolume) / (area * area * area),
    sph_dispr: area / sphere,
    sphericity: sphere / area,
    asphericity: area / sphere - 1,
    com: centreOfMassShift(volume, morphological, intensity),
    diam: largestDistance(vertices, [sz, sy, sx]),
    pca_maj_axis: 4 * major,
    pca_min_axis: 4 * minor,
    pca_least_axis: 4 * least,
    pca_elongation: minor / major,
    pca_flatness: least / major,
    vol_dens_aabb: meshVolume / (sides[0] * sides[1] * sides[2]),
    area_dens_aabb: area / (2 * (sides[0] * sides[1] + sides[1] * sides[2] + sides[0] * sides[2])),
    vol_dens_aee: meshVolume / ((4 / 3) * Math.PI * a * b * c),
    area_dens_aee: area / ellipsoidArea(a, b, c),
    vol_dens_conv_hull: meshVolume / hull.volume,
    area_dens_conv_hull: area / hull.area,
    integ_int: mean * meshVolume,
    moran_i: moran,
    geary_c: geary,
  };
}

function centreOfMassShift(volume: Volume, morphological: Mask, intensity: Mask): number {
  const drawn = weightedCentre(morphological, () => 1);
  const weighted = weightedCentre(intensity, (at) => volume.values[at]);
  return Math.sqrt(
    drawn.reduce((sum, c, d) => sum + ((c - weighted[d]) * volume.spacing[d]) ** 2, 0),
  );
}

function weightedCentre(mask: Mask, weight: (at: number) => number): number[] {
  const [nx, ny, nz] = mask.size;
  const sums = [0, 0, 0];
  let total = 0;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask.values[at] === 0) continue;
        const w = weight(at);
        total += w;
        sums[0] += w * i;
        sums[1] += w * j;
        sums[2] += w * k;
      }
    }
  }
  return sums.map((sum) => sum / total);
}

/** Surface of an ellipsoid with semi-axes a ≥ b ≥ c by 20 terms of Maas' series, as IBSI prescribes it. */
function ellipsoidArea(a: number, b: number, c: number): number {
  const [alpha, beta] = [Math.sqrt(1 - (b * b) / (a * a)), Math.sqrt(1 - (c * c) / (a * a))];
  if (alpha === 0 || beta === 0)
    return alpha === beta ? 4 * Math.PI * a * a : spheroidArea(a, beta);
  const x = (alpha * alpha + beta * beta) / (2 * alpha * beta);
  let [before, legendre, product, sum] = [0, 1, 1, 0];
  for (let v = 0; v <= 20; v++) {
    sum += (product / (1 - 4 * v * v)) * legendre;
    [before, legendre] = [legendre, ((2 * v + 1) * x * legendre - v * before) / (v + 1)];
    product *= alpha * beta;
  }
  return 4 * Math.PI * a * b * sum;
}

/** An oblate spheroid: two equal long semi-axes a, eccentricity e. */
function spheroidArea(a: number, e: number): number {
  return 2 * Math.PI * a * a * (1 + (((1 - e * e) / e) * Math.log((1 + e) / (1 - e))) / 2);
}
