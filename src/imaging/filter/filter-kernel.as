// The loops over voxels of the image filters, in AssemblyScript. Arguments are byte addresses; levels are f64 unless
// said otherwise. Rows of neighbouring voxels are worked off in ascending order and two voxels at a time: the second of
// an odd row's last pair lies beyond the row, where the next row then writes over it, so that arrays need room for two
// more numbers at their end. filter-kernel-code.ts holds the compiled bytes; a test compiles this file again and compares.

@external("env", "exp")
declare function exponentialOf(x: f64): f64;

@external("env", "log")
declare function logarithmOf(x: f64): f64;

// Point filters, in place.

/** x → (factor x)² */
export function square(levels: usize, count: i32, factor: f64): void {
  const factors = f64x2.splat(factor);
  for (let i: i32 = 0; i < count; i += 2, levels += 16) {
    const root = f64x2.mul(factors, v128.load(levels));
    v128.store(levels, f64x2.mul(root, root));
  }
}

/** x → ±√(|x| m) */
export function squareRoot(levels: usize, count: i32, m: f64): void {
  for (let i: i32 = 0; i < count; i++, levels += 8) {
    const level = load<f64>(levels);
    store<f64>(levels, level > 0 ? sqrt<f64>(level * m) : -sqrt<f64>(-level * m) + 0);
  }
}

/** x → ± ln(|x| + 1) · scale */
export function logarithm(levels: usize, count: i32, scale: f64): void {
  for (let i: i32 = 0; i < count; i++, levels += 8) {
    const level = load<f64>(levels);
    const log = level > 0 ? logarithmOf(level + 1) : -logarithmOf(-level + 1) + 0;
    store<f64>(levels, log * scale);
  }
}

/** x → exp(factor x) */
export function exponential(levels: usize, count: i32, factor: f64): void {
  for (let i: i32 = 0; i < count; i++, levels += 8)
    store<f64>(levels, exponentialOf(factor * load<f64>(levels)));
}

/** The largest |x|; NaN if there is one. */
export function largestMagnitude(levels: usize, count: i32): f64 {
  let largest: f64 = 0;
  for (let i: i32 = 0; i < count; i++, levels += 8)
    largest = max<f64>(largest, abs<f64>(load<f64>(levels)));
  return largest;
}

// Gradient

/**
 * √ Σ_d ((after − before) · scale_d)², stored as f32.
 *
 * @param slice nx · ny levels; `below` and `above` the slices beside it, or itself at the image's ends
 */
export function gradientSlice(
  slice: usize,
  below: usize,
  above: usize,
  nx: i32,
  ny: i32,
  scaleX: f64,
  scaleY: f64,
  scaleZ: f64,
  out: usize,
): void {
  const row = <usize>nx << 3;
  for (let j: i32 = 0; j < ny; j++) {
    const back: usize = j > 0 ? row : 0;
    const on: usize = j + 1 < ny ? row : 0;
    for (let x: i32 = 0; x < nx; x++) {
      const right = load<f64>(x + 1 < nx ? slice + 8 : slice);
      const left = load<f64>(x > 0 ? slice - 8 : slice);
      const alongX = (right - left) * scaleX;
      const alongY = (load<f64>(slice + on) - load<f64>(slice - back)) * scaleY;
      const alongZ = (load<f64>(above) - load<f64>(below)) * scaleZ;
      store<f32>(out, <f32>sqrt<f64>(alongX * alongX + alongY * alongY + alongZ * alongZ));
      slice += 8;
      below += 8;
      above += 8;
      out += 4;
    }
  }
}

// Wavelet

