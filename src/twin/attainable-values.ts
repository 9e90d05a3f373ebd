/**
 * Whether printed means, SDs and medians can be those of values on a grid between two limits.
 *
 * A mean lies between the limits, and among values with that mean none spread more than those that lie at the limits
 * themselves: SD² ≤ n/(n − 1) · (mean − lowest)(highest − mean) (Bhatia & Davis, Am. Math. Mon. 107 (2000) 353-357). A
 * median lies within one SD of the mean.
 */

import { selectedRows } from "./constructed-cohort.js";
import { gridWish } from "./continuous-values.js";
import { gridMoments } from "./grid-values.js";
import { printedNumber } from "./printed.js";
import type { ContinuousVariable, MeanGroup, Selection } from "./specification.js";
import type { Refuse } from "./specification-check.js";

/** Of whom the groups speak. */
interface Rows {
  readonly sets: readonly string[];
  readonly outcome: readonly number[];
}

/** Refuse a variable that no values on its grid can have. */
export function requireValues(variable: ContinuousVariable, rows: Rows, refuse: Refuse): void {
  requireOverall(variable, refuse);
  for (const group of variable.groups) {
    const count = selectedRows(rows, group as Selection).length;
    requireWithin(variable, group, count, refuse);
    const found = gridMoments(gridWish(variable, group, count, false));
    if (typeof found !== "string") continue;
    const value = found === "mean" ? `mean ${group.mean}` : `mean ${group.mean} and SD ${group.sd}`;
    refuse(
      group.id,
      `the mean and SD must be those of ${count} values on a grid of ${variable.step}; none have ${value}; allow halfSteps, if values may lie between`,
    );
  }
  requireMedian(variable, rows, refuse);
}

/** The limits: the printed extremes, else those of the grid. */
function limits({ range, overall }: ContinuousVariable): readonly [number, number] {
  return [
    Number(overall?.smallest?.printed ?? range[0]),
    Number(overall?.largest?.printed ?? range[1]),
  ];
}

function requireOverall({ range, overall = {} }: ContinuousVariable, refuse: Refuse): void {
  const order = [overall.smallest, overall.median, overall.largest].flatMap(
    (figure) => figure ?? [],
  );
  for (const { id, printed } of order) {
    const value = Number(printed);
    if (!(value >= range[0] && value <= range[1]))
      refuse(id, `it must lie in the range of the values, ${range.join(" to ")}; it is ${printed}`);
  }
  order.forEach(({ id, printed }, i) => {
    const before = order[i - 1];
    if (before !== undefined && Number(before.printed) > Number(printed))
      refuse(id, `it must be no less than ${before.id}, ${before.printed}; it is ${printed}`);
  });
}

function requireWithin(
  variable: ContinuousVariable,
  { id, mean, sd }: MeanGroup,
  count: number,
  refuse: Refuse,
): void {
  const [lowest, highest] = limits(variable);
  const { low, high } = printedNumber(mean);
  const between = `the values lie between ${lowest} and ${highest}`;
  if (high < lowest || low > highest)
    refuse(id, `the mean must lie where ${between}; it is ${mean}`);
  const widest = Math.max(low, Math.min(high, (lowest + highest) / 2));
  const most = Math.sqrt(
    (Math.max(0, (widest - lowest) * (highest - widest)) * count) / Math.max(1, count - 1),
  );
  if (printedNumber(sd).low > most)
    refuse(
      id,
      `the SD must be at most ${most.toFixed(3)}, since ${between} and have the mean ${mean}; it is ${sd}`,
    );
}

/** Of all values together, whose mean and SD follow from those of the groups. */
function requireMedian(variable: ContinuousVariable, rows: Rows, refuse: Refuse): void {
  const median = variable.overall?.median;
  if (median === undefined) return;
  const groups = variable.groups.map((group) => ({
    count: selectedRows(rows, group as Selection).length,
    mean: Number(group.mean),
    sd: Number(group.sd),
  }));
  const n = groups.reduce((sum, { count }) => sum + count, 0);
  const mean = groups.reduce((sum, group) => sum + group.count * group.mean, 0) / n;
  const variance =
    groups.reduce((sum, g) => sum + (g.count - 1) * g.sd ** 2 + g.count * (g.mean - mean) ** 2, 0) /
    n;
  const away = Math.abs(Number(median.printed) - mean);
  const half = (texts: readonly string[]): number =>
    Math.max(...texts.map(printedNumber).map(({ low, high }) => (high - low) / 2));
  const rounding =
    half([median.printed]) +
    2 * half(variable.groups.map((group) => group.mean)) +
    half(variable.groups.map((group) => group.sd));
  if (away > Math.sqrt(variance) + rounding)
    refuse(
      median.id,
      `the median must lie within one SD, ${Math.sqrt(variance).toFixed(1)}, of the mean of all, ${mean.toFixed(1)}; it is ${median.printed}`,
    );
}
