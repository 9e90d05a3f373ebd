// Runs of a level along a direction.

import { increment, rowOf } from "./tables";

/**
 * table[l · width + place] = how many runs along a step are l voxels long, in a table of so many bytes a step. A voxel at place
 * l of its run says that there is one of at least l voxels; runs of exactly l are those of at least l less those of at
 * least l + 1. Four steps share what they look up of a voxel.
 *
 * @param inRun room for a 16-bit number a place of the box, `boxBytes` in all, a step
 * @param found of each step the longest run, plus 65536 if any voxel has one of the region before it
 */
export function runs(
  places: usize,
  voxels: usize,
  count: i32,
  steps: usize,
  stepCount: i32,
  width: u32,
  table: usize,
  tableBytes: usize,
  inRun: usize,
  boxBytes: usize,
  found: usize,
): void {
  const first = load<i32>(voxels);
  const end = load<i32>(voxels + (<usize>(count - 1) << 2)) + 1;
  for (let s = 0; s < stepCount; s++) {
    const step = load<i32>(steps + (<usize>s << 2));
    const own = placesInRuns(places, first, end, step, inRun + <usize>s * boxBytes);
    store<i32>(found + (<usize>s << 2), own);
  }
  if (stepCount == 4) fourRuns(places, voxels, count, width, table, tableBytes, inRun, boxBytes);
  else
    for (let s = 0; s < stepCount; s++) {
      const own = table + <usize>s * tableBytes;
      const lengths = inRun + <usize>s * boxBytes;
      for (let v = 0; v < count; v++) {
        const at = <usize>load<u32>(voxels + (<usize>v << 2)) << 1;
        increment(own + rowOf(load<u16>(lengths + at), width) + (<usize>load<u16>(places + at) << 2));
      }
    }
  const row = <usize>width << 2;
  for (let s = 0; s < stepCount; s++) {
    const own = table + <usize>s * tableBytes;
    const last = own + rowOf(load<u16>(found + (<usize>s << 2)), width);
    for (let cell = own + row; cell < last; cell += 4)
      store<u32>(cell, load<u32>(cell) - load<u32>(cell + row));
  }
}

function fourRuns(
  places: usize,
  voxels: usize,
  count: i32,
  width: u32,
  first: usize,
  tableBytes: usize,
  inRun: usize,
  boxBytes: usize,
): void {
  const second = first + tableBytes;
  const third = second + tableBytes;
  const fourth = third + tableBytes;
  const end = voxels + (<usize>count << 2);
  for (; voxels < end; voxels += 4) {
    const at = <usize>load<u32>(voxels) << 1;
    const place = <usize>load<u16>(places + at) << 2;
    let length = inRun + at;
    increment(first + place + rowOf(load<u16>(length), width));
    length += boxBytes;
    increment(second + place + rowOf(load<u16>(length), width));
    length += boxBytes;
    increment(third + place + rowOf(load<u16>(length), width));
    length += boxBytes;
    increment(fourth + place + rowOf(load<u16>(length), width));
  }
}

/** At each place of the box from `first` to before `end` the voxel's place in its run. Returns what `runs` finds. */
function placesInRuns(places: usize, first: i32, end: i32, step: i32, inRun: usize): i32 {
  const zero = i16x8.splat(0);
  const one = i16x8.splat(1);
  const away = step << 1;
  let most = zero;
  let touching = zero;
  let i = first;
  for (; i + 7 < end && step > 7; i += 8) {
    const at = <usize>i << 1;
    const here = v128.load(places + at);
    const before = v128.load(places + at - away);
    const inside = i16x8.ne(here, zero);
    const longer = v128.and(v128.load(inRun + at - away), i16x8.eq(here, before));
    const place = v128.and(i16x8.add(longer, one), inside);
    v128.store(inRun + at, place);
    most = i16x8.max_u(most, place);
    touching = v128.or(touching, v128.and(before, inside));
  }
  let touched = <u32>v128.any_true(touching);
  let longest: u32 = 0;
  for (let lane = 0; lane < 8; lane++) {
    longest = max<u32>(longest, i16x8.extract_lane_u(most, 0));
    most = i8x16.shuffle(most, most, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1);
  }
  for (; i < end; i++) {
    const at = <usize>i << 1;
    const here = load<u16>(places + at);
    if (here == 0) continue;
    const before = load<u16>(places + at - away);
    const place: u32 = (before == here ? <u32>load<u16>(inRun + at - away) : 0) + 1;
    store<u16>(inRun + at, <u16>place);
    longest = max<u32>(longest, place);
    touched |= <u32>(before != 0);
  }
  return <i32>(longest + (touched << 16));
}
