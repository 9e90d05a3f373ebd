// The loops of region-memory.ts in AssemblyScript. Arguments are byte addresses, steps count voxels; places are 16-bit,
// voxels and counts 32-bit numbers. texture-kernel-code.ts holds the compiled bytes; a test compiles this file again
// and compares.

/** table[place · width + place one step on]++ for each voxel. */
export function pairs(
  places: usize,
  voxels: usize,
  count: i32,
  step: i32,
  width: u32,
  table: usize,
): void {
  const end = voxels + (<usize>count << 2);
  const away = step << 1;
  for (; voxels < end; voxels += 4) {
    const at = places + (<usize>load<u32>(voxels) << 1);
    const place = <u32>load<u16>(at);
    const cell = table + (<usize>(place * width + <u32>load<u16>(at + away)) << 2);
    store<u32>(cell, load<u32>(cell) + 1);
  }
}

/**
 * table[l · width + place]++ for each voxel that stands at place l of its run, counted along the step. Returns the
 * longest run, plus 65536 if any voxel has one of the region before it.
 */
export function runs(
  places: usize,
  voxels: usize,
  count: i32,
  step: i32,
  width: u32,
  table: usize,
  inRun: usize,
): i32 {
  const end = voxels + (<usize>count << 2);
  const away = step << 1;
  let longest: u32 = 0;
  let touched: u32 = 0;
  for (; voxels < end; voxels += 4) {
    const at = <usize>load<u32>(voxels) << 1;
    const place = <u32>load<u16>(places + at);
    const before = <u32>load<u16>(places + at - away);
    touched |= before;
    const length = (<u32>load<u16>(inRun + at - away) & (0 - <u32>(before == place))) + 1;
    store<u16>(inRun + at, <u16>length);
    const cell = table + (<usize>(length * width + place) << 2);
    store<u32>(cell, load<u32>(cell) + 1);
    longest = select<u32>(length, longest, length > longest);
  }
  return <i32>(longest + (touched != 0 ? 65536 : 0));
}

/** equal[i]++ and equal[i − step]++ where both have the same place in the region; i from `first` to before `end`. */
export function equals(places: usize, first: i32, end: i32, step: i32, equal: usize): void {
  const zero = i16x8.splat(0);
  const away = step << 1;
  let i = first;
  for (; i + 7 < end; i += 8) {
    const at = <usize>i << 1;
    const here = v128.load(places + at);
    const same = v128.and(
      i16x8.eq(here, v128.load(places + at - away)),
      i16x8.ne(here, zero),
    );
    v128.store(equal + at, i16x8.sub(v128.load(equal + at), same));
    v128.store(equal + at - away, i16x8.sub(v128.load(equal + at - away), same));
  }
  for (; i < end; i++) {
    const at = <usize>i << 1;
    const here = load<u16>(places + at);
    if (here == 0 || here != load<u16>(places + at - away)) continue;
    store<u16>(equal + at, load<u16>(equal + at) + 1);
    store<u16>(equal + at - away, load<u16>(equal + at - away) + 1);
  }
}

/** into[i] = Σ from[i − reach · stride … i + reach · stride], `count` numbers less `reach · stride` at each end. */
function lineSums(from: usize, into: usize, count: i32, stride: i32, reach: i32): void {
  const edge = reach * stride;
  const away = stride << 3;
  let i = edge;
  for (; i + 1 < count - edge; i += 2) {
    const at = from + (<usize>i << 3);
    let sum = v128.load(at);
    for (let t = 1; t <= reach; t++)
      sum = f64x2.add(sum, f64x2.add(v128.load(at - t * away), v128.load(at + t * away)));
    v128.store(into + (<usize>i << 3), sum);
  }
  for (; i < count - edge; i++) {
    const at = from + (<usize>i << 3);
    let sum = load<f64>(at);
    for (let t = 1; t <= reach; t++) sum += load<f64>(at - t * away) + load<f64>(at + t * away);
    store<f64>(into + (<usize>i << 3), sum);
  }
}

/**
 * For each voxel the sum of worth[place] over the box of the given reach around it, less its own. Sums of planes are
 * kept for as many planes as the box is high; `work` has room for two planes more.
 */
export function boxSums(
  places: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  rx: i32,
  ry: i32,
  rz: i32,
  worth: usize,
  voxels: usize,
  count: i32,
  work: usize,
  sums: usize,
): void {
  const plane = nx * ny;
  const bytes = <usize>plane << 3;
  const high = 2 * rz + 1;
  const own = work;
  const rows = work + bytes;
  const ring = rows + bytes;
  let v = 0;
  for (let k = 0; k < nz; k++) {
    const from = places + (<usize>(k * plane) << 1);
    for (let i = 0; i < plane; i++) {
      const place = <usize>load<u16>(from + (<usize>i << 1));
      store<f64>(own + (<usize>i << 3), load<f64>(worth + (place << 3)));
    }
    lineSums(own, rows, plane, 1, rx);
    lineSums(rows, ring + <usize>(k % high) * bytes, plane, nx, ry);
    const middle = k - rz;
    if (middle < 0) continue;
    const start = middle * plane;
    while (v < count) {
      const at = <i32>load<u32>(voxels + (<usize>v << 2));
      if (at >= start + plane) break;
      let sum: f64 = -load<f64>(worth + (<usize>load<u16>(places + (<usize>at << 1)) << 3));
      let slot = ring + (<usize>(at - start) << 3);
      for (let t = 0; t < high; t++) {
        sum += load<f64>(slot);
        slot += bytes;
      }
      store<f64>(sums + (<usize>v << 3), sum);
      v++;
    }
  }
}

/**
 * Zones of equal place, found from each voxel that is left: the queue holds their voxels one zone after another.
 * Returns how many there are. `left` is a copy of the places, used up.
 */
export function zones(
  left: usize,
  voxels: usize,
  count: i32,
  around: usize,
  directions: i32,
  queue: usize,
  zonePlaces: usize,
  zoneSizes: usize,
): i32 {
  let found = 0;
  let tail = queue;
  let head = queue;
  for (let v = 0; v < count; v++) {
    const seed = load<u32>(voxels + (<usize>v << 2));
    const at = left + (<usize>seed << 1);
    const place = load<u16>(at);
    if (place == 0) continue;
    const first = tail;
    store<u16>(at, 0);
    store<u32>(tail, seed);
    tail += 4;
    while (head < tail) {
      const here = <i32>load<u32>(head);
      head += 4;
      for (let a = 0; a < directions; a++) {
        const next = here + load<i32>(around + (<usize>a << 2));
        const there = left + (<usize>next << 1);
        if (load<u16>(there) != place) continue;
        store<u16>(there, 0);
        store<u32>(tail, <u32>next);
        tail += 4;
      }
    }
    store<u16>(zonePlaces + (<usize>found << 1), place);
    store<u32>(zoneSizes + (<usize>found << 2), <u32>((tail - first) >> 2));
    found++;
  }
  return found;
}
