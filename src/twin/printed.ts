/**
 * A printed number and what it says of the value behind it.
 *
 * "0.936" says that the value lies from 0.9355 up to, and not including, 0.9365; "<0.001" that it lies below 0.001.
 * Halves are rounded up, as everyone does by hand.
 */

export interface Printed {
  readonly text: string;
  /** The printed number itself; of "<0.001" the limit. */
  readonly value: number;
  readonly relation: "=" | "<";
  /** The values that print so: low ≤ value < high. */
  readonly low: number;
  readonly high: number;
}

/** What rounding of binary numbers may add: far below any printed digit. */
const SLACK = 1e-12;

/** @throws RangeError if the text is not a number as papers print it */
export function printedNumber(text: string): Printed {
  const match = /^(<?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null)
    throw new RangeError(`a printed number must look like "0.936" or "<0.001"; got "${text}"`);
  const digits = match[3]?.length ?? 0;
  const value = Number(text.replace("<", ""));
  if (match[1] === "<") return { text, value, relation: "<", low: -Infinity, high: value };
  const half = Number(`0.5e-${digits}`);
  return { text, value, relation: "=", low: value - half, high: value + half };
}

/** Whether a value prints as the text. */
export function printsAs({ low, high }: Printed, value: number): boolean {
  const slack = SLACK * Math.max(1, Math.abs(value));
  return value >= low - slack && value < high - slack;
}

/** How far a value lies outside what prints so; 0 inside. `margin` keeps away from the ends, as a share of the width. */
export function distanceOutside({ low, high }: Printed, value: number, margin = 0): number {
  const inset = Number.isFinite(low) ? (high - low) * margin : Math.abs(high) * margin;
  return Math.max(0, low + inset - value, value - (high - inset));
}
