// The Fourier transform of fft.ts in AssemblyScript: Stockham's form, which sorts itself, with factors 2, 3, 4 and 5.
// Several lines lie side by side, sample after sample, so that two numbers of neighbours are handled at once; their
// number is even. Arguments are byte addresses. fft-kernel-code.ts holds the compiled bytes; a test compiles this file
// again and compares.

// What a stage works on: from (xr, xi) to (yr, yi); `apart` is the number of bytes between the inputs of one butterfly.
let xr: usize = 0;
let xi: usize = 0;
let yr: usize = 0;
let yi: usize = 0;
let apart: usize = 0;
let stride: usize = 0; // bytes of one output of a butterfly, all that earlier stages have brought together
let cosines: usize = 0;
let sines: usize = 0;

/**
 * Transform lines of n samples; work has the room of the lines. Returns 1 if the result lies in the work arrays.
 *
 * @param factors of n, in the order of the stages
 * @param cos of 2πk/n, k below n; sin likewise, negative
 */
export function transform(
  re: usize,
  im: usize,
  workRe: usize,
  workIm: usize,
  n: i32,
  lines: i32,
  factors: usize,
  stages: i32,
  cos: usize,
  sin: usize,
): i32 {
  cosines = cos;
  sines = sin;
  stride = <usize>lines << 3;
  let left = n;
  let inWork: i32 = 0;
  for (let stage: i32 = 0; stage < stages; stage++) {
    const factor = load<i32>(factors + (<usize>stage << 2));
    const butterflies = left / factor;
    xr = inWork ? workRe : re;
    xi = inWork ? workIm : im;
    yr = inWork ? re : workRe;
    yi = inWork ? im : workIm;
    apart = <usize>butterflies * stride;
    const step = n / left; // between the angles of neighbouring butterflies
    for (let p: i32 = 0; p < butterflies; p++) {
      const angle = p * step;
      if (factor === 4) butterfly4(angle);
      else if (factor === 2) butterfly2(angle);
      else if (factor === 3) butterfly3(angle);
      else butterfly5(angle);
      xr += stride;
      xi += stride;
      yr += stride * factor;
      yi += stride * factor;
    }
    left = butterflies;
    stride *= factor;
    inWork = 1 - inWork;
  }
  return inWork;
}

/** Store (a + b i) turned by the angle as output `place`. */
// @ts-ignore: decorator
@inline
function turned(place: usize, q: usize, a: v128, b: v128, c: v128, s: v128): void {
  const at = place * stride + q;
  v128.store(yr + at, f64x2.sub(f64x2.mul(a, c), f64x2.mul(b, s)));
  v128.store(yi + at, f64x2.add(f64x2.mul(a, s), f64x2.mul(b, c)));
}

// @ts-ignore: decorator
@inline
function cosine(angle: i32): v128 {
  return f64x2.splat(load<f64>(cosines + (<usize>angle << 3)));
}

// @ts-ignore: decorator
@inline
function sine(angle: i32): v128 {
  return f64x2.splat(load<f64>(sines + (<usize>angle << 3)));
}

function butterfly2(angle: i32): void {
  const c = cosine(angle);
  const s = sine(angle);
  for (let q: usize = 0; q < stride; q += 16) {
    const ar = v128.load(xr + q);
    const ai = v128.load(xi + q);
    const br = v128.load(xr + q + apart);
    const bi = v128.load(xi + q + apart);
    v128.store(yr + q, f64x2.add(ar, br));
    v128.store(yi + q, f64x2.add(ai, bi));
    turned(1, q, f64x2.sub(ar, br), f64x2.sub(ai, bi), c, s);
  }
}

function butterfly3(angle: i32): void {
  const c1 = cosine(angle);
  const s1 = sine(angle);
  const c2 = cosine(2 * angle);
  const s2 = sine(2 * angle);
  const half = f64x2.splat(0.5);
  const height = f64x2.splat(0.8660254037844386); // √3 / 2
  for (let q: usize = 0; q < stride; q += 16) {
    const ar = v128.load(xr + q);
    const ai = v128.load(xi + q);
    const br = v128.load(xr + q + apart);
    const bi = v128.load(xi + q + apart);
    const cr = v128.load(xr + q + 2 * apart);
    const ci = v128.load(xi + q + 2 * apart);
    const sr = f64x2.add(br, cr);
    const si = f64x2.add(bi, ci);
    const dr = f64x2.mul(f64x2.sub(br, cr), height);
    const di = f64x2.mul(f64x2.sub(bi, ci), height);
    const mr = f64x2.sub(ar, f64x2.mul(sr, half));
    const mi = f64x2.sub(ai, f64x2.mul(si, half));
    v128.store(yr + q, f64x2.add(ar, sr));
    v128.store(yi + q, f64x2.add(ai, si));
    turned(1, q, f64x2.add(mr, di), f64x2.sub(mi, dr), c1, s1);
    turned(2, q, f64x2.sub(mr, di), f64x2.add(mi, dr), c2, s2);
  }
}

