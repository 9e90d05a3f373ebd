// Magnitude of the gradient by central differences.

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
