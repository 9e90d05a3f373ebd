/**
 * Local binary patterns in space: how a voxel's neighbours on a sphere compare with it.
 *
 * Source: Banerjee et al., IEEE ISBI 2012, 1308–1311 (by spherical harmonics), as PyRadiomics 3 uses it.
 */

import type { Volume, VoxelArray } from "../../io/volume.js";
import { resample } from "../resample.js";
import { icosphere, sphericalHarmonic } from "./sphere.js";

/**
 * One image a level (`m1`, `m2`, …) and the kurtosis of the sampled values (`k`). Values between voxels
 * by cubic B-spline, rounded to the image's number type as SciPy's `map_coordinates` does before the comparison; voxels of an axis shorter than the sphere see zeros.
 *
 * @param levels spherical harmonics of degree 0 to levels − 1
 * @param subdivisions of the icosahedron; 1 gives 42 points
 */
export function localBinaryPattern3D(
  volume: Volume,
  {
    levels = 2,
    radius = 1,
    subdivisions = 1,
  }: { levels?: number; radius?: number; subdivisions?: number } = {},
): { readonly name: string; readonly volume: Volume }[] {
  const points = icosphere(subdivisions);
  const samples = points.map((point) =>
    storedAs(
      volume.values,
      shifted(
        volume,
        point.map((c) => c * radius),
      ),
    ),
  );
  const n = volume.values.length;
  const images = Array.from({ length: levels }, () => new Float64Array(n));
  const kurtosis = new Float64Array(n);
  const harmonics = Array.from({ length: levels }, (_, degree) =>
    Array.from({ length: 2 * degree + 1 }, (_, i) =>
      points.map((point) => sphericalHarmonic(degree, i - degree, point)),
    ),
  );
  for (let i = 0; i < n; i++) {
    const centre = volume.values[i];
    for (let degree = 0; degree < levels; degree++)
      images[degree][i] = response(harmonics[degree], samples, i, centre);
    kurtosis[i] = excessKurtosis(samples, i);
  }
  return [
    ...images.map((values, degree) => ({ name: `m${degree + 1}`, volume: { ...volume, values } })),
    { name: "k", volume: { ...volume, values: kurtosis } },
  ];
}

type Complex = readonly [re: number, im: number];

/** √ Σ_v F(v)², F(v) = Σ_m c_m Y_m(v), c_m = Σ_v f_v Y_m(v), its real part. */
function response(
  harmonics: readonly (readonly Complex[])[],
  samples: readonly Float64Array[],
  i: number,
  centre: number,
): number {
  const sums = harmonics[0].map((): [number, number] => [0, 0]);
  for (const harmonic of harmonics) {
    let [re, im] = [0, 0];
    harmonic.forEach(([a, b], v) => {
      if (samples[v][i] < centre) return;
      re += a;
      im += b;
    });
    harmonic.forEach(([a, b], v) => {
      sums[v][0] += re * a - im * b;
      sums[v][1] += re * b + im * a;
    });
  }
  let [re, im] = [0, 0];
  for (const [a, b] of sums) {
    re += a * a - b * b;
    im += 2 * a * b;
  }
  return Math.sqrt((Math.hypot(re, im) + re) / 2);
}

function excessKurtosis(samples: readonly Float64Array[], i: number): number {
  const n = samples.length;
  let mean = 0;
  for (const sample of samples) mean += sample[i];
  mean /= n;
  let [m2, m4] = [0, 0];
  for (const sample of samples) {
    const square = (sample[i] - mean) ** 2;
    m2 += square;
    m4 += square * square;
  }
  return m2 === 0 ? -3 : (m4 * n) / (m2 * m2) - 3;
}

/** The image moved by an offset. The point (x, y, z) is added to the index (z, y, x) without reordering, as the source does. */
function shifted(volume: Volume, [a, b, c]: readonly number[]): Float64Array {
  const { size, spacing, origin, direction } = volume;
  const grid = {
    size,
    spacing,
    origin,
    direction,
    start: [c, b, a] as const,
    step: [1, 1, 1] as const,
  };
  const moved = resample(volume, grid, { interpolator: "b-spline", outside: "zero" })
    .values as Float64Array;
  zeroOutside(moved, size, [c, b, a]);
  return moved;
}

/** Values are zero as soon as a point leaves the voxel centres' box. */
function zeroOutside(
  values: Float64Array,
  [nx, ny, nz]: readonly number[],
  start: readonly number[],
): void {
  const outside = (index: number, d: number, n: number): boolean =>
    index + start[d] < 0 || index + start[d] > n - 1;
  for (let k = 0, i = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const away = outside(k, 2, nz) || outside(j, 1, ny);
      for (let x = 0; x < nx; x++, i++) if (away || outside(x, 0, nx)) values[i] = 0;
    }
  }
}

/** Levels between voxels in the number type of the image: whole numbers are rounded, halves away from 0, and bounded. */
function storedAs(type: VoxelArray, levels: Float64Array): Float64Array {
  if (type instanceof Float64Array) return levels;
  if (type instanceof Float32Array) return levels.map(Math.fround);
  const signed =
    type instanceof Int8Array || type instanceof Int16Array || type instanceof Int32Array;
  const values = 2 ** (8 * type.BYTES_PER_ELEMENT);
  const [least, most] = signed ? [-values / 2, values / 2 - 1] : [0, values - 1];
  return levels.map((level) =>
    Math.min(most, Math.max(least, Math.sign(level) * Math.floor(Math.abs(level) + 0.5))),
  );
}
