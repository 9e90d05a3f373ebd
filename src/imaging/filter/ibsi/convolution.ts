/**
 * True convolution of an image with kernels along its axes, with the boundary that IBSI 2 names.
 * Source: IBSI 2 reference manual (Depeursinge et al., arXiv:2006.05470), chapters 2 and 3.
 */

import type { Triple } from "../../../io/volume.js";

/** What lies beyond the image: zeros, its border, itself again, or itself mirrored about its edge. */
export type Boundary = "zero" | "nearest" | "periodic" | "mirror";

/** A kernel of odd length along each axis, its centre in the middle; null leaves an axis alone. */
export type SeparableKernel = readonly [
  x: Float64Array | null,
  y: Float64Array | null,
  z: Float64Array | null,
];

/** An even kernel gets a zero behind it, so that it has a middle. */
export function withMiddle(kernel: ArrayLike<number>): Float64Array {
  return Float64Array.from(kernel.length % 2 === 1 ? kernel : [...Array.from(kernel), 0]);
}

/** The place of index i in a line of n, or −1 where there is nothing. */
export function boundaryIndex(i: number, n: number, boundary: Boundary): number {
  if (i >= 0 && i < n) return i;
  switch (boundary) {
    case "zero":
      return -1;
    case "nearest":
      return i < 0 ? 0 : n - 1;
    case "periodic":
      return ((i % n) + n) % n;
    case "mirror": {
      const m = ((i % (2 * n)) + 2 * n) % (2 * n);
      return m < n ? m : 2 * n - 1 - m;
    }
    default:
      throw new RangeError(
        `a boundary must be zero, nearest, periodic or mirror; it is "${String(boundary)}"`,
      );
  }
}

/** One kernel an axis, in turn. */
export function convolveSeparable(
  values: Float64Array,
  size: Triple,
  kernels: SeparableKernel,
  boundary: Boundary,
): Float64Array {
  return ([0, 1, 2] as const).reduce((image, axis) => {
    const kernel = kernels[axis];
    return kernel === null ? image : convolveAxis(image, size, axis, kernel, boundary);
  }, values);
}

/** out[i] = Σ kernel[k] · x[i + centre − k]. */
export function convolveAxis(
  values: Float64Array,
  size: Triple,
  axis: 0 | 1 | 2,
  kernel: Float64Array,
  boundary: Boundary,
): Float64Array {
  const n = size[axis];
  const inner = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const outer = values.length / (inner * n);
  const centre = (kernel.length - 1) / 2;
  const out = new Float64Array(values.length);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < kernel.length; k++) {
      const weight = kernel[k];
      const from = weight === 0 ? -1 : boundaryIndex(i + centre - k, n, boundary);
      if (from < 0) continue;
      for (let o = 0; o < outer; o++) {
        const [to, at] = [(o * n + i) * inner, (o * n + from) * inner];
        for (let q = 0; q < inner; q++) out[to + q] += weight * values[at + q];
      }
    }
  }
  return out;
}

export type Pooling = "max" | "mean";

/**
 * The responses to all rotations of three kernels by right angles: 24 in space, 4 in the plane.
 * A rotation permutes the kernels over the axes and reverses some of them so that the axes stay right-handed.
 */
export function rotations(kernels: SeparableKernel): SeparableKernel[] {
  const [a, b, c] = kernels;
  const reversed = (kernel: Float64Array | null): Float64Array | null =>
    kernel && Float64Array.from(kernel).reverse();
  if (a !== null && b !== null && c === null) {
    return [
      [a, b, null],
      [reversed(b), a, null],
      [reversed(a), reversed(b), null],
      [b, reversed(a), null],
    ];
  }
  const found: SeparableKernel[] = [];
  for (const order of [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 2, 1],
    [2, 1, 0],
    [1, 0, 2],
  ]) {
    const even = (order[1] - order[0] + 3) % 3 === 1;
    for (let signs = 0; signs < 8; signs++) {
      const flips = (signs & 1) + ((signs >> 1) & 1) + ((signs >> 2) & 1);
      if ((flips % 2 === 0) !== even) continue;
      const at = (axis: number): Float64Array | null =>
        (signs >> axis) & 1 ? reversed(kernels[order[axis]]) : kernels[order[axis]];
      found.push([at(0), at(1), at(2)]);
    }
  }
  return found;
}

/** Combine responses voxel by voxel, one at a time so that only two are held. */
export function pooled(
  count: number,
  response: (i: number) => Float64Array,
  how: Pooling,
): Float64Array {
  const sum = Float64Array.from(response(0));
  for (let i = 1; i < count; i++) {
    const next = response(i);
    for (let v = 0; v < sum.length; v++)
      sum[v] = how === "max" ? Math.max(sum[v], next[v]) : sum[v] + next[v];
  }
  return how === "max" ? sum : sum.map((value) => value / count);
}
