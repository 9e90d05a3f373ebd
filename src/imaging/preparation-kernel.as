// The loops over voxels that prepare an image, in AssemblyScript: normalisation, and resampling along an axis. Arguments
// are byte addresses; levels are f64. preparation-kernel-code.ts holds the compiled bytes; a test compiles this file
// again and compares.

// Normalisation and rounding; sums go on from one part of an image to the next.

/** start + Σ levels[i] */
export function sumLevels(levels: usize, count: i32, start: f64): f64 {
  for (let i: i32 = 0; i < count; i++, levels += 8) start += load<f64>(levels);
  return start;
}

/** start + Σ (levels[i] − mean)² */
export function sumSquares(levels: usize, count: i32, mean: f64, start: f64): f64 {
  for (let i: i32 = 0; i < count; i++, levels += 8) {
    const offset = load<f64>(levels) - mean;
    start += offset * offset;
  }
  return start;
}

/** x → (x − mean) · inverse, moved into ± outliers, times scale; in place, with room for one more number. */
export function normalise(levels: usize, count: i32, mean: f64, inverse: f64, outliers: f64, scale: f64): void {
  const means = f64x2.splat(mean);
  const inverses = f64x2.splat(inverse);
  const high = f64x2.splat(outliers);
  const low = f64x2.splat(-outliers);
  const scales = f64x2.splat(scale);
  for (let i: i32 = 0; i < count; i += 2, levels += 16) {
    const z = f64x2.mul(f64x2.sub(v128.load(levels), means), inverses);
    const notLow = v128.bitselect(low, z, f64x2.lt(z, low));
    v128.store(levels, f64x2.mul(v128.bitselect(high, notLow, f64x2.gt(z, high)), scales));
  }
}

/** x → x moved into low … high and truncated toward zero, in place. */
export function truncate(levels: usize, count: i32, low: f64, high: f64): void {
  for (let i: i32 = 0; i < count; i++, levels += 8)
    store<f64>(levels, trunc<f64>(min<f64>(high, max<f64>(low, load<f64>(levels)))));
}

// Resampling: lines are taken eight at a time into a table, where each row holds the same sample of them all.

const LINES: i32 = 8;
const ROW: usize = 64;

/**
 * New samples of lines: out[k] = Σ_q weights[k · width + q] · x[indices[k · width + q]], weights of 0 left out.
 *
 * @param values `lines` lines `apart` numbers from each other, each of n samples `step` numbers from each other
 * @param start weights of a spline's first coefficient and what their sum is divided by, `terms` numbers; none to
 *   interpolate the levels themselves
 * @param count of new samples, of lines `outApart` numbers from each other and `step` from sample to sample
 * @param table room for 8 · (n + count) numbers
 */
export function resampleLines(
  values: usize,
  lines: i32,
  apart: i32,
  n: i32,
  step: i32,
  start: usize,
  terms: i32,
  width: i32,
  indices: usize,
  weights: usize,
  count: i32,
  out: usize,
  outApart: i32,
  table: usize,
): void {
  const made = table + ROW * <usize>n;
  for (let line: i32 = 0; line < lines; line += LINES) {
    const many = min<i32>(LINES, lines - line);
    for (let i: i32 = 0; i < n; i++)
      for (let w: i32 = 0; w < LINES; w++)
        store<f64>(
          table + (<usize>(i * LINES + w) << 3),
          load<f64>(values + (<usize>((line + min<i32>(w, many - 1)) * apart + i * step) << 3)),
        );
    if (terms > 0) splineCoefficients(table, n, start, terms);
    weightedRows(table, width, indices, weights, count, made);
    for (let k: i32 = 0; k < count; k++)
      for (let w: i32 = 0; w < many; w++)
        store<f64>(
          out + (<usize>((line + w) * outApart + k * step) << 3),
          load<f64>(made + (<usize>(k * LINES + w) << 3)),
        );
  }
}