/**
 * A wavelet's two filters along one axis: low[i] = Σ_k lowFilter[k] · x[from[i + taps − 1 − k]], high likewise.
 *
 * @param values [outer][n][inner], as low and high
 * @param from indices of n + taps − 1 samples (i32)
 * @param filters the taps of the low, then of the high filter
 * @param line room for n + taps samples, for an inner of 1
 * @param sources room for an address (u32) a tap
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
): void {
  const row = <usize>inner << 3;
  for (let o: i32 = 0; o < outer; o++) {
    if (inner == 1) {
      for (let j: i32 = 0; j < n + taps - 1; j++)
        store<f64>(line + (<usize>j << 3), load<f64>(values + (<usize>index(from, j) << 3)));
      for (let k: i32 = 0; k < taps; k++)
        store<u32>(sources + (<usize>k << 2), <u32>(line + (<usize>(taps - 1 - k) << 3)));
      waveletRow(sources, filters, taps, n, low, high);
      low += <usize>n << 3;
      high += <usize>n << 3;
    } else {
      for (let i: i32 = 0; i < n; i++) {
        for (let k: i32 = 0; k < taps; k++)
          store<u32>(sources + (<usize>k << 2), <u32>(values + row * <usize>index(from, i + taps - 1 - k)));
        waveletRow(sources, filters, taps, inner, low, high);
        low += row;
        high += row;
      }
    }
    values += row * <usize>n;
  }
}

/** low[i] = Σ_k lowFilter[k] · sources[k][i], high likewise. */
function waveletRow(sources: usize, filters: usize, taps: i32, count: i32, low: usize, high: usize): void {
  const bytes = <usize>count << 3;
  for (let at: usize = 0; at < bytes; at += 16) {
    let lows = f64x2.splat(0);
    let highs = f64x2.splat(0);
    for (let k: i32 = 0; k < taps; k++) {
      const filter = filters + (<usize>k << 3);
      const value = v128.load(<usize>load<u32>(sources + (<usize>k << 2)) + at);
      lows = f64x2.add(lows, f64x2.mul(v128.load_splat<f64>(filter), value));
      highs = f64x2.add(highs, f64x2.mul(v128.load_splat<f64>(filter + (<usize>taps << 3)), value));
    }
    v128.store(low + at, lows);
    v128.store(high + at, highs);
  }
}

// Local binary patterns

/**
 * Uniform patterns of one slice: how many of the circle's samples are at least as bright as the centre, if that changes
 * at most twice on the way round, else samples + 1.
 *
 * @param padded the slice with `margin` zeros on each side, which this writes, and room for two more numbers
 * @param circle for each sample four whole numbers (i32): the steps down and right to the voxels before and after it
 * @param down for each sample the share of the lower row, by row; `right` that of the right column, by column, each
 *   with room for `stride` numbers
 * @param work room for 7 numbers a sample
 */
export function binaryPatterns(
  slice: usize,
  nx: i32,
  ny: i32,
  margin: i32,
  padded: usize,
  samples: i32,
  circle: usize,
  down: usize,
  right: usize,
  stride: i32,
  out: usize,
): void {
  const across = nx + 2 * margin;
  memory.fill(padded, 0, <usize>(across * (ny + 2 * margin)) << 3);
  for (let row: i32 = 0; row < ny; row++)
    memory.copy(
      padded + (<usize>((row + margin) * across + margin) << 3),
      slice + (<usize>(row * nx) << 3),
      <usize>nx << 3,
    );
  const ones = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const tooMany = i64x2.splat(2);
  const other = f64x2.splat(samples + 1);
  for (let row: i32 = 0; row < ny; row++) {
    for (let x: i32 = 0; x < nx; x += 2) {
      const centre = padded + (<usize>((row + margin) * across + margin + x) << 3);
      const level = v128.load(centre);
      let count = i64x2.splat(0);
      let changes = i64x2.splat(0);
      let last = i64x2.splat(0);
      for (let p: i32 = 0; p < samples; p++) {
        const steps = circle + (<usize>p << 4);
        const above = centre + (load<i32>(steps) * across << 3);
        const below = centre + (load<i32>(steps, 4) * across << 3);
        const before = load<i32>(steps, 8) << 3;
        const after = load<i32>(steps, 12) << 3;
        const shareRight = v128.load(right + (<usize>(p * stride + x) << 3));
        const shareDown = v128.load_splat<f64>(down + (<usize>(p * stride + row) << 3));
        const shareLeft = f64x2.sub(ones, shareRight);
        const top = f64x2.add(
          f64x2.mul(shareLeft, v128.load(above + before)),
          f64x2.mul(shareRight, v128.load(above + after)),
        );
        const bottom = f64x2.add(
          f64x2.mul(shareLeft, v128.load(below + before)),
          f64x2.mul(shareRight, v128.load(below + after)),
        );
        const sample = f64x2.add(
          f64x2.mul(f64x2.sub(ones, shareDown), top),
          f64x2.mul(shareDown, bottom),
        );
        const bit = f64x2.ge(f64x2.sub(sample, level), zero); // −1 as a whole number
        count = i64x2.sub(count, bit);
        if (p > 0) changes = i64x2.sub(changes, v128.xor(bit, last));
        last = bit;
      }
      const pattern = f64x2.convert_low_i32x4_s(i32x4.shuffle(count, count, 0, 2, 0, 2));
      v128.store(
        out + (<usize>(row * nx + x) << 3),
        v128.bitselect(other, pattern, i64x2.gt_s(changes, tooMany)),
      );
    }
  }
}

