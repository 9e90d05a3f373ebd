/**
 * Whether printed numbers can be true of a cohort of this size: means and SDs on their grid, odds ratios with their
 * intervals and P, AUCs with theirs, and all that follows from counts alone.
 */

import { delongExtremes } from "../evaluate/delong-extremes.js";
import { normalQuantile } from "../math/normal.js";
import { seededRandom } from "../math/random.js";
import { type ConstructedCohort, categoricalNamed, selectedRows } from "./constructed-cohort.js";
import { gridWish } from "./continuous-values.js";
import { dealLevels, emptyDrafts } from "./draft.js";
import { estimateBehind } from "./estimate-region.js";
import { gridMoments } from "./grid-values.js";
import { performanceTargets } from "./performance-targets.js";
import { type Printed, printedNumber } from "./printed.js";
import { regressionTargets } from "./regression-targets.js";
import type { Performance, Specification, Term } from "./specification.js";
import type { Refuse } from "./specification-check.js";
import { missedTargets } from "./target.js";

const CRITICAL: number = normalQuantile(0.975);

export function requireAttainable(specification: Specification, refuse: Refuse): void {
  requireMoments(specification, refuse);
  for (const { rows } of specification.regressions)
    for (const row of rows)
      if (estimateBehind(row) === null)
        refuse(
          row.id,
          `odds ratio, interval and P must belong together; no coefficient and standard error give ${row.or} (${row.lower}-${row.upper}), P ${row.p}`,
        );
  for (const row of specification.performance) requireArea(specification, row, refuse);
  requireImplied(specification, refuse);
}

function requireMoments(specification: Specification, refuse: Refuse): void {
  const rows = cohortOfCounts(specification);
  for (const variable of specification.continuous)
    for (const group of variable.groups) {
      const { length } = selectedRows(rows, group);
      const found = gridMoments(gridWish(variable, group, length, false));
      if (typeof found !== "string") continue;
      const value =
        found === "mean" ? `mean ${group.mean}` : `mean ${group.mean} and SD ${group.sd}`;
      refuse(
        group.id,
        `the mean and SD must be those of ${length} values on a grid of ${variable.step}; none have ${value}; allow halfSteps, if values may lie between`,
      );
    }
}

/** An AUC with its interval, of untied scores. */
function requireArea(specification: Specification, row: Performance, refuse: Refuse): void {
  if (isImplied(specification, termsOf(specification, row.model))) return;
  const { tp, fn, fp, tn } = row.confusion;
  const [m, n] = [tp + fn, fp + tn];
  const [auc, lower, upper] = [row.auc, row.lower, row.upper].map((text) =>
    text === undefined ? null : printedNumber(text),
  );
  const pairs = m * n;
  const areas: number[] = [];
  for (let k = Math.ceil(auc!.low * pairs - 1e-9); k / pairs < auc!.high - 1e-12; k++)
    if (k > 0 && k < pairs) areas.push(k / pairs);
  if (areas.length === 0)
    refuse(
      row.id,
      `the AUC must be a share of the ${pairs} pairs of ${m} patients with the outcome and ${n} without; none prints ${row.auc}`,
    );
  requireAround(row, areas, refuse);
  const errors = areas.map((area) => ({ area, ...errorsBehind(area, lower!, upper!) }));
  const symmetric = errors.filter(({ least, most }) => least < most);
  const interval = `${row.auc} (${row.lower}-${row.upper})`;
  if (symmetric.length === 0)
    refuse(row.id, `DeLong's interval must lie evenly about the AUC; ${interval} does not`);
  const ranges = symmetric.map((error) => ({ ...error, ...delongExtremes(error.area, m, n) }));
  if (ranges.some(({ least, most, smallest, largest }) => most > smallest && least < largest))
    return;
  const narrow = ranges.every(({ most, smallest }) => most <= smallest);
  const attainable = narrow
    ? `at least ${Math.min(...ranges.map(({ smallest }) => smallest)).toFixed(4)}`
    : `at most ${Math.max(...ranges.map(({ largest }) => largest)).toFixed(4)}`;
  const printed = narrow
    ? Math.max(...ranges.map(({ most }) => most))
    : Math.min(...ranges.map(({ least }) => least));
  refuse(
    row.id,
    `the standard error of this AUC of ${m} patients with the outcome and ${n} without must be ${attainable}; ${interval} says ${printed.toFixed(4)}`,
  );
}

/** An AUC fits its confusion matrix: the curve rises, and passes through the matrix's point. */
function requireAround(
  { id, auc, confusion: { tp, fn, fp, tn } }: Performance,
  areas: readonly number[],
  refuse: Refuse,
): void {
  const [sensitivity, specificity] = [tp / (tp + fn), tn / (fp + tn)];
  const least = sensitivity * specificity;
  const most = 1 - (1 - sensitivity) * (1 - specificity);
  if (areas.some((area) => area >= least - 1e-9 && area <= most + 1e-9)) return;
  refuse(
    id,
    `the AUC must lie between ${least.toFixed(4)} and ${most.toFixed(4)}, since a rising curve passes through ${tp} of ${tp + fn} and ${fp} of ${fp + tn}; it is ${auc}`,
  );
}

/** The standard errors with which an AUC has the printed limits; a limit at 0 or 1 may have been cut off there. */
function errorsBehind(
  area: number,
  lower: Printed | null,
  upper: Printed | null,
): { readonly least: number; readonly most: number } {
  let [least, most] = [0, Infinity];
  if (lower !== null) {
    least = Math.max(least, (area - lower.high) / CRITICAL);
    if (lower.value > 0) most = Math.min(most, (area - lower.low) / CRITICAL);
  }
  if (upper !== null) {
    least = Math.max(least, (upper.low - area) / CRITICAL);
    if (upper.value < 1) most = Math.min(most, (upper.high - area) / CRITICAL);
  }
  return { least, most };
}

/** What the counts decide, whoever has which value: regressions and models of one variable with levels. */
function requireImplied(specification: Specification, refuse: Refuse): void {
  const cohort = cohortOfCounts(specification);
  const targets = [
    ...regressionTargets(
      specification,
      cohort,
      specification.regressions.filter(({ rows }) => isImplied(specification, rows)),
    ),
    ...performanceTargets(
      specification,
      cohort,
      specification.performance.filter(({ model }) =>
        isImplied(specification, termsOf(specification, model)),
      ),
      [],
    ),
  ];
  const missed = targets.find(({ met }) => !met);
  if (missed !== undefined)
    refuse(
      missed.id,
      `what follows from the counts must be what is printed; ${missedTargets([missed])[0]}`,
    );
}

function isImplied(specification: Specification, terms: readonly Term[]): boolean {
  return terms.length === 1 && categoricalNamed(specification, terms[0]!.variable) !== undefined;
}

function termsOf({ models, score }: Specification, id: string): readonly Term[] {
  return models.find((model) => model.id === id)!.terms ?? [{ variable: score.name }];
}

/** Any cohort with the printed counts. */
function cohortOfCounts(specification: Specification): ConstructedCohort {
  const drafts = emptyDrafts(specification);
  dealLevels(specification, drafts, seededRandom(0));
  const values = specification.categorical.map(({ name }) => [
    name,
    drafts.flatMap((draft) => Array.from(draft.values[name]!)),
  ]);
  return {
    sets: drafts.flatMap(({ set, size }) => new Array<string>(size).fill(set)),
    outcome: drafts.flatMap((draft) => Array.from(draft.outcome)),
    values: Object.fromEntries(values),
    syntheticScores: [],
  };
}
