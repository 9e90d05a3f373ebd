/** The figures that show a cohort: how its patients came together, and who they are. */

import type { GroupComparison } from "../audit/group-comparison.js";
import type { Cohort } from "../cohort/cohort.js";
import { cohortSets, groupLabels, groupSizes } from "../cohort/group-summary.js";
import type { PublishedFlow } from "../io/paper/flow.js";
import { type CompositionRow, compositionFigure } from "./composition.js";
import type { Figure } from "./figure.js";
import { type FlowBox, flowFigure } from "./flow.js";

/**
 * How the patients came together: before enrolment by the paper's words where there are any, then by set and outcome,
 * counted.
 */
export function patientFlow(cohort: Cohort, published: PublishedFlow | null): Figure {
  const n = cohort.ids.length;
  const first = published?.steps.find(({ of }) => of === null) ?? null;
  const identified = first === null ? null : first.n.value;
  const boxes: FlowBox[] = [
    ...(first === null || identified === null
      ? []
      : [
          { id: "identified", label: first.label, n: identified, of: null },
          {
            id: "excluded",
            label: "Excluded; the article does not say why",
            n: identified - n,
            of: "identified",
            leaves: true,
          },
        ]),
    { id: "enrolled", label: "Enrolled", n, of: identified === null ? null : "identified" },
  ];
  const labels = groupLabels(cohort);
  const sets = cohortSets(cohort);
  for (const { role, label, patients } of sets) {
    const above = sets.length === 1 ? "enrolled" : role;
    if (sets.length > 1) boxes.push({ id: role, label, n: patients.ids.length, of: "enrolled" });
    labels.forEach((group, outcome) => {
      const size = patients.outcome.filter((value) => value === outcome).length;
      boxes.push({ id: `${role}-${outcome}`, label: group, n: size, of: above });
    });
  }
  const steps = boxes.map(({ label, n: size }) => `${label}: ${size}`).join("; ");
  return flowFigure(
    {
      id: "figure-flow",
      title: "How the patients came together",
      caption:
        published === null
          ? `The ${n} patients of the cohort by outcome.`
          : `Identified and excluded: as the article prints them. From "Enrolled" on: counted in the cohort of this report.`,
      description: `A tree of boxes. ${steps}.`,
    },
    boxes,
  );
}

/** Who the patients are: shares of every level without and with the outcome, and how far the groups lie apart. */
export function patientComposition(
  cohort: Cohort,
  comparisons: readonly GroupComparison[],
): Figure {
  const groups = groupLabels(cohort);
  const sets = new Map(cohortSets(cohort).map(({ role, label }) => [role, label]));
  const variables = [...new Set(comparisons.map(({ variable }) => variable))];
  const rows = variables.flatMap((variable): CompositionRow[] => {
    const own = comparisons.filter((comparison) => comparison.variable === variable);
    const { label, summary } = own[0]!;
    const levels = summary.kind === "continuous" ? [] : summary.levels;
    return [
      {
        variable: label,
        level: null,
        shares: [],
        differences: own.flatMap(({ role, difference }) =>
          difference === null ? [] : [{ set: sets.get(role)!, difference }],
        ),
      },
      ...levels.map((level, l) => ({
        variable: label,
        level,
        differences: [],
        shares: own.flatMap(({ role, summary: inSet }) =>
          groups.map((group, g) => ({
            set: sets.get(role)!,
            group,
            percent: percentOf(inSet, l, g as 0 | 1),
          })),
        ),
      })),
    ];
  });
  const largest = [...comparisons].sort((a, b) => (b.difference ?? 0) - (a.difference ?? 0))[0];
  return compositionFigure(
    {
      id: "figure-cohort",
      title: "Who the patients are, without and with the outcome",
      caption: `Share of the patients of each group at each level, and the standardised mean difference (SMD) of each variable; the dashed line at 0.1 marks what is commonly read as an imbalance. ${cohort.ids.length} patients, ${cohort.outcome.filter((value) => value === 1).length} with the event.`,
      description: `Dot plot of ${variables.length} variables.${largest === undefined ? "" : ` The groups differ most in ${largest.label}, ${sets.get(largest.role)}.`}`,
      groups,
    },
    rows,
  );
}

function percentOf(summary: GroupComparison["summary"], level: number, group: 0 | 1): number {
  if (summary.kind === "continuous") return 0;
  const size = groupSizes(summary)[group];
  return size === 0 ? 0 : (100 * summary.counts[level]![group]) / size;
}
