/**
 * Table 1 as data: every variable in every set, described in the two groups of the outcome and compared by every test
 * that could be meant. The same from patients as from a printed table.
 */

import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import { cohortSets, groupSummary, type VariableSummary } from "../cohort/group-summary.js";
import type { Role } from "../cohort/rows.js";
import {
  type CandidateTest,
  candidateTests,
  conventionalTest,
  standardisedDifference,
  type TestName,
} from "./candidate-tests.js";

/** One variable in one set. */
export interface GroupComparison {
  readonly variable: string;
  /** With its unit. */
  readonly label: string;
  readonly role: Role;
  readonly summary: VariableSummary;
  readonly tests: readonly CandidateTest[];
  /** What a footnote like the paper's promises for this kind of variable. */
  readonly conventional: TestName;
  /** Size of the standardised mean difference; null where it is not defined. */
  readonly difference: number | null;
}

/** The variables that a Table 1 describes: covariates first, then what is only described, in the dictionary's order. */
export function describedVariables(cohort: Cohort): string[] {
  return (["covariate", "description"] as const).flatMap((role) =>
    variablesOfRole(cohort.dictionary, role).map(({ name }) => name),
  );
}

/** Every variable in every set of a cohort, set after set, where there are two known values in each group. */
export function cohortComparisons(
  cohort: Cohort,
  variables: readonly string[] = describedVariables(cohort),
): GroupComparison[] {
  return cohortSets(cohort).flatMap(({ role, patients }) =>
    variables
      .filter((variable) => isComparable(patients, variable))
      .map((variable) => {
        const { label, unit } = cohort.columns[variable]!.variable;
        const name = unit === null ? label : `${label} (${unit})`;
        return { variable, label: name, role, ...compared(groupSummary(patients, variable)) };
      }),
  );
}

/** Variables that a set has too few known values of, by set, as `cohortComparisons` leaves them out. */
export function notCompared(
  cohort: Cohort,
  variables: readonly string[] = describedVariables(cohort),
): { readonly set: string; readonly variables: readonly string[] }[] {
  return cohortSets(cohort).flatMap(({ label, patients }) => {
    const left = variables.filter((variable) => !isComparable(patients, variable));
    return left.length === 0 ? [] : [{ set: label, variables: left }];
  });
}

function isComparable(patients: Cohort, variable: string): boolean {
  const { values } = patients.columns[variable]!;
  const known = [0, 0];
  values.forEach((value, i) => {
    if (value !== null) known[patients.outcome[i]!]!++;
  });
  return known.every((count) => count >= 2);
}

/** What is computed from a summary alone. */
export function compared(
  summary: VariableSummary,
): Pick<GroupComparison, "summary" | "tests" | "conventional" | "difference"> {
  return {
    summary,
    tests: candidateTests(summary),
    conventional: conventionalTest(summary),
    difference: standardisedDifference(summary),
  };
}

/** The comparison of a variable in a set. @throws RangeError if there is none */
export function comparisonOf(
  comparisons: readonly GroupComparison[],
  variable: string,
  role: Role,
): GroupComparison {
  const found = comparisons.find((c) => c.variable === variable && c.role === role);
  if (found === undefined)
    throw new RangeError(
      `there must be a comparison of "${variable}" in the ${role} set; there is none`,
    );
  return found;
}

/** A test of a comparison by its name. @throws RangeError if it is not among the candidates */
export function testNamed({ tests, variable }: GroupComparison, name: TestName): CandidateTest {
  const found = tests.find((test) => test.name === name);
  if (found === undefined)
    throw new RangeError(
      `"${variable}" has no test "${name}"; it has ${tests.map((t) => t.name).join(", ")}`,
    );
  return found;
}
