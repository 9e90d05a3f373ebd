/**
 * Loess of one variable: a parabola fitted around each point, near points counting most.
 *
 * Around z the nearest share `span` of the points enters, weighted by the tricube (1 − (d/h)³)³. Two surfaces:
 * `direct` fits at every point asked for; `interpolate`, R's default, fits only at a few *vertices* (the ends of a
 * slightly widened range, and the cuts of a tree that halves the points until few are left in a cell) and joins
 * them by cubics that keep each fit's height and slope. The two differ visibly in small samples.
 *
 * Source: Cleveland, Devlin & Grosse, J. Econometrics 37 (1988) 87–114; conventions as R's `loess` (degree 2).
 */

import { shortestLeastSquares } from "./shortest-least-squares.js";

export interface LoessOptions {
  /** Share of the points around each, above 0; defaults to 0.75. Beyond 1 all enter, and reach farther. */
  readonly span?: number;
  /** Defaults to "interpolate", as in R. */
  readonly surface?: "direct" | "interpolate";
  /** Cells with fewer points than this share of `span` are not cut again; defaults to 0.2. */
  readonly cell?: number;
}

/**
 * The smoothed height at each x.
 *
 * @param x n finite numbers, in any order
 * @param y n finite numbers
 * @param at where to look, inside the range of x; defaults to x itself
 * @throws RangeError on invalid input, a point outside the range, or so many equal x that the span has no width
 */
export function loess(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { span = 0.75, surface = "interpolate", cell = 0.2 }: LoessOptions = {},
  at: ArrayLike<number> = x,
): Float64Array {
  if (x.length !== y.length || x.length === 0)
    throw new RangeError(`need as many y as x, at least one; got ${x.length} and ${y.length}`);
  if (!(span > 0)) throw new RangeError(`span must be above 0; got ${span}`);
  if (surface !== "direct" && surface !== "interpolate")
    throw new RangeError(
      `surface must be "direct" or "interpolate"; got ${JSON.stringify(surface)}`,
    );
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const points: Points = {
    x: Float64Array.from(order, (i) => x[i]),
    y: Float64Array.from(order, (i) => y[i]),
    count: Math.min(n, Math.floor(n * span + 1e-5)),
    stretch: Math.max(1, span),
  };
  const [lowest, highest] = [points.x[0], points.x[n - 1]];
  for (let i = 0; i < at.length; i++) {
    if (!(at[i] >= lowest && at[i] <= highest))
      throw new RangeError(
        `points must lie in the range of x, ${lowest} to ${highest}; at[${i}] is ${at[i]}`,
      );
  }
  if (surface === "direct") return Float64Array.from(at, (z) => localFit(points, z).height);
  return interpolated(points, Math.floor(n * span * cell), at);
}

interface Points {
  /** Ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** How many of them enter a fit. */
  readonly count: number;
  /** Factor of the squared reach: the span, where it exceeds 1. */
  readonly stretch: number;
}

interface LocalFit {
  readonly height: number;
  readonly slope: number;
}

/** The weighted parabola around z: its height and slope there. */
function localFit({ x, y, count, stretch }: Points, z: number): LocalFit {
  let left = 0;
  while (left + count < x.length && z - x[left] > x[left + count] - z) left++;
  const right = left + count - 1;
  const squaredReach = Math.max(z - x[left], x[right] - z) ** 2 * stretch;
  if (!(squaredReach > 0)) {
    throw new RangeError(
      `a local fit needs points of different x; the nearest ${count} all lie at ${z}; take a wider span`,
    );
  }
  const a = new Float64Array(3 * count);
  const b = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const offset = x[left + k] - z;
    const ratio = Math.sqrt(offset ** 2 / squaredReach);
    const rest = Math.max(0, 1 - ratio ** 2 * ratio);
    const weight = Math.sqrt(rest * rest * rest);
    a[k] = weight;
    a[count + k] = weight * offset;
    a[2 * count + k] = weight * offset ** 2;
    b[k] = weight * y[left + k];
  }
  const [height, slope] = shortestLeastSquares(a, b, count);
  return { height, slope };
}

/** Fits at the vertices, joined by cubics. */
function interpolated(points: Points, cellSize: number, at: ArrayLike<number>): Float64Array {
  const { x } = points;
  const [lowest, highest] = [x[0], x[x.length - 1]];
  const margin =
    0.005 *
    Math.max(highest - lowest, 1e-10 * Math.max(Math.abs(lowest), Math.abs(highest)) + 1e-30);
  const vertices = [lowest - margin, highest + margin];
  cutCell(x, 0, x.length - 1, vertices[0], vertices[1], cellSize, vertices);
  vertices.sort((a, b) => a - b);
  const fits = vertices.map((vertex) => localFit(points, vertex));
  return Float64Array.from(at, (z) => {
    let cell = 0;
    while (cell + 2 < vertices.length && z > vertices[cell + 1]) cell++;
    return cubicBetween(vertices[cell], vertices[cell + 1], fits[cell], fits[cell + 1], z);
  });
}

/** Add the cuts of the cell that holds the points from `first` to `last` and reaches from `low` to `high`. */
function cutCell(
  x: Float64Array,
  first: number,
  last: number,
  low: number,
  high: number,
  cellSize: number,
  cuts: number[],
): void {
  if (last - first + 1 <= cellSize) return;
  // The middle counts points from 1, as in the original: ties decide on which side an odd point falls.
  let middle = Math.floor((first + last + 2) / 2) - 1;
  for (let offset = 0; middle + offset >= first && middle + offset < last; ) {
    if (x[middle + offset] !== x[middle + offset + 1]) {
      middle += offset;
      break;
    }
    offset = -offset;
    if (offset >= 0) offset++;
  }
  const cut = x[middle];
  if (cut === low || cut === high) return;
  cuts.push(cut);
  cutCell(x, first, middle, low, cut, cellSize, cuts);
  cutCell(x, middle + 1, last, cut, high, cellSize, cuts);
}

/** The cubic with the heights and slopes of two fits (Hermite). */
function cubicBetween(from: number, to: number, a: LocalFit, b: LocalFit, z: number): number {
  const width = to - from;
  const h = (z - from) / width;
  const g = 1 - h;
  return (
    g ** 2 * (1 + 2 * h) * a.height +
    h ** 2 * (1 + 2 * g) * b.height +
    (h * g ** 2 * a.slope - h ** 2 * g * b.slope) * width
  );
}
