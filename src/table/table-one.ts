/**
 * Table 1 of a clinical paper: patients without and with the outcome, set beside set, with P and the standardised
 * mean difference. Beside a printed table every cell is compared with the printed one, to the digit.
 */

import {
  describedVariables,
  type GroupComparison,
  notCompared,
  testNamed,
} from "../audit/group-comparison.js";
import { printsAs } from "../audit/printed-number.js";
import type { PublishedComparison } from "../audit/published-comparison.js";
import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import { type CohortSet, cohortSets, groupLabels, groupSizes } from "../cohort/group-summary.js";
import { countAndShare, fixed, meanAndSd, pValue } from "./format.js";
import { type Cell, type Column, cellText, makeTable, type Table, type TableRow } from "./table.js";

export interface TableOneInput {
  readonly cohort: Cohort;
  readonly comparisons: readonly GroupComparison[];
  /** The printed table to compare with; null where there is none. */
  readonly published: readonly PublishedComparison[] | null;
}

/**
 * The table, in the paper's form where it is compared with one (counts alone, decimals as printed), else with shares
 * and one decimal.
 */
export function tableOne(input: TableOneInput): Table {
  const { cohort, comparisons, published } = input;
  const sets = cohortSets(cohort);
  const variables = [...new Set((published ?? comparisons).map(({ variable }) => variable))];
  const headings = new Map(published?.map(({ variable, heading }) => [variable, heading]));
  const rows = variables.flatMap((variable) => {
    const heading = headings.get(variable);
    return [
      ...(heading ? [{ kind: "heading", cells: { name: heading } } as const] : []),
      ...variableRows(variable, sets, input),
    ];
  });
  return makeTable({
    id: "table-1",
    title: published
      ? "Table 1. Clinical information and MRI semantic features, regenerated and compared with the printed table"
      : `Table 1. ${cohort.title}, by ${variablesOfRole(cohort.dictionary, "outcome")[0]!.label.toLowerCase()}`,
    columns: [
      { key: "name", title: "Characteristic" },
      ...sets.flatMap((set) => columnsOf(set, cohort)),
    ],
    rows,
    notes: [
      ...differences(rows),
      ...leftOut(cohort),
      "Continuous variables: mean ± SD. SMD, standardised mean difference: its size, which does not depend on the number of patients.",
      published
        ? "P: by the test that gives the printed value, else by the one the paper promises. ✓ equals the printed value to its digits; ≈ within what rounding of the printed inputs allows; ✗ differs."
        : "P: Student's t test for numbers, Mann-Whitney for ordered levels, chi-square for others, or Fisher's exact test where an expected count is below 5.",
    ],
  });
}

/** What has too few patients to be compared, set by set. */
function leftOut(cohort: Cohort): string[] {
  const all = describedVariables(cohort).length;
  return notCompared(cohort).map(({ set, variables }) => {
    const labels = variables.map((name) => cohort.columns[name]!.variable.label);
    return `${set}: fewer than two known values in a group of ${labels.length === all ? "every variable" : labels.join(", ")}, which is left out there.`;
  });
}

/** Each cell that differs from the printed one, in words. */
function differences(rows: readonly TableRow[]): string[] {
  let variable = "";
  return rows.flatMap(({ cells, kind }) => {
    const name = cellText(cells["name"]);
    if (kind === undefined) variable = name;
    return Object.values(cells).flatMap((cell) =>
      typeof cell === "object" && cell.mark === "differs"
        ? [`✗ ${kind === "level" ? `${variable}, ${name}` : variable}: ${cell.text}; ${cell.why}.`]
        : [],
    );
  });
}

function columnsOf({ role, label, patients }: CohortSet, cohort: Cohort): Column[] {
  const group = `${label} (N = ${patients.ids.length})`;
  const events = patients.outcome.filter((outcome) => outcome === 1).length;
  const [nonEvent, event] = groupLabels(cohort);
  return [
    { key: `${role}.0`, title: `${nonEvent} (N = ${patients.ids.length - events})`, group },
    { key: `${role}.1`, title: `${event} (N = ${events})`, group },
    { key: `${role}.p`, title: "P", group },
    { key: `${role}.smd`, title: "SMD", group },
  ];
}

/** The variable's own row, then one a level, then one for missing values where there are any. */
function variableRows(
  variable: string,
  sets: readonly CohortSet[],
  { comparisons, published }: TableOneInput,
): TableRow[] {
  const own: Record<string, Cell> = {};
  const levels: Record<string, Cell>[] = [];
  const missing: Record<string, Cell> = {};
  for (const { role } of sets) {
    const comparison = comparisons.find((c) => c.variable === variable && c.role === role);
    if (comparison === undefined) continue;
    const printed = published?.find((p) => p.variable === variable && p.role === role) ?? null;
    const { summary, difference, label } = comparison;
    own["name"] = label;
    own[`${role}.p`] = pCell(comparison, printed);
    own[`${role}.smd`] = difference === null ? "–" : fixed(difference);
    if (summary.kind === "continuous") {
      summary.groups.forEach(({ mean, standardDeviation }, group) => {
        const text = meanAndSd(mean, standardDeviation, printed?.decimals ?? [1, 1]);
        own[`${role}.${group}`] = comparedWith(text, printed, 0, group);
      });
    } else {
      const sizes = groupSizes(summary);
      summary.levels.forEach((level, l) => {
        levels[l] ??= { name: level };
        summary.counts[l]!.forEach((count, group) => {
          const text = printed === null ? countAndShare(count, sizes[group]!) : String(count);
          levels[l]![`${role}.${group}`] = comparedWith(text, printed, l, group);
        });
      });
    }
    summary.missing.forEach((count, group) => {
      if (count > 0) missing[`${role}.${group}`] = String(count);
    });
  }
  return [
    { cells: own },
    ...levels.map((cells) => ({ kind: "level" as const, cells })),
    ...(Object.keys(missing).length > 0
      ? [{ kind: "level" as const, cells: { name: "Missing", ...missing } }]
      : []),
  ];
}

/** The text with what the printed cell says to it. */
function comparedWith(
  text: string,
  published: PublishedComparison | null,
  row: number,
  group: number,
): Cell {
  if (published === null) return text;
  const printed = published.printed[row]![group]!;
  const misprint = published.misprints[row]![group];
  if (text === printed) return { text, mark: "agrees", why: `the paper prints ${printed}` };
  return {
    text,
    mark: "differs",
    why: misprint ? `the paper prints ${printed}: ${misprint}` : `the paper prints ${printed}`,
  };
}

function pCell(comparison: GroupComparison, published: PublishedComparison | null): Cell {
  const name = published?.identification.identified?.name ?? comparison.conventional;
  const { p, notComputable } = testNamed(comparison, name);
  if (p === null) return { text: "–", mark: "not computable", why: notComputable ?? "" };
  if (published === null) return pValue(p);
  const { printed, verdict } = published.identification;
  const text = pValue(p, printed.decimals);
  const why = `${name}; the paper prints ${printed.text}`;
  if (verdict !== "differs" && printsAs(p, printed)) return { text, mark: "agrees", why };
  if (verdict === "compatible") return { text, mark: "compatible", why };
  return { text, mark: "differs", why: `${why}, which no test gives` };
}
