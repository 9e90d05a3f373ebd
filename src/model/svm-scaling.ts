/** Scaling inside a support vector machine, as e1071: training mean and standard deviation (divisor n − 1). */

import { type Columns, columnAt } from "../math/columns.js";
import { mean, standardDeviation } from "../math/summary.js";

export interface SvmScaling {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

/** Null if a column is constant: then no column is scaled. */
export function svmScaling(columns: Columns): SvmScaling | null {
  const all = Array.from({ length: columns.columnCount }, (_, j) => columnAt(columns, j));
  if (constantColumn(columns) >= 0) return null;
  return { mean: all.map(mean), standardDeviation: all.map(standardDeviation) };
}

/** The first constant column, or −1. */
export function constantColumn(columns: Columns): number {
  for (let j = 0; j < columns.columnCount; j++) {
    const column = columnAt(columns, j);
    if (column.every((value) => value === column[0])) return j;
  }
  return -1;
}

export function scaledRow(scaling: SvmScaling | null, row: ArrayLike<number>): Float64Array {
  const scaled = Float64Array.from(row);
  if (scaling === null) return scaled;
  const { mean: center, standardDeviation: unit } = scaling;
  for (let j = 0; j < scaled.length; j++) scaled[j] = (scaled[j] - center[j]) / unit[j];
  return scaled;
}
