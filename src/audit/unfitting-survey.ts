/** The rows of figures that no confusion matrix of their patients fits: which sizes fit when a figure is left out. */

import type { ClaimsFile, MatrixValue } from "./claim.js";
import { fittingMatrices, type PrintedFigures } from "./confusion-solver.js";
import { fittingLeftOut } from "./confusion-unfitting.js";
import { printedReadings } from "./printed-readings.js";
import type { FigureName } from "./recipe.js";

export interface UnfittingRow {
  /** The matrix's claim. */
  readonly id: string;
  readonly statement: string;
  readonly positives: number;
  readonly negatives: number;
  readonly leftOut: readonly LeftOutSizes[];
}

export interface LeftOutSizes {
  readonly figures: readonly FigureName[];
  /** Group sizes that fit, positives first. */
  readonly sizes: readonly (readonly [positives: number, negatives: number])[];
  /** Those that keep one of the printed groups, with their matrices. */
  readonly keeping: readonly {
    readonly positives: number;
    readonly negatives: number;
    readonly matrices: readonly MatrixValue[];
  }[];
}

export function unfittingRows({ claims }: ClaimsFile): UnfittingRow[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const readings = printedReadings(byId, new Map(), (id) => {
    throw new RangeError(`"${id}" must be printed; it is derived`);
  });
  return claims.flatMap(({ id, statement, recompute }) => {
    if (recompute?.by !== "confusion matrix") return [];
    const names = Object.entries(recompute.figures) as [FigureName, string][];
    const figures: PrintedFigures = Object.fromEntries(
      names.map(([name, of]) => [name, readings.figure(of)]),
    );
    const positives = readings.number(recompute.positives).value;
    const negatives = readings.number(recompute.negatives).value;
    if (fittingMatrices(figures, positives, negatives).length > 0) return [];
    const leftOut = fittingLeftOut(figures).map(({ figures: left, sizes }) => ({
      figures: left,
      sizes: sizes.map((size) => [size.positives, size.negatives] as const),
      keeping: sizes.filter((size) => size.positives === positives || size.negatives === negatives),
    }));
    return [{ id, statement, positives, negatives, leftOut }];
  });
}
