/**
 * Support vector machine for two classes (C-SVC): the widest margin between events and non-events, in the space of
 * a kernel, where each patient on the wrong side costs C times the distance.
 *
 * The dual problem is solved by sequential minimal optimisation and then exactly, for the multipliers that lie
 * inside their bounds. The decision value Σ y a K(x, ·) − rho is above 0 for a predicted event. It is a score; a
 * risk needs Platt's scaling (`platt.ts`).
 *
 * Sources:
 * - Cortes & Vapnik, Mach. Learn. 20 (1995) 273–297.
 * - Chang & Lin, ACM Trans. Intell. Syst. Technol. 2 (2011) 27: libsvm; scaling and defaults as in R's e1071.
 */

import { columnsOf } from "../math/columns.js";
import { requireKnownOptions } from "../math/known-options.js";
import { withVectors } from "../math/vectors.js";
import {
  checkedKernel,
  type Kernel,
  type KernelName,
  kernelRow,
  pointMemory,
  pointsOf,
} from "./kernel.js";
import { kernelRows } from "./kernel-rows.js";
import { type DualProblem, type DualState, solveDual, startDual, thresholdOf } from "./smo.js";
import { polishDual } from "./svm-polish.js";
import { constantColumn, type SvmScaling, scaledRow, svmScaling } from "./svm-scaling.js";

export interface SvmOptions {
  /** Defaults to "radial". */
  readonly kernel?: KernelName;
  /** C, what a patient on the wrong side costs; defaults to 1. */
  readonly cost?: number;
  /** Defaults to 1 / number of features. */
  readonly gamma?: number;
  /** Defaults to 0. */
  readonly coef0?: number;
  /** Defaults to 3. */
  readonly degree?: number;
  /** What C is multiplied by for each class; both default to 1. */
  readonly classWeights?: { readonly nonEvent: number; readonly event: number };
  /** Whether features are scaled to training mean 0 and standard deviation 1; defaults to true. */
  readonly scale?: boolean;
  /** How far a pair may break the optimality condition; defaults to 0.001, libsvm's. */
  readonly tolerance?: number;
  /** Whether the free multipliers are then solved for exactly; defaults to true. */
  readonly exact?: boolean;
}

export interface SvmMachine {
  readonly kernel: Kernel;
  readonly cost: number;
  readonly classWeights: { readonly nonEvent: number; readonly event: number };
  /** Null if the features are taken as they are. */
  readonly scaling: SvmScaling | null;
  /** Zero-based training rows whose multiplier is not 0, ascending. */
  readonly supportIndex: readonly number[];
  /** Their features (scaled), and their multipliers times +1 for events, −1 for non-events. */
  readonly supportVectors: readonly (readonly number[])[];
  readonly coefficients: readonly number[];
  readonly rho: number;
  /** Σ a − ½ a'Qa, at its largest. */
  readonly dualObjective: number;
  /** Decision values of the training rows. */
  readonly trainingDecisions: readonly number[];
  /** Whether the multipliers are exact; false if they are not unique (rows that repeat) or exactness was not asked for. */
  readonly exact: boolean;
  readonly iterations: number;
  /** Why scaling was left out though it was asked for, or null. */
  readonly flag: string | null;
}

const svmOptions = [
  "kernel",
  "cost",
  "gamma",
  "coef0",
  "degree",
  "classWeights",
  "scale",
  "tolerance",
  "exact",
];

const tightestTolerance = 1e-12;

/**
 * The mathematics of a support vector machine.
 *
 * @param x n rows of p finite numbers
 * @param y n outcomes: 1 = event, 0 = non-event, both present
 * @throws RangeError on invalid input or options
 */
export function _fitSvm(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: SvmOptions = {},
): SvmMachine {
  requireKnownOptions("SVM", options, svmOptions);
  const columns = columnsOf(x);
  checkOutcome(columns.rowCount, y);
  const { cost = 1, scale = true, tolerance = 1e-3, exact = true } = options;
  const classWeights = options.classWeights ?? { nonEvent: 1, event: 1 };
  const kernel = checkedKernel({
    name: options.kernel ?? "radial",
    gamma: options.gamma ?? 1 / columns.columnCount,
    coef0: options.coef0 ?? 0,
    degree: options.degree ?? 3,
  });
  checkCosts(cost, classWeights, tolerance);
  const scaling = scale ? svmScaling(columns) : null;
  const flag =
    scale && scaling === null
      ? `no feature was scaled: column ${constantColumn(columns)} is constant`
      : null;

  // Rows grouped by class, the class of the first row first, as libsvm does: it decides ties.
  const order = [...rowsOf(y, y[0]), ...rowsOf(y, 1 - y[0])];
  const scaled = order.map((i) => scaledRow(scaling, x[i]));
  const sign = Float64Array.from(order, (i) => (y[i] === y[0] ? 1 : -1));
  const bounds = Float64Array.from(
    order,
    (i) => cost * (y[i] === 1 ? classWeights.event : classWeights.nonEvent),
  );
  const size = columns.columnCount;
  const [state, isExact] = withVectors(pointMemory(order.length, size), (vectors) => {
    const rows = kernelRows(kernel, pointsOf(vectors, scaled, size));
    const problem: DualProblem = { kernel: rows, sign, cost: bounds };
    const start = startDual(problem);
    return [start, optimise(problem, start, tolerance, exact)] as const;
  });
  return {
    ...machineOf(sign, state, order, scaled, y[0] === 1 ? 1 : -1),
    kernel,
    cost,
    classWeights,
    scaling,
    exact: isExact,
    iterations: state.iterations,
    flag,
  };
}

