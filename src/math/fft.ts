/**
 * The discrete Fourier transform of any length, along one axis of an array or along three.
 * Sources: Cooley & Tukey, Math. Comput. 19 (1965) 297–301; Stockham, AFIPS 28 (1966) 229–233, for lengths of factors
 * 2, 3 and 5; Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451–455, for all others.
 */

import { fftKernelCode } from "./fft-kernel-code.js";
import { kernelMemory } from "./kernel.js";

/** Complex numbers as two arrays of the same length. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The smallest length of factors 2, 3 and 5 that is at least n: the fast ones. */
export function fastLength(n: number): number {
  let length = Math.max(1, n);
  while (factorsOf(length) === null) length++;
  return length;
}

/** Lines that are transformed at once, sample beside sample. */
const LINES = 16;

const memory = kernelMemory<{
  transform(
    re: number,
    im: number,
    workRe: number,
    workIm: number,
    n: number,
    lines: number,
    factors: number,
    stages: number,
    cos: number,
    sin: number,
  ): number;
}>(fftKernelCode);

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
    // lines of x lie one behind another, others beside one another
    const [group, lineStep] = stride === 1 ? [values.re.length, n] : [stride * n, 1];
    const lines = group / n;
    for (let start = 0; start < values.re.length; start += group) {
      for (let line = 0; line < lines; line += LINES) {
        const set: LineSet = {
          start: start + line * lineStep,
          count: Math.min(LINES, lines - line),
          lineStep,
          n,
          stride,
        };
        if (!gather(values, set, inverse, transform.lines)) continue; // zeros stay zeros
        scatter(transform.run(), set, inverse, values);
      }
    }
  }
}

/** Lines of an axis in a box: sample i of line l lies at start + i · stride + l · lineStep. */
interface LineSet {
  readonly start: number;
  readonly count: number;
  readonly lineStep: number;
  readonly n: number;
  readonly stride: number;
}

/** Lines side by side, conjugate for an inverse. Returns whether any of the values is not 0. */
function gather(values: Complex, set: LineSet, inverse: boolean, to: Complex): boolean {
  const { start, count, lineStep, n, stride } = set;
  const sign = inverse ? -1 : 1;
  let any = false;
  for (let i = 0; i < n; i++) {
    let at = start + i * stride;
    for (let cell = i * LINES; cell < i * LINES + count; cell++, at += lineStep) {
      const [a, b] = [values.re[at], values.im[at]];
      if (a !== 0 || b !== 0) any = true;
      to.re[cell] = a;
      to.im[cell] = sign * b;
    }
  }
  return any;
}

function scatter(lines: Complex, set: LineSet, inverse: boolean, to: Complex): void {
  const { start, count, lineStep, n, stride } = set;
  const [sign, scale] = inverse ? [-1, 1 / n] : [1, 1];
  for (let i = 0; i < n; i++) {
    let at = start + i * stride;
    for (let cell = i * LINES; cell < i * LINES + count; cell++, at += lineStep) {
      to.re[at] = lines.re[cell] * scale;
      to.im[at] = sign * lines.im[cell] * scale;
    }
  }
}

interface LineTransform {
  /** Where the lines go in: [sample · LINES + line]. */
  readonly lines: Complex;
  /** Transforms them; the result holds until the next call. */
  run(): Complex;
}

/** A forward transform of lines of n, its tables made once. Only one can be in use at a time. */
function lineTransform(n: number): LineTransform {
  const factors = factorsOf(n);
  return factors === null ? chirpTransform(n) : factorTransform(n, factors);
}

/** Factors 4, 2, 3 and 5 of a length, or null if it has others. */
function factorsOf(n: number): number[] | null {
  const factors: number[] = [];
  for (const factor of [4, 2, 3, 5]) {
    while (n % factor === 0) {
      factors.push(factor);
      n /= factor;
    }
  }
  return n === 1 ? factors : null;
}

