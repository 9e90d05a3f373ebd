// The loops of diameter.ts: points are three 32-bit whole numbers (z, y, x) in half voxels.

@inline
function coordinate(points: usize, i: i32, axis: i32): i32 {
  return load<i32>(points + <usize>i * 12 + (<usize>axis << 2));
}

/** The lowest z, y, x of the points, then the highest, into six whole numbers. */
function bounds(points: usize, count: i32, into: usize): void {
  for (let d = 0; d < 3; d++) {
    let low = coordinate(points, 0, d);
    let high = low;
    for (let i = 1; i < count; i++) {
      const value = coordinate(points, i, d);
      low = min(low, value);
      high = max(high, value);
    }
    store<i32>(into + (<usize>d << 2), low);
    store<i32>(into + (<usize>d << 2), high, 12);
  }
}

/**
 * Of each line of points along an axis the first, then of each the last if that is another; gives how many.
 *
 * @param ends the bounds of the points
 * @param lines room for two whole numbers a line
 * @param into may not be `points`
 */
function endsOfLines(
  points: usize,
  count: i32,
  axis: i32,
  ends: usize,
  lines: usize,
  into: usize,
): i32 {
  const a = axis == 0 ? 1 : 0;
  const b = axis == 2 ? 1 : 2;
  const firstA = load<i32>(ends + (<usize>a << 2));
  const firstB = load<i32>(ends + (<usize>b << 2));
  const width = load<i32>(ends + (<usize>b << 2), 12) - firstB + 1;
  const bytes = <usize>((load<i32>(ends + (<usize>a << 2), 12) - firstA + 1) * width) << 2;
  const highest = lines + bytes;
  memory.fill(lines, 0xff, 2 * bytes);
  for (let i = 0; i < count; i++) {
    const line =
      <usize>((coordinate(points, i, a) - firstA) * width + coordinate(points, i, b) - firstB) << 2;
    const value = coordinate(points, i, axis);
    const low = load<i32>(lines + line);
    if (low < 0 || value < coordinate(points, low, axis)) store<i32>(lines + line, i);
    const high = load<i32>(highest + line);
    if (high < 0 || value > coordinate(points, high, axis)) store<i32>(highest + line, i);
  }
  let kept = 0;
  for (let line: usize = 0; line < bytes; line += 4) {
    const low = load<i32>(lines + line);
    if (low >= 0) memory.copy(into + <usize>(kept++) * 12, points + <usize>low * 12, 12);
  }
  for (let line: usize = 0; line < bytes; line += 4) {
    const high = load<i32>(highest + line);
    if (high >= 0 && high != load<i32>(lines + line))
      memory.copy(into + <usize>(kept++) * 12, points + <usize>high * 12, 12);
  }
  return kept;
}

@inline
function sizeAlong(ends: usize, axis: i32, unit: f64): f64 {
  const at = ends + (<usize>axis << 2);
  return <f64>(load<i32>(at, 12) - load<i32>(at)) * unit;
}

// Groups of points for the largest distance: a group of 8 is 24 numbers (8 z, 8 y, 8 x), a box is 6 (lowest z, y, x,
// highest z, y, x); 16 groups have a box of their own.
const groupBytes: usize = 192;
const boxBytes: usize = 48;
const perCluster = 16;

/** The largest square of a distance between points of two boxes, or more. */
@inline
function farthestApart(a: usize, b: usize): f64 {
  const z = max(load<f64>(a, 24) - load<f64>(b), load<f64>(b, 24) - load<f64>(a));
  const y = max(load<f64>(a, 32) - load<f64>(b, 8), load<f64>(b, 32) - load<f64>(a, 8));
  const x = max(load<f64>(a, 40) - load<f64>(b, 16), load<f64>(b, 40) - load<f64>(a, 16));
  return z * z + y * y + x * x;
}

/** The larger of `best` and the squares of the distances from a point to those of a group. */
@inline
function farthestOfGroup(z: f64, y: f64, x: f64, group: usize, best: v128): v128 {
  const zs = f64x2.splat(z);
  const ys = f64x2.splat(y);
  const xs = f64x2.splat(x);
  for (let i: usize = 0; i < 64; i += 16) {
    const dz = f64x2.sub(zs, v128.load(group + i));
    const dy = f64x2.sub(ys, v128.load(group + i, 64));
    const dx = f64x2.sub(xs, v128.load(group + i, 128));
    best = f64x2.pmax(
      best,
      f64x2.add(f64x2.add(f64x2.mul(dz, dz), f64x2.mul(dy, dy)), f64x2.mul(dx, dx)),
    );
  }
  return best;
}

/** Widen a box (numbers as above) by another. */
@inline
function widen(box: usize, by: usize): void {
  for (let d: usize = 0; d < 24; d += 8) {
    store<f64>(box + d, min(load<f64>(box + d), load<f64>(by + d)));
    store<f64>(box + d, max(load<f64>(box + d, 24), load<f64>(by + d, 24)), 24);
  }
}

/** Points into groups, the last filled up with its last point, and the boxes of the groups; gives how many. */
function group(points: usize, count: i32, sz: f64, sy: f64, sx: f64, groups: usize, boxes: usize): i32 {
  const groupCount = (count + 7) >> 3;
  for (let g = 0; g < groupCount; g++) {
    const to = groups + <usize>g * groupBytes;
    const box = boxes + <usize>g * boxBytes;
    for (let i = 0; i < 8; i++) {
      const point = min(8 * g + i, count - 1);
      for (let d = 0; d < 3; d++) {
        const at = <f64>coordinate(points, point, d) * (d == 0 ? sz : d == 1 ? sy : sx);
        const own = box + (<usize>d << 3);
        store<f64>(to + (<usize>(8 * d + i) << 3), at);
        store<f64>(own, i == 0 ? at : min(load<f64>(own), at));
        store<f64>(own, i == 0 ? at : max(load<f64>(own, 24), at), 24);
      }
    }
  }
  return groupCount;
}

