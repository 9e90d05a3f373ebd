/**
 * The continuous variables: values with the printed means and SDs, moved within these until the printed median and
 * univariate regressions hold too.
 *
 * A univariate regression depends on the groups' means and SDs first, and only weakly on the rest; so values are drawn
 * until it is nearly right, and then exchanged four at a time, which changes neither mean nor SD.
 */

import type { Random } from "../math/random.js";
import { median } from "../math/summary.js";
import { anneal } from "./annealing.js";
import { selectedRows } from "./constructed-cohort.js";
import type { Draft } from "./draft.js";
import { type EstimateRegion, estimateDistance, estimateRegion } from "./estimate-region.js";
import { exchangeAtMoments, type GridWish, gridValues } from "./grid-values.js";
import { distanceOutside, printedNumber } from "./printed.js";
import type { ContinuousVariable, MeanGroup, Specification } from "./specification.js";
import { refit, workingRegression } from "./working-regression.js";

const DRAWS = 400;
/** Exchanges after a draw that is at most so far off, in printed units. */
const EXCHANGES = { steps: 2000, from: 0.3, to: 0.02 };
const NEARLY = 4;
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
  const loss = (): number => medianDistance(variable, values) + regressionDistance(wanted);
  for (let draw = 0; draw < DRAWS; draw++) {
    if (!drawGroups(groups, values, random)) continue;
    const drawn = loss();
    if (drawn > NEARLY) continue;
    const exchange = (): { loss: number; undo(): void } | null => {
      const { rows, wish } = groups[random.integer(groups.length)]!;
      const free = rows.slice(0, rows.length - wish.pinned.length);
      const undo = exchangeAtMoments(values, free, wish, random);
      return undo === null ? null : { loss: loss(), undo };
    };
    if (anneal(drawn, exchange, random, EXCHANGES) === 0) {
      for (const { rows } of groups) shuffleWithin(values, rows, random);
      return true;
    }
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

/** Values as they are drawn: the pinned ones in a group's last rows. */
function drawGroups(groups: readonly Group[], values: Float64Array, random: Random): boolean {
  return groups.every(({ rows, wish }) => {
    const drawn = gridValues(wish, random);
    drawn?.forEach((value, k) => {
      values[rows[k]!] = value;
    });
    return drawn !== null;
  });
}

function shuffleWithin(values: Float64Array, rows: readonly number[], random: Random): void {
  const before = rows.map((i) => values[i]!);
  random.permutation(rows.length).forEach((from, k) => {
    values[rows[k]!] = before[from]!;
  });
}

function medianDistance({ overall, step }: ContinuousVariable, values: Float64Array): number {
  if (overall?.median === undefined) return 0;
  const printed = printedNumber(overall.median.printed);
  return distanceOutside(printed, median(values), MIDDLE) / step;
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
