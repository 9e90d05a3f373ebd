// Deriche's recursive Gaussian: lines are taken eight at a time into a table, where each row holds a sample of them all.

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
