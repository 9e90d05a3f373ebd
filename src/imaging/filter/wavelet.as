// The stationary wavelet transform along one axis. Rows of neighbouring voxels are worked off in ascending order and two at a
// time: the second of an odd row's last pair lies beyond the row, where the next row then writes over it, so that arrays
// need room for two more numbers at their end.

/**
 * A wavelet's two filters along one axis: low[i] = Σ_k lowFilter[k] · x[from[i + taps − 1 − k]], high likewise.
 *
 * @param values [outer][n][inner], as low and high
 * @param from indices of n + taps − 1 samples (i32)
 * @param filters the taps of the low, then of the high filter
 * @param line room for n + taps samples, for an inner of 1
 * @param sources room for an address (u32) a tap
 * @param single whether products and sums are rounded to 32 bits, as the values and filters are then
 */
export function waveletPair(
  values: usize,
  outer: i32,
  n: i32,
  inner: i32,
  from: usize,
  filters: usize,
  taps: i32,
  low: usize,
  high: usize,
  line: usize,
  sources: usize,
  single: bool,
): void {
  const row = <usize>inner << 3;
  for (let o: i32 = 0; o < outer; o++) {
    if (inner == 1) {
      for (let j: i32 = 0; j < n + taps - 1; j++)
        store<f64>(line + (<usize>j << 3), load<f64>(values + (<usize>index(from, j) << 3)));
      for (let k: i32 = 0; k < taps; k++)
        store<u32>(sources + (<usize>k << 2), <u32>(line + (<usize>(taps - 1 - k) << 3)));
      waveletRow(sources, filters, taps, n, low, high, single);
      low += <usize>n << 3;
      high += <usize>n << 3;
    } else {
      for (let i: i32 = 0; i < n; i++) {
        for (let k: i32 = 0; k < taps; k++)
          store<u32>(sources + (<usize>k << 2), <u32>(values + row * <usize>index(from, i + taps - 1 - k)));
        waveletRow(sources, filters, taps, inner, low, high, single);
        low += row;
        high += row;
      }
    }
    values += row * <usize>n;
  }
}

/** low[i] = Σ_k lowFilter[k] · sources[k][i], high likewise. */
function waveletRow(
  sources: usize,
  filters: usize,
  taps: i32,
  count: i32,
  low: usize,
  high: usize,
  single: bool,
): void {
  const bytes = <usize>count << 3;
  for (let at: usize = 0; at < bytes; at += 16) {
    if (single) singlePair(sources, filters, taps, at, low + at, high + at);
    else doublePair(sources, filters, taps, at, low + at, high + at);
  }
}

/** Two neighbouring results of each filter. */
// @ts-ignore: decorator
@inline
function doublePair(sources: usize, filters: usize, taps: i32, at: usize, low: usize, high: usize): void {
  let lows = f64x2.splat(0);
  let highs = f64x2.splat(0);
  for (let k: i32 = 0; k < taps; k++) {
    const filter = filters + (<usize>k << 3);
    const value = v128.load(<usize>load<u32>(sources + (<usize>k << 2)) + at);
    lows = f64x2.add(lows, f64x2.mul(v128.load_splat<f64>(filter), value));
    highs = f64x2.add(highs, f64x2.mul(v128.load_splat<f64>(filter + (<usize>taps << 3)), value));
  }
  v128.store(low, lows);
  v128.store(high, highs);
}

/** The same in 32 bits; the numbers lie in memory as 64 bits. */
// @ts-ignore: decorator
@inline
function singlePair(sources: usize, filters: usize, taps: i32, at: usize, low: usize, high: usize): void {
  let lows = f32x4.splat(0);
  let highs = f32x4.splat(0);
  for (let k: i32 = 0; k < taps; k++) {
    const filter = filters + (<usize>k << 3);
    const value = f32x4.demote_f64x2_zero(v128.load(<usize>load<u32>(sources + (<usize>k << 2)) + at));
    lows = f32x4.add(lows, f32x4.mul(f32x4.splat(<f32>load<f64>(filter)), value));
    highs = f32x4.add(highs, f32x4.mul(f32x4.splat(<f32>load<f64>(filter + (<usize>taps << 3))), value));
  }
  v128.store(low, f64x2.promote_low_f32x4(lows));
  v128.store(high, f64x2.promote_low_f32x4(highs));
}

@inline
function index(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 2));
}
