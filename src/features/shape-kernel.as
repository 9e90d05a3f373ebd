// The loops of shape in AssemblyScript. Arguments are byte addresses. shape-kernel-code.ts holds the compiled bytes; a test
// compiles this file again and compares.

import { add } from "./numbers";

export { farthest, farthestInPlanes } from "./farthest";
export { measureSurface, pad, surfacePoints } from "./surface";

/**
 * Sums over the voxels of a box about its point (mx, my, mz), all whole numbers and exact:
 * 1, x, y, z, xx, xy, xz, yy, yz, zz.
 */
export function moments(
  box: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  mx: i32,
  my: i32,
  mz: i32,
  sums: usize,
): void {
  memory.fill(sums, 0, 80);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let count: i64 = 0;
      let along: i64 = 0;
      let square: i64 = 0;
      for (let i = 0; i < nx; i++) {
        const inside = <i64>load<u8>(box + <usize>i);
        const x = <i64>(i - mx) * inside;
        count += inside;
        along += x;
        square += x * x;
      }
      box += <usize>nx;
      if (count == 0) continue;
      const n = <f64>count;
      const x = <f64>along;
      const y = <f64>(j - my);
      const z = <f64>(k - mz);
      add(sums, 0, n);
      add(sums, 1, x);
      add(sums, 2, n * y);
      add(sums, 3, n * z);
      add(sums, 4, <f64>square);
      add(sums, 5, x * y);
      add(sums, 6, x * z);
      add(sums, 7, n * y * y);
      add(sums, 8, n * y * z);
      add(sums, 9, n * z * z);
    }
  }
}
