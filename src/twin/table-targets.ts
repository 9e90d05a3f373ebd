/** Targets of the table of patients: group sizes, counts of levels, means and standard deviations, the whole cohort's range. */

import { mean, median, standardDeviation } from "../math/summary.js";
import { type ConstructedCohort, selectedRows } from "./constructed-cohort.js";
import type { Specification } from "./specification.js";
import { countTarget, printedTarget, type Target } from "./target.js";

export function tableTargets(specification: Specification, cohort: ConstructedCohort): Target[] {
  return [
    ...sizeTargets(specification, cohort),
    ...meanTargets(specification, cohort),
    ...levelTargets(specification, cohort),
  ];
}

function sizeTargets({ sets }: Specification, cohort: ConstructedCohort): Target[] {
  return sets.flatMap(({ id, name, counts }) =>
    counts.map((count, outcome) => {
      const part = `${id}.${outcome === 0 ? "nm" : "m"}`;
      const rows = selectedRows(cohort, { set: name, outcome: outcome as 0 | 1 });
      return countTarget({ id: part, claim: part }, count, rows.length);
    }),
  );
}

function meanTargets({ continuous }: Specification, cohort: ConstructedCohort): Target[] {
  return continuous.flatMap(({ name, groups, overall = {} }) => {
    const all = cohort.values[name]!;
    const printed = groups.flatMap((group) => {
      const values = selectedRows(cohort, group).map((i) => all[i]!);
      const quantity = (part: string) => ({
        id: `${group.id}.${part}`,
        claim: `${group.id}.${part}`,
      });
      return [
        printedTarget(quantity("mean"), group.mean, mean(values)),
        printedTarget(quantity("sd"), group.sd, standardDeviation(values)),
      ];
    });
    const figures = [
      [overall.median, median(all)],
      [overall.smallest, Math.min(...Array.from(all))],
      [overall.largest, Math.max(...Array.from(all))],
    ] as const;
    return [
      ...printed,
      ...figures.flatMap(([figure, value]) =>
        figure === undefined
          ? []
          : [printedTarget({ id: figure.id, claim: figure.id }, figure.printed, value)],
      ),
    ];
  });
}

function levelTargets({ categorical }: Specification, cohort: ConstructedCohort): Target[] {
  return categorical.flatMap(({ name, levels, groups }) =>
    groups.flatMap((group) => {
      if (group.id === undefined) return [];
      const rows = selectedRows(cohort, group);
      return levels.map((_, level) => {
        const id = `${group.id}.${level}`;
        const claim = group.claims === undefined ? id : group.claims[level]!;
        const obtained = rows.filter((i) => cohort.values[name]![i] === level).length;
        const wanted = group.counts[level]!;
        return countTarget(
          { id, claim },
          wanted,
          obtained,
          group.printedAs?.[level] ?? String(wanted),
        );
      });
    }),
  );
}
