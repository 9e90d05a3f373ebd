/**
 * Table S1: histological types and how often each has the outcome. The type is the variable with levels that the
 * dictionary labels "Histology…"; where there is none, the table is left out and the reason given.
 */

import { candidateTests } from "../audit/candidate-tests.js";
import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import {
  type CohortSet,
  cohortSets,
  groupLabels,
  groupSummary,
  type LevelSummary,
} from "../cohort/group-summary.js";
import { type Proportion, proportion } from "../evaluate/proportion.js";
import { estimateAndCi, pValue } from "../table/format.js";
import { type Column, makeTable, type Table } from "../table/table.js";
import type { Finding } from "./record.js";

/** Name of the variable that has the histological types; null where a cohort has none. */
export function histologyVariable({ dictionary: { variables } }: Cohort): string | null {
  const found = variables.find(
    ({ label, levels }) => /^histolog/i.test(label) && levels.length > 0,
  );
  return found?.name ?? null;
}

/** Why there is no Table S1. */
export const histologyAbsence =
  "The cohort’s table of patients has no histological types, so there is no Table S1.";

/** Share with the outcome of each type, and P of the whole table, in each set. */
export function histologyFindings(cohort: Cohort, variable: string): Finding[] {
  return cohortSets(cohort).flatMap((set): Finding[] => {
    const { types, test, n, events } = typesOf(set, variable);
    const facts = { source: "patients", reference: "all other types" } as const;
    const shares = types.flatMap(({ type, id, share }): Finding[] => {
      const own = { ...facts, n: share.total, events: share.count };
      const [at, label] = [`${cohort.id}.table-s1.${set.role}.${id}`, `${type}, ${set.role}`];
      if (share.estimate === null || share.clopperPearson === null)
        return [{ ...own, id: `${at}.share`, label, value: null, notComputable: "no patients" }];
      const [low, high] = share.clopperPearson;
      const exact = "Clopper-Pearson, 95%";
      return [
        {
          ...own,
          id: `${at}.share`,
          label: `${label}: share with the outcome`,
          value: share.estimate,
        },
        { ...own, id: `${at}.lower`, label: `${label}: lower limit`, value: low, test: exact },
        { ...own, id: `${at}.upper`, label: `${label}: upper limit`, value: high, test: exact },
      ];
    });
    const { p, notComputable } = test;
    const whole = {
      id: `${cohort.id}.table-s1.${set.role}.p`,
      label: `Histological type and outcome, ${set.role}: P`,
      source: "patients",
      test: test.name,
      n,
      events,
    } as const;
    return [
      ...shares,
      p === null
        ? { ...whole, value: null, notComputable: notComputable ?? "not defined" }
        : { ...whole, value: p },
    ];
  });
}

/** The table, a row a type, the sets beside each other. */
export function histologyTable(cohort: Cohort, variable: string): Table {
  const sets = cohortSets(cohort).map((set) => ({ set, ...typesOf(set, variable) }));
  const [nonEvent, event] = groupLabels(cohort);
  const columns = sets.flatMap(({ set: { role, label }, n, events }): Column[] => {
    const group = `${label} (N = ${n})`;
    return [
      { key: `${role}.0`, title: `${nonEvent} (N = ${n - events})`, group },
      { key: `${role}.1`, title: `${event} (N = ${events})`, group },
      { key: `${role}.share`, title: `Share of ${event.toLowerCase()} (95% CI)`, group },
    ];
  });
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  return makeTable({
    id: "table-s1",
    title: `Table S1. Histological types, by ${outcome!.label.toLowerCase()}`,
    columns: [{ key: "type", title: "Histological type" }, ...columns],
    rows: sets[0]!.types.map(({ type }, t) => ({
      cells: Object.fromEntries([
        ["type", type],
        ...sets.flatMap(({ set: { role }, types }) => {
          const { total, count, estimate, clopperPearson } = types[t]!.share;
          const share =
            estimate === null || clopperPearson === null
              ? "–"
              : estimateAndCi(estimate, clopperPearson);
          return [
            [`${role}.0`, String(total - count)],
            [`${role}.1`, String(count)],
            [`${role}.share`, share],
          ];
        }),
      ]) as Record<string, string>,
    })),
    notes: [
      "Share: of the patients of a type, those with the outcome; Clopper-Pearson’s exact interval.",
      ...sets.map(({ set: { label }, test: { name, p } }) =>
        p === null
          ? `${label}: no test of type and outcome.`
          : `${label}: P ${pValue(p).replace(/^(?=\d)/, "= ")} of type and outcome, ${name}.`,
      ),
    ],
  });
}

interface Types {
  readonly n: number;
  readonly events: number;
  readonly types: readonly {
    readonly type: string;
    readonly id: number;
    readonly share: Proportion;
  }[];
  readonly test: {
    readonly name: string;
    readonly p: number | null;
    readonly notComputable: string | null;
  };
}

function typesOf({ patients }: CohortSet, variable: string): Types {
  const summary = groupSummary(patients, variable) as LevelSummary;
  const types = summary.counts.map(([without, withEvent], id) => ({
    type: summary.levels[id]!,
    id,
    share: proportion(withEvent, without + withEvent),
  }));
  const total = (key: "count" | "total"): number =>
    types.reduce((sum, { share }) => sum + share[key], 0);
  const exact = candidateTests(summary).find(({ name }) => name === "Fisher's exact")!;
  return { n: total("total"), events: total("count"), types, test: exact };
}
