/** Between a cohort and arquero: patients as a frame for its verbs, and what the verbs give as a table to print. */

import { type ColumnTable, table as columnTable } from "arquero";
import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import { cohortSets } from "../cohort/group-summary.js";
import { makeTable, type Table } from "./table.js";

/**
 * The patients of a cohort as an arquero table without their ids: `set`, `group` (the outcome's label), and each
 * covariate under its own name, levels as their labels.
 */
export function patientFrame(cohort: Cohort): ColumnTable {
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  const parts = cohortSets(cohort);
  const labelled = (name: string): unknown[] =>
    parts.flatMap(({ patients }) => {
      const { variable, values } = patients.columns[name]!;
      const labels = new Map(variable.levels.map(({ value, label }) => [value, label]));
      return values.map((value) => (typeof value === "string" ? labels.get(value) : value));
    });
  const covariates = variablesOfRole(cohort.dictionary, "covariate").map(({ name }) => name);
  return columnTable({
    set: parts.flatMap(({ label, patients }) => patients.ids.map(() => label)),
    group: labelled(outcome!.name),
    ...Object.fromEntries(covariates.map((name) => [name, labelled(name)])),
  });
}

/** What is printed of a frame: its columns in their order, with a reader's titles. */
export function frameTable(
  frame: ColumnTable,
  { id, title, titles, notes = [] }: FrameWords,
): Table {
  const names = frame.columnNames();
  return makeTable({
    id,
    title,
    columns: names.map((key, i) => ({
      key,
      title: titles[key] ?? key,
      numeric: isNumeric(frame, key) && i > 0,
    })),
    rows: frame.objects().map((row) => ({
      cells: Object.fromEntries(
        names.map((name) => [name, String((row as Record<string, unknown>)[name] ?? "")]),
      ),
    })),
    notes,
  });
}

export interface FrameWords {
  readonly id: string;
  readonly title: string;
  /** By column name; a column that is not named here keeps its own name. */
  readonly titles: Readonly<Record<string, string>>;
  readonly notes?: readonly string[];
}

function isNumeric(frame: ColumnTable, name: string): boolean {
  return Array.from(frame.array(name) as ArrayLike<unknown>).every(
    (value) => typeof value === "number",
  );
}
