/** The printed numbers as recipes and checks read them: with their rounding, counts exactly, misprints mended. */

import type { PrintedReadings } from "./check-outcome.js";
import { type Claim, type ClaimKind, isMatrix, type MatrixValue } from "./claim.js";
import { type EstimateKnown, exactly, type Known, printedKnown } from "./known.js";
import { asShare, type PrintedNumber } from "./printed-number.js";
import { printedParts } from "./printed-value.js";
import type { Ref } from "./recipe.js";
import { mainNumber, type Verdict } from "./verdict.js";

/** Kinds whose numbers are what they are, and not rounded. */
const EXACT: readonly ClaimKind[] = ["count", "threshold", "setting"];
/** Parts that are counts, whatever the kind. */
const EXACT_PARTS: readonly string[] = ["count", "total", "tp", "fp", "tn", "fn"];

/**
 * @param readAs counts that are read as another number than printed
 * @param verdictOf of derived claims, whose number is what was computed
 */
export function printedReadings(
  byId: ReadonlyMap<string, Claim>,
  readAs: ReadonlyMap<string, number>,
  verdictOf: (id: string) => Verdict,
): PrintedReadings {
  const number = (ref: Ref): Known => {
    if (typeof ref === "number") return exactly(ref);
    const [id, part] = ref.split("#") as [string, string | undefined];
    const claim = byId.get(id)!;
    const mended = readAs.get(ref);
    if (mended !== undefined) return exactly(mended);
    if (claim.printed === null) return exactly(derived(id, verdictOf(id)));
    const printed = part === undefined ? mainNumber(claim) : printedParts(claim).get(part);
    if (printed === null || printed === undefined)
      throw new RangeError(`"${ref}" must be a number; it is printed as "${claim.printed}"`);
    const exact = EXACT.includes(claim.kind) || EXACT_PARTS.includes(part ?? "");
    return exact ? exactly(printed.value) : printedKnown(printed);
  };
  const printed = (id: string): PrintedNumber => {
    const own = mainNumber(byId.get(id)!);
    if (own === null) throw new RangeError(`"${id}" must be a printed number; it is none`);
    return own;
  };
  return {
    number,
    printed,
    share: (id) => {
      const own = printed(id);
      const { kind, unit } = byId.get(id)!;
      const isWritten = !own.text.endsWith("%") && (kind === "percentage" || unit === "%");
      return own.percent === true || isWritten ? asShare(own) : own;
    },
    count: (ref) => {
      const mended = readAs.get(ref);
      if (mended === undefined) return number(ref).value;
      return printedParts(byId.get(ref)!).get("value")!.value;
    },
    figure: (id) => mainNumber(byId.get(id)!) ?? "undefined",
    estimate: (id): EstimateKnown => {
      const parts = printedParts(byId.get(id)!);
      const [estimate, lower, upper] = ["estimate", "lower", "upper"].map((name) =>
        parts.get(name),
      );
      if (estimate === undefined || lower === undefined || upper === undefined)
        throw new RangeError(`"${id}" must have an interval; it has none`);
      return {
        estimate: printedKnown(estimate),
        lower: printedKnown(lower),
        upper: printedKnown(upper),
      };
    },
    matrix: (id): MatrixValue => {
      const claim = byId.get(id)!;
      const value = claim.printed === null ? verdictOf(id).value : claim.value;
      if (value === null || value === undefined || !isMatrix(value))
        throw new RangeError(`no matrix of whole numbers is known for "${id}"`);
      return value;
    },
    method: (id) => verdictOf(id).method,
  };
}

function derived(id: string, { value, evidence }: Verdict): number {
  if (typeof value === "number") return value;
  throw new RangeError(`"${id}" must be a number; it could not be computed: ${evidence}`);
}
