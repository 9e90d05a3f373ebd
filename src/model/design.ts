/**
 * The design of a logistic model: a column of ones, the named terms, the outcome, weights and offset, checked once.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { requireKnownOptions } from "../math/known-options.js";

export interface DesignOptions {
  /** n weights ≥ 0: how often each row counts (so a table of counts is a data set). Rows of weight 0 do not count. */
  readonly weights?: ArrayLike<number>;
  /** n known additions to the linear predictor. */
  readonly offset?: ArrayLike<number>;
  /** Whether the model has a column of ones; defaults to true. */
  readonly intercept?: boolean;
}

/** Rows of positive weight only. */
export interface Design {
  /** "(Intercept)" first, if there is one. */
  readonly terms: readonly string[];
  readonly intercept: boolean;
  /** n x p, row after row. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  /** Sum of the weights of the rows with outcome 1. */
  readonly eventWeight: number;
  /** Sum of the weights. */
  readonly totalWeight: number;
}

/** Those of the design, and those that its fits take beside them. */
const knownOptions = ["weights", "offset", "intercept", "epsilon", "confidence"];

export const interceptName = "(Intercept)";

/**
 * @param table n rows x named terms (numbers; a factor as its indicator columns)
 * @param outcome n values: 1 = event, 0 = non-event
 * @throws RangeError if lengths differ, a value is not finite, an outcome is not 0 or 1, a weight is negative,
 *   there is no term at all, or only one outcome occurs
 */
export function logisticDesign(
  table: FeatureTable,
  outcome: ArrayLike<number>,
  options: DesignOptions = {},
): Design {
  const { names, rowCount, values } = table;
  const { intercept = true } = options;
  requireKnownOptions("a logistic model", options, knownOptions);
  requireLength("outcome", outcome, rowCount);
  if (options.weights) requireLength("weights", options.weights, rowCount);
  if (options.offset) requireLength("offset", options.offset, rowCount);
  if (!intercept && names.length === 0 && !options.offset)
    throw new RangeError("a model needs an intercept, a term or an offset; got none of them");
  const kept: number[] = [];
  let eventWeight = 0;
  let totalWeight = 0;
  for (let i = 0; i < rowCount; i++) {
    if (outcome[i] !== 0 && outcome[i] !== 1)
      throw new RangeError(`outcome must be 0 or 1; outcome[${i}] is ${outcome[i]}`);
    const weight = options.weights?.[i] ?? 1;
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`weights must be finite and not negative; weights[${i}] is ${weight}`);
    if (options.offset && !Number.isFinite(options.offset[i]))
      throw new RangeError(`offset must be finite; offset[${i}] is ${options.offset[i]}`);
    for (let j = 0; j < names.length; j++) {
      const value = values[i * names.length + j];
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `"${names[j]}" must be finite in every row; row ${i} has ${value}; leave out or impute rows with missing values`,
        );
      }
    }
    if (weight === 0) continue;
    kept.push(i);
    totalWeight += weight;
    if (outcome[i] === 1) eventWeight += weight;
  }
  if (eventWeight === 0 || eventWeight === totalWeight) {
    throw new RangeError(
      `a logistic model needs both outcomes; got ${eventWeight} events among ${totalWeight} patients`,
    );
  }
  const terms = intercept ? [interceptName, ...names] : [...names];
  const p = terms.length;
  const n = kept.length;
  const x = new Float64Array(n * p);
  const first = intercept ? 1 : 0;
  for (let k = 0; k < n; k++) {
    const from = kept[k] * names.length;
    if (intercept) x[k * p] = 1;
    for (let j = 0; j < names.length; j++) x[k * p + first + j] = values[from + j];
  }
  const pick = (source: ArrayLike<number>): Float64Array => {
    const values = new Float64Array(n);
    for (let k = 0; k < n; k++) values[k] = source[kept[k]];
    return values;
  };
  return {
    terms,
    intercept,
    x,
    n,
    p,
    y: pick(outcome),
    weights: options.weights && pick(options.weights),
    offset: options.offset && pick(options.offset),
    eventWeight,
    totalWeight,
  };
}

function requireLength(name: string, values: ArrayLike<number>, rowCount: number): void {
  if (values.length !== rowCount)
    throw new RangeError(
      `${name} must have one value per row; got ${values.length} for ${rowCount} rows`,
    );
}
