/**
 * The continuous variables: values with the printed means and SDs, drawn again until the printed median, range and
 * univariate regressions hold too.
 */

import { printsAs } from "../audit/printed-number.js";
import type { Random } from "../math/random.js";
import { median } from "../math/summary.js";
import { selectedRows } from "./constructed-cohort.js";
import type { Draft } from "./draft.js";
import { estimatePrints } from "./estimate-region.js";
import { gridValues } from "./grid-values.js";
import { printedNumber } from "./printed.js";
import type { ContinuousVariable, MeanGroup, Specification } from "./specification.js";
import { refit, workingRegression } from "./working-regression.js";

const DRAWS = 3000;

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
  const groups = variable.groups.map((group) => ({
    group,
    rows: selectedRows({ sets, outcome }, group),
  }));
  const largest = groups.reduce((a, b) => (b.rows.length > a.rows.length ? b : a)).group;
  const values = new Float64Array(sets.length);
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = groups.map(({ group, rows }) =>
      gridValues(gridWish(variable, group, rows.length, group === largest), random),
    );
    if (drawn.includes(null)) continue;
    groups.forEach(({ rows }, g) => {
      const order = random.permutation(rows.length);
      order.forEach((from, k) => {
        values[rows[k]!] = drawn[g]![from]!;
      });
    });
    let start = 0;
    for (const draft of drafts) {
      draft.values[variable.name] = values.slice(start, start + draft.size);
      start += draft.size;
    }
    if (overallHolds(variable, values) && regressionsHold(specification, variable, drafts))
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
): Parameters<typeof gridValues>[0] {
  const extremes = [overall?.smallest, overall?.largest].flatMap((figure) =>
    figure === undefined ? [] : [Number(figure.printed)],
  );
  const pinned = takesExtremes ? extremes : [];
  return { count, mean, sd, step, halfSteps, range, skewness, pinned };
}

function overallHolds({ overall }: ContinuousVariable, values: Float64Array): boolean {
  return (
    overall?.median === undefined || printsAs(median(values), printedNumber(overall.median.printed))
  );
}

/** Whether the univariate regressions on the variable print as they must. */
function regressionsHold(
  { regressions }: Specification,
  { name }: ContinuousVariable,
  drafts: readonly Draft[],
): boolean {
  return regressions
    .filter(({ rows }) => rows.length === 1 && rows[0]!.variable === name)
    .every(({ set, rows: [row] }) => {
      const draft = drafts.find((candidate) => candidate.set === set)!;
      const model = workingRegression([draft.values[name]!], draft.outcome, -1);
      return refit(model) && estimatePrints(row!, model.beta[1], Math.sqrt(model.covariance[3]));
    });
}
