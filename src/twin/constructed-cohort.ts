/**
 * A constructed cohort in memory: for each row its set, its outcome, and a number per variable.
 *
 * A variable with levels is kept as the position of its level; what it is to a model (a code, an indicator) is told
 * by the term it enters by. Synthetic rows have nothing but a score.
 */

import type {
  CategoricalVariable,
  ContinuousVariable,
  Selection,
  Specification,
  Term,
} from "./specification.js";

export interface ConstructedCohort {
  readonly sets: readonly string[];
  /** 1 = with the outcome. */
  readonly outcome: readonly number[];
  /** By column: a value per row; of a variable with levels, the level's position. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  /** Scores of the synthetic rows; empty without augmentation. */
  readonly syntheticScores: readonly number[];
}

/** Positions of the rows that a selection names. */
export function selectedRows(
  { sets, outcome }: Pick<ConstructedCohort, "sets" | "outcome">,
  { set, outcome: wanted }: Selection,
): number[] {
  return sets.flatMap((name, i) =>
    (set === undefined || set === name) && (wanted === undefined || wanted === outcome[i])
      ? [i]
      : [],
  );
}

export function categoricalNamed(
  { categorical }: Specification,
  name: string,
): CategoricalVariable | undefined {
  return categorical.find((variable) => variable.name === name);
}

export function continuousNamed(
  { continuous }: Specification,
  name: string,
): ContinuousVariable | undefined {
  return continuous.find((variable) => variable.name === name);
}

/** The numbers that a term gives to a model, one per asked row. */
export function termValues(
  specification: Specification,
  cohort: ConstructedCohort,
  term: Term,
  rows: readonly number[],
): number[] {
  const number = termNumber(specification, term);
  const values = cohort.values[term.variable]!;
  return rows.map((i) => number(values[i]!));
}

/** From a variable's value, as a cohort keeps it, to the number that a term makes of it. */
export function termNumber(
  specification: Specification,
  { variable, level }: Term,
): (value: number) => number {
  const categorical = categoricalNamed(specification, variable);
  if (categorical === undefined) return (value) => value;
  if (level === undefined) return (value) => categorical.codes?.[value] ?? value;
  const position = categorical.levels.indexOf(level);
  return (value) => (value === position ? 1 : 0);
}

/** A name for a term, unique in its model: `t_stage`, or `gender=Male`. */
export function termName({ variable, level }: Term): string {
  return level === undefined ? variable : `${variable}=${level}`;
}
