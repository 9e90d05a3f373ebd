/**
 * Printed text → the numbers in it, each with its digits.
 *
 * "0.650" is known to half a unit of its last digit: from 0.6495 to 0.6505. Both ends belong to it, since software
 * differs in what it makes of an exact half: 0.8125 is printed 0.813 by SPSS and Excel, 0.812 by R and C. "<0.001" and
 * "less than 20%" are bounds. Small numbers may be words ("five", "three-center", "once"). Journals' forms are read:
 * ".551", "0·551", "1,379", "3.1e-5", "3.1 × 10-5"; the "95% CI" of an interval is none of its numbers.
 */

export interface PrintedNumber {
  /** As printed, with its bound. */
  readonly text: string;
  readonly value: number;
  /** Digits after the point; below 0 where the last digit counts tens or more ("3e4"). */
  readonly decimals: number;
  readonly relation: "=" | "<" | ">" | "≤" | "≥";
  /** A sign for percent stands behind it. */
  readonly percent?: true;
}

/** The values that print like a number, ends included. A bound has an end at infinity. */
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

const BOUND = `(?:(?<bound>${BOUNDS.map(([, words]) => words).join("|")})\\s*)?`;
const WHOLE = "\\d{1,3}(?:,\\d{3})+(?![\\d,])|\\d+";
const EXPONENT = "(?:(?:e|\\s?[×x]\\s?10(?:\\^|(?=[-−])))(?<exponent>[-−]?\\d+)(?![\\d.]))?";
const DIGITS = `(?<![\\w.·])(?<sign>(?<=^|[\\s(=])[-−])?(?:(?<whole>${WHOLE})(?:[.·](?<fraction>\\d+))?|[.·](?<bare>\\d+))${EXPONENT}(?<percent>\\s?%)?`;
const WORD = `(?<word>\\b(?:once|${NUMBER_WORDS.join("|")})\\b)`;
const TOKEN = new RegExp(`${BOUND}(?:${DIGITS}|${WORD})`, "giu");
/** How sure an interval is, which is said beside it and not by its numbers. */
const LEVEL =
  /\d+(?:\.\d+)?\s?%\s?(?:CI|confidence interval)|(?:CI|confidence interval)\s?\d+\s?%/giu;

/**
 * Every number of a printed text, in its order. A hyphen between two numbers is a dash, not a sign.
 *
 * @example printedNumbers("0.696 (0.564-0.827)").map(({ value }) => value) // [0.696, 0.564, 0.827]
 */
export function printedNumbers(text: string): PrintedNumber[] {
  return [...text.replace(LEVEL, " ").matchAll(TOKEN)].map((match) => {
    const { bound, sign, whole, fraction, bare, exponent, percent, word } = match.groups!;
    const power = Number((exponent ?? "0").replace("−", "-"));
    const digits = fraction ?? bare ?? "";
    const sized =
      word === undefined
        ? Number(`${(whole ?? "0").replaceAll(",", "")}.${digits}e${power}`)
        : wordValue(word);
    return {
      text: match[0].trim(),
      value: sign === undefined ? sized : -sized,
      decimals: digits.length - power,
      relation: bound === undefined ? "=" : relationOf(bound),
      ...(percent === undefined ? {} : { percent: true }),
    };
  });
}

/** The values that print so. */
export function roundingInterval({ value, decimals, relation }: PrintedNumber): Interval {
  if (relation === "<" || relation === "≤") return { low: -Infinity, high: value };
  if (relation === ">" || relation === "≥") return { low: value, high: Infinity };
  const half = Number(`0.5e${-decimals}`);
  return { low: value - half, high: value + half };
}

/** A number in percent as a share of one: "83.3%" is 0.833, known to three decimals. */
export function asShare({ text, value, decimals, relation }: PrintedNumber): PrintedNumber {
  const written = text.endsWith("%") ? text : `${text}%`;
  return { text: written, value: Number(`${value}e-2`), decimals: decimals + 2, relation };
}

/** Whether a value is printed like this: rounded to its digits, halves either way, or within its bound. */
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
      const { low, high } = roundingInterval(printed);
      return (value) => {
        const slack = SLACK * Math.max(1, Math.abs(value));
        return value >= low - slack && value <= high + slack;
      };
    }
  }
}

/** Whether the printed number is the value with its further digits cut off where rounding would have raised the last one. */
export function isCutOff(value: number, printed: PrintedNumber): boolean {
  if (printed.relation !== "=" || printsAs(value, printed)) return false;
  const { low } = roundingInterval(printed);
  const unit = 2 * (printed.value - low);
  return (
    Math.abs(value) > Math.abs(printed.value) && Math.abs(value) < Math.abs(printed.value) + unit
  );
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
