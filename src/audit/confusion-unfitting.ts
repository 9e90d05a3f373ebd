/**
 * Why a row of figures fits no confusion matrix, and on which patients it could have been computed.
 *
 * Each figure in turn is left out (accuracy and error rate together, since one is the other), and all group sizes up to
 * 130 a group are tried. A size that keeps one of the true groups is the likeliest: only the other group was changed.
 */

import type { MatrixValue } from "./claim.js";
import {
  type FittingSize,
  figureCounts,
  fittingSizes,
  type PrintedFigures,
  separateFigures,
  without,
} from "./confusion-solver.js";
import { listed, shown, shownValue } from "./evidence.js";
import { isCutOff } from "./printed-number.js";
import type { FigureName } from "./recipe.js";

/** The largest group that is looked at. */
const LARGEST = 130;

export interface LeftOut {
  readonly figures: readonly FigureName[];
  readonly sizes: readonly FittingSize[];
}

/** All figures together, then each left out: the sizes that fit. */
export function fittingLeftOut(figures: PrintedFigures): LeftOut[] {
  return [[], ...separateFigures(figures)].map((left) => ({
    figures: left,
    sizes: fittingSizes(without(figures, left), LARGEST),
  }));
}

/** In a sentence without its first capital. */
export function unfitting(figures: PrintedFigures, positives: number, negatives: number): string {
  const none = `no table of ${positives} and ${negatives} patients prints like all ${Object.keys(figures).length} figures of the row`;
  const [whole, ...leftOut] = fittingLeftOut(figures);
  if (whole!.sizes.length > 0) return `${none}; ${sizeList(whole!.sizes)} do`;
  const found = leftOut.filter(({ sizes }) => sizes.length > 0);
  const kept = found.flatMap(({ figures: left, sizes }) =>
    sizes
      .filter((size) => size.positives === positives || size.negatives === negatives)
      .map((size) => keeping(figures, left, size, negatives)),
  );
  const only = kept.length === 1 ? "of these only " : "";
  const others = found.map(
    ({ figures: left, sizes }) => `without ${listed(left)} ${sizeList(sizes)} do`,
  );
  const nowhere = `nor does any other up to ${LARGEST} patients a group`;
  return [none, nowhere, ...others, ...kept.map((text) => `${only}${text}`)].join("; ");
}

function sizeList(sizes: readonly FittingSize[]): string {
  if (sizes.length > 6) return `${sizes.length} sizes`;
  return listed(sizes.map(({ positives, negatives }) => `${positives}/${negatives}`));
}

function keeping(
  figures: PrintedFigures,
  left: readonly FigureName[],
  { positives, negatives, matrices }: FittingSize,
  trueNegatives: number,
): string {
  const kept = negatives === trueNegatives ? `${negatives} negatives` : `${positives} positives`;
  const tables = listed(matrices.map(shownValue));
  const others = left.map((figure) => printedAgainst(figures, figure, matrices[0]!));
  return `${positives}/${negatives} keeps the ${kept}: ${tables}, with ${listed(others)}`;
}

function printedAgainst(figures: PrintedFigures, figure: FigureName, matrix: MatrixValue): string {
  const [part, whole] = figureCounts(matrix, figure);
  const printed = figures[figure];
  const text = typeof printed === "object" ? printed.text : "NA";
  const cut =
    typeof printed === "object" && whole > 0 && isCutOff(part / whole, printed)
      ? " (cut off, not rounded)"
      : "";
  return `${figure} ${part}/${whole} = ${whole === 0 ? "NA" : shown(part / whole)} where ${text} is printed${cut}`;
}