/** The decision value of each row, above 0 for a predicted event. @param rows unscaled, features as in training */
export function svmDecisions(
  machine: SvmMachine,
  rows: readonly ArrayLike<number>[],
): Float64Array {
  const { scaling, supportVectors, coefficients, rho, kernel } = machine;
  const size = supportVectors[0].length;
  return withVectors(pointMemory(supportVectors.length + 1, size), (vectors) => {
    const support = pointsOf(vectors, supportVectors, size);
    const point = vectors.take(support.stride);
    const values = new Float64Array(support.count);
    return Float64Array.from(rows, (row, i) => {
      if (row.length !== size)
        throw new RangeError(
          `rows must have the ${size} features of training; row ${i} has ${row.length}`,
        );
      point.set(scaledRow(scaling, row));
      const missing = point.findIndex((value) => !Number.isFinite(value));
      if (missing >= 0)
        throw new RangeError(
          `rows must hold finite numbers; row ${i}, feature ${missing} is ${row[missing]}`,
        );
      kernelRow(kernel, point, support, values);
      let sum = -rho;
      for (let k = 0; k < values.length; k++) sum += coefficients[k] * values[k];
      return sum;
    });
  });
}

/**
 * Loosely first, then exactly; where the free set is not yet right, ten times tighter and again, as far as rounding
 * allows. @throws RangeError if the loose solution is not reached in 10 million iterations (or 100 per row)
 */
function optimise(
  problem: DualProblem,
  state: DualState,
  tolerance: number,
  exact: boolean,
): boolean {
  const { kernel, cost } = problem;
  const most = Math.max(1e7, 100 * cost.length);
  if (!solveDual(problem, state, tolerance, most)) {
    throw new RangeError(
      `the SVM must converge within ${most} iterations; it has not at cost ${largestOf(cost)}; scale the features or lower the cost`,
    );
  }
  if (!exact) return false;
  const rounding = 64 * Number.EPSILON * largestOf(kernel.diagonal) * largestOf(cost);
  const tightest = Math.max(tightestTolerance, rounding);
  for (let limit = tolerance; ; ) {
    if (polishDual(problem, state)) return true;
    if (limit <= tightest) return false;
    limit = Math.max(limit / 10, tightest);
    if (!solveDual(problem, state, limit, 100_000 + 100 * cost.length)) return false;
  }
}

/** The solution in the order of the rows as given, and signed so that events are positive. */
function machineOf(
  sign: Float64Array,
  state: DualState,
  order: readonly number[],
  scaled: readonly Float64Array[],
  side: 1 | -1,
): Pick<
  SvmMachine,
  "supportIndex" | "supportVectors" | "coefficients" | "rho" | "dualObjective" | "trainingDecisions"
> {
  const { multipliers, slope } = state;
  const rho = thresholdOf(state);
  const placeOf = new Map(order.map((i, t) => [i, t]));
  const places = Array.from(order.keys(), (i) => placeOf.get(i) as number);
  const support = places.filter((t) => multipliers[t] > 0);
  let objective = 0;
  for (let t = 0; t < sign.length; t++)
    objective += (multipliers[t] * (1 - sign[t] * slope[t])) / 2;
  return {
    supportIndex: support.map((t) => order[t]),
    supportVectors: support.map((t) => Array.from(scaled[t])),
    coefficients: support.map((t) => side * sign[t] * multipliers[t]),
    rho: side * rho,
    dualObjective: objective,
    trainingDecisions: places.map((t) => side * (slope[t] + sign[t] - rho)),
  };
}

function largestOf(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0);
}

function rowsOf(y: ArrayLike<number>, label: number): number[] {
  return Array.from({ length: y.length }, (_, i) => i).filter((i) => y[i] === label);
}

function checkOutcome(rowCount: number, y: ArrayLike<number>): void {
  if (y.length !== rowCount)
    throw new RangeError(`need one outcome per row of x; got ${y.length} for ${rowCount} rows`);
  let events = 0;
  for (let i = 0; i < rowCount; i++) {
    if (y[i] !== 0 && y[i] !== 1)
      throw new RangeError(`the outcome must be 0 or 1; y[${i}] is ${y[i]}`);
    events += y[i];
  }
  if (events === 0 || events === rowCount)
    throw new RangeError(
      `SVM needs both outcomes; got ${events} events and ${rowCount - events} non-events`,
    );
}

function checkCosts(
  cost: number,
  classWeights: { readonly nonEvent: number; readonly event: number },
  tolerance: number,
): void {
  if (!(cost > 0 && cost < Infinity))
    throw new RangeError(`cost must be above 0 and finite; got ${cost}`);
  for (const name of ["nonEvent", "event"] as const)
    if (!(classWeights[name] > 0 && classWeights[name] < Infinity))
      throw new RangeError(
        `class weights must be above 0 and finite; ${name} is ${classWeights[name]}`,
      );
  if (!(tolerance > 0 && tolerance < 1))
    throw new RangeError(`tolerance must lie in (0, 1); got ${tolerance}`);
}
