/** Recipes of classifiers: AUCs from counts, confusion matrices and their figures, differences of AUCs. */

import { delongAucOfCounts } from "../evaluate/delong-counts.js";
import { hanleyMcNeilStandardError } from "../evaluate/hanley-mcneil.js";
import { normalQuantile } from "../math/normal.js";
import { aucDifference } from "./auc-difference.js";
import type { ClaimValue, MatrixValue } from "./claim.js";
import {
  exchangedFigures,
  figureCounts,
  fittingMatrices,
  misprintedFigures,
  type PrintedFigures,
  without,
} from "./confusion-solver.js";
import { unfitting } from "./confusion-unfitting.js";
import { countsOf } from "./evaluate-comparison.js";
import type { Evaluation, Readings } from "./evaluation.js";
import { listed, shown, shownValue } from "./evidence.js";
import { ordinalClassification } from "./ordinal-classifier.js";
import { type PrintedNumber, roundingInterval } from "./printed-number.js";
import type { FigureName, Recipe } from "./recipe.js";

/** A row of printed figures, and of how many patients. */
export interface FigureRow {
  /** As they are read: those mistaken for each other in their right places. */
  readonly figures: PrintedFigures;
  /** Figures that are printed in each other's place; mostly none. */
  readonly exchanged: readonly FigureName[];
  /** The figure without which alone the row fits; mostly none. */
  readonly wrong: readonly FigureName[];
  readonly positives: number;
  readonly negatives: number;
  /** Why no matrix fits all of them, in a sentence; the search takes a second and is made once. */
  why(): string;
}

export function figureRow(
  figures: PrintedFigures,
  positives: number,
  negatives: number,
): FigureRow {
  let found: string | null = null;
  const why = (): string => {
    found ??= unfitting(figures, positives, negatives);
    return found;
  };
  const exchange = exchangedFigures(figures, positives, negatives);
  const { figures: read, names: exchanged } = exchange ?? { figures, names: [] };
  const wrong = misprintedFigures(read, positives, negatives);
  return { figures: read, exchanged, wrong, positives, negatives, why };
}

export function ordinalAuc(
  recipe: Extract<Recipe, { by: "ordinal AUC" }>,
  readings: Readings,
): Evaluation {
  const { auc, ci, logitCi, eventCount, nonEventCount } = delongAucOfCounts(
    countsOf(recipe, readings),
  );
  const margin = normalQuantile(0.975) * hanleyMcNeilStandardError(auc, eventCount, nonEventCount);
  const value = ([lower, upper]: readonly [number, number]): ClaimValue => ({
    estimate: auc,
    lower,
    upper,
  });
  return {
    candidates: [
      { method: "DeLong's interval", value: value(ci), range: null },
      ...(logitCi === null
        ? []
        : [{ method: "DeLong's interval on the logit scale", value: value(logitCi), range: null }]),
      {
        method: "Hanley and McNeil's interval",
        value: value([auc - margin, auc + margin]),
        range: null,
      },
    ],
  };
}

export function logisticClassification(
  { learned, applied, cut }: Extract<Recipe, { by: "logistic classification" }>,
  readings: Readings,
): Evaluation {
  const { risks, matrix } = ordinalClassification(
    countsOf(learned, readings),
    countsOf(applied, readings),
    cut,
  );
  const largest = shown(Math.max(...risks));
  return {
    candidates: [
      {
        method: `a logistic model of the level, cut at ${cut} (largest predicted risk ${largest})`,
        value: matrix,
        range: null,
      },
    ],
  };
}

/** The matrices that print like a row. */
export function matrixOfFigures(row: FigureRow): Evaluation {
  const { figures, exchanged, wrong, positives, negatives } = row;
  const kept = without(figures, wrong);
  const matrices = fittingMatrices(kept, positives, negatives);
  if (matrices.length === 0) return { candidates: [], impossible: row.why() };
  const but = wrong.length === 0 ? "" : ` but ${listed(wrong)}`;
  const of = `whole numbers of ${positives} and ${negatives} patients that print like all ${Object.keys(figures).length} figures${but}${exchange(exchanged)}`;
  return {
    candidates: matrices.map((value) => ({
      method:
        matrices.length === 1
          ? `the only ${of}`
          : `${shownValue(value)}, one of ${matrices.length} tables of ${of}`,
      value,
      range: null,
    })),
  };
}

