/**
 * The continuous variables: values with the printed means and SDs, moved within these until the printed median and
 * univariate regressions hold too.
 *
 * A univariate regression depends on the groups' means and SDs first, and only weakly on the rest. Values are drawn with
 * exact means and SDs, and then annealed: now and then a whole group is drawn again, with another of the sums and
 * squares that print so; most moves exchange a little between four values, which changes neither.
 */

import type { Random } from "../math/random.js";
import { median } from "../math/summary.js";
import { anneal, type Change } from "./annealing.js";
import { selectedRows } from "./constructed-cohort.js";
import type { Draft } from "./draft.js";
import { type EstimateRegion, estimateDistance, estimateRegion } from "./estimate-region.js";
import { exchangeAtMoments, type GridWish, gridValues } from "./grid-values.js";
import { distanceOutside, type Printed, printedNumber } from "./printed.js";
import type { ContinuousVariable, MeanGroup, Specification } from "./specification.js";
import { refit, workingRegression } from "./working-regression.js";

const DRAWS = 5;
/** Of each draw; distances are in units of the last printed digits. */
const ANNEALING = { steps: 15000, from: 2, to: 0.03 };
/** Share of moves that draw a group again. */
const REDRAWN = 0.1;
/** How far inside what prints right the median stays, as a share of its width: a printed 53 should be 53. */
const MIDDLE = 0.25;

interface Group {
  readonly wish: GridWish;
  readonly rows: readonly number[];
}

/**
 * Fill in one variable.
 *
 * @returns whether everything held within the draws; the last draw stays
 */
export function drawContinuous(
  specification: Specification,
  variable: ContinuousVariable,
  drafts: readonly Draft[],
  random: Random,
): boolean {
  const sets = drafts.flatMap(({ set, size }) => new Array<string>(size).fill(set));
  const outcome = drafts.flatMap((draft) => Array.from(draft.outcome));
  const selected = variable.groups.map((group) => selectedRows({ sets, outcome }, group));
  const largest = selected.reduce((a, b) => (b.length > a.length ? b : a));
  const groups = variable.groups.map((group, g): Group => {
    const rows = selected[g]!;
    return { rows, wish: gridWish(variable, group, rows.length, rows === largest) };
  });
  const values = new Float64Array(sets.length);
  let start = 0;
  for (const draft of drafts) {
    draft.values[variable.name] = values.subarray(start, start + draft.size);
    start += draft.size;
  }
  const wanted = univariateRows(specification, variable.name, drafts);
  const printed = overallMedian(variable);
  const loss = (): number => {
    let sum = regressionDistance(wanted);
    if (printed !== null) sum += distanceOutside(printed, median(values), MIDDLE) / variable.step;
    return sum;
  };
  for (let draw = 0; draw < DRAWS; draw++) {
    if (!groups.every((group) => drawGroup(group, values, random) !== null)) continue;
    const propose = (): Change | null => {
      const group = groups[random.integer(groups.length)]!;
      const { rows, wish } = group;
      const undo =
        random.uniform() < REDRAWN
          ? drawGroup(group, values, random)
          : exchangeAtMoments(
              values,
              rows.slice(0, rows.length - wish.pinned.length),
              wish,
              random,
            );
      return undo === null ? null : { loss: loss(), undo };
    };
    if (anneal(loss(), propose, random, ANNEALING) > 0) continue;
    for (const { rows } of groups) shuffleWithin(values, rows, random);
    return true;
  }
  return false;
}

/** What a group's values must be; the largest group takes the smallest and the largest of all. */
export function gridWish(
  { step, range, skewness = 0, overall }: ContinuousVariable,
  { mean, sd, halfSteps = 0 }: MeanGroup,
  count: number,
  takesExtremes: boolean,
): GridWish {
  const extremes = [overall?.smallest, overall?.largest].flatMap((figure) =>
    figure === undefined ? [] : [Number(figure.printed)],
  );
  const pinned = takesExtremes ? extremes : [];
  return { count, mean, sd, step, halfSteps, range, skewness, pinned };
}

/** Draw a group's values, the pinned ones in its last rows. @returns how to take it back; null if that failed this time */
function drawGroup(
  { rows, wish }: Group,
  values: Float64Array,
  random: Random,
): (() => void) | null {
  const drawn = gridValues(wish, random);
  if (drawn === null) return null;
  const before = rows.map((i) => values[i]!);
  const fill = (from: ArrayLike<number>): void => {
    rows.forEach((i, k) => {
      values[i] = from[k]!;
    });
  };
  fill(drawn);
  return () => fill(before);
}

function shuffleWithin(values: Float64Array, rows: readonly number[], random: Random): void {
  const before = rows.map((i) => values[i]!);
  random.permutation(rows.length).forEach((from, k) => {
    values[rows[k]!] = before[from]!;
  });
}

function overallMedian({ overall }: ContinuousVariable): Printed | null {
  return overall?.median === undefined ? null : printedNumber(overall.median.printed);
}

/** A printed univariate regression, and the rows of the table it is of. */
interface UnivariateRow {
  readonly region: EstimateRegion;
  readonly values: Float64Array;
  readonly outcome: Float64Array;
}

function univariateRows(
  { regressions }: Specification,
  name: string,
  drafts: readonly Draft[],
): UnivariateRow[] {
  return regressions
    .filter(({ rows }) => rows.length === 1 && rows[0]!.variable === name)
    .map(({ set, rows: [row] }) => {
      const { values, outcome } = drafts.find((draft) => draft.set === set)!;
      return { region: estimateRegion(row!), values: values[name]!, outcome };
    });
}

/** How far the regressions are from what is printed. */
function regressionDistance(rows: readonly UnivariateRow[]): number {
  let sum = 0;
  for (const { region, values, outcome } of rows) {
    const model = workingRegression([values], outcome, -1);
    if (!refit(model)) return Infinity;
    sum += estimateDistance(region, model.beta[1], Math.sqrt(model.covariance[3]));
  }
  return sum;
}
