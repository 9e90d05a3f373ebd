// The loops of vectors.ts in AssemblyScript: two numbers at a time, sums in several parts so that additions do not
// wait for each other. Arguments are byte addresses. vector-kernel-code.ts holds the compiled bytes; a test compiles
// this file again and compares.

/** Σ a[i] b[i] */
export function dot(a: usize, b: usize, count: i32): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let sum2 = f64x2.splat(0);
  let sum3 = f64x2.splat(0);
  let i: i32 = 0;
  for (; i + 7 < count; i += 8) {
    sum0 = f64x2.add(sum0, f64x2.mul(v128.load(a), v128.load(b)));
    sum1 = f64x2.add(sum1, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    sum2 = f64x2.add(sum2, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    sum3 = f64x2.add(sum3, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  const sums = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < count; i++) {
    sum += load<f64>(a) * load<f64>(b);
    a += 8;
    b += 8;
  }
  return sum;
}

/** into[k] = Σ a[i] b[k * count + i], k < rows */
export function dots(a: usize, b: usize, count: i32, rows: i32, into: usize): void {
  for (let k: i32 = 0; k < rows; k++) {
    store<f64>(into, dot(a, b, count));
    b += <usize>count << 3;
    into += 8;
  }
}

/** Σ a[i] b[i]² */
export function weightedSquares(a: usize, b: usize, count: i32): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let i: i32 = 0;
  for (; i + 3 < count; i += 4) {
    const first = v128.load(b);
    const second = v128.load(b, 16);
    sum0 = f64x2.add(sum0, f64x2.mul(f64x2.mul(v128.load(a), first), first));
    sum1 = f64x2.add(sum1, f64x2.mul(f64x2.mul(v128.load(a, 16), second), second));
    a += 32;
    b += 32;
  }
  const sums = f64x2.add(sum0, sum1);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < count; i++) {
    sum += load<f64>(a) * load<f64>(b) * load<f64>(b);
    a += 8;
    b += 8;
  }
  return sum;
}

/** target[i] −= factor a[i] b[i] */
export function subtractProducts(target: usize, factor: f64, a: usize, b: usize, count: i32): void {
  const factors = f64x2.splat(factor);
  let i: i32 = 0;
  for (; i + 3 < count; i += 4) {
    const first = f64x2.mul(f64x2.mul(factors, v128.load(a)), v128.load(b));
    const second = f64x2.mul(f64x2.mul(factors, v128.load(a, 16)), v128.load(b, 16));
    v128.store(target, f64x2.sub(v128.load(target), first));
    v128.store(target, f64x2.sub(v128.load(target, 16), second), 16);
    target += 32;
    a += 32;
    b += 32;
  }
  for (; i < count; i++) {
    store<f64>(target, load<f64>(target) - factor * load<f64>(a) * load<f64>(b));
    target += 8;
    a += 8;
    b += 8;
  }
}

/** target[i] += factor b[i] */
export function addMultiple(target: usize, factor: f64, b: usize, count: i32): void {
  const factors = f64x2.splat(factor);
  let i: i32 = 0;
  for (; i + 3 < count; i += 4) {
    v128.store(target, f64x2.add(v128.load(target), f64x2.mul(factors, v128.load(b))));
    v128.store(target, f64x2.add(v128.load(target, 16), f64x2.mul(factors, v128.load(b, 16))), 16);
    target += 32;
    b += 32;
  }
  for (; i < count; i++) {
    store<f64>(target, load<f64>(target) + factor * load<f64>(b));
    target += 8;
    b += 8;
  }
}

/** target[i] −= factor a[i] b[i], and then Σ target[i] next[i]: as the two above, in one walk */
function subtractThenDot(target: usize, factor: f64, a: usize, b: usize, next: usize, count: i32): f64 {
  const factors = f64x2.splat(factor);
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let sum2 = f64x2.splat(0);
  let sum3 = f64x2.splat(0);
  let i: i32 = 0;
  for (; i + 7 < count; i += 8) {
    const t0 = f64x2.sub(v128.load(target), f64x2.mul(f64x2.mul(factors, v128.load(a)), v128.load(b)));
    const t1 = f64x2.sub(v128.load(target, 16), f64x2.mul(f64x2.mul(factors, v128.load(a, 16)), v128.load(b, 16)));
    const t2 = f64x2.sub(v128.load(target, 32), f64x2.mul(f64x2.mul(factors, v128.load(a, 32)), v128.load(b, 32)));
    const t3 = f64x2.sub(v128.load(target, 48), f64x2.mul(f64x2.mul(factors, v128.load(a, 48)), v128.load(b, 48)));
    v128.store(target, t0);
    v128.store(target, t1, 16);
    v128.store(target, t2, 32);
    v128.store(target, t3, 48);
    sum0 = f64x2.add(sum0, f64x2.mul(t0, v128.load(next)));
    sum1 = f64x2.add(sum1, f64x2.mul(t1, v128.load(next, 16)));
    sum2 = f64x2.add(sum2, f64x2.mul(t2, v128.load(next, 32)));
    sum3 = f64x2.add(sum3, f64x2.mul(t3, v128.load(next, 48)));
    target += 64;
    a += 64;
    b += 64;
    next += 64;
  }
  const sums = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < count; i++) {
    const value = load<f64>(target) - factor * load<f64>(a) * load<f64>(b);
    store<f64>(target, value);
    sum += value * load<f64>(next);
    target += 8;
    a += 8;
    b += 8;
    next += 8;
  }
  return sum;
}