// Recursive Gaussian

/** Lines that run beside each other, and the bytes of one sample of each. */
const LINES: i32 = 8;
const ROW: usize = 64;

/**
 * Deriche's recursion along lines, forward and backward, borders replicated; the sum is stored as f32.
 *
 * @param values `lines` lines `apart` numbers from each other, each of n samples `step` numbers from each other; out (f32)
 *   likewise
 * @param c coefficients, four each: forward, backward, denominator, and at the forward and the backward border
 * @param work room for 3 · 8 · n numbers
 */
export function recursiveGaussian(
  values: usize,
  lines: i32,
  apart: i32,
  n: i32,
  step: i32,
  c: usize,
  out: usize,
  work: usize,
): void {
  const table = ROW * <usize>n;
  const forward = work + table;
  const backward = forward + table;
  for (let line: i32 = 0; line < lines; line += LINES) {
    const many = min<i32>(LINES, lines - line);
    for (let i: i32 = 0; i < n; i++)
      for (let w: i32 = 0; w < LINES; w++)
        store<f64>(
          work + (<usize>(i * LINES + w) << 3),
          load<f64>(values + (<usize>((line + min<i32>(w, many - 1)) * apart + i * step) << 3)),
        );
    runForward(work, forward, n, c);
    runBackward(work, backward, n, c);
    for (let i: i32 = 0; i < n; i++)
      for (let w: i32 = 0; w < many; w++) {
        const at = <usize>(i * LINES + w) << 3;
        store<f32>(
          out + (<usize>((line + w) * apart + i * step) << 2),
          <f32>(load<f64>(forward + at) + load<f64>(backward + at)),
        );
      }
  }
}

