/**
 * A variable described in two groups, those without and those with the outcome: the cells of a Table 1.
 *
 * The same shape comes from patients (here) and from a printed table (`audit/printed-table.ts`), so that whatever is
 * computed from one can be computed from the other.
 */

import { mean, standardDeviation } from "../math/summary.js";
import { type Cohort, cohortOf } from "./cohort.js";
import { variablesOfRole } from "./dictionary.js";
import type { Role } from "./rows.js";

/** Without the outcome, with it. */
export type Pair<T> = readonly [nonEvent: T, event: T];

export interface Moments {
  /** Patients whose value is known. */
  readonly n: number;
  readonly mean: number;
  /** Of a sample: divisor n − 1. */
  readonly standardDeviation: number;
}

export interface ContinuousSummary {
  readonly kind: "continuous";
  readonly groups: Pair<Moments>;
  /** Known values of each group in patient order; null where only the moments are known. */
  readonly values: Pair<readonly number[]> | null;
  readonly missing: Pair<number>;
}

export interface LevelSummary {
  readonly kind: "ordinal" | "nominal";
  /** As a reader sees them, in their order. */
  readonly levels: readonly string[];
  /** Patients by level and group. */
  readonly counts: readonly Pair<number>[];
  readonly missing: Pair<number>;
}

export type VariableSummary = ContinuousSummary | LevelSummary;

/** A part of the cohort that a Table 1 describes by itself. */
export interface CohortSet {
  readonly role: Role;
  /** "Training set"; "All patients" where the cohort has no split. */
  readonly label: string;
  readonly patients: Cohort;
}

/** The sets of a cohort that have patients, training first. */
export function cohortSets(cohort: Cohort): CohortSet[] {
  const [split] = variablesOfRole(cohort.dictionary, "split");
  if (split === undefined) return [{ role: "training", label: "All patients", patients: cohort }];
  return split.levels
    .map(({ value, label }) => ({
      role: value as Role,
      label,
      patients: cohortOf(cohort, value as Role),
    }))
    .filter(({ patients }) => patients.ids.length > 0);
}

/** Names of the outcome's two groups, that without the event first. */
export function groupLabels(cohort: Cohort): Pair<string> {
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  const label = (event: boolean): string =>
    outcome!.levels.find(({ value }) => (value === outcome!.positive) === event)!.label;
  return [label(false), label(true)];
}

/**
 * A variable of a cohort in the two groups of its outcome. Missing values are counted and left out.
 *
 * @throws RangeError if there is no such variable, it is text, or a group has fewer than two known numbers
 */
export function groupSummary(cohort: Cohort, name: string): VariableSummary {
  const column = cohort.columns[name];
  if (column === undefined || column.kind === "text")
    throw new RangeError(`the variable must be one with numbers or levels; got "${name}"`);
  const missing: Pair<number> = [
    countWhere(cohort, (outcome, i) => outcome === 0 && column.values[i] === null),
    countWhere(cohort, (outcome, i) => outcome === 1 && column.values[i] === null),
  ];
  if (column.kind !== "continuous") {
    const { levels } = column.variable;
    const count = (value: string, group: number): number =>
      countWhere(cohort, (outcome, i) => outcome === group && column.values[i] === value);
    return {
      kind: column.kind,
      levels: levels.map(({ label }) => label),
      counts: levels.map(({ value }) => [count(value, 0), count(value, 1)] as const),
      missing,
    };
  }
  const known = (group: number): number[] =>
    column.values.filter(
      (value, i): value is number => value !== null && cohort.outcome[i] === group,
    );
  const values: Pair<number[]> = [known(0), known(1)];
  return {
    kind: "continuous",
    groups: [moments(values[0], name), moments(values[1], name)],
    values,
    missing,
  };
}

/** Patients with a known value in each group. */
export function groupSizes(summary: VariableSummary): Pair<number> {
  if (summary.kind === "continuous") return [summary.groups[0].n, summary.groups[1].n];
  return [0, 1].map((group) =>
    summary.counts.reduce((sum, pair) => sum + pair[group as 0 | 1], 0),
  ) as unknown as Pair<number>;
}

function moments(values: readonly number[], name: string): Moments {
  if (values.length < 2)
    throw new RangeError(
      `a standard deviation needs two known values in each group; "${name}" has ${values.length}`,
    );
  return { n: values.length, mean: mean(values), standardDeviation: standardDeviation(values) };
}

function countWhere(cohort: Cohort, holds: (outcome: number, patient: number) => boolean): number {
  return cohort.outcome.filter((outcome, i) => holds(outcome, i)).length;
}
