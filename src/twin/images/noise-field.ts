/**
 * Smooth random fields in the patient: independent normal numbers on a coarse lattice, joined by cubic B-splines.
 *
 * A field lies in millimetres, so that two sequences with different voxels see the same structure. Its standard
 * deviation is about 1; its scale is the lattice's spacing. On a whole grid it is computed axis by axis.
 * Source: cubic B-splines, Unser, IEEE Signal Process. Mag. 16 (1999) 22-38.
 */

import type { Geometry, Triple } from "../../io/volume.js";
import type { Random } from "../../math/random.js";

export interface NoiseField {
  /** Lattice points along x, y, z. */
  readonly size: Triple;
  /** Distance of lattice points, mm. */
  readonly spacing: Triple;
  /** Lattice point 0, mm. */
  readonly origin: Triple;
  readonly values: Float32Array;
}

/** 1 / √(mean variance of a B-spline sum of unit noise), cubed for three axes: the mean over a cell is 151/315. */
const UNIT = (315 / 151) * Math.sqrt(315 / 151);

/**
 * @param reach half the width of the box around the centre that it covers, mm
 * @param spacing scale along each axis, mm
 */
export function noiseField(random: Random, reach: Triple, spacing: Triple): NoiseField {
  const size = [0, 1, 2].map((d) => Math.ceil((2 * reach[d]) / spacing[d]) + 4);
  const origin = [0, 1, 2].map((d) => -0.5 * (size[d] - 1) * spacing[d]);
  const values = new Float32Array(size[0] * size[1] * size[2]);
  for (let i = 0; i < values.length; i++) values[i] = UNIT * random.normal();
  return {
    size: [size[0], size[1], size[2]],
    spacing,
    origin: [origin[0], origin[1], origin[2]],
    values,
  };
}

/** The field at every voxel of a grid along the axes; beyond its box the border goes on. */
export function fieldOnGrid(field: NoiseField, grid: Geometry): Float32Array {
  const [nx, ny, nz] = grid.size;
  const [lx, ly, lz] = field.size;
  const [wx, wy, wz] = [0, 1, 2].map((d) => axisWeights(field, grid, d));
  const alongX = new Float32Array(nx * ly * lz);
  for (let row = 0; row < ly * lz; row++)
    for (let x = 0; x < nx; x++) {
      let sum = 0;
      for (let t = 0; t < 4; t++)
        sum += wx.weights[4 * x + t] * field.values[row * lx + wx.places[4 * x + t]];
      alongX[row * nx + x] = sum;
    }
  const alongY = combined(alongX, nx, ly, lz, wy, ny);
  return combined(alongY, nx * ny, lz, 1, wz, nz);
}

/** The field at one point, mm. */
export function fieldAt(field: NoiseField, x: number, y: number, z: number): number {
  const [lx, ly, lz] = field.size;
  const i = (x - field.origin[0]) / field.spacing[0];
  const j = (y - field.origin[1]) / field.spacing[1];
  const k = (z - field.origin[2]) / field.spacing[2];
  const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
  let sum = 0;
  for (let c = 0; c < 4; c++) {
    const wk = spline(k - k0, c);
    const plane = clamp(k0 - 1 + c, lz) * ly;
    for (let b = 0; b < 4; b++) {
      const w = wk * spline(j - j0, b);
      const row = (plane + clamp(j0 - 1 + b, ly)) * lx;
      for (let a = 0; a < 4; a++)
        sum += w * spline(i - i0, a) * field.values[row + clamp(i0 - 1 + a, lx)];
    }
  }
  return sum;
}

interface AxisWeights {
  /** Four lattice points and their weights for each voxel. */
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

function axisWeights(field: NoiseField, grid: Geometry, d: number): AxisWeights {
  const n = grid.size[d];
  const [places, weights] = [new Int32Array(4 * n), new Float64Array(4 * n)];
  for (let i = 0; i < n; i++) {
    const at = (grid.origin[d] + i * grid.spacing[d] - field.origin[d]) / field.spacing[d];
    const first = Math.floor(at);
    for (let t = 0; t < 4; t++) {
      places[4 * i + t] = clamp(first - 1 + t, field.size[d]);
      weights[4 * i + t] = spline(at - first, t);
    }
  }
  return { places, weights };
}

/** From `inner` x `before` x `outer` to `inner` x `after` x `outer`. */
function combined(
  from: Float32Array,
  inner: number,
  before: number,
  outer: number,
  { places, weights }: AxisWeights,
  after: number,
): Float32Array {
  const to = new Float32Array(inner * after * outer);
  for (let o = 0; o < outer; o++)
    for (let y = 0; y < after; y++) {
      const base = o * before;
      const [a, b, c, d] = [0, 1, 2, 3].map((t) => (base + places[4 * y + t]) * inner);
      const [u, v, w, q] = [0, 1, 2, 3].map((t) => weights[4 * y + t]);
      const at = (o * after + y) * inner;
      for (let x = 0; x < inner; x++)
        to[at + x] = u * from[a + x] + v * from[b + x] + w * from[c + x] + q * from[d + x];
    }
  return to;
}

/** Weight of lattice point `tap` (0 to 3, the second is at or before the place) at the fraction `f`. */
function spline(f: number, tap: number): number {
  const g = 1 - f;
  if (tap === 0) return (g * g * g) / 6;
  if (tap === 1) return (4 - 6 * f * f + 3 * f * f * f) / 6;
  if (tap === 2) return (4 - 6 * g * g + 3 * g * g * g) / 6;
  return (f * f * f) / 6;
}

function clamp(i: number, n: number): number {
  return i < 0 ? 0 : i >= n ? n - 1 : i;
}