function weightedRows(table: usize, width: i32, indices: usize, weights: usize, count: i32, out: usize): void {
  for (let k: i32 = 0; k < count; k++) {
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let sum2 = f64x2.splat(0);
    let sum3 = f64x2.splat(0);
    for (let q: i32 = 0; q < width; q++, indices += 4, weights += 8) {
      if (load<f64>(weights) == 0) continue;
      const weight = v128.load_splat<f64>(weights);
      const row = table + ROW * <usize>load<i32>(indices);
      sum0 = f64x2.add(sum0, f64x2.mul(weight, v128.load(row)));
      sum1 = f64x2.add(sum1, f64x2.mul(weight, v128.load(row, 16)));
      sum2 = f64x2.add(sum2, f64x2.mul(weight, v128.load(row, 32)));
      sum3 = f64x2.add(sum3, f64x2.mul(weight, v128.load(row, 48)));
    }
    v128.store(out, sum0);
    v128.store(out, sum1, 16);
    v128.store(out, sum2, 32);
    v128.store(out, sum3, 48);
    out += ROW;
  }
}

/**
 * Levels of eight lines, n ≥ 2 samples each, into a cubic spline's coefficients, in place: see b-spline.ts.
 *
 * @param start weights of the first coefficient, the last sample's before the others' where all n have one; then the
 *   divisor: `terms` numbers
 */
export function splineCoefficients(table: usize, n: i32, start: usize, terms: i32): void {
  const pole = sqrt<f64>(3) - 2;
  const poles = f64x2.splat(pole);
  const last = f64x2.splat(pole / (pole * pole - 1));
  const six = f64x2.splat(6);
  const end = table + ROW * <usize>(n - 1);
  for (let at = table; at < end + ROW; at += 16) v128.store(at, f64x2.mul(v128.load(at), six));
  for (let w: usize = 0; w < ROW; w += 16) firstCoefficient(table + w, n, start, terms);
  for (let at = table + ROW; at < end + ROW; at += 16)
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(poles, v128.load(at - ROW))));
  for (let at = end; at < end + ROW; at += 16)
    v128.store(at, f64x2.mul(last, f64x2.add(f64x2.mul(poles, v128.load(at - ROW)), v128.load(at))));
  for (let row = end - ROW; row >= table; row -= ROW)
    for (let at = row; at < row + ROW; at += 16)
      v128.store(at, f64x2.mul(poles, f64x2.sub(v128.load(at + ROW), v128.load(at))));
}

function firstCoefficient(line: usize, n: i32, start: usize, terms: i32): void {
  const samples = terms - 1;
  let sum = v128.load(line);
  let k: i32 = 1;
  let until = samples;
  if (samples == n) {
    sum = f64x2.add(sum, product(start, n - 1, line));
    until = n - 1;
  }
  for (; k < until; k++) sum = f64x2.add(sum, product(start, k, line));
  v128.store(line, f64x2.div(sum, v128.load_splat<f64>(start + (<usize>samples << 3))));
}

@inline
function product(weights: usize, k: i32, line: usize): v128 {
  return f64x2.mul(v128.load_splat<f64>(weights + (<usize>k << 3)), v128.load(line + ROW * <usize>k));
}

/**
 * A slice of a mask on another grid: out[i + count · j] = slice[columns[i] + nx · rows[j]], 0 where an index is below 0.
 */
export function pickMask(
  slice: usize,
  nx: i32,
  columns: usize,
  columnCount: i32,
  rows: usize,
  rowCount: i32,
  out: usize,
): void {
  for (let j: i32 = 0; j < rowCount; j++) {
    const row = load<i32>(rows + (<usize>j << 2));
    for (let i: i32 = 0; i < columnCount; i++, out++) {
      const column = load<i32>(columns + (<usize>i << 2));
      store<u8>(out, row < 0 || column < 0 ? 0 : load<u8>(slice + <usize>(row * nx + column)));
    }
  }
}
