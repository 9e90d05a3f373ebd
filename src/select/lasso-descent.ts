/**
 * Cyclic coordinate descent for the penalised logistic likelihood at one lambda, from where the last one ended.
 *
 * The likelihood is replaced by its quadratic approximation at the current coefficients (working residuals r and
 * variances v); that is minimised one coefficient at a time, each step a soft threshold; then the approximation is
 * renewed until nothing moves. Only columns that could matter are visited: the *strong* set, which the sequential
 * strong rule guesses from the last gradient, and within it the *active* columns, those that ever entered. At the
 * end every column outside is checked against the optimality condition |gradient| ≤ lambda·alpha·penalty, and
 * those that break it join the strong set.
 *
 * The order of columns, the two convergence rules and the stops are glmnet's, so that even its rounding of the
 * path is met.
 *
 * Sources:
 * - Friedman, Hastie & Tibshirani, J. Stat. Softw. 33 (2010) 1: the algorithm.
 * - Tibshirani et al., J. R. Stat. Soc. B 74 (2012) 245–266: the strong rule.
 */

import type { DescentVectors } from "../math/vectors.js";
import type { LassoDesign } from "./lasso-design.js";
import { columnsAbove, type Screen, screenMemory, startScreen } from "./lasso-screen.js";

/** Fitted probabilities are kept this far from 0 and 1. */
export const smallestProbability = 1e-9;
const farthestPredictor = Math.log(1 / smallestProbability - 1);
const smallestVariance =
  (1 + smallestProbability) * smallestProbability * (1 - smallestProbability);

const unknown = -1; // a curvature Σ v x² not needed so far

/** Everything that is carried from one lambda to the next. */
export interface DescentState {
  readonly design: LassoDesign;
  intercept: number;
  /** On the standardised scale, one per column; part of `vectors`, as are the other vectors below. */
  readonly coefficients: Float64Array;
  /** What a cycle works on. Curvatures are those of the columns visited since the variances were renewed. */
  readonly vectors: DescentVectors;
  readonly screen: Screen;
  /** 1 for the columns that are visited: the strong set. */
  readonly isStrong: Uint8Array;
  /** The strong set and the other usable columns, both in column order. */
  strong: Int32Array;
  outside: Int32Array;
  readonly strongRoom: Int32Array;
  /** Columns that ever entered, in the order of entry. */
  readonly active: Int32Array;
  /** Coefficients of the active columns before the variances were renewed. */
  readonly before: Float64Array;
  readonly probabilities: Float64Array;
  readonly residuals: Float64Array;
  readonly variances: Float64Array;
  totalVariance: number;
  /** Cycles over columns so far, on the whole path. */
  cycles: number;
}

export interface DescentSettings {
  readonly alpha: number;
  /** Largest weighted squared change of a coefficient that still counts as no change. */
  readonly threshold: number;
  readonly maxCycles: number;
  readonly maxActive: number;
}

/** How the descent ended; "saturated" still gives a fitted point, the last two do not. */
export type DescentEnd = "converged" | "saturated" | "too many active" | "too many cycles";

/** How many numbers of the design's memory a descent takes. */
export function descentMemory(rowCount: number, columnCount: number): number {
  const columns = 3 * (columnCount + 1) + 3 * (columnCount / 2 + 2);
  return 3 * (rowCount + 1) + Math.ceil(columns) + 2 + screenMemory(rowCount);
}

export function startDescent(design: LassoDesign): DescentState {
  const { vectors, rowCount, columnCount, values, outcome, weights } = design;
  let prevalence = 0;
  for (let i = 0; i < rowCount; i++) prevalence += weights[i] * outcome[i];
  if (!(prevalence > smallestProbability && prevalence < 1 - smallestProbability))
    throw new RangeError(`the weighted share of events must lie in (0, 1); got ${prevalence}`);
  const variance = prevalence * (1 - prevalence);
  const residuals = vectors.take(rowCount);
  const variances = vectors.take(rowCount);
  for (let i = 0; i < rowCount; i++) {
    residuals[i] = weights[i] * (outcome[i] - prevalence);
    variances[i] = weights[i] * variance;
  }
  const coefficients = vectors.take(columnCount);
  const active = vectors.takeIndices(columnCount);
  const penalty = vectors.take(columnCount);
  penalty.set(design.penalty);
  return {
    design,
    intercept: Math.log(prevalence / (1 - prevalence)),
    coefficients,
    vectors: {
      values,
      rowCount,
      residuals,
      variances,
      coefficients,
      curvature: vectors.take(columnCount),
      penalty,
      slopeLimit: 0,
      bendShift: 0,
      isActive: vectors.takeIndices(columnCount),
      active,
      activeCount: vectors.takeIndices(1),
    },
    screen: startScreen(design, residuals),
    isStrong: new Uint8Array(columnCount),
    strong: new Int32Array(0),
    outside: design.usable,
    strongRoom: vectors.takeIndices(columnCount),
    active,
    before: new Float64Array(columnCount),
    probabilities: vectors.take(rowCount).fill(prevalence),
    residuals,
    variances,
    totalVariance: variance,
    cycles: 0,
  };
}