/**
 * One pass of coordinate descent over `visits` columns; gives the largest weighted squared change.
 *
 * @param columns which to visit (i32), each `count` numbers of `values`
 * @param slopeLimit times a column's penalty: what its slope must exceed for a coefficient other than 0
 * @param bendShift times a column's penalty: what is added to its curvature Σ variances x²
 * @param curvature of each column; below 0 where it is not known yet
 * @param entered 1 (i32) for each column that ever had a coefficient
 * @param active those columns in the order of their entry (i32); `activeCount` is the address of their number (i32)
 */
export function descentCycle(
  columns: usize,
  visits: i32,
  count: i32,
  values: usize,
  residuals: usize,
  variances: usize,
  coefficients: usize,
  curvature: usize,
  penalty: usize,
  slopeLimit: f64,
  bendShift: f64,
  entered: usize,
  active: usize,
  activeCount: usize,
): f64 {
  let largest: f64 = 0;
  const bytes = <usize>count << 3;
  let due = false; // whether a change of the last column is still to be taken from the residuals
  let change: f64 = 0;
  let last: usize = 0;
  for (let l: i32 = 0; l < visits; l++) {
    const j = <usize>load<i32>(columns + (<usize>l << 2));
    const column = values + j * bytes;
    const own = j << 3;
    const was = load<f64>(coefficients + own);
    const factor = load<f64>(penalty + own);
    let slope = due
      ? subtractThenDot(residuals, change, variances, last, column, count)
      : dot(residuals, column, count);
    due = false;
    if (was == 0 && Math.abs(slope) <= factor * slopeLimit) continue;
    let bend = load<f64>(curvature + own);
    if (bend < 0) {
      bend = weightedSquares(variances, column, count);
      store<f64>(curvature + own, bend);
    }
    slope += bend * was;
    const excess = Math.abs(slope) - factor * slopeLimit;
    const size = excess > 0 ? excess / (bend + factor * bendShift) : 0;
    const is = slope < 0 ? -size : size;
    change = is - was;
    if (change == 0) continue;
    store<f64>(coefficients + own, is);
    largest = Math.max(largest, bend * change * change);
    due = true;
    last = column;
    if (load<i32>(entered + (j << 2)) == 0) {
      store<i32>(entered + (j << 2), 1);
      const k = load<i32>(activeCount);
      store<i32>(active + (<usize>k << 2), <i32>j);
      store<i32>(activeCount, k + 1);
    }
  }
  if (due) subtractProducts(residuals, change, variances, last, count);
  return largest;
}

/**
 * The height at point `entry` of a straight line through the points near it: each counts `counts` times the tricube
 * (1 − |d / reach|³)³ of its distance, where the reach is that of the farther end of the window `left` … `right`.
 * Points from 0.999 of the reach on do not count, those within 0.001 count fully; where the points are all but at one
 * place, the height is their mean.
 */
export function lowessHeight(
  x: usize,
  y: usize,
  counts: usize,
  size: i32,
  entry: i32,
  left: i32,
  right: i32,
): f64 {
  const at = number(x, entry);
  const reach = Math.max(at - number(x, left), number(x, right) - at);
  const flat = 0.001 * (number(x, size - 1) - number(x, 0));
  const outer = 0.999 * reach;
  const inner = 0.001 * reach;
  const inverse = 1 / reach;
  // A window that takes in only some of the equal points at one of its ends reaches just as far as they lie, so none of
  // them counts: points of one x count all or not at all.
  let i = left;
  while (at - number(x, i) > outer) i++;
  let end = right + 1;
  while (end < size && number(x, end) - at <= outer) end++;
  while (number(x, end - 1) - at > outer) end--;
  const places = f64x2.splat(at);
  const inverses = f64x2.splat(inverse);
  const inners = f64x2.splat(inner);
  const ones = f64x2.splat(1);
  let weights = f64x2.splat(0);
  let moments = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let heights = f64x2.splat(0);
  let slopes = f64x2.splat(0);
  for (; i + 1 < end; i += 2) {
    const byte = <usize>i << 3;
    const offset = f64x2.sub(v128.load(x + byte), places);
    const distance = f64x2.abs(offset);
    const ratio = f64x2.mul(distance, inverses);
    const rest = f64x2.sub(ones, f64x2.mul(f64x2.mul(ratio, ratio), ratio));
    const cube = f64x2.mul(f64x2.mul(rest, rest), rest);
    const kernel = v128.bitselect(ones, cube, f64x2.le(distance, inners));
    const weight = f64x2.mul(kernel, v128.load(counts + byte));
    const moment = f64x2.mul(weight, offset);
    const height = v128.load(y + byte);
    weights = f64x2.add(weights, weight);
    moments = f64x2.add(moments, moment);
    squares = f64x2.add(squares, f64x2.mul(moment, offset));
    heights = f64x2.add(heights, f64x2.mul(weight, height));
    slopes = f64x2.add(slopes, f64x2.mul(moment, height));
  }
  let s0 = sumOf(weights);
  let s1 = sumOf(moments);
  let s2 = sumOf(squares);
  let t0 = sumOf(heights);
  let t1 = sumOf(slopes);
  if (i < end) {
    const offset = number(x, i) - at;
    const distance = Math.abs(offset);
    const ratio = distance * inverse;
    const rest = 1 - ratio * ratio * ratio;
    const weight = (distance > inner ? rest * rest * rest : 1) * number(counts, i);
    const moment = weight * offset;
    s0 += weight;
    s1 += moment;
    s2 += moment * offset;
    t0 += weight * number(y, i);
    t1 += moment * number(y, i);
  }
  const center = s1 / s0;
  const spread = s2 / s0 - center * center;
  const level = t0 / s0;
  if (reach <= 0 || !(spread > flat * flat)) return level;
  return level - (center / spread) * (t1 / s0 - center * level);
}

@inline
function number(vector: usize, i: i32): f64 {
  return load<f64>(vector + (<usize>i << 3));
}

@inline
function sumOf(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
