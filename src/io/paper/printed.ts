/** Numbers as a journal prints them: the text is kept, since its digits say how exactly the number is known. */

import { InputError } from "../input-error.js";

export interface Printed {
  /** Exactly as printed: "0.590", "<0.001". */
  readonly text: string;
  readonly value: number;
  /** Digits after the point. */
  readonly decimals: number;
  /** Whether the number itself is printed, or only a bound. */
  readonly relation: "=" | "<" | ">";
}

/** `51.31 ± 18.851` */
export interface PrintedMean {
  readonly text: string;
  readonly mean: Printed;
  readonly standardDeviation: Printed;
}

/** `5.540 (2.814-10.907)` */
export interface PrintedEstimate {
  readonly text: string;
  readonly estimate: Printed;
  readonly lower: Printed;
  readonly upper: Printed;
}

/** @param place file and key, for the message */
export function parsePrinted(text: string, place: string): Printed {
  const parts = /^([<>]?) ?(\d+(?:\.(\d+))?)$/.exec(text);
  if (parts === null) {
    throw new InputError(`must be a printed number like 0.590 or <0.001; it is "${text}"`, place);
  }
  return {
    text,
    value: Number(parts[2]),
    decimals: parts[3]?.length ?? 0,
    relation: parts[1] === "" ? "=" : (parts[1] as "<" | ">"),
  };
}

/** @param place file and key, for the message */
export function parsePrintedMean(text: string, place: string): PrintedMean {
  const parts = text.split(" ± ");
  if (parts.length !== 2) {
    throw new InputError(
      `must be a printed mean and SD like 51.31 ± 18.851; it is "${text}"`,
      place,
    );
  }
  return {
    text,
    mean: parsePrinted(parts[0]!, place),
    standardDeviation: parsePrinted(parts[1]!, place),
  };
}

/** @param place file and key, for the message */
export function parsePrintedEstimate(text: string, place: string): PrintedEstimate {
  const parts = /^([\d.]+) \(([\d.]+)-([\d.]+)\)$/.exec(text);
  if (parts === null) {
    throw new InputError(
      `must be a printed estimate with its interval like 5.540 (2.814-10.907); it is "${text}"`,
      place,
    );
  }
  return {
    text,
    estimate: parsePrinted(parts[1]!, place),
    lower: parsePrinted(parts[2]!, place),
    upper: parsePrinted(parts[3]!, place),
  };
}
