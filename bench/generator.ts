/**
 * The inputs of the benchmarks, the same numbers as generator.R makes: the minimal standard generator (Park & Miller,
 * Commun. ACM 31 (1988) 1192–1201), and normal numbers by Box and Muller, in pairs, rounded to four decimals.
 */

import { expit } from "dlrn/math/logit";

/** n uniform numbers in (0, 1). */
export function uniform(n: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: n }, () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  });
}

/** n standard normal numbers with four decimals. */
export function normal(n: number, seed: number): Float64Array {
  const u = uniform(2 * Math.ceil(n / 2), seed);
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const pair = i - (i % 2);
    const radius = Math.sqrt(-2 * Math.log(u[pair]));
    const turn = 2 * Math.PI * u[pair + 1];
    values[i] = Math.round(radius * (i % 2 === 0 ? Math.cos(turn) : Math.sin(turn)) * 1e4) / 1e4;
  }
  return values;
}

/** n outcomes, 1 with the probability whose log odds are `eta`. */
export function labels(eta: ArrayLike<number>, seed: number): Float64Array {
  return uniform(eta.length, seed).map((u, i) => (u < expit(eta[i]) ? 1 : 0));
}

/** n x p normal numbers, row after row. */
export function normalMatrix(n: number, p: number, seed: number): Float64Array {
  return normal(n * p, seed);
}

/** The log odds `intercept` + Σ `slopes`[j] x[i][j] of each of n rows. */
export function logOdds(
  x: Float64Array,
  n: number,
  p: number,
  intercept: number,
  slopes: readonly number[],
): Float64Array {
  return Float64Array.from({ length: n }, (_, i) =>
    slopes.reduce((sum, slope, j) => sum + slope * x[i * p + j], intercept),
  );
}
