/**
 * The exact optimum of a support vector machine, from a nearly optimal one.
 *
 * Once it is known which multipliers lie at 0 and which at the cost, the free ones solve linear equations: all have
 * the same slope, and y'a = 0. If the solution stays inside the bounds and the others keep their side, it is the
 * optimum. One free row r is taken as reference, so that the system is K(i,j) − K(i,r) − K(r,j) + K(r,r), which is
 * positive definite exactly if the multipliers are unique.
 */

import { cholesky, solveCholesky } from "../math/matrix.js";
import { type DualProblem, type DualState, thresholdOf } from "./smo.js";

const sideSlack = 1e-9; // how far a bound row's slope may lie on the wrong side of rho by rounding alone

/** Put the exact multipliers and slopes into the state; false, and no change, if this is not the optimum's free set. */
export function polishDual(problem: DualProblem, state: DualState): boolean {
  const { sign } = problem;
  const { mayRise, mayFall, multipliers, slope } = state;
  const free: number[] = [];
  for (let t = 0; t < sign.length; t++) if (mayRise[t] === 1 && mayFall[t] === 1) free.push(t);
  if (free.length < 2) return false;
  const change = changeOfFree(problem, state, free);
  if (change === null) return false;

  const polished = multipliers.slice();
  for (let k = 0; k < free.length; k++) {
    const t = free[k];
    polished[t] += sign[t] * change[k];
    if (!(polished[t] > 0 && polished[t] < problem.cost[t])) return false;
  }
  const slopes = slopeOf(problem, polished);
  const rho = thresholdOf({ ...state, slope: slopes });
  const slack = sideSlack * Math.max(1, Math.abs(rho));
  for (let t = 0; t < sign.length; t++) {
    if (mayRise[t] === 1 && slopes[t] < rho - slack) return false;
    if (mayFall[t] === 1 && slopes[t] > rho + slack) return false;
  }
  multipliers.set(polished);
  slope.set(slopes);
  return true;
}

/** How y a of each free row must change for all their slopes to be equal; null if there is no one answer. */
function changeOfFree(
  { kernel }: DualProblem,
  { slope }: DualState,
  free: readonly number[],
): Float64Array | null {
  const m = free.length - 1;
  const reference = free[m];
  const system = new Float64Array(m * m);
  const right = new Float64Array(m);
  const referenceRow = kernel.row(reference).slice();
  for (let a = 0; a < m; a++) {
    const row = kernel.row(free[a]);
    for (let b = 0; b <= a; b++)
      system[a * m + b] =
        row[free[b]] - referenceRow[free[a]] - referenceRow[free[b]] + referenceRow[reference];
    right[a] = slope[reference] - slope[free[a]];
  }
  try {
    const others = solveCholesky(cholesky(system, m, 1e-12), m, right);
    const change = new Float64Array(m + 1);
    change.set(others);
    change[m] = -others.reduce((sum, value) => sum + value, 0);
    return change;
  } catch (error) {
    if (error instanceof RangeError) return null; // singular: several multipliers give the same decision
    throw error;
  }
}

/** y times the gradient at given multipliers. */
function slopeOf({ kernel, sign }: DualProblem, multipliers: Float64Array): Float64Array {
  const slopes = sign.map((y) => -y);
  for (let s = 0; s < sign.length; s++) {
    if (multipliers[s] === 0) continue;
    const row = kernel.row(s);
    const factor = sign[s] * multipliers[s];
    for (let t = 0; t < sign.length; t++) slopes[t] += factor * row[t];
  }
  return slopes;
}