function butterfly4(angle: i32): void {
  const c1 = cosine(angle);
  const s1 = sine(angle);
  const c2 = cosine(2 * angle);
  const s2 = sine(2 * angle);
  const c3 = cosine(3 * angle);
  const s3 = sine(3 * angle);
  for (let q: usize = 0; q < stride; q += 16) {
    const ar = v128.load(xr + q);
    const ai = v128.load(xi + q);
    const br = v128.load(xr + q + apart);
    const bi = v128.load(xi + q + apart);
    const cr = v128.load(xr + q + 2 * apart);
    const ci = v128.load(xi + q + 2 * apart);
    const dr = v128.load(xr + q + 3 * apart);
    const di = v128.load(xi + q + 3 * apart);
    const evenR = f64x2.add(ar, cr);
    const evenI = f64x2.add(ai, ci);
    const oddR = f64x2.add(br, dr);
    const oddI = f64x2.add(bi, di);
    const acR = f64x2.sub(ar, cr);
    const acI = f64x2.sub(ai, ci);
    const bdR = f64x2.sub(br, dr);
    const bdI = f64x2.sub(bi, di);
    v128.store(yr + q, f64x2.add(evenR, oddR));
    v128.store(yi + q, f64x2.add(evenI, oddI));
    turned(1, q, f64x2.add(acR, bdI), f64x2.sub(acI, bdR), c1, s1);
    turned(2, q, f64x2.sub(evenR, oddR), f64x2.sub(evenI, oddI), c2, s2);
    turned(3, q, f64x2.sub(acR, bdI), f64x2.add(acI, bdR), c3, s3);
  }
}

function butterfly5(angle: i32): void {
  const c1 = cosine(angle);
  const s1 = sine(angle);
  const c2 = cosine(2 * angle);
  const s2 = sine(2 * angle);
  const c3 = cosine(3 * angle);
  const s3 = sine(3 * angle);
  const c4 = cosine(4 * angle);
  const s4 = sine(4 * angle);
  const cos1 = f64x2.splat(0.30901699437494745); // cos 2π/5
  const sin1 = f64x2.splat(0.9510565162951535);
  const cos2 = f64x2.splat(-0.8090169943749475); // cos 4π/5
  const sin2 = f64x2.splat(0.5877852522924731);
  for (let q: usize = 0; q < stride; q += 16) {
    const ar = v128.load(xr + q);
    const ai = v128.load(xi + q);
    const br = v128.load(xr + q + apart);
    const bi = v128.load(xi + q + apart);
    const cr = v128.load(xr + q + 2 * apart);
    const ci = v128.load(xi + q + 2 * apart);
    const dr = v128.load(xr + q + 3 * apart);
    const di = v128.load(xi + q + 3 * apart);
    const er = v128.load(xr + q + 4 * apart);
    const ei = v128.load(xi + q + 4 * apart);
    const outerR = f64x2.add(br, er);
    const outerI = f64x2.add(bi, ei);
    const innerR = f64x2.add(cr, dr);
    const innerI = f64x2.add(ci, di);
    const beR = f64x2.sub(br, er);
    const beI = f64x2.sub(bi, ei);
    const cdR = f64x2.sub(cr, dr);
    const cdI = f64x2.sub(ci, di);
    v128.store(yr + q, f64x2.add(ar, f64x2.add(outerR, innerR)));
    v128.store(yi + q, f64x2.add(ai, f64x2.add(outerI, innerI)));
    const m1R = f64x2.add(ar, f64x2.add(f64x2.mul(outerR, cos1), f64x2.mul(innerR, cos2)));
    const m1I = f64x2.add(ai, f64x2.add(f64x2.mul(outerI, cos1), f64x2.mul(innerI, cos2)));
    const m2R = f64x2.add(ar, f64x2.add(f64x2.mul(outerR, cos2), f64x2.mul(innerR, cos1)));
    const m2I = f64x2.add(ai, f64x2.add(f64x2.mul(outerI, cos2), f64x2.mul(innerI, cos1)));
    const n1R = f64x2.add(f64x2.mul(beR, sin1), f64x2.mul(cdR, sin2));
    const n1I = f64x2.add(f64x2.mul(beI, sin1), f64x2.mul(cdI, sin2));
    const n2R = f64x2.sub(f64x2.mul(beR, sin2), f64x2.mul(cdR, sin1));
    const n2I = f64x2.sub(f64x2.mul(beI, sin2), f64x2.mul(cdI, sin1));
    turned(1, q, f64x2.add(m1R, n1I), f64x2.sub(m1I, n1R), c1, s1);
    turned(2, q, f64x2.add(m2R, n2I), f64x2.sub(m2I, n2R), c2, s2);
    turned(3, q, f64x2.sub(m2R, n2I), f64x2.add(m2I, n2R), c3, s3);
    turned(4, q, f64x2.sub(m1R, n1I), f64x2.add(m1I, n1R), c4, s4);
  }
}