function factorTransform(n: number, factors: readonly number[]): LineTransform {
  const cells = n * LINES;
  const { kernel, take, copy } = memory.open(8 * (4 * cells + 2 * n) + 4 * factors.length);
  const [re, im, workRe, workIm] = Array.from({ length: 4 }, () => take(Float64Array, cells));
  const [cos, sin] = [take(Float64Array, n), take(Float64Array, n)];
  for (let k = 0; k < n; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / n);
    sin[k] = -Math.sin((2 * Math.PI * k) / n);
  }
  const list = copy(Int32Array.from(factors));
  const lines = { re: re.fill(0), im: im.fill(0) };
  const addresses = [re, im, workRe, workIm].map(({ byteOffset }) => byteOffset) as [
    number,
    number,
    number,
    number,
  ];
  return {
    lines,
    run() {
      const inWork = kernel.transform(
        ...addresses,
        n,
        LINES,
        list.byteOffset,
        factors.length,
        cos.byteOffset,
        sin.byteOffset,
      );
      return inWork === 1 ? { re: workRe, im: workIm } : lines;
    },
  };
}

/** Bluestein: a transform of any length as a convolution with a chirp. */
function chirpTransform(n: number): LineTransform {
  const m = fastLength(2 * n - 1);
  const inner = lineTransform(m);
  const cos = Float64Array.from({ length: n }, (_, k) =>
    Math.cos((Math.PI * ((k * k) % (2 * n))) / n),
  );
  const sin = Float64Array.from({ length: n }, (_, k) =>
    Math.sin((Math.PI * ((k * k) % (2 * n))) / n),
  );
  const chirp = chirpSpectrum(inner, cos, sin, m);
  const lines = { re: new Float64Array(n * LINES), im: new Float64Array(n * LINES) };
  const out = { re: new Float64Array(n * LINES), im: new Float64Array(n * LINES) };
  return {
    lines,
    run() {
      inner.lines.re.fill(0);
      inner.lines.im.fill(0);
      turn(lines, cos, sin, inner.lines);
      multiplyConjugate(inner.run(), chirp, inner.lines); // conjugate: the inverse by a forward transform
      const { re, im } = inner.run();
      for (let k = 0, at = 0; k < n; k++) {
        for (let l = 0; l < LINES; l++, at++) {
          const [x, y] = [re[at] / m, -im[at] / m];
          out.re[at] = x * cos[k] + y * sin[k];
          out.im[at] = y * cos[k] - x * sin[k];
        }
      }
      return out;
    },
  };
}

function chirpSpectrum(
  inner: LineTransform,
  cos: Float64Array,
  sin: Float64Array,
  m: number,
): Complex {
  for (let k = 0; k < cos.length; k++) {
    for (const at of k === 0 ? [0] : [k, m - k]) {
      inner.lines.re[at * LINES] = cos[k];
      inner.lines.im[at * LINES] = sin[k];
    }
  }
  const { re, im } = inner.run();
  const first = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: m }, (_, k) => values[k * LINES]);
  return { re: first(re), im: first(im) };
}

/** Samples turned back by their chirp. */
function turn(lines: Complex, cos: Float64Array, sin: Float64Array, to: Complex): void {
  for (let k = 0, at = 0; k < cos.length; k++) {
    for (let l = 0; l < LINES; l++, at++) {
      to.re[at] = lines.re[at] * cos[k] + lines.im[at] * sin[k];
      to.im[at] = lines.im[at] * cos[k] - lines.re[at] * sin[k];
    }
  }
}

function multiplyConjugate(lines: Complex, by: Complex, to: Complex): void {
  for (let k = 0, at = 0; k < by.re.length; k++) {
    for (let l = 0; l < LINES; l++, at++) {
      const [x, y] = [lines.re[at], lines.im[at]];
      to.re[at] = x * by.re[k] - y * by.im[k];
      to.im[at] = -(x * by.im[k] + y * by.re[k]);
    }
  }
}
