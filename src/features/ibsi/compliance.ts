/** How far our values meet IBSI 1's reference values: the file of references read, each value judged by its own tolerance. */

import { InputError } from "../../io/input-error.js";

export interface Reference {
  readonly tag: string;
  readonly value: number;
  readonly tolerance: number;
}

export interface Verdict extends Reference {
  /** Our value, or null where there is none by this tag. */
  readonly ours: number | null;
  readonly meets: boolean;
}

/** IBSI's reference file: `value;tolerance;tag` a line; features without a reference value are left out, and so are facts of the image. */
export function parseReferences(text: string, place: string): Reference[] {
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line, i) => {
      const [value, tolerance, tag] = line.split(";");
      if (tag === undefined)
        throw new InputError(
          `a reference must be value;tolerance;tag; it is "${line}"`,
          `${place}, line ${i + 2}`,
        );
      if (value === "" || /_(img|roi)$/.test(tag)) return [];
      return [{ tag, value: Number(value), tolerance: Number(tolerance) }];
    });
}

/** A table `tag value±tolerance …`, a column for each setting; `-` where there is no reference value. */
export function referenceColumns(table: string): Reference[][] {
  const columns: Reference[][] = [];
  for (const line of table.split("\n").filter((row) => row.trim() !== "")) {
    const [tag, ...cells] = line.trim().split(" ");
    cells.forEach((cell, i) => {
      columns[i] ??= [];
      const [value, tolerance] = cell.split("±").map(Number);
      if (cell !== "-") columns[i].push({ tag, value, tolerance });
    });
  }
  return columns;
}

/** Tolerances hold for the value rounded to three significant digits, as the references are. */
export function judge(
  references: readonly Reference[],
  features: Readonly<Record<string, number>>,
): Verdict[] {
  return references.map((reference) => {
    const ours = features[reference.tag];
    if (ours === undefined) return { ...reference, ours: null, meets: false };
    const error = Math.abs(Number(ours.toPrecision(3)) - reference.value);
    return { ...reference, ours, meets: error <= reference.tolerance * (1 + 1e-9) };
  });
}

/** The families of the tags, in IBSI's order. */
export function familyOf(tag: string): string {
  const prefix = /^[a-z]+(_peak)?/.exec(tag)?.[0] ?? tag;
  return FAMILIES[prefix] ?? prefix;
}

const FAMILIES: Readonly<Record<string, string>> = {
  morph: "morphology",
  loc_peak: "local intensity",
  stat: "intensity statistics",
  ih: "intensity histogram",
  ivh: "intensity-volume histogram",
  cm: "grey level co-occurrence",
  rlm: "grey level run length",
  szm: "grey level size zone",
  dzm: "grey level distance zone",
  ngt: "neighbourhood grey tone difference",
  ngl: "neighbouring grey level dependence",
};
