/**
 * Tails as logarithms: the tail that is asked for keeps its precision however small it is,
 * and the other one follows from it.
 */

/** The natural logarithms of P(X ≤ x) and P(X > x). */
export interface LogTails {
  readonly lower: number;
  readonly upper: number;
}

/** ln(1 − e^l) for l ≤ 0. */
export function logComplement(l: number): number {
  return l > -Math.LN2 ? Math.log(-Math.expm1(l)) : Math.log1p(-Math.exp(l));
}

export function tailsFromLower(lower: number): LogTails {
  const bounded = Math.min(0, lower);
  return { lower: bounded, upper: logComplement(bounded) };
}

export function tailsFromUpper(upper: number): LogTails {
  const bounded = Math.min(0, upper);
  return { lower: logComplement(bounded), upper: bounded };
}

/** A probability of which the lower or the upper tail is given: the smaller of both is exact. */
export interface TailProbability {
  readonly tail: "lower" | "upper";
  readonly p: number;
}

/** The smaller tail of a lower (or upper) probability. @throws RangeError unless 0 ≤ p ≤ 1 */
export function smallerTail(p: number, given: "lower" | "upper" = "lower"): TailProbability {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
  if (p <= 0.5) return { tail: given, p };
  return { tail: given === "lower" ? "upper" : "lower", p: 1 - p };
}

/**
 * Solve "log tail = ln p" by Newton's method within a bracket, on a scale u on which both log tails are concave; by
 * bisection where Newton's steps do not halve.
 *
 * @param tails log tails and the log density of u (not of x) at u
 * @param start first u; [low, high] must hold the root
 * @returns u with the last correction apart, so that exp(u) can be mended by it
 */
export function solveTail(
  { tail, p }: TailProbability,
  tails: (u: number) => LogTails & { readonly logDensity: number },
  start: number,
  low: number,
  high: number,
): { readonly u: number; readonly correction: number } {
  const target = Math.log(p);
  let u = start;
  let last = high - low; // the length of the last step
  for (let iteration = 0; iteration < 500; iteration++) {
    const at = tails(u);
    const logTail = at[tail];
    const excess = logTail - target;
    const rises = tail === "lower" ? excess < 0 : excess > 0;
    if (rises) low = u;
    else high = u;
    const slope = Math.exp(at.logDensity - logTail) * (tail === "lower" ? 1 : -1);
    const step = -excess / slope;
    // Far out the slope is the difference of two huge logarithms: a small step alone would prove nothing.
    const isNear = Math.abs(excess) <= 1e-5 * Math.max(1, Math.abs(target));
    if (isNear && Math.abs(step) <= 1e-10 * Math.max(1e-3, Math.min(1, Math.abs(u))))
      return { u, correction: step };
    const next = u + step;
    const isFaster = next > low && next < high && 2 * Math.abs(step) <= last;
    last = isFaster ? Math.abs(step) : (high - low) / 2;
    u = isFaster ? next : (low + high) / 2;
    if (u === low || u === high) return { u, correction: 0 };
  }
  return { u, correction: 0 };
}
