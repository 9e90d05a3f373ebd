/**
 * The tests behind the P values of a Table 1, as tables: the one that is promised beside the one that gives the printed
 * P, and every candidate with its own.
 */

import type { CandidateTest, TestName } from "../audit/candidate-tests.js";
import { comparisonOf, type GroupComparison, testNamed } from "../audit/group-comparison.js";
import type { PublishedComparison } from "../audit/published-comparison.js";
import { pVerdict } from "../audit/test-identifier.js";
import type { Cohort } from "../cohort/cohort.js";
import { cohortSets } from "../cohort/group-summary.js";
import type { Printed } from "../io/paper/printed.js";
import { pValue } from "./format.js";
import { type Cell, cellMark, cellText, makeTable, type Table } from "./table.js";

/**
 * For each variable and set: the printed P, what the promised test gives, and which test gives the printed P; from the
 * printed numbers and from patients, side by side.
 */
export function identificationTable(
  cohort: Cohort,
  comparisons: readonly GroupComparison[],
  published: readonly PublishedComparison[],
): Table {
  const setLabel = setLabels(cohort);
  const rows = published.map((entry) => {
    const { variable, role, label, identification } = entry;
    const { printed, promised, identified } = identification;
    const own = comparisonOf(comparisons, variable, role);
    const cell = (test: TestName, comparison: GroupComparison): Cell =>
      judgedCell(testNamed(comparison, test), printed);
    const other = identified !== null && identified.name !== promised.name;
    return {
      cells: {
        name: label,
        set: setLabel.get(role)!,
        printed: printed.text,
        promised: promised.name,
        promisedPrinted: cell(promised.name, entry),
        promisedPatients: cell(promised.name, own),
        identified: identified === null ? "none" : other ? identified.name : "the same",
        identifiedPrinted: other ? cell(identified.name, entry) : "",
        identifiedPatients: other ? cell(identified.name, own) : "",
      },
    };
  });
  const promised = "Test the paper promises";
  const identified = "Test that gives the printed P";
  return makeTable({
    id: "table-1-tests",
    from: "both",
    title:
      "Table 1, its P values: the test that is promised and the test that gives the printed value",
    columns: [
      { key: "name", title: "Variable" },
      { key: "set", title: "Set", numeric: false },
      { key: "printed", title: "Printed P" },
      { key: "promised", title: "Test", group: promised, numeric: false },
      { key: "promisedPrinted", title: "P, printed numbers", group: promised },
      { key: "promisedPatients", title: "P, twin", group: promised },
      { key: "identified", title: "Test", group: identified, numeric: false },
      { key: "identifiedPrinted", title: "P, printed numbers", group: identified },
      { key: "identifiedPatients", title: "P, twin", group: identified },
    ],
    rows,
    notes: [
      "Promised, by the footnote of the paper's table: Student's t for numbers, Mann-Whitney for ordered levels (without continuity correction), chi-square for others, or Fisher's exact test where an expected count is below 5.",
      "✓ prints as printed; ≈ some means and SDs that print like the printed ones give it; ✗ does not.",
    ],
  });
}

/** Every candidate test of every variable with its P; beside a printed P those that give it are marked. */
export function candidatesTable(cohort: Cohort, comparisons: readonly GroupComparison[]): Table {
  const setLabel = setLabels(cohort);
  const names = [...new Set(comparisons.flatMap(({ tests }) => tests.map(({ name }) => name)))];
  const rows = comparisons.map((comparison) => {
    const { label, role, tests } = comparison;
    const printed = isPublished(comparison) ? comparison.identification.printed : null;
    const cells = tests.map((test): [string, Cell] => {
      if (printed === null) return [test.name, test.p === null ? "–" : pValue(test.p)];
      const cell = judgedCell(test, printed);
      return [test.name, cellMark(cell) === "differs" ? cellText(cell) : cell]; // most differ, and need no sign
    });
    return {
      cells: {
        name: label,
        set: setLabel.get(role)!,
        ...(printed === null ? {} : { printed: printed.text }),
        ...Object.fromEntries(cells),
      },
    };
  });
  const isCompared = comparisons.some(isPublished);
  return makeTable({
    id: "table-1-candidates",
    from: isCompared ? "printed numbers" : "patients",
    title: isCompared
      ? "Table 1, its P values: every test on the printed numbers"
      : "Table 1, its P values: every test",
    columns: [
      { key: "name", title: "Variable" },
      { key: "set", title: "Set", numeric: false },
      ...(isCompared ? [{ key: "printed", title: "Printed P" }] : []),
      ...names.map((name) => ({ key: name, title: name, group: "P" })),
    ],
    rows,
    notes: [
      "Yates' correction is defined for two levels in use. Mann-Whitney: normal approximation, without and with continuity correction. Where levels have no order, tests that use one take them as they are listed.",
      ...(isCompared
        ? ["✓ prints as printed; ≈ some means and SDs that print like the printed ones give it."]
        : []),
    ],
  });
}

function isPublished(comparison: GroupComparison): comparison is PublishedComparison {
  return "identification" in comparison;
}

function judgedCell(test: CandidateTest, printed: Printed): Cell {
  const { p, range, notComputable } = test;
  if (p === null) return { text: "–", mark: "not computable", why: notComputable ?? "" };
  const text = pValue(p, 4);
  const verdict = pVerdict(test, printed);
  const within =
    range === null
      ? ""
      : `; rounding of the inputs allows ${range.map((end) => pValue(end, 4)).join(" to ")}`;
  const why = `${text}; the paper prints ${printed.text}${within}`;
  return { text, mark: verdict === "gives" ? "agrees" : verdict, why };
}

function setLabels(cohort: Cohort): Map<string, string> {
  return new Map(cohortSets(cohort).map(({ role, label }) => [role, label]));
}
