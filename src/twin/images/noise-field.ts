/**
 * Smooth random fields in the patient: independent normal numbers on a coarse lattice, joined by cubic B-splines.
 *
 * A field lies in millimetres, so that two sequences with different voxels see the same structure. Its standard
 * deviation is about 1; its scale is the lattice's spacing. On a whole grid it is computed axis by axis.
 * Source: cubic B-splines, Unser, IEEE Signal Process. Mag. 16 (1999) 22-38.
 */

import type { Box } from "../../imaging/region.js";
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

/**
 * The field at every voxel of a grid along the axes; beyond the field's own box the border goes on.
 *
 * @param box where it is wanted: elsewhere the values are 0
 */
export function fieldOnGrid(field: NoiseField, grid: Geometry, box: Box): Float32Array {
  const [nx, ny, nz] = grid.size;
  const [lx, ly, lz] = field.size;
  const [x, y, z] = [0, 1, 2].map((d) => axisWeights(field, grid, d));
  const [inX, inY, inZ] = [0, 1, 2].map((d) => [box.first[d], box.first[d] + box.length[d]]);
  const alongX = new Float32Array(nx * ly * lz);
  for (let row = 0; row < ly * lz; row++)
    for (let i = inX[0]; i < inX[1]; i++) {
      let sum = 0;
      for (let t = 0; t < 4; t++)
        sum += x.weights[4 * i + t] * field.values[row * lx + x.places[4 * i + t]];
      alongX[row * nx + i] = sum;
    }
  const alongY = new Float32Array(nx * ny * lz);
  for (let k = 0; k < lz; k++)
    for (let j = inY[0]; j < inY[1]; j++)
      combineRows(alongX, nx, k * ly, y, j, alongY, k * ny + j, inX[0], inX[1]);
  const values = new Float32Array(nx * ny * nz);
  for (let k = inZ[0]; k < inZ[1]; k++) {
    if (inX[0] === 0 && inX[1] === nx)
      combineRows(alongY, nx * ny, 0, z, k, values, k, inY[0] * nx, inY[1] * nx);
    else
      for (let j = inY[0]; j < inY[1]; j++)
        combineRows(alongY, nx * ny, 0, z, k, values, k, inX[0] + j * nx, inX[1] + j * nx);
  }
  return values;
}

/** The field at one point, mm. */
export function fieldAt(field: NoiseField, x: number, y: number, z: number): number {
  const [lx, ly, lz] = field.size;
  const i = (x - field.origin[0]) / field.spacing[0];
  const j = (y - field.origin[1]) / field.spacing[1];
  const k = (z - field.origin[2]) / field.spacing[2];
  const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
  const f = i - i0;
  const [w0, w1, w2, w3] = [spline(f, 0), spline(f, 1), spline(f, 2), spline(f, 3)];
  const [p0, p1, p2, p3] = [clamp(i0 - 1, lx), clamp(i0, lx), clamp(i0 + 1, lx), clamp(i0 + 2, lx)];
  const { values } = field;
  let sum = 0;
  for (let c = 0; c < 4; c++) {
    const wk = spline(k - k0, c);
    const plane = clamp(k0 - 1 + c, lz) * ly;
    for (let b = 0; b < 4; b++) {
      const w = wk * spline(j - j0, b);
      const row = (plane + clamp(j0 - 1 + b, ly)) * lx;
      sum += w * w0 * values[row + p0];
      sum += w * w1 * values[row + p1];
      sum += w * w2 * values[row + p2];
      sum += w * w3 * values[row + p3];
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

/** Row `to` of a weighted sum of four rows of `width` numbers, those from `first` on; between the given columns. */
function combineRows(
  from: Float32Array,
  width: number,
  first: number,
  { places, weights }: AxisWeights,
  at: number,
  into: Float32Array,
  to: number,
  start: number,
  end: number,
): void {
  const t = 4 * at;
  const base = to * width;
  const a = (first + places[t]) * width;
  const b = (first + places[t + 1]) * width;
  const c = (first + places[t + 2]) * width;
  const d = (first + places[t + 3]) * width;
  const [u, v, w, q] = [weights[t], weights[t + 1], weights[t + 2], weights[t + 3]];
  for (let i = start; i < end; i++)
    into[base + i] = u * from[a + i] + v * from[b + i] + w * from[c + i] + q * from[d + i];
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
