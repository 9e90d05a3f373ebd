// Sorting of keys.

/** Sorts 48-bit keys by their digits of 8 bits, the last first. `spare` has room for 128 keys more. Returns the address. */
export function sortKeys(keys: usize, spare: usize, count: i32): usize {
  const starts = spare;
  let from = keys;
  let into = spare + 1024;
  for (let shift: u64 = 0; shift < 48; shift += 8) {
    memory.fill(starts, 0, 1024);
    let digit: usize = 0;
    for (let i = 0; i < count; i++) {
      digit = digitOf(from, i, shift);
      store<u32>(starts + digit, load<u32>(starts + digit) + 1);
    }
    if (load<u32>(starts + digit) == <u32>count) continue; // all the same
    let start: u32 = 0;
    for (let d = starts; d < starts + 1024; d += 4) {
      const own = load<u32>(d);
      store<u32>(d, start);
      start += own;
    }
    for (let i = 0; i < count; i++) {
      digit = digitOf(from, i, shift);
      const to = load<u32>(starts + digit);
      store<u32>(starts + digit, to + 1);
      store<u64>(into + (<usize>to << 3), load<u64>(from + (<usize>i << 3)));
    }
    const sorted = into;
    into = from;
    from = sorted;
  }
  return from;
}

/** As the offset of a 32-bit number. */
@inline
function digitOf(keys: usize, i: i32, shift: u64): usize {
  return <usize>((load<u64>(keys + (<usize>i << 3)) >> shift) & 0xff) << 2;
}
