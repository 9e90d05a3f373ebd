/**
 * Laplacian of Gaussian by recursive filters, as ITK's LaplacianRecursiveGaussianImageFilter with normalisation
 * across scale: σ² times the Laplacian, negative at bright blobs.
 *
 * A Gaussian of σ is approximated by a sum of two damped oscillations, so that a line is filtered by one recursion
 * forward and one backward, whatever σ is. ITK stores each pass in 32-bit floats; so does this, to the same bits.
 * Source: Deriche, INRIA report 1893 (1993); Farnebäck & Westin, J. Math. Imaging Vis. 26 (2006) 293–299.
 */

import type { Triple, Volume } from "../../io/volume.js";

/** Why the filter cannot be used on this grid, or null: ITK needs four voxels, PyRadiomics σ/spacing + 1, along each axis. */
export function logRefusal(size: Triple, spacing: Triple, sigma: number): string | null {
  if (!(sigma > 0)) return `sigma must be positive; it is ${sigma} mm`;
  const short = size.findIndex((n, d) => n < 4 || n < Math.ceil(sigma / spacing[d]) + 1);
  if (short < 0) return null;
  return `an image must have at least 4 voxels and sigma/spacing + 1 along each axis for a sigma of ${sigma} mm; its size is ${size.join(" x ")}`;
}

/** Float32 levels. @param sigma mm @throws RangeError where {@link logRefusal} gives a reason */
export function laplacianOfGaussian(volume: Volume, sigma: number): Volume {
  const { size, spacing } = volume;
  const refusal = logRefusal(size, spacing, sigma);
  if (refusal !== null) throw new RangeError(refusal);
  const sum = new Float32Array(volume.values.length);
  for (const axis of [0, 1, 2] as const) {
    let levels = filterAxis(volume.values, size, axis, recursion(sigma, spacing[axis], 2));
    for (const other of [0, 1, 2] as const) {
      if (other !== axis)
        levels = filterAxis(levels, size, other, recursion(sigma, spacing[other], 0));
    }
    const factor = 1 / spacing[axis] ** 2;
    for (let i = 0; i < sum.length; i++) sum[i] += levels[i] * factor;
  }
  return { ...volume, values: sum };
}

/** Coefficients of the forward (n) and backward (m) recursion and of their common denominator (d), and at borders. */
interface Recursion {
  readonly n: readonly number[];
  readonly m: readonly number[];
  readonly d: readonly number[];
  readonly bn: readonly number[];
  readonly bm: readonly number[];
}

/** @param order 0 for the Gaussian, 2 for its second derivative times σ² */
export function recursion(sigma: number, spacing: number, order: 0 | 2): Recursion {
  const u = sigma / spacing;
  const [W1, L1, W2, L2] = [0.6681, -1.3932, 2.0787, -1.3732];
  const [S1, C1, E1] = [Math.sin(W1 / u), Math.cos(W1 / u), Math.exp(L1 / u)];
  const [S2, C2, E2] = [Math.sin(W2 / u), Math.cos(W2 / u), Math.exp(L2 / u)];
  const d = [
    -2 * (E2 * C2 + E1 * C1),
    4 * C2 * C1 * E1 * E2 + E1 * E1 + E2 * E2,
    -2 * C1 * E1 * E2 * E2 - 2 * C2 * E2 * E1 * E1,
    E1 * E1 * E2 * E2,
  ];
  const numerator = (A1: number, B1: number, A2: number, B2: number): number[] => [
    A1 + A2,
    E2 * (B2 * S2 - (A2 + 2 * A1) * C2) + E1 * (B1 * S1 - (A1 + 2 * A2) * C1),
    2 * E1 * E2 * ((A1 + A2) * C2 * C1 - B1 * C2 * S1 - B2 * C1 * S2) + A2 * E1 * E1 + A1 * E2 * E2,
    E2 * E1 * E1 * (B2 * S2 - A2 * C2) + E1 * E2 * E2 * (B1 * S1 - A1 * C1),
  ];
  const sums = ([n0, n1, n2, n3]: readonly number[]): [number, number, number] => [
    n0 + n1 + n2 + n3,
    n1 + 2 * n2 + 3 * n3,
    n1 + 4 * n2 + 9 * n3,
  ];
  const SD = 1 + d[0] + d[1] + d[2] + d[3];
  const DD = d[0] + 2 * d[1] + 3 * d[2] + 4 * d[3];
  const ED = d[0] + 4 * d[1] + 9 * d[2] + 16 * d[3];
  const n0 = numerator(1.353, 1.8151, -0.3531, 0.0902);
  const [SN0] = sums(n0);
  let n: number[];
  if (order === 0) {
    const alpha = (2 * SN0) / SD - n0[0];
    n = n0.map((value) => value / alpha);
  } else {
    const n2 = numerator(-1.3563, 5.2318, 0.3446, -2.2355);
    const [SN2] = sums(n2);
    const beta = -(2 * SN2 - SD * n2[0]) / (2 * SN0 - SD * n0[0]);
    const mixed = n2.map((value, i) => value + beta * n0[i]);
    const [SN, DN, EN] = sums(mixed);
    const alpha =
      (EN * SD * SD - ED * SN * SD - 2 * DN * DD * SD + 2 * DD * DD * SN) / (SD * SD * SD);
    n = mixed.map((value) => (value * sigma ** 2) / alpha);
  }
  const m = [n[1] - d[0] * n[0], n[2] - d[1] * n[0], n[3] - d[2] * n[0], -d[3] * n[0]];
  const [sn, sm] = [n[0] + n[1] + n[2] + n[3], m[0] + m[1] + m[2] + m[3]];
  return {
    n,
    m,
    d,
    bn: d.map((value) => (value * sn) / SD),
    bm: d.map((value) => (value * sm) / SD),
  };
}