/** A figure of a matrix that is known. */
export function figureOfMatrix(matrix: MatrixValue, figure: FigureName): Evaluation {
  const [part, whole] = figureCounts(matrix, figure);
  const value = whole === 0 ? "NA" : part / whole;
  return { candidates: [{ method: `${part} of ${whole}`, value, range: null }] };
}

/**
 * A figure from the others of its row: what the matrices that print like those say. Where the row fits no matrix because
 * of a single figure, that one is left out for the others.
 *
 * @param printed the figure itself, to see whether it is possible alone
 */
export function figureFromOthers(
  row: FigureRow,
  figure: FigureName,
  printed: PrintedNumber,
): Evaluation {
  const { figures, exchanged, wrong, positives, negatives } = row;
  const left = wrong.includes(figure) ? [] : wrong;
  const others = fittingMatrices(without(figures, [figure, ...left]), positives, negatives);
  if (others.length > 0) {
    const but = `${left.length === 0 ? "" : ` but ${listed(left)}`}${exchange(exchanged)}`;
    const lead = `${listed(exchanged)} are printed in each other's place`;
    const counts = [...new Set(others.map((matrix) => figureCounts(matrix, figure).join(" of ")))];
    return {
      candidates: counts.map((text) => {
        const [part, whole] = text.split(" of ").map(Number);
        const leave =
          others.length === 1 ? `only ${shownValue(others[0]!)}` : `${others.length} tables`;
        const method = `${text}, since the other figures${but} leave ${leave}`;
        const value = whole === 0 ? "NA" : part! / whole!;
        if (counts.length === 1) return { method, value, range: null };
        return { method, value: null, range: typeof value === "string" ? null : point(value) };
      }),
      ...(exchanged.includes(figure) ? { lead } : {}),
    };
  }
  const alone = fittingMatrices({ [figure]: printed }, positives, negatives);
  if (alone.length === 0)
    return { candidates: [], impossible: `${nearest(row, figure, printed)}; ${row.why()}` };
  return { candidates: [], lead: `${printed.text} alone is possible, but ${row.why()}` };
}

export function aucComparison(
  { of }: Extract<Recipe, { by: "AUC comparison" }>,
  printed: PrintedNumber | null,
  readings: Readings,
): Evaluation {
  const found = aucDifference(readings.estimate(of[0]), readings.estimate(of[1]));
  const { low, high } = found.unpairedRange;
  const unpaired = {
    method: `two groups of different patients (standard errors ${found.standardErrors.map(shown).join(" and ")})`,
    value: found.unpairedP,
    range: found.unpairedRange,
    remark: `rounding leaves ${shown(low)} to ${shown(high)}`,
  };
  if (printed === null) return { candidates: [unpaired] };
  const wanted = roundingInterval(printed);
  const correlations = found.correlationsFor(wanted);
  if (correlations === null) {
    const lead = "nor would it be any of the same patients, however the two AUCs are correlated";
    return { candidates: [unpaired], lead };
  }
  const limits = `${shown(correlations.low)} to ${shown(correlations.high)}`;
  return {
    candidates: [
      unpaired,
      {
        method: `the same patients, if the two AUCs are correlated by ${limits}`,
        value: null,
        range: wanted,
        remark: `of different patients P would be ${shown(found.unpairedP)}`,
      },
    ],
  };
}

/** The fewest and most of a group that come near a figure, where no whole number gives it. */
function nearest(
  { positives, negatives }: FigureRow,
  figure: FigureName,
  printed: PrintedNumber,
): string {
  const whole = { sensitivity: positives, specificity: negatives }[figure as "sensitivity"];
  const n = whole ?? (figure === "accuracy" || figure === "error rate" ? positives + negatives : 0);
  if (n === 0)
    return `no table of ${positives} and ${negatives} patients has a ${figure} that prints ${printed.text}`;
  const below = Math.floor(printed.value * n);
  const around = [below, below + 1].map((count) => `${count}/${n} = ${shown(count / n)}`);
  return `${listed(around)}, so no number of ${n} patients prints ${printed.text}`;
}

/** ` with sensitivity and specificity exchanged` */
function exchange(names: readonly FigureName[]): string {
  return names.length === 0 ? "" : ` with ${listed(names)} exchanged`;
}

function point(value: number): { low: number; high: number } {
  return { low: value, high: value };
}
