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
    const line = { re: new Float64Array(n), im: new Float64Array(n) };
    for (let outer = 0; outer < values.re.length; outer += stride * n) {
      for (let start = outer; start < outer + stride; start++) {
        for (let i = 0; i < n; i++) {
          line.re[i] = values.re[start + i * stride];
          line.im[i] = inverse ? -values.im[start + i * stride] : values.im[start + i * stride];
        }
        transform(line);
        for (let i = 0; i < n; i++) {
          values.re[start + i * stride] = inverse ? line.re[i] / n : line.re[i];
          values.im[start + i * stride] = inverse ? -line.im[i] / n : line.im[i];
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
        [re[i], re[j]] = [re[j], re[i]];
        [im[i], im[j]] = [im[j], im[i]];
      }
    }
    for (let half = 1; half < n; half *= 2) {
      const step = n / (2 * half);
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [start + k, start + k + half];
          const [c, s] = [cos[k * step], sin[k * step]];
          const [x, y] = [re[b] * c - im[b] * s, re[b] * s + im[b] * c];
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
      const [x, y] = [work.re[k], work.im[k]];
      work.re[k] = x * chirp.re[k] - y * chirp.im[k];
      work.im[k] = -(x * chirp.im[k] + y * chirp.re[k]); // conjugate: the inverse by a forward transform
    }
    transform(work);
    for (let k = 0; k < n; k++) {
      const [x, y] = [work.re[k] / m, -work.im[k] / m];
      re[k] = x * cos[k] + y * sin[k];
      im[k] = y * cos[k] - x * sin[k];
    }
  };
}
