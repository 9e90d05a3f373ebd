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

/** The bucket of a value: it grows with the value. */
@inline
function bucketOf(value: f64, low: f64, perBucket: f64, last: f64): usize {
  return <usize>(<u32>Math.min(last, Math.max(0, (value - low) * perBucket))) << 2;
}

/**
 * Values at ranks (from 0, ascending but for pairs that overlap) in the order of all: they are counted in buckets of equal width, and only those of
 * a bucket that holds a wanted rank are looked at closer.
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
  let low = at(values, 0);
  let high = low;
  for (let i = 1; i < count; i++) {
    const value = at(values, i);
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  const last = <f64>(buckets - 1);
  const range = high - low;
  // Where the range overflows or is next to nothing, all values are looked at.
  const ratio = <f64>buckets / range;
  const perBucket = range < Infinity && ratio < Infinity ? ratio : 0;
  memory.fill(counts, 0, <usize>buckets << 2);
  for (let i = 0; i < count; i++) {
    const bucket = counts + bucketOf(at(values, i), low, perBucket, last);
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
    kept += load<i32>(counts + bucketOf(value, low, perBucket, last));
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
