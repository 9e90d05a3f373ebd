/** Volume and area of the convex hull of points in space, by adding points one at a time to a growing hull. */

export type Point = readonly [x: number, y: number, z: number];

interface Face {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Outward normal, not of unit length, and its product with a corner. */
  readonly normal: Point;
  readonly offset: number;
}

/**
 * @returns 0 for both where all points lie in a plane
 */
export function convexHull(cloud: readonly Point[]): { volume: number; area: number } {
  const points = rowEnds(cloud);
  const start = tetrahedron(points);
  if (start === null) return { volume: 0, area: 0 };
  const centre = [0, 1, 2].map(
    (d) => start.reduce((sum, i) => sum + points[i][d], 0) / 4,
  ) as unknown as Point;
  const size = points.reduce(
    (most, p) => Math.max(most, ...p.map((c, d) => Math.abs(c - centre[d]))),
    0,
  );
  const face = (a: number, b: number, c: number): Face => {
    const normal = cross(minus(points[b], points[a]), minus(points[c], points[a]));
    const offset = dot(normal, points[a]);
    return dot(normal, centre) > offset
      ? { a, b: c, c: b, normal: [-normal[0], -normal[1], -normal[2]], offset: -offset }
      : { a, b, c, normal, offset };
  };
  const [p, q, r, s] = start;
  let faces = [face(p, q, r), face(p, q, s), face(p, r, s), face(q, r, s)];
  for (let i = 0; i < points.length; i++) {
    const seen = faces.filter(
      ({ normal, offset }) => dot(normal, points[i]) - offset > 1e-10 * size * length(normal),
    );
    if (seen.length === 0) continue;
    const edges = new Map<string, [number, number]>();
    for (const { a, b, c } of seen) {
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ]) {
        const back = `${to},${from}`;
        if (!edges.delete(back)) edges.set(`${from},${to}`, [from, to]);
      }
    }
    const gone = new Set(seen);
    faces = [
      ...faces.filter((f) => !gone.has(f)),
      ...Array.from(edges.values(), ([from, to]) => face(from, to, i)),
    ];
  }
  let [volume, area] = [0, 0];
  for (const { a, b, c, normal } of faces) {
    area += length(normal) / 2;
    volume +=
      dot(minus(points[a], centre), cross(minus(points[b], centre), minus(points[c], centre))) / 6;
  }
  return { volume: Math.abs(volume), area };
}

/** Of the points that differ in x alone, the two outermost: no other can be a corner of the hull. */
function rowEnds(points: readonly Point[]): Point[] {
  const rows = new Map<string, [Point, Point]>();
  for (const p of points) {
    const key = `${p[1]},${p[2]}`;
    const ends = rows.get(key);
    if (ends === undefined) rows.set(key, [p, p]);
    else if (p[0] < ends[0][0]) ends[0] = p;
    else if (p[0] > ends[1][0]) ends[1] = p;
  }
  return [...rows.values()].flatMap(([low, high]) => (low === high ? [low] : [low, high]));
}

/** Four points that span a volume, or null. */
function tetrahedron(points: readonly Point[]): [number, number, number, number] | null {
  const farthest = (measure: (p: Point) => number): number => {
    let [best, most] = [-1, 0];
    points.forEach((p, i) => {
      const value = measure(p);
      if (value > most) [best, most] = [i, value];
    });
    return best;
  };
  const b = farthest((p) => length(minus(p, points[0])));
  if (b < 0) return null;
  const along = minus(points[b], points[0]);
  const c = farthest((p) => length(cross(along, minus(p, points[0]))));
  if (c < 0) return null;
  const normal = cross(along, minus(points[c], points[0]));
  const d = farthest((p) => Math.abs(dot(normal, minus(p, points[0]))));
  return d < 0 ? null : [0, b, c, d];
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function length(a: Point): number {
  return Math.sqrt(dot(a, a));
}
