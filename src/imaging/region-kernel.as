// The loops of region.ts, discretise.ts and load.ts in AssemblyScript. Arguments are byte addresses; a region is one byte a voxel
// (1 inside, 0 outside), x fastest; levels are 64-bit numbers, indices and bins 32-bit whole numbers.

/** into[i] = whether a value, without its fraction, is the label, as 1 or 0; gives how many are. */
export function label(values: usize, count: i32, label: f64, into: usize): i32 {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const is = <i32>(Math.trunc(load<f64>(values + (<usize>i << 3))) == label);
    store<u8>(into + <usize>i, <u8>is);
    found += is;
  }
  return found;
}

/** Whether any of `count` bytes is other than 0. */
@inline
function any(bytes: usize, count: usize): bool {
  const end = bytes + count;
  for (; bytes + 16 <= end; bytes += 16) if (v128.any_true(v128.load(bytes))) return true;
  for (; bytes < end; bytes++) if (load<u8>(bytes) != 0) return true;
  return false;
}

/**
 * Widen bounds by the region's voxels in some slices.
 *
 * @param first number of the first slice
 * @param bounds the lowest x, y, z, the highest x, y, z, and the number of voxels
 */
export function bounds(region: usize, nx: i32, ny: i32, slices: i32, first: i32, bounds: usize): void {
  let count = load<i32>(bounds, 24);
  for (let k = first; k < first + slices; k++) {
    for (let j = 0; j < ny; j++) {
      const row = region;
      region += <usize>nx;
      if (!any(row, <usize>nx)) continue;
      let low = nx;
      let high = -1;
      for (let i = 0; i < nx; i++) {
        const inside = <i32>load<u8>(row + <usize>i);
        count += inside;
        low = min(low, inside != 0 ? i : nx);
        high = inside != 0 ? i : high;
      }
      store<i32>(bounds, min(load<i32>(bounds), low));
      store<i32>(bounds, min(load<i32>(bounds, 4), j), 4);
      store<i32>(bounds, min(load<i32>(bounds, 8), k), 8);
      store<i32>(bounds, max(load<i32>(bounds, 12), high), 12);
      store<i32>(bounds, max(load<i32>(bounds, 16), j), 16);
      store<i32>(bounds, max(load<i32>(bounds, 20), k), 20);
    }
  }
  store<i32>(bounds, count, 24);
}

/** Indices of the region's voxels where its first voxel is `first`, a row `row` and a plane `plane` voxels on; how many. */
export function indices(
  region: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  first: i32,
  row: i32,
  plane: i32,
  into: usize,
): i32 {
  let to = into;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const from = first + j * row + k * plane;
      for (let i = 0; i < nx; i++, region++) {
        store<i32>(to, from + i);
        to += <usize>load<u8>(region) << 2;
      }
    }
  }
  return <i32>((to - into) >> 2);
}

/**
 * into[i] = values[indices[i] − first], up to the first index that is `end` or more, or whose value is not finite; gives
 * how many there are before it.
 */
export function gather(
  values: usize,
  first: i32,
  end: i32,
  indices: usize,
  count: i32,
  into: usize,
): i32 {
  for (let i = 0; i < count; i++) {
    const at = load<i32>(indices + (<usize>i << 2));
    if (at >= end) return i;
    const value = load<f64>(values + (<usize>(at - first) << 3));
    if (!(Math.abs(value) < Infinity)) return i;
    store<f64>(into + (<usize>i << 3), value);
  }
  return count;
}

/** Widen ends[0] … ends[1] by the levels. */
export function extent(levels: usize, count: i32, ends: usize): void {
  let low = f64x2.splat(load<f64>(ends));
  let high = f64x2.splat(load<f64>(ends, 8));
  let i = 0;
  for (; i + 1 < count; i += 2) {
    const pair = v128.load(levels + (<usize>i << 3));
    low = f64x2.pmin(low, pair);
    high = f64x2.pmax(high, pair);
  }
  if (i < count) {
    const last = v128.load64_splat(levels + (<usize>i << 3));
    low = f64x2.pmin(low, last);
    high = f64x2.pmax(high, last);
  }
  store<f64>(ends, min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1)));
  store<f64>(ends, max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1)), 8);
}

/**
 * The number of edges at or below each level: the formula (level − anchor) · perBin + 1 gives the first guess, the edges
 * decide. Gives the highest bin.
 */
export function binsByEdges(
  levels: usize,
  count: i32,
  edges: usize,
  edgeCount: i32,
  anchor: f64,
  perBin: f64,
  bins: usize,
): i32 {
  let highest = 0;
  for (let i = 0; i < count; i++) {
    const level = load<f64>(levels + (<usize>i << 3));
    let bin = max(0, min(edgeCount, <i32>((level - anchor) * perBin) + 1));
    while (bin < edgeCount && load<f64>(edges + (<usize>bin << 3)) <= level) bin++;
    while (bin > 0 && load<f64>(edges + (<usize>(bin - 1) << 3)) > level) bin--;
    store<i32>(bins + (<usize>i << 2), bin);
    highest = max(highest, bin);
  }
  return highest;
}
