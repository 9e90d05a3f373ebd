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
