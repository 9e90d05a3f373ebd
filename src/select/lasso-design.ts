/** What the coordinate descent walks over: standardised columns, weights that sum to 1, scaled penalty factors. */

import { columnAt, columnsOf } from "../math/columns.js";
import type { Vectors } from "../math/vectors.js";

export interface DesignOptions {
  readonly standardize: boolean;
  /** One weight per row, or undefined for equal weights. */
  readonly weights: ArrayLike<number> | undefined;
  /** One factor per column, or undefined for equal factors; 0 = not penalised, Infinity = left out. */
  readonly penaltyFactor: ArrayLike<number> | undefined;
}

export interface LassoDesign {
  /** The memory that the columns and everything of their length live in. */
  readonly vectors: Vectors;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Column after column: centred by the weighted mean, divided by `scale`. */
  readonly values: Float64Array;
  readonly center: Float64Array;
  readonly scale: Float64Array;
  /** 0 or 1 per row. */
  readonly outcome: Float64Array;
  /** Sum 1. */
  readonly weights: Float64Array;
  /** Sum of the weights as given. */
  readonly totalWeight: number;
  /** Zero-based columns that can enter: not constant, not left out. */
  readonly usable: Int32Array;
  /** Sum to the number of columns. */
  readonly penalty: Float64Array;
}

/** How many numbers of memory the design takes. */
export function designMemory(rowCount: number, columnCount: number): number {
  return rowCount * columnCount + rowCount + 4;
}

/**
 * Check and standardise. Rows of weight 0 are dropped; the standard deviation is the weighted one with divisor
 * n (not n − 1).
 *
 * @throws RangeError on invalid input, fewer than two columns, fewer than two rows of a class, or if no column varies
 */
export function lassoDesign(
  vectors: Vectors,
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  { standardize, weights: given, penaltyFactor }: DesignOptions,
): LassoDesign {
  checkOutcome(x.length, y);
  const kept = keptRows(x.length, given);
  const columns = columnsOf(kept.length === x.length ? x : kept.map((i) => x[i]), vectors.take);
  const { rowCount, columnCount, values } = columns;
  if (columnCount < 2) throw new RangeError(`LASSO needs at least 2 columns; x has ${columnCount}`);
  const outcome = Float64Array.from(kept, (i) => y[i]);
  const events = outcome.reduce((sum, label) => sum + label, 0);
  if (events < 2 || rowCount - events < 2) {
    throw new RangeError(
      `LASSO needs at least 2 rows of each class; got ${events} events and ${rowCount - events} non-events`,
    );
  }
  const weights = vectors.take(rowCount);
  weights.set(kept.map((i) => given?.[i] ?? 1));
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < rowCount; i++) weights[i] = weights[i] / totalWeight;

  const { penalty, leftOut } = scaledPenalty(columnCount, penaltyFactor);
  const center = new Float64Array(columnCount);
  const scale = new Float64Array(columnCount).fill(1);
  const usable: number[] = [];
  for (let j = 0; j < columnCount; j++) {
    const column = columnAt(columns, j);
    if (leftOut[j] === 1 || isConstant(column)) continue;
    usable.push(j);
    standardiseInPlace(column, weights, standardize, center, scale, j);
  }
  if (usable.length === 0)
    throw new RangeError(
      `at least one penalised column must vary; all ${columnCount} are constant or left out`,
    );
  return {
    vectors,
    rowCount,
    columnCount,
    values,
    center,
    scale,
    outcome,
    weights,
    totalWeight,
    usable: Int32Array.from(usable),
    penalty,
  };
}

function standardiseInPlace(
  column: Float64Array,
  weights: Float64Array,
  standardize: boolean,
  center: Float64Array,
  scale: Float64Array,
  j: number,
): void {
  let mean = 0;
  for (let i = 0; i < column.length; i++) mean += weights[i] * column[i];
  let squares = 0;
  for (let i = 0; i < column.length; i++) {
    const deviation = column[i] - mean;
    column[i] = deviation;
    squares += weights[i] * deviation * deviation;
  }
  center[j] = mean;
  if (!standardize) return;
  const deviation = Math.sqrt(squares);
  scale[j] = deviation;
  for (let i = 0; i < column.length; i++) column[i] = column[i] / deviation;
}

function isConstant(column: Float64Array): boolean {
  for (let i = 1; i < column.length; i++) if (column[i] !== column[0]) return false;
  return true;
}

function checkOutcome(rowCount: number, y: ArrayLike<number>): void {
  if (y.length !== rowCount)
    throw new RangeError(`need one outcome per row of x; got ${y.length} for ${rowCount} rows`);
  for (let i = 0; i < y.length; i++)
    if (y[i] !== 0 && y[i] !== 1)
      throw new RangeError(`the outcome must be 0 or 1; y[${i}] is ${y[i]}`);
}

function keptRows(rowCount: number, weights: ArrayLike<number> | undefined): number[] {
  const all = Array.from({ length: rowCount }, (_, i) => i);
  if (weights === undefined) return all;
  if (weights.length !== rowCount)
    throw new RangeError(
      `need one weight per row of x; got ${weights.length} for ${rowCount} rows`,
    );
  return all.filter((i) => {
    const weight = weights[i];
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`weights must be finite and not negative; weights[${i}] is ${weight}`);
    return weight > 0;
  });
}

function scaledPenalty(
  columnCount: number,
  given: ArrayLike<number> | undefined,
): { penalty: Float64Array; leftOut: Uint8Array } {
  const penalty = new Float64Array(columnCount).fill(1);
  const leftOut = new Uint8Array(columnCount);
  if (given === undefined) return { penalty, leftOut };
  if (given.length !== columnCount)
    throw new RangeError(
      `need one penalty factor per column of x; got ${given.length} for ${columnCount} columns`,
    );
  for (let j = 0; j < columnCount; j++) {
    const factor = given[j];
    if (!(factor >= 0))
      throw new RangeError(
        `penalty factors must not be negative; penaltyFactor[${j}] is ${factor}`,
      );
    if (factor === Infinity) leftOut[j] = 1;
    else penalty[j] = factor;
  }
  const total = penalty.reduce((sum, factor) => sum + factor, 0);
  if (total === 0)
    throw new RangeError(
      "at least one penalty factor must be above 0; all are 0; fit a logistic regression instead",
    );
  return { penalty: penalty.map((factor) => (factor * columnCount) / total), leftOut };
}
