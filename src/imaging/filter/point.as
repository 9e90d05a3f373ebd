// Filters that look at one voxel, in place: two at a time where they can, with room for one more at the end.

@external("env", "exp")
declare function exponentialOf(x: f64): f64;

@external("env", "log")
declare function logarithmOf(x: f64): f64;

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
