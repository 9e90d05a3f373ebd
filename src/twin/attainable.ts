/**
 * Whether printed numbers can be true of a cohort of this size: means and SDs on their grid, odds ratios with their
 * intervals and P, AUCs with theirs, and all that follows from counts alone.
 */

import { aucDifference } from "../audit/auc-difference.js";
import { standardErrorLimits } from "../audit/auc-standard-error.js";
import { type EstimateKnown, overlap } from "../audit/known.js";
import { normalQuantile } from "../math/normal.js";
import { seededRandom } from "../math/random.js";
import { requireValues } from "./attainable-values.js";
import { type ConstructedCohort, categoricalNamed } from "./constructed-cohort.js";
import { dealLevels, emptyDrafts } from "./draft.js";
import { estimateBehind } from "./estimate-region.js";
import { performanceTargets } from "./performance-targets.js";
import { type Printed, printedNumber } from "./printed.js";
import { regressionTargets } from "./regression-targets.js";
import type { Comparison, Performance, Specification, Term } from "./specification.js";
import type { Refuse } from "./specification-check.js";
import { missedTargets } from "./target.js";

const CRITICAL: number = normalQuantile(0.975);

export function requireAttainable(specification: Specification, refuse: Refuse): void {
  const rows = cohortOfCounts(specification);
  for (const variable of specification.continuous) requireValues(variable, rows, refuse);
  for (const { rows } of specification.regressions)
    for (const row of rows)
      if (estimateBehind(row) === null)
        refuse(
          row.id,
          `odds ratio, interval and P must belong together; no coefficient and standard error give ${row.or} (${row.lower}-${row.upper}), P ${row.p}`,
        );
  for (const row of specification.performance) requireArea(specification, row, refuse);
  for (const row of specification.comparisons) requireDifference(specification, row, refuse);
  requireImplied(specification, refuse);
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
  for (let k = Math.ceil(auc!.low * pairs - 1e-9); k / pairs <= auc!.high + 1e-12; k++)
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
  const ranges = symmetric.map((error) => ({ ...error, ...errorsOf(error.area, m, n) }));
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

/** What DeLong's method can give for the area. */
function errorsOf(
  area: number,
  m: number,
  n: number,
): { readonly smallest: number; readonly largest: number } {
  const aside = 0.25 / (m * n); // the area alone, whatever its division left behind
  const { smallestUntied, largest } = standardErrorLimits(
    { low: area - aside, high: area + aside },
    m,
    n,
  );
  return { smallest: smallestUntied ?? 0, largest };
}

/** The P of two printed AUCs: of the same patients some correlation gives it; with synthetic rows it follows. */
function requireDifference(
  { performance }: Specification,
  { id, set, models, p, augmented = false }: Comparison,
  refuse: Refuse,
): void {
  const rows = models.map((model, i) =>
    performance.find(
      (row) =>
        row.model === model && row.set === set && (row.augmented ?? false) === (augmented && i > 0),
    ),
  );
  const [first, second] = rows.map((row) => (row === undefined ? null : estimateOf(row)));
  if (first == null || second == null) return;
  const found = aucDifference(first, second);
  const printed = printedNumber(p);
  const possible = augmented
    ? overlap(found.unpairedRange, printed)
    : found.correlationsFor(printed) !== null;
  const { low, high } = found.unpairedRange;
  const only = augmented
    ? `of different patients it lies between ${low.toFixed(4)} and ${high.toFixed(4)}`
    : `no correlation of the two gives it`;
  if (!possible)
    refuse(
      id,
      `P must be one that ${rows[0]!.auc} (${rows[0]!.lower}-${rows[0]!.upper}) and ${rows[1]!.auc} (${rows[1]!.lower}-${rows[1]!.upper}) can have; ${only}; it is ${p}`,
    );
}

/** Null where no interval is printed. */
function estimateOf({ auc, lower, upper }: Performance): EstimateKnown | null {
  if (lower === undefined || upper === undefined) return null;
  const [estimate, from, to] = [auc, lower, upper].map(printedNumber);
  return { estimate: estimate!, lower: from!, upper: to! };
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
