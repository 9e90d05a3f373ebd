// Numbers at an address, 64-bit each.

@external("env", "log2")
export declare function log2(x: f64): f64;

@inline
export function number(vector: usize, i: i32): f64 {
  return load<f64>(vector + (<usize>i << 3));
}

@inline
export function put(vector: usize, i: i32, value: f64): void {
  store<f64>(vector + (<usize>i << 3), value);
}

@inline
export function add(vector: usize, i: i32, value: f64): void {
  put(vector, i, number(vector, i) + value);
}
