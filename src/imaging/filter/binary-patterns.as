// Local binary patterns of a slice. Rows of neighbouring voxels are worked off in ascending order and two at a
// time: the second of an odd row's last pair lies beyond the row, where the next row then writes over it, so that arrays
// need room for two more numbers at their end.

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
  padSlice(slice, nx, ny, margin, padded);
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
        const sample = sampleAt(centre, across, row, x, p, circle, down, right, stride);
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

/**
 * The circle's samples of one row's voxels: for each sample nx + 1 levels. Arguments as above, the slice padded already.
 */
export function circleSamples(
  row: i32,
  nx: i32,
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
  for (let p: i32 = 0; p < samples; p++) {
    for (let x: i32 = 0; x < nx; x += 2) {
      const centre = padded + (<usize>((row + margin) * across + margin + x) << 3);
      v128.store(
        out + (<usize>(p * (nx + 1) + x) << 3),
        sampleAt(centre, across, row, x, p, circle, down, right, stride),
      );
    }
  }
}

/** The slice with `margin` zeros on each side. */
export function padSlice(slice: usize, nx: i32, ny: i32, margin: i32, padded: usize): void {
  const across = nx + 2 * margin;
  memory.fill(padded, 0, <usize>(across * (ny + 2 * margin)) << 3);
  for (let row: i32 = 0; row < ny; row++)
    memory.copy(
      padded + (<usize>((row + margin) * across + margin) << 3),
      slice + (<usize>(row * nx) << 3),
      <usize>nx << 3,
    );
}

/** Sample p of two neighbouring voxels, bilinear between the four around it. */
@inline
function sampleAt(
  centre: usize,
  across: i32,
  row: i32,
  x: i32,
  p: i32,
  circle: usize,
  down: usize,
  right: usize,
  stride: i32,
): v128 {
  const ones = f64x2.splat(1);
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
  return f64x2.add(f64x2.mul(f64x2.sub(ones, shareDown), top), f64x2.mul(shareDown, bottom));
}
