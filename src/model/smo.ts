/**
 * Sequential minimal optimisation of the dual of a support vector machine.
 *
 * Minimise ½ a'Qa − Σ a subject to 0 ≤ a ≤ C and y'a = 0, with Q = y y' K. Two multipliers at a time move along the
 * line that keeps y'a: the one that breaks the optimality condition most, and the partner that promises the largest
 * gain to second order. All in double precision (libsvm keeps its kernel in single).
 *
 * Sources:
 * - Fan, Chen & Lin, J. Mach. Learn. Res. 6 (2005) 1889–1918: the choice of the pair.
 * - Chang & Lin, ACM Trans. Intell. Syst. Technol. 2 (2011) 27: libsvm, whose order of ties is kept.
 */

import type { KernelRowCache } from "./kernel-rows.js";

export interface DualProblem {
  readonly kernel: KernelRowCache;
  /** +1 or −1. */
  readonly sign: Float64Array;
  /** Upper bound of each multiplier. */
  readonly cost: Float64Array;
}

export interface DualState {
  readonly multipliers: Float64Array;
  /** y times the gradient Qa − 1: optimal when none that may fall lies above one that may rise. */
  readonly slope: Float64Array;
  /** 1 where y a may still rise, 1 where it may still fall. */
  readonly mayRise: Uint8Array;
  readonly mayFall: Uint8Array;
  iterations: number;
}

const smallestCurvature = 1e-12;

export function startDual({ sign }: DualProblem): DualState {
  return {
    multipliers: new Float64Array(sign.length),
    slope: sign.map((y) => -y),
    mayRise: Uint8Array.from(sign, (y) => (y > 0 ? 1 : 0)),
    mayFall: Uint8Array.from(sign, (y) => (y > 0 ? 0 : 1)),
    iterations: 0,
  };
}

/**
 * Move the state until no pair breaks the optimality condition by `tolerance`; false if that takes more than `most`
 * further iterations.
 */
export function solveDual(
  problem: DualProblem,
  state: DualState,
  tolerance: number,
  most: number,
): boolean {
  for (let iteration = 0; ; iteration++) {
    const i = steepestRise(state);
    const j = i < 0 ? -1 : bestPartner(problem, state, i, tolerance);
    if (j < 0) return true;
    if (iteration >= most) return false;
    state.iterations++;
    moveTo(problem, state, i, j);
  }
}

/** The row whose y a gains most by rising; −1 if none may rise. Of equals, the last. */
function steepestRise({ slope, mayRise }: DualState): number {
  let least = Infinity;
  let i = -1;
  for (let t = 0; t < slope.length; t++) {
    if (slope[t] > least || mayRise[t] === 0) continue;
    least = slope[t];
    i = t;
  }
  return i;
}

/** The row to fall while i rises; −1 if the condition holds within the tolerance. */
function bestPartner(
  { kernel }: DualProblem,
  { slope, mayFall }: DualState,
  i: number,
  tolerance: number,
): number {
  const row = kernel.row(i);
  const { diagonal } = kernel;
  const own = diagonal[i];
  const rise = slope[i];
  let widest = -Infinity;
  let gain = Infinity;
  let j = -1;
  for (let t = 0; t < slope.length; t++) {
    if (mayFall[t] === 0) continue;
    const gap = slope[t] - rise;
    if (gap > widest) widest = gap;
    if (gap <= 0) continue;
    const curvature = own + diagonal[t] - 2 * row[t];
    const promised = -(gap * gap) / (curvature > 0 ? curvature : smallestCurvature);
    if (promised > gain) continue;
    gain = promised;
    j = t;
  }
  return widest < tolerance ? -1 : j;
}

/** The best step along the line that keeps y'a, cut off where a multiplier meets a bound. */
function moveTo(
  { kernel, sign, cost }: DualProblem,
  { multipliers, slope, mayRise, mayFall }: DualState,
  i: number,
  j: number,
): void {
  const rowI = kernel.row(i);
  const rowJ = kernel.row(j);
  const wasI = multipliers[i];
  const wasJ = multipliers[j];
  const bend = kernel.diagonal[i] + kernel.diagonal[j] - 2 * rowI[j];
  const distance = (slope[j] - slope[i]) / (bend > 0 ? bend : smallestCurvature);
  let a = wasI + sign[i] * distance;
  let b = wasJ - sign[j] * distance;
  if (sign[i] !== sign[j]) {
    const difference = wasI - wasJ;
    if (difference > 0 && b < 0) [a, b] = [difference, 0];
    else if (difference <= 0 && a < 0) [a, b] = [0, -difference];
    const free = cost[i] - cost[j];
    if (difference > free && a > cost[i]) [a, b] = [cost[i], cost[i] - difference];
    else if (difference <= free && b > cost[j]) [a, b] = [cost[j] + difference, cost[j]];
  } else {
    const sum = wasI + wasJ;
    if (sum > cost[i] && a > cost[i]) [a, b] = [cost[i], sum - cost[i]];
    else if (sum <= cost[i] && b < 0) [a, b] = [sum, 0];
    if (sum > cost[j] && b > cost[j]) [a, b] = [sum - cost[j], cost[j]];
    else if (sum <= cost[j] && a < 0) [a, b] = [0, sum];
  }
  multipliers[i] = a;
  multipliers[j] = b;
  const changeI = sign[i] * (a - wasI);
  const changeJ = sign[j] * (b - wasJ);
  for (let t = 0; t < slope.length; t++)
    slope[t] = slope[t] + changeI * rowI[t] + changeJ * rowJ[t];
  for (const t of [i, j]) {
    const atZero = multipliers[t] <= 0;
    const atCost = multipliers[t] >= cost[t];
    mayRise[t] = (sign[t] > 0 ? atCost : atZero) ? 0 : 1;
    mayFall[t] = (sign[t] > 0 ? atZero : atCost) ? 0 : 1;
  }
}

/** The threshold rho of the decision Σ y a K − rho: the mean slope of free multipliers, else the middle of its bounds. */
export function thresholdOf({ slope, mayRise, mayFall }: DualState): number {
  let upper = Infinity;
  let lower = -Infinity;
  let free = 0;
  let sum = 0;
  for (let t = 0; t < slope.length; t++) {
    if (mayRise[t] === 1 && mayFall[t] === 1) {
      free++;
      sum += slope[t];
    } else if (mayRise[t] === 1) upper = Math.min(upper, slope[t]);
    else lower = Math.max(lower, slope[t]);
  }
  return free > 0 ? sum / free : (upper + lower) / 2;
}
