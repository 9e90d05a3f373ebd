/**
 * A printed Table 2 computed anew from the counts of Table 1: which coding gives each printed odds ratio?
 *
 * A table of odds ratios that does not say its reference levels can be read both ways. From the printed counts each
 * variable with levels is fitted in the usual coding (ordered levels as numbers; else each level against the first) and
 * in the other one (against the last, which is what SPSS takes unless told otherwise; levels without order as numbers);
 * the coding that prints as printed is the paper's. Numbers that are not in levels need patients.
 */

import { type Coding, codedColumns, codedVariable } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import { variableNamed, variablesOfRole } from "../cohort/dictionary.js";
import { featureTable } from "../cohort/feature-table.js";
import type { OrdinalCounts } from "../evaluate/delong-counts.js";
import type { PrintedEstimate } from "../io/paper/printed.js";
import { type PublishedCountRow, readTable1 } from "../io/paper/table-1.js";
import { type PublishedOddsRatio, readTable2 } from "../io/paper/table-2.js";
import type { LogisticFit } from "../model/logistic.js";
import { _oddsRatios, type OddsRatio } from "../model/odds-ratios.js";
import { printsAs } from "./printed-number.js";

/** An odds ratio from printed counts, under one coding. */
export interface CountedRatio {
  readonly coding: Coding;
  readonly ratio: OddsRatio;
  readonly fit: LogisticFit;
  /** Whether odds ratio, limits and P print as printed. */
  readonly gives: boolean;
}

export interface PublishedRatio {
  readonly variable: string;
  readonly label: string;
  readonly univariate: PublishedOddsRatio;
  readonly multivariate: PublishedOddsRatio | null;
  /** The coding that gives the printed odds ratio; the usual one where none does, or where it takes patients to tell. */
  readonly coding: Coding;
  /** Whether there are printed counts to compute it from. */
  readonly counted: boolean;
  /** Ordered levels as numbers, else the second level against the first; null for other levels, and without counts. */
  readonly usual: CountedRatio | null;
  /** The coding that prints as printed; null where none does, and without counts. */
  readonly identified: CountedRatio | null;
}

/** The printed Table 2 beside a cohort that was constructed from it; null for others. @param root of the repository */
export function publishedRatios(cohort: Cohort, root: string): PublishedRatio[] | null {
  if (!cohort.fromPaper) return null;
  const table1 = readTable1(root);
  return readTable2(root).rows.map(({ variable, label, univariate, multivariate }) => {
    const row = table1.rows.find((entry) => entry.variable === variable);
    const [first, ...others] = candidateCodings(cohort, variable);
    const start = { variable, label, univariate, multivariate };
    if (row?.kind !== "counts")
      return { ...start, coding: first, counted: false, usual: null, identified: null };
    const candidates = [first, ...others].map((coding) =>
      countedRatio(cohort, coding, row, univariate),
    );
    const identified = candidates.find(({ gives }) => gives) ?? null;
    const isUsual = isSingleColumn(cohort, variable);
    return {
      ...start,
      coding: identified?.coding ?? first,
      counted: true,
      usual: isUsual ? candidates[0] : null,
      identified,
    };
  });
}

/** How the covariates and scores of a cohort enter a model: each as its dictionary has it. */
export function usualCodings(cohort: Cohort): Coding[] {
  return (["score", "covariate"] as const).flatMap((role) =>
    variablesOfRole(cohort.dictionary, role).map(({ name }) => name),
  );
}

/** Odds ratio, both limits and P, each to its printed digits. */
export function printsAsRatio(ratio: OddsRatio, { oddsRatio, p }: PublishedOddsRatio): boolean {
  return printsAsEstimate([ratio.oddsRatio, ...ratio.wald], oddsRatio) && printsAs(ratio.p, p);
}

export function printsAsEstimate(
  [estimate, lower, upper]: readonly [estimate: number, lower: number, upper: number],
  printed: PrintedEstimate,
): boolean {
  return (
    printsAs(estimate, printed.estimate) &&
    printsAs(lower, printed.lower) &&
    printsAs(upper, printed.upper)
  );
}

/** Counts of a set at the levels of a variable. */
export function printedCounts(
  row: PublishedCountRow,
  set: "training" | "validation",
): OrdinalCounts {
  const { metastasis, nonMetastasis } = row[set];
  return {
    events: metastasis.map(({ count }) => count),
    nonEvents: nonMetastasis.map(({ count }) => count),
  };
}

/** The value of each level in the one column of a coding. */
export function levelValues(cohort: Cohort, coding: Coding): number[] {
  const [column] = codedColumns(cohort.dictionary, [coding]);
  return variableNamed(cohort.dictionary, codedVariable(coding)).levels.map(({ value, code }) =>
    column.level === null ? code : value === column.level ? 1 : 0,
  );
}

/** Whether the usual coding gives one odds ratio. */
function isSingleColumn({ dictionary }: Cohort, variable: string): boolean {
  return codedColumns(dictionary, [variable]).length === 1;
}

/** Codings of one column, since a line of the table has one odds ratio; the usual one first, where it is among them. */
function candidateCodings(cohort: Cohort, variable: string): Coding[] {
  const { kind, levels } = variableNamed(cohort.dictionary, variable);
  if (kind !== "nominal") return [variable];
  if (levels.length > 2) return [{ variable, as: "number" }];
  return levels.map(({ value }) => ({ variable, as: "indicators", reference: value }));
}

function countedRatio(
  cohort: Cohort,
  coding: Coding,
  row: PublishedCountRow,
  printed: PublishedOddsRatio,
): CountedRatio {
  const values = levelValues(cohort, coding);
  const { events, nonEvents } = printedCounts(row, "training");
  const table = featureTable(
    [codedColumns(cohort.dictionary, [coding])[0].name],
    [...values, ...values].map((value) => [value]),
  );
  const outcome = [...values.map(() => 1), ...values.map(() => 0)];
  const weights = [...Array.from(events), ...Array.from(nonEvents)];
  const { fit, ratios } = _oddsRatios(table, outcome, weights);
  return { coding, ratio: ratios[0], fit, gives: printsAsRatio(ratios[0], printed) };
}
