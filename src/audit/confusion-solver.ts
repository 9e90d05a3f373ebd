/**
 * Which confusion matrices print like these figures?
 *
 * A table prints sensitivity, accuracy and the like to three digits, but only whole patients exist: of so many with and
 * without the outcome, few matrices round to the printed figures, often exactly one, sometimes none. Where none does,
 * the same question for other group sizes shows which patients the figures can have been computed on.
 *
 * All matrices are tried, so "none" is proven and not only not found.
 */

import type { MatrixValue } from "./claim.js";
import { type PrintedNumber, printTest } from "./printed-number.js";
import type { FigureName } from "./recipe.js";

/** Figures as printed; "undefined" where nothing can be divided ("NA"). */
export type PrintedFigures = Readonly<Partial<Record<FigureName, PrintedNumber | "undefined">>>;

export interface FittingSize {
  readonly positives: number;
  readonly negatives: number;
  readonly matrices: readonly MatrixValue[];
}

/** A figure of a matrix; null where its denominator is empty. */
export function figureOf(matrix: MatrixValue, figure: FigureName): number | null {
  const [part, whole] = figureCounts(matrix, figure);
  return whole === 0 ? null : part / whole;
}

/** How many of how many a figure counts: 13 of 20 for a sensitivity of 0.650. */
export function figureCounts(
  { tp, fp, tn, fn }: MatrixValue,
  figure: FigureName,
): [part: number, whole: number] {
  switch (figure) {
    case "accuracy":
      return [tp + tn, tp + fp + tn + fn];
    case "error rate":
      return [fp + fn, tp + fp + tn + fn];
    case "sensitivity":
      return [tp, tp + fn];
    case "specificity":
      return [tn, tn + fp];
    case "ppv":
      return [tp, tp + fp];
    case "npv":
      return [tn, tn + fn];
  }
}

/** Every matrix of so many patients that prints like all the figures. */
export function fittingMatrices(
  figures: PrintedFigures,
  positives: number,
  negatives: number,
): MatrixValue[] {
  return matricesThat(figureTests(figures), positives, negatives);
}

/** Every pair of group sizes up to the largest for which some matrix prints like the figures. */
export function fittingSizes(figures: PrintedFigures, largest: number): FittingSize[] {
  const tests = figureTests(figures);
  const found: FittingSize[] = [];
  for (let positives = 1; positives <= largest; positives++) {
    for (let negatives = 1; negatives <= largest; negatives++) {
      const matrices = matricesThat(tests, positives, negatives);
      if (matrices.length > 0) found.push({ positives, negatives, matrices });
    }
  }
  return found;
}

/** The figures but these. */
export function without(figures: PrintedFigures, left: readonly FigureName[]): PrintedFigures {
  return Object.fromEntries(
    Object.entries(figures).filter(([name]) => !left.includes(name as FigureName)),
  );
}

/** What a misprint spoils at once: a figure, or accuracy and error rate, since each is the other. */
export function separateFigures(figures: PrintedFigures): FigureName[][] {
  const names = Object.keys(figures) as FigureName[];
  const isAccuracy = (name: FigureName): boolean => name === "accuracy" || name === "error rate";
  const accuracy = names.filter(isAccuracy);
  const others = names.filter((name) => !isAccuracy(name)).map((name) => [name]);
  return accuracy.length === 0 ? others : [accuracy, ...others];
}

/** The figures without which the row fits some matrix of these patients; none if it fits with them, or if there is no single culprit. */
export function misprintedFigures(
  figures: PrintedFigures,
  positives: number,
  negatives: number,
): readonly FigureName[] {
  if (fittingMatrices(figures, positives, negatives).length > 0) return [];
  const culprits = [
    ...separateFigures(figures),
    ...Object.keys(figures).map((name) => [name as FigureName]),
  ].filter((left) => fittingMatrices(without(figures, left), positives, negatives).length > 0);
  const smallest = Math.min(...culprits.map(({ length }) => length));
  const found = new Set(
    culprits.filter(({ length }) => length === smallest).map((left) => left.join()),
  );
  return found.size === 1 ? culprits.find(({ length }) => length === smallest)! : [];
}

export interface Exchange {
  /** Pairs of figures that stand in each other's place. */
  readonly names: readonly FigureName[];
  /** The row with them put right. */
  readonly figures: PrintedFigures;
}

const EXCHANGES: readonly (readonly (readonly [FigureName, FigureName])[])[] = [
  [["sensitivity", "specificity"]],
  [["ppv", "npv"]],
  [["accuracy", "error rate"]],
  [
    ["sensitivity", "specificity"],
    ["ppv", "npv"],
  ],
];

/**
 * The figures that were mistaken for each other: exchanged, the row fits some matrix of these patients. Null if it fits
 * as it is, if one misprinted figure explains it, or if no exchange does.
 */
export function exchangedFigures(
  figures: PrintedFigures,
  positives: number,
  negatives: number,
): Exchange | null {
  const fits = (row: PrintedFigures): boolean =>
    fittingMatrices(row, positives, negatives).length > 0;
  if (fits(figures) || misprintedFigures(figures, positives, negatives).length === 1) return null;
  for (const pairs of EXCHANGES) {
    const names = pairs.flat();
    if (names.some((name) => figures[name] === undefined)) continue;
    const put = pairs.flatMap(([a, b]) => [
      [a, figures[b]!],
      [b, figures[a]!],
    ]);
    const right: PrintedFigures = { ...figures, ...Object.fromEntries(put) };
    if (fits(right)) return { names, figures: right };
  }
  return null;
}

/** Whether a part of a whole prints so; an empty whole is "undefined". */
type ShareTest = (part: number, whole: number) => boolean;

type FigureTests = readonly (readonly [figure: FigureName, test: ShareTest])[];

function figureTests(figures: PrintedFigures): FigureTests {
  return Object.entries(figures).map(([name, printed]) => {
    const figure = name as FigureName;
    if (printed === "undefined") return [figure, (_, whole) => whole === 0];
    const prints = printTest(printed);
    return [figure, (part, whole) => whole > 0 && prints(part / whole)];
  });
}

function matricesThat(tests: FigureTests, positives: number, negatives: number): MatrixValue[] {
  const testOf = (wanted: FigureName): ShareTest =>
    tests.find(([figure]) => figure === wanted)?.[1] ?? (() => true);
  const tpFitting = countsThat(testOf("sensitivity"), positives);
  const tnFitting = countsThat(testOf("specificity"), negatives);
  const others = tests.filter(([f]) => f !== "sensitivity" && f !== "specificity");
  return tpFitting.flatMap((tp) =>
    tnFitting
      .map((tn) => ({ tp, fp: negatives - tn, tn, fn: positives - tp }))
      .filter((matrix) => others.every(([f, test]) => test(...figureCounts(matrix, f)))),
  );
}

function countsThat(test: ShareTest, whole: number): number[] {
  const found: number[] = [];
  for (let part = whole; part >= 0; part--) if (test(part, whole)) found.push(part);
  return found;
}
