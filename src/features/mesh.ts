/**
 * The surface of a region as triangles, by marching cubes at half height with PyRadiomics' table.
 *
 * A vertex lies in the middle of each grid edge that joins a voxel of the region and one outside. The mesh is not
 * closed where a face is ambiguous, so its volume depends on where the origin lies: at the corner of the region's box
 * with one voxel around it, as in PyRadiomics.
 * Source: Lorensen & Cline, Comput. Graph. 21 (1987) 163–169; the table is Bourke's (1994) in PyRadiomics' corner order.
 */

import { crop, regionBox } from "../imaging/region.js";
import type { Mask } from "../io/volume.js";
import type { KernelRoom } from "../math/kernel.js";
import type { GridPoints } from "./diameter.js";
import { type ShapeKernel, shapeMemory } from "./shape-kernel.js";

export interface Mesh {
  /** mm². */
  readonly area: number;
  /** mm³. */
  readonly volume: number;
  /** From the padded box's corner, each once. */
  readonly vertices: GridPoints;
}

/**
 * Triangles of cube configurations 0 to 127, three hexadecimal edge numbers each; the upper half mirrors it. As 16 bytes
 * a configuration: how many edges, then the edges.
 */
const TRIANGLES: Uint8Array = Uint8Array.from(
  [
    "- 083 190 183198 12a 08312a 92a029 2832a8a98",
    "b23 b2008b 190b23 b2119b98b 3a1ba3 a1008a8ba 9033b9ba9 98aba8",
    "478 043473 190478 194147173 12a478 34730412a 92a902478 2a9297273479",
    "478b23 b47b24204 190478b23 47b94bb29192 3a1ba3478 ba114b10447b 4789033b9ba9 47b4b99ba",
    "954 954083 054015 854835315 12a954 08312a954 2a5542240 2a5325354834",
    "954b23 b2008b954 054015b23 215258b28548 3a1ba3954 549a1008a8ba 54050ba5bb03 548a58ba8",
    "789579 309539357 780017715 157173 78957912a 12a309395357 0288258572a5 2a5253357",
    "579789b23 579972209b27 b23018178157 21b17b157 7895793a1ba3 5705097b0a10ba0 ba003ba50078570 ba557b",
    "65a 08365a 19065a 18319865a 165126 165126083 965906026 598582526832",
    "b2365a b2008b65a 190b2365a b2119b98b65a 63b653513 08b0b50515b6 63b036065059 65969bb98",
    "47865a 04347365a 19047865a 19414717365a 478165126 043473165126 478965906026 739479329596269",
    "b2347865a b47b2420465a 190b2347865a 47b94bb2919265a 47863b653513 51b5b610b47b04b 47863b036065059 65969b4797b9",
    "a4964a a4964a083 01aa60640 18316886461a 149124264 149124264083 024426 832824426",
    "b23a4964a b2008ba4964a b2301aa60640 64161a148b2118b 964369139b63 18b081b61149641 63b036640 86468b",
    "67a78a89a 67a0a709a073 67a1a7178018 67a1a7173 126168189678 269129679309739 078706602 273267",
    "b2367a78a89a 207b2709767a9a7 67a1a7178018b23 b2117ba61167 896678169b63136 09167b 07870603bb60 67b",
  ]
    .flatMap((row) => row.split(" "))
    .flatMap((cell) => {
      const edges = cell === "-" ? "" : cell;
      return Array.from((edges.length.toString(16) + edges).padEnd(16, "0"), (digit) =>
        Number.parseInt(digit, 16),
      );
    }),
);

/** Middles of the twelve edges as (z, y, x), in half voxels. */
const EDGES: Uint8Array = Uint8Array.from([
  0, 0, 1, 0, 1, 2, 0, 2, 1, 0, 1, 0, 2, 0, 1, 2, 1, 2, 2, 2, 1, 2, 1, 0, 1, 0, 0, 1, 0, 2, 1, 2, 2,
  1, 2, 0,
]);

/** @throws RangeError if the region is empty */
export function regionMesh(mask: Mask): Mesh {
  const near = crop(mask, regionBox(mask));
  const [px, py, pz] = near.size.map((n) => n + 2);
  const [sx, sy, sz] = near.spacing.map((s) => s / 2);
  const { room, padded } = withMargin(near, TRIANGLES.length + EDGES.length + 16);
  const sums = room.take(Float64Array, 2);
  room.kernel.measureSurface(
    padded,
    px,
    py,
    pz,
    sx,
    sy,
    sz,
    room.copy(TRIANGLES).byteOffset,
    room.copy(EDGES).byteOffset,
    sums.byteOffset,
  );
  const [area, volume] = [sums[0] / 2, sums[1] / 6];
  const count = room.kernel.surfacePoints(padded, px, py, pz, 0);
  return {
    area,
    volume,
    vertices: { places: surfacePoints(near, count), size: [2 * pz, 2 * py, 2 * px] },
  };
}

/** Middles of the grid edges between a voxel of the region and one outside. */
function surfacePoints(near: Mask, count: number): Int32Array {
  const { room, padded } = withMargin(near, 12 * count);
  const points = room.take(Int32Array, 3 * count);
  const [nx, ny, nz] = near.size;
  room.kernel.surfacePoints(padded, nx + 2, ny + 2, nz + 2, points.byteOffset);
  return points.slice();
}

/** The region in the kernel's memory with one voxel around it, and `bytes` more. */
function withMargin(
  { size: [nx, ny, nz], values }: Mask,
  bytes: number,
): { room: KernelRoom<ShapeKernel>; padded: number } {
  const voxels = (nx + 2) * (ny + 2) * (nz + 2);
  const room = shapeMemory.open(values.length + voxels + bytes);
  const padded = room.take(Uint8Array, voxels).byteOffset;
  room.kernel.pad(room.copy(values).byteOffset, nx, ny, nz, padded);
  return { room, padded };
}
