/**
 * The discrete Fourier transform of any length, along one axis of an array or along three.
 * Sources: Cooley & Tukey, Math. Comput. 19 (1965) 297–301; Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451–455,
 * for lengths that are not powers of two.
 */

/** Complex numbers as two arrays of the same length. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The smallest power of two that is at least n. */
export function nextPowerOfTwo(n: number): number {
  let power = 1;
  while (power < n) power *= 2;
  return power;
}

/** Lines across the memory that are taken at once, so that each piece of memory is fetched once. */
const TOGETHER = 16;

/**
 * Transform in place along each axis of a box, x fastest.
 *
 * @param inverse whether to undo a transform (the division by the number of values included)
 */
export function transform3(
  values: Complex,
  size: readonly [number, number, number],
  inverse: boolean = false,
): void {
  const [nx, ny, nz] = size;
  for (const [n, stride] of [
    [nx, 1],
    [ny, nx],
    [nz, nx * ny],
  ] as const) {
    if (n === 1) continue;
    const transform = lineTransform(n);
    const together = stride === 1 ? 1 : Math.min(stride, TOGETHER);
    const lines = Array.from({ length: together }, () => ({
      re: new Float64Array(n),
      im: new Float64Array(n),
    }));
    const sign = inverse ? -1 : 1;
    const scale = inverse ? 1 / n : 1;
    for (let outer = 0; outer < values.re.length; outer += stride * n) {
      for (let first = outer; first < outer + stride; first += together) {
        const count = Math.min(together, outer + stride - first);
        for (let i = 0; i < n; i++) {
          for (let l = 0, at = first + i * stride; l < count; l++, at++) {
            lines[l].re[i] = values.re[at];
            lines[l].im[i] = sign * values.im[at];
          }
        }
        for (let l = 0; l < count; l++) transform(lines[l]);
        for (let i = 0; i < n; i++) {
          for (let l = 0, at = first + i * stride; l < count; l++, at++) {
            values.re[at] = lines[l].re[i] * scale;
            values.im[at] = sign * lines[l].im[i] * scale;
          }
        }
      }
    }
  }
}

/** A forward transform of lines of n, its tables made once. */
function lineTransform(n: number): (line: Complex) => void {
  return n === nextPowerOfTwo(n) ? powerOfTwoTransform(n) : chirpTransform(n);
}

function powerOfTwoTransform(n: number): (line: Complex) => void {
  const cos = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sin = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  return ({ re, im }) => {
    for (let i = 1, j = 0; i < n; i++) {
      let bit = n >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) {
        const x = re[i];
        const y = im[i];
        re[i] = re[j];
        im[i] = im[j];
        re[j] = x;
        im[j] = y;
      }
    }
    for (let half = 1; half < n; half *= 2) {
      const step = n / (2 * half);
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const a = start + k;
          const b = a + half;
          const c = cos[k * step];
          const s = sin[k * step];
          const x = re[b] * c - im[b] * s;
          const y = re[b] * s + im[b] * c;
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
      }
    }
  };
}

/** Bluestein: a transform of any length as a convolution with a chirp. */
function chirpTransform(n: number): (line: Complex) => void {
  const m = nextPowerOfTwo(2 * n - 1);
  const transform = powerOfTwoTransform(m);
  const cos = Float64Array.from({ length: n }, (_, k) =>
    Math.cos((Math.PI * ((k * k) % (2 * n))) / n),
  );
  const sin = Float64Array.from({ length: n }, (_, k) =>
    Math.sin((Math.PI * ((k * k) % (2 * n))) / n),
  );
  const chirp = { re: new Float64Array(m), im: new Float64Array(m) };
  for (let k = 0; k < n; k++) {
    for (const at of k === 0 ? [0] : [k, m - k]) {
      chirp.re[at] = cos[k];
      chirp.im[at] = sin[k];
    }
  }
  transform(chirp);
  const work = { re: new Float64Array(m), im: new Float64Array(m) };
  return ({ re, im }) => {
    work.re.fill(0);
    work.im.fill(0);
    for (let k = 0; k < n; k++) {
      work.re[k] = re[k] * cos[k] + im[k] * sin[k];
      work.im[k] = im[k] * cos[k] - re[k] * sin[k];
    }
    transform(work);
    for (let k = 0; k < m; k++) {
      const x = work.re[k];
      const y = work.im[k];
      work.re[k] = x * chirp.re[k] - y * chirp.im[k];
      work.im[k] = -(x * chirp.im[k] + y * chirp.re[k]); // conjugate: the inverse by a forward transform
    }
    transform(work);
    for (let k = 0; k < n; k++) {
      const x = work.re[k] / m;
      const y = -work.im[k] / m;
      re[k] = x * cos[k] + y * sin[k];
      im[k] = y * cos[k] - x * sin[k];
    }
  };
}
