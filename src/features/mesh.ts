/**
 * The surface of a region as triangles, by marching cubes at half height with PyRadiomics' table.
 *
 * A vertex lies in the middle of each grid edge that joins a voxel of the region and one outside. The mesh is not
 * closed where a face is ambiguous, so its volume depends on where the origin lies: at the corner of the region's box
 * with one voxel around it, as in PyRadiomics.
 * Source: Lorensen & Cline, Comput. Graph. 21 (1987) 163–169; the table is Bourke's (1994) in PyRadiomics' corner order.
 */

import { regionBox } from "../imaging/region.js";
import type { Mask } from "../io/volume.js";

export interface Mesh {
  /** mm². */
  readonly area: number;
  /** mm³. */
  readonly volume: number;
  /** Vertices as (z, y, x) in half voxels from the padded box's corner, each once. */
  readonly vertices: Int32Array;
}

/** Triangles of cube configurations 0 to 127, three hexadecimal edge numbers each; the upper half mirrors it. */
const TRIANGLES: readonly (readonly number[])[] = [
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
  .map((cell) => (cell === "-" ? [] : Array.from(cell, (digit) => Number.parseInt(digit, 16))));

/** Middles of the twelve edges as (z, y, x), in half voxels. */
const EDGES: readonly (readonly [number, number, number])[] = [
  [0, 0, 1],
  [0, 1, 2],
  [0, 2, 1],
  [0, 1, 0],
  [2, 0, 1],
  [2, 1, 2],
  [2, 2, 1],
  [2, 1, 0],
  [1, 0, 0],
  [1, 0, 2],
  [1, 2, 2],
  [1, 2, 0],
];

/** @throws RangeError if the region is empty */
export function regionMesh(mask: Mask): Mesh {
  const box = regionBox(mask);
  const [px, py, pz] = box.length.map((n) => n + 2);
  const inside = new Uint8Array(px * py * pz);
  const [nx, ny] = mask.size;
  for (let k = 0; k < box.length[2]; k++) {
    for (let j = 0; j < box.length[1]; j++) {
      const from = box.first[0] + nx * (box.first[1] + j + ny * (box.first[2] + k));
      inside.set(mask.values.subarray(from, from + box.length[0]), 1 + px * (j + 1 + py * (k + 1)));
    }
  }
  const [sx, sy, sz] = mask.spacing.map((s) => s / 2);
  const corners = [0, 1, px + 1, px, px * py, px * py + 1, px * py + px + 1, px * py + px];
  let [area, volume] = [0, 0];
  for (let z = 0; z < pz - 1; z++) {
    for (let y = 0; y < py - 1; y++) {
      for (let x = 0, at = px * (y + py * z); x < px - 1; x++, at++) {
        let index = 0;
        for (let c = 0; c < 8; c++) index |= inside[at + corners[c]] << c;
        if (index === 0 || index === 255) continue;
        const sign = index >= 128 ? -1 : 1;
        const edges = TRIANGLES[index >= 128 ? 255 - index : index];
        for (let t = 0; t < edges.length; t += 3) {
          const [ea, eb, ec] = [EDGES[edges[t]], EDGES[edges[t + 1]], EDGES[edges[t + 2]]];
          const [az, ay, ax] = [(2 * z + ea[0]) * sz, (2 * y + ea[1]) * sy, (2 * x + ea[2]) * sx];
          const [bz, by, bx] = [(2 * z + eb[0]) * sz, (2 * y + eb[1]) * sy, (2 * x + eb[2]) * sx];
          const [cz, cy, cx] = [(2 * z + ec[0]) * sz, (2 * y + ec[1]) * sy, (2 * x + ec[2]) * sx];
          volume +=
            sign * ((ay * bx - ax * by) * cz + (ax * bz - az * bx) * cy + (az * by - ay * bz) * cx);
          const [uz, uy, ux] = [az - cz, ay - cy, ax - cx];
          const [vz, vy, vx] = [bz - cz, by - cy, bx - cx];
          area += Math.sqrt(
            (uy * vx - ux * vy) ** 2 + (ux * vz - uz * vx) ** 2 + (uz * vy - uy * vz) ** 2,
          );
        }
      }
    }
  }
  return { area: area / 2, volume: volume / 6, vertices: surfaceVertices(inside, px, py, pz) };
}

/** Middles of the grid edges between a voxel of the region and one outside. */
function surfaceVertices(inside: Uint8Array, px: number, py: number, pz: number): Int32Array {
  const found: number[] = [];
  const steps = [px * py, px, 1];
  for (let z = 0, at = 0; z < pz; z++) {
    for (let y = 0; y < py; y++) {
      for (let x = 0; x < px; x++, at++) {
        if (z + 1 < pz && inside[at] !== inside[at + steps[0]]) found.push(2 * z + 1, 2 * y, 2 * x);
        if (y + 1 < py && inside[at] !== inside[at + steps[1]]) found.push(2 * z, 2 * y + 1, 2 * x);
        if (x + 1 < px && inside[at] !== inside[at + steps[2]]) found.push(2 * z, 2 * y, 2 * x + 1);
      }
    }
  }
  return Int32Array.from(found);
}
