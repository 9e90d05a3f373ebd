/**
 * A three-dimensional image and where it lies in the patient: the one convention of this project.
 *
 * Voxels are stored x fastest, then y, then z. `origin` is the centre of the first voxel in patient
 * coordinates, LPS (x grows to the left, y to posterior, z to superior), in mm. Column d of `direction` is
 * the unit vector along which index d grows; files in other conventions (NIfTI's RAS) are turned on reading.
 */

import { InputError } from "./input-error.js";

/** (x, y, z). */
export type Triple = readonly [x: number, y: number, z: number];

/** 3 x 3, row-major; column d is the unit vector of index d. */
export type Direction = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** Where a grid of voxels lies. */
export interface Geometry {
  /** Voxels along x, y, z. */
  readonly size: Triple;
  /** Distance of neighbouring voxel centres, mm. */
  readonly spacing: Triple;
  /** Centre of voxel (0, 0, 0), mm, LPS. */
  readonly origin: Triple;
  readonly direction: Direction;
}

/** Grey levels. Files of whole numbers stay whole numbers; whatever is computed is Float64 or Float32. */
export type VoxelArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

export interface Volume extends Geometry {
  /** size[0] · size[1] · size[2] grey levels, x fastest. */
  readonly values: VoxelArray;
}

/** A region: 1 inside, 0 outside. */
export interface Mask extends Geometry {
  readonly values: Uint8Array;
}

export const IDENTITY_DIRECTION: Direction = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Number of voxels of a grid. */
export function voxelCount({ size }: Geometry): number {
  return size[0] * size[1] * size[2];
}

/**
 * Refuse a geometry that no scanner makes.
 *
 * @param place the file, for the message
 * @throws InputError if a size is not a positive whole number, a spacing not positive and finite, the origin
 *   not finite, or the direction not orthonormal within 1e-4
 */
export function checkGeometry(geometry: Geometry, place: string): void {
  const { size, spacing, origin, direction } = geometry;
  if (!size.every((n) => Number.isInteger(n) && n > 0)) {
    throw new InputError(
      `a volume must have at least one voxel along each axis; its size is ${size.join(" x ")}`,
      place,
    );
  }
  if (!spacing.every((s) => Number.isFinite(s) && s > 0)) {
    throw new InputError(`spacing must be positive; it is ${spacing.join(", ")} mm`, place);
  }
  if (!origin.every(Number.isFinite))
    throw new InputError(`the origin must be finite; it is ${origin.join(", ")}`, place);
  for (let a = 0; a < 3; a++) {
    for (let b = a; b < 3; b++) {
      const dot =
        direction[a] * direction[b] +
        direction[3 + a] * direction[3 + b] +
        direction[6 + a] * direction[6 + b];
      if (!(Math.abs(dot - (a === b ? 1 : 0)) <= 1e-4)) {
        throw new InputError(
          `the axes of a volume must be orthogonal unit vectors; axes ${a} and ${b} have the scalar product ${dot}; resample the image to an orthogonal grid first`,
          place,
        );
      }
    }
  }
}

/** Determinant of the direction: 1 for a right-handed grid, −1 for a left-handed one. */
export function handedness({ direction: d }: Geometry): number {
  return (
    d[0] * (d[4] * d[8] - d[5] * d[7]) -
    d[1] * (d[3] * d[8] - d[5] * d[6]) +
    d[2] * (d[3] * d[7] - d[4] * d[6])
  );
}

/** Patient coordinates (mm, LPS) of a continuous index. */
export function patientPoint(geometry: Geometry, [i, j, k]: Triple): [number, number, number] {
  const { spacing, origin, direction: d } = geometry;
  const [x, y, z] = [i * spacing[0], j * spacing[1], k * spacing[2]];
  return [
    origin[0] + d[0] * x + d[1] * y + d[2] * z,
    origin[1] + d[3] * x + d[4] * y + d[5] * z,
    origin[2] + d[6] * x + d[7] * y + d[8] * z,
  ];
}

/** Continuous index of a point in patient coordinates; the direction is orthonormal, so its transpose inverts it. */
export function indexOfPoint(geometry: Geometry, point: Triple): [number, number, number] {
  const { spacing, origin, direction: d } = geometry;
  const [x, y, z] = [point[0] - origin[0], point[1] - origin[1], point[2] - origin[2]];
  return [
    (d[0] * x + d[3] * y + d[6] * z) / spacing[0],
    (d[1] * x + d[4] * y + d[7] * z) / spacing[1],
    (d[2] * x + d[5] * y + d[8] * z) / spacing[2],
  ];
}

/**
 * Why two grids are not the same, in words, or null if they are.
 *
 * @param tolerance mm for origin and spacing (times the first spacing), absolute for direction cosines; ITK's default is 1e-6
 */
export function geometryDifference(
  a: Geometry,
  b: Geometry,
  tolerance: number = 1e-6,
): string | null {
  const length = tolerance * a.spacing[0];
  if (a.size.some((n, d) => n !== b.size[d]))
    return `their sizes are ${a.size.join(" x ")} and ${b.size.join(" x ")}`;
  if (a.spacing.some((s, d) => Math.abs(s - b.spacing[d]!) > length)) {
    return `their spacings are ${a.spacing.join(", ")} and ${b.spacing.join(", ")} mm`;
  }
  if (a.origin.some((o, d) => Math.abs(o - b.origin[d]!) > length)) {
    return `their origins are ${a.origin.join(", ")} and ${b.origin.join(", ")} mm`;
  }
  if (a.direction.some((c, d) => Math.abs(c - b.direction[d]!) > tolerance)) {
    return `their directions are ${a.direction.join(", ")} and ${b.direction.join(", ")}`;
  }
  return null;
}
