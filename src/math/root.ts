/**
 * The root of a continuous function between two points where it has opposite signs.
 *
 * Brent's method: inverse quadratic interpolation while it converges, bisection when it does not; never leaves the
 * bracket. Source: Brent, Algorithms for Minimization without Derivatives (1973), chapter 4; the rules for accepting a
 * step are those of netlib's zeroin, which R's uniroot uses, so that equal tolerances stop at equal points.
 */

export interface RootOptions {
  /** Largest error of the root, absolute; the resolution of doubles at the root is always allowed. Default 1e-12. */
  readonly tolerance?: number;
}

/**
 * @param f a function that is a number (or an infinity) everywhere between `low` and `high`
 * @throws RangeError if the ends do not bracket a root, or f is NaN somewhere
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  { tolerance = 1e-12 }: RootOptions = {},
): number {
  const valueAt = (x: number): number => {
    const value = f(x);
    if (Number.isNaN(value)) throw new RangeError(`the function must be a number; f(${x}) is NaN`);
    return value;
  };
  let [a, b, c] = [low, high, low];
  let [fa, fb] = [valueAt(low), valueAt(high)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0)
    throw new RangeError(
      `the ends must bracket a root; f(${low}) is ${fa} and f(${high}) is ${fb}`,
    );
  let fc = fa;
  for (let iteration = 0; iteration < 1000; iteration++) {
    const previous = b - a;
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const margin = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= margin || fb === 0) return b;
    let step = half;
    if (Math.abs(previous) >= margin && Math.abs(fa) > Math.abs(fb)) {
      const trial = interpolatedStep(a, b, c, fa, fb, fc);
      const towards = trial / Math.sign(half);
      if (
        towards > 0 &&
        towards < 1.5 * Math.abs(half) - margin / 2 &&
        towards < Math.abs(previous) / 2
      )
        step = trial;
    }
    if (Math.abs(step) < margin) step = Math.sign(half) * margin;
    [a, fa] = [b, fb];
    b += step;
    fb = valueAt(b);
    if (fb > 0 === fc > 0) [c, fc] = [a, fa];
  }
  throw new RangeError(`no root found between ${low} and ${high} in 1000 steps`);
}

/** The step from b to the root of the parabola (or line) through the last points. */
function interpolatedStep(
  a: number,
  b: number,
  c: number,
  fa: number,
  fb: number,
  fc: number,
): number {
  const s = fb / fa;
  if (a === c) return ((c - b) * s) / (s - 1);
  const q = fa / fc;
  const r = fb / fc;
  return (s * ((c - b) * q * (q - r) - (b - a) * (r - 1))) / -((q - 1) * (r - 1) * (s - 1));
}
