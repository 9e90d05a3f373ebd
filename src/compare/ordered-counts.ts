/**
 * Two groups as counts per ordered value: all that a rank test sees of them. A printed table of an ordinal variable has
 * this form already, so rank tests can be redone from the table.
 */

import { requireSample } from "./sample.js";

/** How many of x and of y have each value, in ascending order of the values. */
export interface OrderedCounts {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Count the distinct values of two samples: n log n. @throws RangeError if one is empty or a value is not finite */
export function orderedCounts(x: ArrayLike<number>, y: ArrayLike<number>): OrderedCounts {
  requireSample(x, "x", 1);
  requireSample(y, "y", 1);
  const sortedX = Float64Array.from(x).sort();
  const sortedY = Float64Array.from(y).sort();
  const counts = { x: [] as number[], y: [] as number[] };
  for (let i = 0, j = 0; i < sortedX.length || j < sortedY.length; ) {
    const value = Math.min(sortedX[i] ?? Infinity, sortedY[j] ?? Infinity);
    const [startX, startY] = [i, j];
    while (i < sortedX.length && sortedX[i] === value) i++;
    while (j < sortedY.length && sortedY[j] === value) j++;
    counts.x.push(i - startX);
    counts.y.push(j - startY);
  }
  return counts;
}

/** @throws RangeError unless both rows are equally long, whole numbers of patients, and neither group is empty */
export function requireOrderedCounts({ x, y }: OrderedCounts): void {
  if (x.length !== y.length)
    throw new RangeError(
      `both groups must be counted in the same categories; got ${x.length} and ${y.length}`,
    );
  for (const [name, counts] of [
    ["x", x],
    ["y", y],
  ] as const) {
    let total = 0;
    for (let i = 0; i < counts.length; i++) {
      if (!Number.isInteger(counts[i]) || counts[i] < 0)
        throw new RangeError(
          `counts must be whole numbers of patients; ${name}[${i}] is ${counts[i]}`,
        );
      total += counts[i];
    }
    if (total === 0) throw new RangeError(`each group must have a patient; ${name} has none`);
  }
}