/** Move the state to the solution at `lambda`. */
export function descend(
  state: DescentState,
  lambda: number,
  previousLambda: number,
  settings: DescentSettings,
): DescentEnd {
  const { coefficients, residuals, active, before, vectors } = state;
  const { activeCount, curvature } = vectors;
  const { alpha, threshold, maxCycles, maxActive } = settings;
  vectors.slopeLimit = lambda * alpha;
  vectors.bendShift = lambda * (1 - alpha);
  const strongLimit = alpha * (2 * lambda - previousLambda);
  enlist(state, columnsAbove(state.screen, residuals, state.outside, strongLimit));

  for (;;) {
    if (state.cycles > maxCycles) return "too many cycles";
    const interceptBefore = state.intercept;
    for (let l = 0; l < activeCount[0]; l++) before[active[l]] = coefficients[active[l]];
    curvature.fill(unknown);
    for (;;) {
      let change = cycleOver(state, state.strong, state.strong.length);
      if (activeCount[0] > maxActive) return "too many active";
      change = Math.max(change, stepIntercept(state));
      if (change < threshold) break;
      if (state.cycles > maxCycles) return "too many cycles";
      do {
        change = cycleOver(state, active, activeCount[0]);
        change = Math.max(change, stepIntercept(state));
        if (state.cycles > maxCycles && change >= threshold) return "too many cycles";
      } while (change >= threshold);
    }
    if (!renewApproximation(state)) return "saturated";
    if (state.totalVariance * (state.intercept - interceptBefore) ** 2 >= threshold) continue;
    if (!hasSettled(state, threshold)) continue;

    const violating = columnsAbove(state.screen, residuals, state.outside, vectors.slopeLimit);
    if (violating.length === 0) return "converged";
    enlist(state, violating);
  }
}

/** One pass over the listed columns; the largest weighted squared change. */
function cycleOver(state: DescentState, columns: Int32Array, count: number): number {
  state.cycles++;
  return state.design.vectors.descentCycle(state.vectors, columns, count);
}

function stepIntercept(state: DescentState): number {
  const { residuals, variances, totalVariance } = state;
  let sum = 0;
  for (let i = 0; i < residuals.length; i++) sum += residuals[i];
  const change = sum / totalVariance;
  if (change === 0) return 0;
  state.intercept += change;
  for (let i = 0; i < residuals.length; i++) residuals[i] = residuals[i] - change * variances[i];
  return totalVariance * change * change;
}

/** Probabilities, variances and residuals at the present coefficients; false if hardly any variance is left. */
function renewApproximation(state: DescentState): boolean {
  const { design, coefficients, active, probabilities, residuals, variances } = state;
  const activeCount = state.vectors.activeCount[0];
  const { vectors, rowCount, values, outcome, weights } = design;
  probabilities.fill(0);
  for (let l = 0; l < activeCount; l++) {
    const coefficient = coefficients[active[l]];
    if (coefficient === 0) continue;
    vectors.addMultiple(probabilities, coefficient, values, active[l] * rowCount, rowCount);
  }
  let total = 0;
  for (let i = 0; i < rowCount; i++) {
    const predictor = state.intercept + probabilities[i];
    const risk =
      predictor < -farthestPredictor
        ? 0
        : predictor > farthestPredictor
          ? 1
          : 1 / (1 + Math.exp(-predictor));
    probabilities[i] = risk;
    variances[i] = weights[i] * risk * (1 - risk);
    total += variances[i];
  }
  state.totalVariance = total;
  if (total <= smallestVariance) return false;
  for (let i = 0; i < rowCount; i++) residuals[i] = weights[i] * (outcome[i] - probabilities[i]);
  return true;
}

function hasSettled(
  { active, coefficients, before, vectors: { activeCount, curvature } }: DescentState,
  threshold: number,
): boolean {
  for (let l = 0; l < activeCount[0]; l++) {
    const j = active[l];
    const change = coefficients[j] - before[j];
    if (change !== 0 && curvature[j] * change * change >= threshold) return false;
  }
  return true;
}

/** Move columns into the strong set. */
function enlist(state: DescentState, columns: Int32Array): void {
  if (columns.length === 0) return;
  const { isStrong } = state;
  for (const j of columns) isStrong[j] = 1;
  const { usable } = state.design;
  const strong = state.strongRoom;
  const outside = new Int32Array(usable.length);
  let strongCount = 0;
  let outsideCount = 0;
  for (let k = 0; k < usable.length; k++) {
    if (isStrong[usable[k]] === 1) strong[strongCount++] = usable[k];
    else outside[outsideCount++] = usable[k];
  }
  state.strong = strong.subarray(0, strongCount);
  state.outside = outside.subarray(0, outsideCount);
}
