/**
 * The largest distance between points of a surface.
 *
 * The two ends lie on the convex hull, so on each line of points along an axis only the first and the last matter; of
 * what is left, groups of neighbours are compared by their boxes, and only where those reach far enough by their points.
 */

import type { Triple } from "../io/volume.js";
import type { KernelRoom } from "../math/kernel.js";
import { type ShapeKernel, shapeMemory } from "./shape-kernel.js";

/** Points of a grid of half voxels. */
export interface GridPoints {
  /** z, y, x of each point, from 0 to below the size. */
  readonly places: Int32Array;
  /** Of the grid along z, y, x. */
  readonly size: Triple;
}

/** mm. @param spacing (z, y, x) of a voxel, mm */
export function largestDistance(points: GridPoints, spacing: Triple): number {
  const [sz, sy, sx] = spacing.map((s) => s / 2);
  const { room, places, count, work } = open(points, 0);
  return Math.sqrt(room.kernel.farthest(places, count, sz, sy, sx, 0, ...work));
}

/** The same among points that share the coordinate of an axis (0 = z), the largest over its planes. */
export function largestDistanceInPlanes(
  points: GridPoints,
  axis: 0 | 1 | 2,
  spacing: Triple,
): number {
  const [sz, sy, sx] = spacing.map((s) => s / 2);
  const planes = points.size[axis];
  const { room, places, count, work } = open(points, 4 * (planes + 1) + 4 * points.places.length);
  const ends = room.take(Int32Array, planes + 1).byteOffset;
  const sorted = room.take(Int32Array, 3 * count).byteOffset;
  return Math.sqrt(
    room.kernel.farthestInPlanes(places, count, axis, planes, sz, sy, sx, ends, sorted, ...work),
  );
}

interface Work {
  readonly room: KernelRoom<ShapeKernel>;
  /** Address of the points. */
  readonly places: number;
  readonly count: number;
  /** Addresses of a spare copy, of the points' bounds, of the lines, of the groups and of their boxes. */
  readonly work: readonly [number, number, number, number, number];
}

/** The points in the kernel's memory, with room for its work and for `bytes` more. */
function open({ places, size: [nz, ny, nx] }: GridPoints, bytes: number): Work {
  const count = places.length / 3;
  const lines = 2 * Math.max(ny * nx, nz * nx, nz * ny);
  const groups = Math.ceil(count / 8);
  const boxes = groups + Math.ceil(groups / 16);
  const room = shapeMemory.open(24 * (count + 1) + 4 * lines + 192 * groups + 48 * boxes + bytes);
  return {
    room,
    places: room.copy(places).byteOffset,
    count,
    work: [
      room.take(Int32Array, 3 * count).byteOffset,
      room.take(Int32Array, 6).byteOffset,
      room.take(Int32Array, lines).byteOffset,
      room.take(Float64Array, 24 * groups).byteOffset,
      room.take(Float64Array, 6 * boxes).byteOffset,
    ],
  };
}
