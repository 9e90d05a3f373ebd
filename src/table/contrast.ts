/** What an odds ratio compares, in words: "Female vs Male", "per year", "per level". */

import type { CodedColumn } from "../cohort/coding.js";
import { type Dictionary, variableNamed } from "../cohort/dictionary.js";

export function contrastWords(
  { variable, level, reference }: CodedColumn,
  dictionary: Dictionary,
): string {
  const { kind, unit, levels } = variableNamed(dictionary, variable);
  const labelOf = (value: string): string =>
    levels.find((entry) => entry.value === value)?.label ?? value;
  if (level !== null && reference !== null) return `${labelOf(level)} vs ${labelOf(reference)}`;
  if (kind === "ordinal") return "per level";
  if (kind === "nominal") return `as numbers ${levels.map(({ code }) => code).join(", ")}`;
  return unit === null ? "per unit" : `per unit (${unit})`;
}
