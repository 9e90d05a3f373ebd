/** Points on a sphere, and spherical harmonics of low degree. */

import { power } from "../../math/power.js";

/** The icosahedron's corners and, for each subdivision, the midpoints of all edges, pushed to radius 1. */
export function icosphere(subdivisions: number): number[][] {
  const t = (1 + Math.sqrt(5)) / 2;
  const corners = [
    [-1, t, 0],
    [1, t, 0],
    [-1, -t, 0],
    [1, -t, 0],
    [0, -1, t],
    [0, 1, t],
    [0, -1, -t],
    [0, 1, -t],
    [t, 0, -1],
    [t, 0, 1],
    [-t, 0, -1],
    [-t, 0, 1],
  ].map(unit);
  let faces = [
    [0, 11, 5],
    [0, 5, 1],
    [0, 1, 7],
    [0, 7, 10],
    [0, 10, 11],
    [1, 5, 9],
    [5, 11, 4],
    [11, 10, 2],
    [10, 7, 6],
    [7, 1, 8],
    [3, 9, 4],
    [3, 4, 2],
    [3, 2, 6],
    [3, 6, 8],
    [3, 8, 9],
    [4, 9, 5],
    [2, 4, 11],
    [6, 2, 10],
    [8, 6, 7],
    [9, 8, 1],
  ];
  for (let level = 0; level < subdivisions; level++) {
    const middles = new Map<string, number>();
    const middle = (a: number, b: number): number => {
      const key = a < b ? `${a}-${b}` : `${b}-${a}`;
      const known = middles.get(key);
      if (known !== undefined) return known;
      middles.set(key, corners.length);
      corners.push(unit(corners[a].map((c, d) => c + corners[b][d])));
      return corners.length - 1;
    };
    faces = faces.flatMap(([a, b, c]) => {
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      return [
        [a, ab, ca],
        [b, bc, ab],
        [c, ca, bc],
        [ab, bc, ca],
      ];
    });
  }
  return corners;
}

/**
 * Y of degree n and order m at a point, with the angles as SciPy's `sph_harm(m, n, theta, phi)` gets them from
 * PyRadiomics: the polar angle arccos z in the place of the azimuth, atan2(y, x) in that of the polar angle.
 */
export function sphericalHarmonic(
  n: number,
  m: number,
  [x, y, z]: readonly number[],
): [re: number, im: number] {
  const azimuth = Math.acos(Math.min(1, Math.max(-1, z)));
  const polar = Math.atan2(y, x);
  const order = Math.abs(m);
  let ratio = 1;
  for (let k = n - order + 1; k <= n + order; k++) ratio /= k;
  const size =
    Math.sqrt(((2 * n + 1) / (4 * Math.PI)) * ratio) * legendre(n, order, Math.cos(polar));
  const sign = m < 0 && order % 2 === 1 ? -1 : 1;
  return [
    sign * size * Math.cos(order * azimuth),
    sign * Math.sign(m || 1) * size * Math.sin(order * azimuth),
  ];
}

/** The associated Legendre function with the Condon-Shortley phase. */
function legendre(n: number, m: number, x: number): number {
  let pmm = power(-Math.sqrt(Math.max(0, 1 - x * x)), m);
  for (let k = 1; k < 2 * m; k += 2) pmm *= k;
  if (n === m) return pmm;
  let [below, current] = [pmm, x * (2 * m + 1) * pmm];
  for (let k = m + 2; k <= n; k++)
    [below, current] = [current, (x * (2 * k - 1) * current - (k + m - 1) * below) / (k - m)];
  return current;
}

function unit(point: readonly number[]): number[] {
  const length = Math.sqrt(point.reduce((sum, c) => sum + c * c, 0));
  return point.map((c) => c / length);
}
