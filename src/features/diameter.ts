/**
 * The largest distance between points of a surface.
 *
 * The two ends lie on the convex hull, so on each line of points along an axis only the first and the last matter;
 * thinning along each axis leaves few points, and all their pairs are tried.
 */

/** Points (z, y, x) in half voxels, as a mesh gives them. */
type Points = readonly (readonly [z: number, y: number, x: number])[];

/** The points of a mesh's vertices. */
export function pointsOf(vertices: Int32Array): Points {
  return Array.from({ length: vertices.length / 3 }, (_, i) => [
    vertices[3 * i],
    vertices[3 * i + 1],
    vertices[3 * i + 2],
  ]);
}

/** mm. @param spacing (z, y, x) of a voxel, mm */
export function largestDistance(
  points: Points,
  spacing: readonly [number, number, number],
): number {
  const [sz, sy, sx] = spacing.map((s) => s / 2);
  const ends = [0, 1, 2].reduce((kept, axis) => endsOfLines(kept, axis), points);
  const left = outerPoints(ends.map(([z, y, x]) => [z * sz, y * sy, x * sx]));
  let most = 0;
  for (let a = 0; a < left.length; a++) {
    const [za, ya, xa] = left[a];
    for (let b = a + 1; b < left.length; b++) {
      const z = za - left[b][0];
      const y = ya - left[b][1];
      const x = xa - left[b][2];
      const square = z * z + y * y + x * x;
      if (square > most) most = square;
    }
  }
  return Math.sqrt(most);
}

/** The same among points that share the coordinate of an axis (0 = z), the largest over its planes. */
export function largestDistanceInPlanes(
  points: Points,
  axis: 0 | 1 | 2,
  spacing: readonly [number, number, number],
): number {
  const planes = new Map<number, Points[number][]>();
  for (const point of points) {
    const plane = planes.get(point[axis]);
    if (plane) plane.push(point);
    else planes.set(point[axis], [point]);
  }
  let most = 0;
  for (const plane of planes.values()) most = Math.max(most, largestDistance(plane, spacing));
  return most;
}

/**
 * Points that may be an end of the largest distance: a point no farther than r from the middle is at most r + R from any
 * other, R being the largest such radius, and some pair is known to be farther apart.
 */
function outerPoints(points: Points): Points {
  if (points.length < 32) return points;
  const middle = [0, 1, 2].map(
    (d) => points.reduce((sum, point) => sum + point[d], 0) / points.length,
  );
  const distance = (a: readonly number[], b: readonly number[]): number =>
    Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
  const farthest = (from: readonly number[]): Points[number] =>
    points.reduce(
      (best, point) => (distance(point, from) > distance(best, from) ? point : best),
      points[0],
    );
  const first = farthest(middle);
  const second = farthest(first);
  const known = Math.max(distance(first, second), distance(second, farthest(second)));
  const radius = distance(first, middle);
  return points.filter((point) => distance(point, middle) + radius >= known * (1 - 1e-12));
}

/** Of each line of points along an axis the first and the last. */
function endsOfLines(points: Points, axis: number): Points {
  if (points.length < 3) return points;
  const [a, b] = axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1];
  const [firstA, lastA] = extent(points, a);
  const [firstB, lastB] = extent(points, b);
  const width = lastB - firstB + 1;
  const lines = (lastA - firstA + 1) * width;
  const [low, high] = [new Int32Array(lines).fill(-1), new Int32Array(lines).fill(-1)];
  for (let i = 0; i < points.length; i++) {
    const line = (points[i][a] - firstA) * width + points[i][b] - firstB;
    if (low[line] < 0 || points[i][axis] < points[low[line]][axis]) low[line] = i;
    if (high[line] < 0 || points[i][axis] > points[high[line]][axis]) high[line] = i;
  }
  const ends: Points[number][] = [];
  for (let line = 0; line < lines; line++) {
    if (low[line] < 0) continue;
    ends.push(points[low[line]]);
    if (high[line] !== low[line]) ends.push(points[high[line]]);
  }
  return ends;
}

function extent(points: Points, d: number): [low: number, high: number] {
  let [low, high] = [points[0][d], points[0][d]];
  for (let i = 1; i < points.length; i++) {
    const value = points[i][d];
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}
