/**
 * The two terms every density of this folder is built from, without a difference of large logarithms.
 *
 * A density of the gamma, beta, binomial or Poisson family is a power of its argument over factorials. Written with
 * Stirling's formula it becomes exp(−deviance) times a slowly varying factor, and both are small numbers that can be
 * computed to full precision, where log-gamma differences would cancel.
 *
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */

const LOG_SQRT_2PI = 0.9189385332046728;

/** What Stirling's formula lacks: ln Γ(n + 1) − (n + ½) ln n + n − ln √(2π), for n > 0. Absolute error below 2e-15. */
export function stirlingError(n: number): number {
  let climbed = 0;
  let at = n;
  for (; at <= 15; at++) climbed += (at + 0.5) * Math.log1p(1 / at) - 1;
  const q = 1 / (at * at);
  const series =
    1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q * (1 / 1188 - (q * 691) / 360360))));
  return climbed + series / at;
}

/**
 * x ln(x / m) + m − x: how far a count x lies from its expectation m, zero only where they are equal.
 *
 * @param logM ln m, for an m below the range of doubles
 */
export function devianceTerm(x: number, m: number, logM?: number): number {
  const difference = x - m;
  if (Math.abs(difference) < 0.1 * (x + m)) {
    const v = difference / (x + m);
    let sum = difference * v;
    let term = 2 * x * v;
    for (let j = 3; ; j += 2) {
      term *= v * v;
      const next = sum + term / j;
      if (next === sum) return sum;
      sum = next;
    }
  }
  if (x === 0) return m;
  const ratio = m > 1e-290 ? Math.log(x / m) : Math.log(x) - (logM ?? Math.log(m));
  return x * ratio - difference;
}

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  return (x - 0.5) * Math.log(x) - x + LOG_SQRT_2PI + stirlingError(x);
}

/** ln n! */
export function logFactorial(n: number): number {
  return n < 2 ? 0 : logGamma(n + 1);
}
