/** A printed number of a specification, with the values that print so: what the builder aims into. */

import {
  type Interval,
  type PrintedNumber,
  printedNumbers,
  roundingInterval,
} from "../audit/printed-number.js";

export interface Printed extends PrintedNumber, Interval {}

/** @throws RangeError unless the text is one number as papers print it, such as "0.936" or "<0.001" */
export function printedNumber(text: string): Printed {
  const [number, ...others] = printedNumbers(text);
  if (number === undefined || others.length > 0)
    throw new RangeError(`a printed number must look like "0.936" or "<0.001"; got "${text}"`);
  return { ...number, ...roundingInterval(number) };
}

/** How far a value lies outside what prints so; 0 inside. `inset` keeps away from the ends, as a share of the width. */
export function distanceOutside({ low, high }: Interval, value: number, inset = 0): number {
  const away = inset * (Number.isFinite(low) ? high - low : Math.abs(high));
  return Math.max(0, low + away - value, value - (high - away));
}