/** The larger of `best` and the square of the largest distance between points of two groups. */
function farthestOfGroups(a: usize, b: usize, best: f64): f64 {
  let farthest = f64x2.splat(best);
  for (let i: usize = 0; i < 64; i += 8) {
    farthest = farthestOfGroup(load<f64>(a + i), load<f64>(a + i, 64), load<f64>(a + i, 128), b, farthest);
  }
  return max(f64x2.extract_lane(farthest, 0), f64x2.extract_lane(farthest, 1));
}

/**
 * The larger of `best` and the square of the largest distance between points, mm².
 *
 * On each line of points along an axis only the ends matter. What is left is looked at in groups of neighbours: two
 * groups whose boxes cannot hold a pair farther apart than the best known are passed over. Rounding grows with what it
 * rounds, so a box is never nearer than its points and the result is that of all pairs.
 *
 * @param spare room for as many points
 * @param ends room for six whole numbers
 * @param lines two whole numbers for each line of the grid
 * @param groups, boxes room for the points in groups of 8, and for a box of each group and each 16 groups
 */
export function farthest(
  points: usize,
  count: i32,
  sz: f64,
  sy: f64,
  sx: f64,
  best: f64,
  spare: usize,
  ends: usize,
  lines: usize,
  groups: usize,
  boxes: usize,
): f64 {
  bounds(points, count, ends);
  let diagonal: f64 = 0;
  for (let axis = 0; axis < 3; axis++) {
    const length = sizeAlong(ends, axis, axis == 0 ? sz : axis == 1 ? sy : sx);
    diagonal += length * length;
  }
  if (diagonal * (1 + 1e-12) < best) return best;
  for (let axis = 0; axis < 3; axis++) {
    if (sizeAlong(ends, axis, 1) == 0) continue; // lines of one point
    count = endsOfLines(points, count, axis, ends, lines, spare);
    const used = points;
    points = spare;
    spare = used;
  }
  const groupCount = group(points, count, sz, sy, sx, groups, boxes);
  const clusters = boxes + <usize>groupCount * boxBytes;
  const clusterCount = (groupCount + perCluster - 1) / perCluster;
  for (let c = 0; c < clusterCount; c++) {
    const cluster = clusters + <usize>c * boxBytes;
    const first = c * perCluster;
    memory.copy(cluster, boxes + <usize>first * boxBytes, boxBytes);
    for (let g = first + 1; g < min(first + perCluster, groupCount); g++)
      widen(cluster, boxes + <usize>g * boxBytes);
  }
  for (let a = 0; a < clusterCount; a++) {
    for (let b = clusterCount - 1; b >= a; b--) {
      if (farthestApart(clusters + <usize>a * boxBytes, clusters + <usize>b * boxBytes) <= best)
        continue;
      const endA = min((a + 1) * perCluster, groupCount);
      const endB = min((b + 1) * perCluster, groupCount);
      for (let g = a * perCluster; g < endA; g++) {
        const box = boxes + <usize>g * boxBytes;
        for (let h = endB - 1; h >= max(g, b * perCluster); h--) {
          if (farthestApart(box, boxes + <usize>h * boxBytes) <= best) continue;
          best = farthestOfGroups(
            groups + <usize>g * groupBytes,
            groups + <usize>h * groupBytes,
            best,
          );
        }
      }
    }
  }
  return best;
}

/**
 * The square of the largest distance between points that have the same coordinate along an axis, mm².
 *
 * @param planes room for a whole number for each coordinate, and one more
 * @param sorted room for as many points; for the other rooms see `farthest`
 */
export function farthestInPlanes(
  points: usize,
  count: i32,
  axis: i32,
  planeCount: i32,
  sz: f64,
  sy: f64,
  sx: f64,
  planes: usize,
  sorted: usize,
  spare: usize,
  ends: usize,
  lines: usize,
  groups: usize,
  boxes: usize,
): f64 {
  memory.fill(planes, 0, <usize>(planeCount + 1) << 2);
  for (let i = 0; i < count; i++) {
    const plane = planes + (<usize>(coordinate(points, i, axis) + 1) << 2);
    store<i32>(plane, load<i32>(plane) + 1);
  }
  for (let p = 0; p < planeCount; p++) {
    const plane = planes + (<usize>p << 2);
    store<i32>(plane, load<i32>(plane) + load<i32>(plane, 4), 4);
  }
  for (let i = 0; i < count; i++) {
    const plane = planes + (<usize>coordinate(points, i, axis) << 2);
    const to = load<i32>(plane);
    store<i32>(plane, to + 1);
    memory.copy(sorted + <usize>to * 12, points + <usize>i * 12, 12);
  }
  // Each entry has moved on to the end of its plane.
  let best: f64 = 0;
  let first = 0;
  for (let p = 0; p < planeCount; p++) {
    const end = load<i32>(planes + (<usize>p << 2));
    if (end > first) {
      best = farthest(
        sorted + <usize>first * 12,
        end - first,
        sz,
        sy,
        sx,
        best,
        spare,
        ends,
        lines,
        groups,
        boxes,
      );
    }
    first = end;
  }
  return best;
}
