// The loops of selection.ts in AssemblyScript. Arguments are byte addresses; values are 64-bit numbers, ranks and counts
// 32-bit whole numbers.

@inline
function at(values: usize, i: i32): f64 {
  return load<f64>(values + (<usize>i << 3));
}

@inline
function put(values: usize, i: i32, value: f64): void {
  store<f64>(values + (<usize>i << 3), value);
}

// A number from 0 to 2³¹ that is added to 2⁵² leaves its nearest whole number in the lowest bits.
const wholeNumbers: f64 = 4503599627370496;

/** The bucket of a value, which grows with the value. */
@inline
function bucketOf(value: f64, low: f64, perBucket: f64): usize {
  return <usize>(<u32>reinterpret<u64>((value - low) * perBucket + wholeNumbers)) << 2;
}

/**
 * Values at ranks (from 0, ascending but for pairs that overlap) in the order of all: they are counted in buckets of equal
 * width, and only those of a bucket that holds a wanted rank are looked at closer.
 *
 * @param values in another order, and partly lost, afterwards
 * @param counts room for a whole number a bucket
 * @param found the value at each rank
 */
export function valuesAtRanks(
  values: usize,
  count: i32,
  ranks: usize,
  rankCount: i32,
  counts: usize,
  buckets: i32,
  found: usize,
): void {
  let lows = v128.load64_splat(values);
  let highs = lows;
  for (let i = 1; i < count; i += 2) {
    const pair = v128.load(values + (<usize>(i - 1) << 3));
    lows = f64x2.pmin(lows, pair);
    highs = f64x2.pmax(highs, pair);
  }
  if ((count & 1) != 0) {
    const last = v128.load64_splat(values + (<usize>(count - 1) << 3));
    lows = f64x2.pmin(lows, last);
    highs = f64x2.pmax(highs, last);
  }
  let low = min(f64x2.extract_lane(lows, 0), f64x2.extract_lane(lows, 1));
  const range = max(f64x2.extract_lane(highs, 0), f64x2.extract_lane(highs, 1)) - low;
  let perBucket = <f64>(buckets - 1) / range;
  if (!(range < Infinity && perBucket < Infinity)) {
    // The range overflows or is next to nothing: one bucket for all.
    low = 0;
    perBucket = 0;
  }
  memory.fill(counts, 0, <usize>buckets << 2);
  for (let i = 0; i < count; i++) {
    const bucket = counts + bucketOf(at(values, i), low, perBucket);
    store<i32>(bucket, load<i32>(bucket) + 1);
  }
  // Ranks among the values of the wanted buckets; a bucket is 1 if wanted, else 0.
  let before = 0;
  let passed = 0;
  let next = 0;
  for (let b = 0; b < buckets; b++) {
    const bucket = counts + (<usize>b << 2);
    const size = load<i32>(bucket);
    const first = next;
    while (next < rankCount && load<i32>(ranks + (<usize>next << 2)) < before + size) {
      const rank = ranks + (<usize>next << 2);
      store<i32>(rank, load<i32>(rank) - passed);
      next++;
    }
    store<i32>(bucket, <i32>(next > first));
    before += size;
    if (next == first) passed += size;
  }
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const value = at(values, i);
    put(values, kept, value);
    kept += load<i32>(counts + bucketOf(value, low, perBucket));
  }
  let placed = 0;
  for (let r = 0; r < rankCount; r++) {
    const rank = load<i32>(ranks + (<usize>r << 2));
    select(values, kept, rank, rank >= placed ? placed : 0);
    placed = rank;
    put(found, r, at(values, rank));
  }
}

/** Reorder from `low` on so that the value of this rank stands at it, none greater before and none smaller behind. */
function select(values: usize, count: i32, rank: i32, low: i32): void {
  let high = count - 1;
  while (low < high) {
    const a = at(values, low);
    const b = at(values, (low + high) >>> 1);
    const c = at(values, high);
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = low;
    let j = high;
    while (i <= j) {
      while (at(values, i) < pivot) i++;
      while (at(values, j) > pivot) j--;
      if (i > j) break;
      const held = at(values, i);
      put(values, i++, at(values, j));
      put(values, j--, held);
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return;
  }
}