/** One pass along an axis, borders replicated, in Float64 and stored as Float32. */
function filterAxis(
  levels: ArrayLike<number>,
  size: Triple,
  axis: 0 | 1 | 2,
  filter: Recursion,
): Float32Array {
  const n = size[axis];
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const out = new Float32Array(levels.length);
  const [line, forward, backward] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let outer = 0; outer < levels.length; outer += stride * n) {
    for (let start = outer; start < outer + stride; start++) {
      for (let i = 0; i < n; i++) line[i] = levels[start + i * stride];
      runForward(line, forward, filter);
      runBackward(line, backward, filter);
      for (let i = 0; i < n; i++) out[start + i * stride] = forward[i] + backward[i];
    }
  }
  return out;
}

function runForward(a: Float64Array, f: Float64Array, { n: N, d: D, bn: B }: Recursion): void {
  const edge = a[0];
  for (let i = 0; i < 4; i++) {
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += N[k] * (i >= k ? a[i - k] : edge);
    let feedback = 0;
    for (let k = 1; k <= 4; k++) feedback += i >= k ? D[k - 1] * f[i - k] : B[k - 1] * edge;
    f[i] = sum - feedback;
  }
  const [n0, n1, n2, n3] = N;
  const [d1, d2, d3, d4] = D;
  for (let i = 4; i < a.length; i++) {
    const sum = n0 * a[i] + n1 * a[i - 1] + n2 * a[i - 2] + n3 * a[i - 3];
    f[i] = sum - (d1 * f[i - 1] + d2 * f[i - 2] + d3 * f[i - 3] + d4 * f[i - 4]);
  }
}

function runBackward(a: Float64Array, g: Float64Array, { m: M, d: D, bm: B }: Recursion): void {
  const last = a.length - 1;
  const edge = a[last];
  for (let i = last; i > last - 4; i--) {
    let sum = 0;
    for (let k = 1; k <= 4; k++) sum += M[k - 1] * (i + k <= last ? a[i + k] : edge);
    let feedback = 0;
    for (let k = 1; k <= 4; k++) feedback += i + k <= last ? D[k - 1] * g[i + k] : B[k - 1] * edge;
    g[i] = sum - feedback;
  }
  const [m1, m2, m3, m4] = M;
  const [d1, d2, d3, d4] = D;
  for (let i = last - 4; i >= 0; i--) {
    const sum = m1 * a[i + 1] + m2 * a[i + 2] + m3 * a[i + 3] + m4 * a[i + 4];
    g[i] = sum - (d1 * g[i + 1] + d2 * g[i + 2] + d3 * g[i + 3] + d4 * g[i + 4]);
  }
}
