/**
 * The order of numbers: positions from the smallest value to the largest, ties in the order given.
 *
 * A radix sort. The bits of a double, with the sign turned so that they rise with the value, are cut into six digits
 * of eleven bits; sorting by one digit after the other, from the lowest, costs a fixed number of passes, so the time
 * grows with n alone. Short lists are sorted by comparison.
 * Source: Knuth, The Art of Computer Programming, vol. 3, 2nd ed. (1998), section 5.2.5.
 */

const digitBits = 11;
const buckets = 1 << digitBits;
const passes = 6;
const shortList = 200;

/**
 * @param values finite or infinite numbers, no NaN
 * @returns zero-based positions; `values[order[0]]` is the smallest
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n <= shortList) return order.sort((a, b) => values[a] - values[b] || a - b);
  let keys = sortableBits(values);
  let from = order;
  let spareKeys: Bits = { high: new Uint32Array(n), low: new Uint32Array(n) };
  let to = new Uint32Array(n);
  const counts = digitCounts(keys, n);
  for (let pass = 0; pass < passes; pass++) {
    const count = counts.subarray(pass * buckets, (pass + 1) * buckets);
    if (count.includes(n)) continue; // one digit for all
    for (let digit = 0, start = 0; digit < buckets; digit++) {
      const size = count[digit];
      count[digit] = start;
      start += size;
    }
    scatter(keys, from, spareKeys, to, count, pass);
    [keys, spareKeys] = [spareKeys, keys];
    [from, to] = [to, from];
  }
  return from;
}

interface Bits {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** The bits of each double as two words that rise with its value; −0 is 0. */
function sortableBits(values: ArrayLike<number>): Bits {
  const n = values.length;
  const doubles = new Float64Array(1);
  const words = new Uint32Array(doubles.buffer);
  doubles[0] = 1;
  const highWord = words[1] === 0 ? 0 : 1;
  const bits = { high: new Uint32Array(n), low: new Uint32Array(n) };
  for (let i = 0; i < n; i++) {
    doubles[0] = values[i] + 0;
    const high = words[highWord];
    const negative = high >>> 31 === 1;
    bits.high[i] = negative ? ~high : high | 0x80000000;
    bits.low[i] = negative ? ~words[1 - highWord] : words[1 - highWord];
  }
  return bits;
}

/** The digit of a pass: bits 0–10, 11–21, 22–32 (across the words), 33–43, 44–54, 55–63. */
function digitOf(high: number, low: number, pass: number): number {
  switch (pass) {
    case 0:
      return low & 0x7ff;
    case 1:
      return (low >>> 11) & 0x7ff;
    case 2:
      return ((low >>> 22) | (high << 10)) & 0x7ff;
    case 3:
      return (high >>> 1) & 0x7ff;
    case 4:
      return (high >>> 12) & 0x7ff;
    default:
      return high >>> 23;
  }
}

function digitCounts({ high, low }: Bits, n: number): Uint32Array {
  const counts = new Uint32Array(passes * buckets);
  for (let i = 0; i < n; i++)
    for (let pass = 0; pass < passes; pass++)
      counts[pass * buckets + digitOf(high[i], low[i], pass)]++;
  return counts;
}

function scatter(
  keys: Bits,
  from: Uint32Array,
  spare: Bits,
  to: Uint32Array,
  next: Uint32Array,
  pass: number,
): void {
  for (let i = 0; i < from.length; i++) {
    const high = keys.high[i];
    const low = keys.low[i];
    const at = next[digitOf(high, low, pass)]++;
    to[at] = from[i];
    spare.high[at] = high;
    spare.low[at] = low;
  }
}
