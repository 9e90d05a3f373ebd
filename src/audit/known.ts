/**
 * A number as far as it is known: what is printed stands for every value that rounds to it.
 */

import type { Interval, PrintedNumber } from "./printed-number.js";
import { roundingInterval } from "./printed-number.js";

export interface Known extends Interval {
  readonly value: number;
}

export interface EstimateKnown {
  readonly estimate: Known;
  readonly lower: Known;
  readonly upper: Known;
}

/** A printed number with its rounding. */
export function printedKnown(printed: PrintedNumber): Known {
  return { value: printed.value, ...roundingInterval(printed) };
}

/** A number that is not rounded: a count, a constant, a value computed in full precision. */
export function exactly(value: number): Known {
  return { value, low: value, high: value };
}

export function isExact({ low, high }: Known): boolean {
  return low === high;
}

/** Whether two intervals have a value in common. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}

/**
 * What a function makes of known numbers: its value, and its smallest and largest over the corners of their rounding.
 * Right for functions that are monotone in each number there.
 */
export function throughout(
  inputs: readonly Known[],
  f: (values: readonly number[]) => number,
): Known {
  const value = f(inputs.map((input) => input.value));
  let [low, high] = [value, value];
  const corner = (i: number, values: readonly number[]): void => {
    if (i === inputs.length) {
      const at = f(values);
      low = Math.min(low, at);
      high = Math.max(high, at);
      return;
    }
    const { low: least, high: most } = inputs[i]!;
    for (const end of least === most ? [least] : [least, most]) corner(i + 1, [...values, end]);
  };
  corner(0, []);
  return { value, low, high };
}