function runForward(a: usize, f: usize, n: i32, c: usize): void {
  for (let i: i32 = 0; i < 4; i++)
    for (let w: usize = 0; w < ROW; w += 16) {
      const edge = v128.load(a + w);
      let sum = f64x2.splat(0);
      let feedback = f64x2.splat(0);
      for (let k: i32 = 0; k < 4; k++)
        sum = f64x2.add(sum, f64x2.mul(v128.load_splat<f64>(c + (<usize>k << 3)), sample(a, max<i32>(0, i - k), w)));
      for (let k: i32 = 1; k <= 4; k++)
        feedback = f64x2.add(feedback, i >= k ? term(c + 64, k - 1, sample(f, i - k, w)) : term(c + 96, k - 1, edge));
      v128.store(f + ROW * <usize>i + w, f64x2.sub(sum, feedback));
    }
  const n0 = v128.load_splat<f64>(c);
  const n1 = v128.load_splat<f64>(c, 8);
  const n2 = v128.load_splat<f64>(c, 16);
  const n3 = v128.load_splat<f64>(c, 24);
  const d1 = v128.load_splat<f64>(c, 64);
  const d2 = v128.load_splat<f64>(c, 72);
  const d3 = v128.load_splat<f64>(c, 80);
  const d4 = v128.load_splat<f64>(c, 88);
  for (let i: i32 = 4; i < n; i++)
    for (let w: usize = 0; w < ROW; w += 16) {
      const sum = weighted(n0, sample(a, i, w), n1, sample(a, i - 1, w), n2, sample(a, i - 2, w), n3, sample(a, i - 3, w));
      const feedback = weighted(d1, sample(f, i - 1, w), d2, sample(f, i - 2, w), d3, sample(f, i - 3, w), d4, sample(f, i - 4, w));
      v128.store(f + ROW * <usize>i + w, f64x2.sub(sum, feedback));
    }
}

function runBackward(a: usize, g: usize, n: i32, c: usize): void {
  const last = n - 1;
  for (let i: i32 = last; i > last - 4; i--)
    for (let w: usize = 0; w < ROW; w += 16) {
      const edge = sample(a, last, w);
      let sum = f64x2.splat(0);
      let feedback = f64x2.splat(0);
      for (let k: i32 = 1; k <= 4; k++)
        sum = f64x2.add(sum, term(c + 32, k - 1, sample(a, min<i32>(last, i + k), w)));
      for (let k: i32 = 1; k <= 4; k++)
        feedback = f64x2.add(feedback, i + k <= last ? term(c + 64, k - 1, sample(g, i + k, w)) : term(c + 128, k - 1, edge));
      v128.store(g + ROW * <usize>i + w, f64x2.sub(sum, feedback));
    }
  const m1 = v128.load_splat<f64>(c, 32);
  const m2 = v128.load_splat<f64>(c, 40);
  const m3 = v128.load_splat<f64>(c, 48);
  const m4 = v128.load_splat<f64>(c, 56);
  const d1 = v128.load_splat<f64>(c, 64);
  const d2 = v128.load_splat<f64>(c, 72);
  const d3 = v128.load_splat<f64>(c, 80);
  const d4 = v128.load_splat<f64>(c, 88);
  for (let i: i32 = last - 4; i >= 0; i--)
    for (let w: usize = 0; w < ROW; w += 16) {
      const sum = weighted(m1, sample(a, i + 1, w), m2, sample(a, i + 2, w), m3, sample(a, i + 3, w), m4, sample(a, i + 4, w));
      const feedback = weighted(d1, sample(g, i + 1, w), d2, sample(g, i + 2, w), d3, sample(g, i + 3, w), d4, sample(g, i + 4, w));
      v128.store(g + ROW * <usize>i + w, f64x2.sub(sum, feedback));
    }
}

/** sum[i] += factor · levels[i], both f32 */
export function addMultiple(sum: usize, factor: f64, levels: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i++) {
    store<f32>(sum, <f32>(<f64>load<f32>(sum) + <f64>load<f32>(levels) * factor));
    sum += 4;
    levels += 4;
  }
}

@inline
function index(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 2));
}

/** Two lines' samples at place i of a table of lines side by side. */
@inline
function sample(table: usize, i: i32, w: usize): v128 {
  return v128.load(table + ROW * <usize>i + w);
}

@inline
function term(coefficients: usize, k: i32, value: v128): v128 {
  return f64x2.mul(v128.load_splat<f64>(coefficients + (<usize>k << 3)), value);
}

@inline
function weighted(a: v128, x: v128, b: v128, y: v128, c: v128, z: v128, d: v128, w: v128): v128 {
  return f64x2.add(
    f64x2.add(f64x2.add(f64x2.mul(a, x), f64x2.mul(b, y)), f64x2.mul(c, z)),
    f64x2.mul(d, w),
  );
}
