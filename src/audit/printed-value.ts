/**
 * A claim's value against its printed text: the number that is computed with must be the number that is printed.
 */

import {
  type Claim,
  type ClaimKind,
  type ClaimValue,
  isEstimate,
  isMatrix,
  isShare,
  isSpan,
} from "./claim.js";
import { asShare, type PrintedNumber, printedNumbers } from "./printed-number.js";

/** Kinds that are shares of one, also where a table prints them in percent. */
const SHARES: readonly ClaimKind[] = [
  "auc",
  "accuracy",
  "error rate",
  "sensitivity",
  "specificity",
  "ppv",
  "npv",
];

const MONTHS: readonly string[] =
  "january february march april may june july august september october november december".split(
    " ",
  );

/**
 * What contradicts, in a sentence; null if nothing does.
 *
 * @param claim printed, with a value
 */
export function contradiction({ printed, value, kind }: Claim): string | null {
  if (printed === null || value === undefined) return null;
  if (kind === "date") {
    const texts = typeof value === "object" ? (value as readonly string[]) : [String(value)];
    const wrong = texts.find((text) => !printed.includes(text) && isoDate(printed) !== text);
    return wrong === undefined ? null : `its value "${wrong}" is not the printed date "${printed}"`;
  }
  if (typeof value === "string" || Array.isArray(value)) {
    const wrong = (typeof value === "string" ? [value] : (value as readonly string[])).find(
      (text) => !printed.includes(text),
    );
    return wrong === undefined ? null : `its value "${wrong}" is not in the printed "${printed}"`;
  }
  const expected = numbersOf(value);
  const found = printedNumbers(printed).map((number) => number.value);
  const same =
    expected.length === found.length && expected.every((number, i) => number === found[i]);
  return same
    ? null
    : `its value is ${expected.join(", ")}; the printed "${printed}" holds ${found.length === 0 ? "no number" : found.join(", ")}`;
}

/**
 * The printed numbers of a claim by the names of its value's parts; a plain number is the part "value". A sensitivity
 * of 83.3% is 0.833 here, whether the sign is printed or stands in the claim's unit.
 *
 * @returns nothing for a value that is a word
 */
export function printedParts({
  printed,
  value,
  kind,
  unit,
}: Claim): ReadonlyMap<string, PrintedNumber> {
  if (printed === null || value === undefined || typeof value === "string" || Array.isArray(value))
    return new Map();
  const names = typeof value === "number" ? ["value"] : Object.keys(partsOf(value));
  const numbers = printedNumbers(printed);
  const inPercent =
    SHARES.includes(kind) && (unit === "%" || numbers.some(({ percent }) => percent));
  return new Map(
    numbers.map((number, i) => [names[i]!, inPercent ? asShare(number) : number] as const),
  );
}

function numbersOf(value: ClaimValue): number[] {
  return typeof value === "number" ? [value] : Object.values(partsOf(value));
}

/** Parts in the order in which they are printed. */
function partsOf(value: ClaimValue): Record<string, number> {
  if (isEstimate(value)) {
    const { estimate, lower, upper } = value;
    return { estimate, lower, upper };
  }
  if (isSpan(value)) return { from: value.from, to: value.to };
  if (isShare(value)) {
    const { estimate, count, total } = value;
    return { estimate, count, total };
  }
  if (isMatrix(value)) {
    const { tp, fp, tn, fn } = value;
    return { tp, fp, tn, fn };
  }
  return {};
}

/** "31 October 2020" → "2020-10-31", "May 2008" → "2008-05"; null for other texts. */
function isoDate(text: string): string | null {
  const parts = /^(?:(\d{1,2}) )?([A-Za-z]+) (\d{4})$/.exec(text);
  const month = MONTHS.indexOf(parts?.[2]?.toLowerCase() ?? "") + 1;
  if (parts === null || month === 0) return null;
  const [, day, , year] = parts;
  const start = `${year}-${String(month).padStart(2, "0")}`;
  return day === undefined ? start : `${start}-${day.padStart(2, "0")}`;
}
