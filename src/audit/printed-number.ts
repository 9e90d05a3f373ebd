/**
 * Printed text → the numbers in it, each with its digits.
 *
 * "0.650" is known to half a unit of its last digit: from 0.6495 up to, not including, 0.6505. "<0.001" and "less than
 * 20%" are bounds. Small numbers may be words ("five", "three-center", "once").
 */

export interface PrintedNumber {
  /** As printed, with its bound. */
  readonly text: string;
  readonly value: number;
  /** Digits after the point. */
  readonly decimals: number;
  readonly relation: "=" | "<" | ">" | "≤" | "≥";
}

/** The values that print like a number: low ≤ value < high. A bound has an end at infinity. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const NUMBER_WORDS: readonly string[] =
  "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

const BOUNDS: readonly (readonly [PrintedNumber["relation"], string])[] = [
  ["≤", "<=|≤|at most|up to"],
  ["≥", ">=|≥|at least"],
  ["<", "<|less than|below|under"],
  [">", ">|more than|above|over"],
];

const TOKEN = new RegExp(
  `(?:(?<bound>${BOUNDS.map(([, words]) => words).join("|")})\\s*)?` +
    `(?:(?<![\\w.])(?<sign>(?<=^|[\\s(=])[-−])?(?<digits>\\d+(?:\\.(?<fraction>\\d+))?)|(?<word>\\b(?:once|${NUMBER_WORDS.join("|")})\\b))`,
  "giu",
);

/**
 * Every number of a printed text, in its order. A hyphen between two numbers is a dash, not a sign.
 *
 * @example printedNumbers("0.696 (0.564-0.827)").map(({ value }) => value) // [0.696, 0.564, 0.827]
 */
export function printedNumbers(text: string): PrintedNumber[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const { bound, sign, digits, fraction, word } = match.groups!;
    const sized = digits === undefined ? wordValue(word!) : Number(digits);
    return {
      text: match[0].trim(),
      value: sign === undefined ? sized : -sized,
      decimals: fraction?.length ?? 0,
      relation: bound === undefined ? "=" : relationOf(bound),
    };
  });
}

/** The values that print so. */
export function roundingInterval({ value, decimals, relation }: PrintedNumber): Interval {
  if (relation === "<" || relation === "≤") return { low: -Infinity, high: value };
  if (relation === ">" || relation === "≥") return { low: value, high: Infinity };
  const half = Number(`0.5e-${decimals}`);
  return { low: value - half, high: value + half };
}

/** Whether a value is printed like this: rounded to its digits, halves away from zero, or within its bound. */
export function printsAs(value: number, printed: PrintedNumber): boolean {
  return printTest(printed)(value);
}

/** The same as a function, for many values of one printed number. */
export function printTest(printed: PrintedNumber): (value: number) => boolean {
  const { value: limit, relation } = printed;
  switch (relation) {
    case "<":
      return (value) => value < limit;
    case "≤":
      return (value) => value <= limit;
    case ">":
      return (value) => value > limit;
    case "≥":
      return (value) => value >= limit;
    case "=": {
      const { low, high } = roundingInterval({ ...printed, value: Math.abs(limit) });
      return (value) => {
        const size = Math.abs(value) + SLACK * Math.max(1, Math.abs(value));
        return size >= low && size < high && value * limit >= 0;
      };
    }
  }
}

/** What sums of binary numbers may add to a half: far below any printed digit. */
const SLACK = 1e-12;

function wordValue(word: string): number {
  const lower = word.toLowerCase();
  return lower === "once" ? 1 : NUMBER_WORDS.indexOf(lower);
}

function relationOf(bound: string): PrintedNumber["relation"] {
  return BOUNDS.find(([, words]) => new RegExp(`^(?:${words})$`, "iu").test(bound))![0];
}
