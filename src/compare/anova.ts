/**
 * One-way analysis of variance: is the spread of the group means larger than the spread within groups explains?
 *
 * The classical F is computed as linear-model software does: the values are rotated by Householder reflections so that
 * the first coordinates hold the means and the rest the residuals; no large numbers are subtracted. Products and sums
 * are fused. Welch's F weighs each group by its own precision instead of pooling the variances.
 * Sources: Golub & Van Loan (2013) section 5.3; Welch, Biometrika 38 (1951) 330-336.
 */

import { fusedMultiplyAdd } from "../math/exact-arithmetic.js";
import { fUpperTail } from "../math/f.js";
import { mean, variance } from "../math/summary.js";
import { requireGroups } from "./sample.js";

export interface Anova {
  readonly f: number;
  /** Degrees of freedom of the means. */
  readonly df1: number;
  /** Degrees of freedom of the residuals; not whole for Welch's test. */
  readonly df2: number;
  readonly pValue: number;
}

export interface OneWayAnova extends Anova {
  readonly betweenSquares: number;
  readonly withinSquares: number;
  /** Nothing but rounding is left within groups: F is not reliable, it may be any huge number. */
  readonly perfectFit: boolean;
}

/**
 * Do all groups have the same mean, assuming that they have the same variance?
 *
 * @throws RangeError if there are fewer than two groups or no more values than groups, if a group is empty, if a value
 *   is not finite, or if all values are equal
 */
export function oneWayAnova(groups: readonly ArrayLike<number>[]): OneWayAnova {
  requireGroups(groups, 1);
  const sizes = groups.map((group) => group.length);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const df1 = groups.length - 1;
  const df2 = n - groups.length;
  if (df2 < 1)
    throw new RangeError(
      `need more values than groups; got ${n} values in ${groups.length} groups`,
    );
  const values = Float64Array.from(groups.flatMap((group) => Array.from(group)));
  if (values.every((value) => value === values[0]))
    throw new RangeError(`the values must vary; all ${n} are ${values[0]}`);
  const rotated = rotate(values, sizes);
  const meanSquare = rotated[0] ** 2;
  const betweenSquares = sumOfSquares(rotated.subarray(1, groups.length));
  const withinSquares = sumOfSquares(rotated.subarray(groups.length));
  const f = betweenSquares / df1 / (withinSquares / df2);
  return {
    f,
    df1,
    df2,
    pValue: fUpperTail(f, df1, df2),
    betweenSquares,
    withinSquares,
    perfectFit: withinSquares < 1e-10 * (meanSquare + betweenSquares),
  };
}

/** Do all groups have the same mean, whatever their variances? @throws RangeError also if a group is constant */
export function welchAnova(groups: readonly ArrayLike<number>[]): Anova {
  requireGroups(groups, 2);
  const k = groups.length;
  const means = groups.map((group) => mean(group));
  const weights = groups.map((group, g) => {
    const spread = variance(group);
    if (!(spread > 0))
      throw new RangeError(
        `each group must vary for Welch's test; groups[${g}] holds only ${group[0]}`,
      );
    return group.length / spread;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const center = weights.reduce((sum, weight, g) => sum + weight * means[g], 0) / total;
  let between = 0;
  let correction = 0;
  for (let g = 0; g < k; g++) {
    between += weights[g] * (means[g] - center) ** 2;
    correction += (1 - weights[g] / total) ** 2 / (groups[g].length - 1);
  }
  correction /= k * k - 1;
  const f = between / (k - 1) / (1 + 2 * (k - 2) * correction);
  const df2 = 1 / (3 * correction);
  return { f, df1: k - 1, df2, pValue: fUpperTail(f, k - 1, df2) };
}

/** Q'y for the design "intercept and one indicator per further group", groups one after the other. */
function rotate(values: Float64Array, sizes: readonly number[]): Float64Array {
  const n = values.length;
  const columns: Float64Array[] = [new Float64Array(n).fill(1)];
  let start = sizes[0];
  for (const size of sizes.slice(1)) {
    columns.push(new Float64Array(n).fill(1, start, start + size));
    start += size;
  }
  columns.forEach((column, l) => {
    let length = Math.sqrt(sumOfSquares(column.subarray(l)));
    if (column[l] < 0) length = -length;
    for (let i = l; i < n; i++) column[i] /= length;
    column[l] += 1;
    for (const later of columns.slice(l + 1)) reflect(column, later, l);
    reflect(column, values, l);
  });
  return values;
}

function reflect(pivot: Float64Array, column: Float64Array, l: number): void {
  let dot = 0;
  for (let i = l; i < pivot.length; i++) dot = fusedMultiplyAdd(pivot[i], column[i], dot);
  const factor = -dot / pivot[l];
  for (let i = l; i < pivot.length; i++) column[i] = fusedMultiplyAdd(factor, pivot[i], column[i]);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
