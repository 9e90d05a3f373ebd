/**
 * A constructed cohort as comma-separated tables, and back: the patients, and the synthetic scores.
 *
 * The targets are always measured on what was read back from the text, so that what holds in memory but not after
 * rounding to the printed decimals is not taken for met.
 */

import { csvColumn, formatCsv, parseCsv, parseNumber } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import { type ConstructedCohort, categoricalNamed } from "./constructed-cohort.js";
import type { Specification } from "./specification.js";

/** The columns of the table of synthetic scores, but for the outcome's and the score's names. */
const SYNTHETIC_COLUMNS = ["id", "constructed"] as const;

/** The table of patients. */
export function patientsCsv(specification: Specification, cohort: ConstructedCohort): string {
  const { columns, idPrefix } = specification;
  const cell = cellWriter(specification, cohort);
  const width = Math.max(3, String(cohort.sets.length).length);
  return formatCsv(
    columns,
    cohort.sets.map((_, i) =>
      columns.map((column) =>
        column === "id" ? `${idPrefix}${String(i + 1).padStart(width, "0")}` : cell(column, i),
      ),
    ),
  );
}

/** The table of synthetic scores; null without augmentation. */
export function syntheticScoresCsv(
  specification: Specification,
  cohort: ConstructedCohort,
): string | null {
  const { augmentation, outcome, score } = specification;
  if (augmentation === undefined) return null;
  return formatCsv(
    [...SYNTHETIC_COLUMNS, outcome, score.name],
    cohort.syntheticScores.map((value, i) => [
      `${augmentation.idPrefix}${String(i + 1).padStart(3, "0")}`,
      "yes",
      augmentation.outcome,
      value.toFixed(score.decimals),
    ]),
  );
}

/**
 * Read a cohort back.
 *
 * @throws InputError if a column is missing, or a cell is neither a level nor a number where it must be
 */
export function parseCohort(
  specification: Specification,
  patients: { readonly text: string; readonly place: string },
  synthetic: { readonly text: string; readonly place: string } | null,
): ConstructedCohort {
  const table = parseCsv(patients.text, patients.place);
  const numbers = (name: string): number[] =>
    csvColumn(table, name).map((text, i) => {
      const value = parseNumber(text);
      if (value === null)
        throw new InputError(
          `"${name}" must be a number; it is "${text}"`,
          `${patients.place}, row ${i + 2}`,
        );
      return value;
    });
  const values: Record<string, number[]> = {};
  for (const { name, levels } of specification.categorical) {
    values[name] = csvColumn(table, name).map((text, i) => {
      const level = levels.indexOf(text);
      if (level < 0)
        throw new InputError(
          `"${name}" must be one of ${levels.join(", ")}; it is "${text}"`,
          `${patients.place}, row ${i + 2}`,
        );
      return level;
    });
  }
  const { survival, score, continuous } = specification;
  const plain = [...continuous.map(({ name }) => name), score.name];
  if (survival !== undefined) plain.push(survival.time, survival.event);
  for (const name of plain) values[name] = numbers(name);
  return {
    sets: csvColumn(table, "set"),
    outcome: numbers(specification.outcome),
    values,
    syntheticScores:
      synthetic === null
        ? []
        : csvColumn(parseCsv(synthetic.text, synthetic.place), score.name).map(Number),
  };
}

/** How a cell is written: levels by name, the score and times with their decimals, the rest as short as it can be. */
function cellWriter(
  specification: Specification,
  { sets, outcome, values }: ConstructedCohort,
): (column: string, row: number) => string {
  const { score, survival } = specification;
  return (column, row) => {
    if (column === "constructed") return "yes";
    if (column === "set") return sets[row]!;
    if (column === specification.outcome) return String(outcome[row]);
    const value = values[column]![row]!;
    const categorical = categoricalNamed(specification, column);
    if (categorical !== undefined) return categorical.levels[value]!;
    if (column === score.name) return value.toFixed(score.decimals);
    if (column === survival?.time) return value.toFixed(survival.decimals);
    return String(value);
  };
}
