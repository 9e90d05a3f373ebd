/**
 * The numbers of a cohort described: how many, mean, standard deviation, median and range, by set and outcome, with
 * danfojs. It is the one place that loads danfojs, at the first call, since that takes over a second.
 */

import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import { cohortSets, groupLabels } from "../cohort/group-summary.js";

/** One variable in one group of one set. */
export interface NumberDescription {
  readonly variable: string;
  /** With its unit. */
  readonly label: string;
  readonly set: string;
  readonly group: string;
  readonly n: number;
  readonly missing: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The part of danfojs that is used here. */
interface Danfo {
  readonly DataFrame: new (
    columns: Readonly<Record<string, readonly (string | number)[]>>,
  ) => Frame;
}
interface Frame {
  column(name: string): Column;
  query(keep: Condition): Frame;
}
interface Column {
  eq(value: string): Condition;
  describe(): { readonly index: readonly string[]; readonly values: readonly number[] };
}
interface Condition {
  and(other: Condition): Condition;
}

/** Every continuous covariate of a cohort, set after set, those without the outcome first; groups of two known values or more. */
export async function numberDescriptions(cohort: Cohort): Promise<NumberDescription[]> {
  const { default: danfo } = (await import("danfojs-node")) as unknown as { default: Danfo };
  const groups = groupLabels(cohort);
  const sets = cohortSets(cohort);
  const continuous = variablesOfRole(cohort.dictionary, "covariate").filter(
    ({ kind }) => kind === "continuous",
  );
  return continuous.flatMap(({ name, label, unit }) => {
    const rows = sets.flatMap(({ label: set, patients }) =>
      patients.ids.map((_, i) => ({
        set,
        group: groups[patients.outcome[i] as 0 | 1],
        value: patients.columns[name]!.values[i] as number | null,
      })),
    );
    const known = rows.filter(({ value }) => value !== null);
    const frame = new danfo.DataFrame({
      set: known.map(({ set }) => set),
      group: known.map(({ group }) => group),
      value: known.map(({ value }) => value!),
    });
    const count = (set: string, group: string): number =>
      known.filter((row) => row.set === set && row.group === group).length;
    return sets.flatMap(({ label: set }) =>
      groups
        .filter((group) => count(set, group) >= 2)
        .map((group): NumberDescription => {
          const isHere = frame.column("set").eq(set).and(frame.column("group").eq(group));
          const { index, values } = frame.query(isHere).column("value").describe();
          const of = (statistic: string): number => values[index.indexOf(statistic)]!;
          return {
            variable: name,
            label: unit === null ? label : `${label} (${unit})`,
            set,
            group,
            n: of("count"),
            missing: rows.filter(
              (row) => row.value === null && row.set === set && row.group === group,
            ).length,
            mean: of("mean"),
            standardDeviation: of("std"),
            median: of("median"),
            lowest: of("min"),
            highest: of("max"),
          };
        }),
    );
  });
}
