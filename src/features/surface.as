// The loops of mesh.ts: a region in a box, one byte a voxel (1 inside, 0 outside), x fastest; points are three 32-bit whole
// numbers (z, y, x) in half voxels.

import { put } from "./numbers";

/** A box of voxels with one voxel of 0 on each side. */
export function pad(box: usize, nx: i32, ny: i32, nz: i32, padded: usize): void {
  const px = <usize>(nx + 2);
  const plane = px * <usize>(ny + 2);
  memory.fill(padded, 0, plane * <usize>(nz + 2));
  for (let k = 0; k < nz; k++) {
    let to = padded + plane * <usize>(k + 1) + px + 1;
    for (let j = 0; j < ny; j++) {
      memory.copy(to, box, <usize>nx);
      box += <usize>nx;
      to += px;
    }
  }
}

/** The corners of a cube that have the same x: bits 0 and 3 at its z, bits 4 and 7 one z on. */
@inline
function corners(at: usize, row: usize, plane: usize): u32 {
  return (
    <u32>load<u8>(at) |
    (<u32>load<u8>(at + row) << 3) |
    (<u32>load<u8>(at + plane) << 4) |
    (<u32>load<u8>(at + plane + row) << 7)
  );
}

/** Where a vertex lies along an axis, mm: half voxels from the cube `from`, times half a voxel's length. */
@inline
function middle(from: i32, edge: usize, half: f64): f64 {
  return <f64>(2 * from + <i32>load<u8>(edge)) * half;
}

/**
 * Twice the area of the surface into sums[0], six times the volume within it into sums[1].
 *
 * @param triangles 16 bytes for each cube configuration 0 to 127: how many edges, then the edges, three a triangle
 * @param edges (z, y, x) of the middle of each edge
 */
export function measureSurface(
  padded: usize,
  px: i32,
  py: i32,
  pz: i32,
  sx: f64,
  sy: f64,
  sz: f64,
  triangles: usize,
  edges: usize,
  sums: usize,
): void {
  const row = <usize>px;
  const plane = row * <usize>py;
  let area: f64 = 0;
  let volume: f64 = 0;
  for (let z = 0; z < pz - 1; z++) {
    for (let y = 0; y < py - 1; y++) {
      let at = padded + plane * <usize>z + row * <usize>y;
      let right = corners(at, row, plane);
      for (let x = 0; x < px - 1; x++) {
        at++;
        const left = right;
        right = corners(at, row, plane);
        const index = left | ((right & 0x11) << 1) | ((right & 0x88) >> 1);
        if (index == 0 || index == 255) continue;
        const sign: f64 = index >= 128 ? -1 : 1;
        let edge = triangles + (<usize>(index >= 128 ? 255 - index : index) << 4);
        const end = edge + <usize>load<u8>(edge);
        while (edge < end) {
          const a = edges + <usize>load<u8>(edge, 1) * 3;
          const b = edges + <usize>load<u8>(edge, 2) * 3;
          const c = edges + <usize>load<u8>(edge, 3) * 3;
          edge += 3;
          const az = middle(z, a, sz);
          const ay = middle(y, a + 1, sy);
          const ax = middle(x, a + 2, sx);
          const bz = middle(z, b, sz);
          const by = middle(y, b + 1, sy);
          const bx = middle(x, b + 2, sx);
          const cz = middle(z, c, sz);
          const cy = middle(y, c + 1, sy);
          const cx = middle(x, c + 2, sx);
          volume +=
            sign * ((ay * bx - ax * by) * cz + (ax * bz - az * bx) * cy + (az * by - ay * bz) * cx);
          const uz = az - cz;
          const uy = ay - cy;
          const ux = ax - cx;
          const vz = bz - cz;
          const vy = by - cy;
          const vx = bx - cx;
          const nz = uy * vx - ux * vy;
          const ny = ux * vz - uz * vx;
          const nx = uz * vy - uy * vz;
          area += Math.sqrt(nz * nz + ny * ny + nx * nx);
        }
      }
    }
  }
  put(sums, 0, area);
  put(sums, 1, volume);
}

/** The middle of each grid edge between a voxel of the region and one outside; gives how many. @param into 0 to count alone */
export function surfacePoints(padded: usize, px: i32, py: i32, pz: i32, into: usize): i32 {
  const row = <usize>px;
  const plane = row * <usize>py;
  let found = 0;
  let at = padded;
  for (let z = 0; z < pz; z++) {
    for (let y = 0; y < py; y++) {
      for (let x = 0; x < px; x++, at++) {
        const here = load<u8>(at);
        if (z + 1 < pz && here != load<u8>(at + plane)) {
          if (into != 0) storePoint(into, found, 2 * z + 1, 2 * y, 2 * x);
          found++;
        }
        if (y + 1 < py && here != load<u8>(at + row)) {
          if (into != 0) storePoint(into, found, 2 * z, 2 * y + 1, 2 * x);
          found++;
        }
        if (x + 1 < px && here != load<u8>(at + 1)) {
          if (into != 0) storePoint(into, found, 2 * z, 2 * y, 2 * x + 1);
          found++;
        }
      }
    }
  }
  return found;
}

@inline
function storePoint(points: usize, i: i32, z: i32, y: i32, x: i32): void {
  const at = points + <usize>i * 12;
  store<i32>(at, z);
  store<i32>(at, y, 4);
  store<i32>(at, x, 8);
}
